"""The loaded SQLite library, and a known bug in some of its versions."""

from __future__ import annotations

import sqlite3

_SINCE = (3, 7, 0)
_MENDED = (3, 51, 3)
_MENDED_BEFORE = ((3, 44, 6), (3, 50, 7))

Version = tuple[int, int, int]


def has_wal_reset_fault(version: Version | None = None) -> bool:
    """Whether a version (default: the loaded one) may corrupt a database in WAL mode.

    If two connections write and checkpoint at the same instant, pages can be lost. Affected are
    versions 3.7.0 to 3.51.2, except 3.44 from .6 and 3.50 from .7
    (https://sqlite.org/wal.html#walresetbug). A distribution may have patched an older version.
    """
    asked = version or sqlite3.sqlite_version_info[:3]
    if not _SINCE <= asked < _MENDED:
        return False
    return not any(asked[:2] == branch[:2] and asked >= branch for branch in _MENDED_BEFORE)
