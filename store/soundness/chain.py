"""The running digest over the rows of a table, in the order of their positions."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from store.databases.database import Row


@dataclass(frozen=True, slots=True)
class Link:
    """The rows up to a position: their number, their digest, and the digest of the last row.

    Digests are sha256 in hexadecimal; before the first row the position is 0 and both are empty.
    """

    position: int = 0
    count: int = 0
    digest: str = ""
    tail: str = ""


NO_ROWS = Link()


class Chain:
    """A running digest over the rows of a table.

    Each digest covers the previous digest and the next row.
    """

    def __init__(self, link: Link) -> None:
        """Continue from a link."""
        self.position = link.position
        self.count = link.count
        self._digest = bytes.fromhex(link.digest)
        self._tail = bytes.fromhex(link.tail)

    def add(self, position: int, row: Row) -> None:
        """Take the next row."""
        self.position = position
        self.count += 1
        self._tail = sha256(framed(row)).digest()
        self._digest = sha256(self._digest + self._tail).digest()

    def short(self) -> int:
        """Eight bytes of the digest of the last row: enough to tell a changed row."""
        return int.from_bytes(self._tail[:8], signed=True)

    def link(self) -> Link:
        """The current link."""
        return Link(self.position, self.count, self._digest.hex(), self._tail.hex())


def framed(row: Row) -> bytes:
    """A row as unambiguous bytes: each value with its type and its length."""
    return b"".join([_framed(value) for value in row])


def _framed(value: Any) -> bytes:
    if isinstance(value, bytes):
        return b"b%d:%b" % (len(value), value)
    text = str(value).encode("utf-8", "surrogatepass")
    kind = b"i" if isinstance(value, int) else b"n" if value is None else b"s"
    return b"%b%d:%b" % (kind, len(text), text)
