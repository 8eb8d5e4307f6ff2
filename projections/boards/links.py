"""Links of events as the boards keep them: where an event stands, and what it caused."""

from __future__ import annotations

import sqlite3
from uuid import UUID


class BoardLinks:
    """The links of the events that the boards are built on, by an index."""

    def __init__(self, boards: sqlite3.Connection) -> None:
        """Read from boards that stay as they are meanwhile, as `reading` gives them."""
        self._boards = boards

    def built_on(self) -> int:
        """The log position of the newest event with a link."""
        (position,) = self._boards.execute("SELECT position FROM built").fetchone()
        return int(position)

    def position(self, event: UUID) -> int | None:
        """Where an event stands in the log; none where it is not linked."""
        found = self._boards.execute(
            "SELECT position FROM link WHERE event = ? ORDER BY position DESC LIMIT 1",
            (event.bytes,),
        )
        row = found.fetchone()
        return row[0] if row else None

    def effects(self, event: UUID) -> list[UUID]:
        """The events that an event caused itself, in log order."""
        found = self._boards.execute(
            "SELECT event FROM link WHERE cause = ? ORDER BY position", (event.bytes,)
        )
        return [UUID(bytes=row[0]) for row in found]
