"""Unmoved streams: the stream versions that one SQLite connection knows to be current."""

from __future__ import annotations

import json
from collections.abc import Sequence

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteCursor

from store.databases import statements
from store.port import VersionConflict, Versions

_KNOWN_STREAMS = 1000


class Unmoved:
    """The known versions of streams, valid while no other connection commits.

    SQLite counts the commits of others for each connection (`data_version`); a stream that this
    connection writes to is forgotten. So an unmoved stream needs no query.
    """

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._others = -1

    def require(self, cursor: SQLiteCursor, expected: Versions) -> None:
        """Raise `VersionConflict` if a stream has another version; call it within a transaction."""
        (others,) = cursor.sqlite_cursor.execute("PRAGMA data_version").fetchone()
        if others != self._others or len(self._known) > _KNOWN_STREAMS:
            self._known.clear()
            self._others = others
        known = self._known
        if expected.items() <= known.items():
            return
        asked = {stream: at for stream, at in expected.items() if known.get(stream) != at}
        cursor.execute(statements.MOVED_SQLITE, (json.dumps(asked),))
        moved = cursor.fetchall()
        if moved:
            raise VersionConflict(f"{moved[0][0]} is not at version {asked[moved[0][0]]}")
        known.update(asked)

    def forget(self) -> None:
        """Forget everything, after a transaction that did not complete."""
        self._known.clear()

    def expect_no_more(self, events: Sequence[StoredEvent]) -> None:
        """Forget the streams of events that will be written now."""
        for event in events:
            self._known.pop(str(event.originator_id), None)
