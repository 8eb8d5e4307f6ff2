"""The server's list of its own running parts, kept in its database."""

import contextlib
import sqlite3
from pathlib import Path


def forget_members(database: Path) -> None:
    """Empty the list that the last run left in `database`; no server may be running on it.

    With other ports than last time the server would knock at the old ones for some 10 seconds,
    and might meet another engine there. A file that is no such database is left to the server,
    which says what is wrong with it.
    """
    if not database.exists():
        return
    with (
        contextlib.suppress(sqlite3.DatabaseError),
        contextlib.closing(sqlite3.connect(database)) as connection,
        connection,
    ):
        connection.execute("DELETE FROM cluster_membership")
