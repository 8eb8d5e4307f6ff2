"""Canonical JSON and the hashes made of it, reckoned apart from the product.

Keys sorted, no white space, UTF-8, every number as a string.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import UUID, uuid5


def canonical(value: Any) -> bytes:
    """The canonical JSON of a JSON value."""
    text = json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def request_hash(act: dict[str, Any]) -> str:
    """The sha256 (hex) of an act's content: of all but its id and the version it was taken by."""
    content = {name: value for name, value in act.items() if name not in {"command_id", "version"}}
    return hashlib.sha256(canonical(content)).hexdigest()


def digest(salt: str, value: Any) -> str:
    """The salted sha256 (hex) that stands in a leaf for a withheld value."""
    return hashlib.sha256(salt.encode() + b"\n" + canonical(value)).hexdigest()


def made_id(base: str, name: str) -> str:
    """The id that is made of another id and a name."""
    return str(uuid5(UUID(base), name))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, str | bool) else str(value)
