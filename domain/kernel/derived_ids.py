"""Ids that follow from names: the same name in the same namespace is always the same id."""

from __future__ import annotations

import hashlib
from uuid import UUID


def named_id(namespace: UUID, name: str) -> UUID:
    """The id of a name in a namespace, as `uuid.uuid5` gives it (RFC 9562, version 5).

    It is put together here because the standard library's imports its hash at every call.
    """
    digest = hashlib.sha1(namespace.bytes + name.encode(), usedforsecurity=False).digest()
    return UUID(bytes=digest[:16], version=5)
