"""The identity of a log in a copied SQLite file, and changing it into another copy."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

from store import clock
from store.databases.sqlite import sqlite_uri
from store.databases.statements import SQLITE
from store.home import RESTORED_FROM
from store.port import LogIdentity, LogKind

_HAS_IDENTITY = "SELECT 1 FROM sqlite_master WHERE name = 'log_identity'"


def identity_in(connection: sqlite3.Connection) -> LogIdentity | None:
    """The identity of the log in a file; `None` if its tables are older than identities."""
    if connection.execute(_HAS_IDENTITY).fetchone() is None:
        return None
    one, copy, kind = connection.execute(SQLITE.identity).fetchone()
    return LogIdentity(UUID(one), UUID(copy), LogKind(kind) if kind else None)


def _remember_original(connection: sqlite3.Connection) -> None:
    found = connection.execute(SQLITE.home).fetchone()
    if found is not None:
        place = json.loads(found[0])
        original = {RESTORED_FROM: place.get(RESTORED_FROM, place)}
        connection.execute(SQLITE.set_home, (json.dumps(original),))


def become_another_copy(log: Path) -> None:
    """Give a log with current tables a new copy id, and no home yet; its log id stays.

    It says from now on when it was restored, when its newest act was stored, and where its original
    was in use.
    """
    with closing(sqlite3.connect(sqlite_uri(log, "rw"), uri=True)) as connection, connection:
        connection.execute(SQLITE.another_copy, (str(uuid4()),))
        _remember_original(connection)
        connection.execute(SQLITE.note_restored, (clock.now().isoformat(),))
