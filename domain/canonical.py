"""Canonical JSON: what is hashed, and what is stored of an event."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no white space, UTF-8, every number as a string."""
    return canonical_text(value).encode()


def canonical_text(value: Any) -> str:
    """Canonical JSON as text."""
    return _encode(value if type(value) in _AS_THEY_ARE else _numbers_as_text(value))


_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False
).encode

_AS_THEY_ARE = frozenset({str, bool, type(None)})


def _numbers_as_text(value: Any) -> Any:
    kind = type(value)  # the plain types first: they are told at once, the others asked around
    if kind is dict:
        return {
            key if type(key) is str else str(key): item
            if type(item) in _AS_THEY_ARE
            else _numbers_as_text(item)
            for key, item in value.items()
        }
    if kind is list or kind is tuple:
        return [item if type(item) in _AS_THEY_ARE else _numbers_as_text(item) for item in value]
    return _of_another_type(value)


def _of_another_type(value: Any) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Mapping):
        return _numbers_as_text(dict(value))
    if isinstance(value, Sequence):
        return _numbers_as_text(list(value))
    return value.isoformat() if isinstance(value, date) else str(value)
