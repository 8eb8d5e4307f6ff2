"""Canonical JSON: the form in which events are hashed and stored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from json.encoder import encode_basestring
from typing import Any

from pydantic_core import PydanticSerializationError, SchemaSerializer, core_schema


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no white space, UTF-8, every number as a string."""
    plain = _in_order(value)
    try:
        return _written(plain)
    except PydanticSerializationError:  # not Unicode, or too deep: the slow path reports it
        return _encode(plain).encode()


def canonical_text(value: Any) -> str:
    """Canonical JSON as text."""
    return encode_basestring(value) if type(value) is str else canonical(value).decode()


_written = SchemaSerializer(core_schema.any_schema()).to_json

_as_it_is = SchemaSerializer(core_schema.any_schema(), {"ser_json_inf_nan": "constants"}).to_json

_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, check_circular=False).encode

_AS_THEY_ARE = frozenset({str, bool, type(None)})


def plain_json(value: Any) -> str:
    """JSON of JSON values, keeping numbers and the order of keys.

    Raises `UnicodeEncodeError` for text that is not Unicode.
    """
    try:
        return _as_it_is(value).decode()
    except PydanticSerializationError:  # not Unicode, or too deep
        return _encode(value).encode().decode()


def _in_order(value: Any) -> Any:
    """The value as strings, lists and objects with sorted keys."""
    kind = type(value)  # plain types first: their test is cheap
    if kind in _AS_THEY_ARE:
        return value
    if kind is dict:
        if [1 for key in value if type(key) is not str]:
            value = {str(key): item for key, item in value.items()}
        return {
            key: item if type(item := value[key]) in _AS_THEY_ARE else _in_order(item)
            for key in sorted(value)
        }
    if kind is list or kind is tuple:
        return [item if type(item) in _AS_THEY_ARE else _in_order(item) for item in value]
    return _of_another_type(value)


def _of_another_type(value: Any) -> Any:
    if isinstance(value, str):
        return str.__str__(value)  # for an enumeration, its value as in JSON
    if isinstance(value, Mapping):
        return _in_order(dict(value))
    if isinstance(value, Sequence):
        return _in_order(list(value))
    return value.isoformat() if isinstance(value, date) else str(value)
