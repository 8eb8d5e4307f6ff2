"""The SQLite library that this program runs on, and a fault of it that was published."""

from __future__ import annotations

import sqlite3

_SINCE = (3, 7, 0)
_MENDED = (3, 51, 3)
_MENDED_BEFORE = ((3, 44, 6), (3, 50, 7))

Version = tuple[int, int, int]


def has_wal_reset_fault(version: Version | None = None) -> bool:
    """Whether a version (by default the one loaded) may corrupt a database in WAL mode.

    Two connections that write and copy the -wal at the same instant can lose pages: versions
    3.7.0 to 3.51.2, but for the branches 3.44 from .6 and 3.50 from .7
    (https://sqlite.org/wal.html#walresetbug). A distribution may have mended an older one.
    """
    asked = version or sqlite3.sqlite_version_info[:3]
    if not _SINCE <= asked < _MENDED:
        return False
    return not any(asked[:2] == branch[:2] and asked >= branch for branch in _MENDED_BEFORE)
