"""Ids derived from names: the same namespace and name always give the same id."""

from __future__ import annotations

import hashlib
from uuid import UUID


def named_id(namespace: UUID, name: str) -> UUID:
    """The id of a name in a namespace, equal to `uuid.uuid5` (RFC 9562, version 5).

    `uuid.uuid5` itself imports `hashlib` at every call; this function avoids that cost.
    """
    digest = hashlib.sha1(namespace.bytes + name.encode(), usedforsecurity=False).digest()
    return UUID(bytes=digest[:16], version=5)
