"""Unmoved streams, as one connection to a SQLite file knows them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteCursor

from store.databases import statements
from store.port import VersionConflict, Versions

_KNOWN_STREAMS = 1000


class Unmoved:
    """The streams known to be at a version, for as long as no other connection commits anything.

    SQLite numbers what others committed (`data_version`), for each connection; what this one
    writes itself is forgotten as it is written. So a stream that did not move is not looked for.
    """

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._others = -1

    def require(self, cursor: SQLiteCursor, expected: Versions) -> None:
        """Raise `VersionConflict` where a stream has another version, inside a transaction."""
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
        """Know nothing: a transaction that did not come to its end was not what it seemed."""
        self._known.clear()

    def expect_no_more(self, events: Sequence[StoredEvent]) -> None:
        """Forget the streams of events that are about to be written."""
        for event in events:
            self._known.pop(str(event.originator_id), None)
