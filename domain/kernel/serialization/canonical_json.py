"""Canonical JSON: the form in which events are hashed and stored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no white space, UTF-8, every number as a string.

    Raises `UnicodeEncodeError` for what is not Unicode text, `RecursionError` for what is nested
    too deeply.
    """
    return _encode(_in_order(value)).encode()


def plain_json(value: Any) -> str:
    """JSON of JSON values, keeping numbers and the order of keys.

    Raises `UnicodeEncodeError` for text that is not Unicode.
    """
    return _encode(value).encode().decode()


_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, check_circular=False).encode


def _in_order(value: Any) -> Any:
    """The value as texts, lists and objects with sorted keys."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)  # for an enumeration, its value as in JSON
    if isinstance(value, Mapping):
        texts = {str(key): item for key, item in value.items()}
        return {key: _in_order(texts[key]) for key in sorted(texts)}
    if isinstance(value, Sequence):
        return [_in_order(item) for item in value]
    return value.isoformat() if isinstance(value, date) else str(value)
