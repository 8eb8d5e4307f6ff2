"""Links of events as the boards keep them: where an event stands, and what it caused."""

from __future__ import annotations

import sqlite3
from uuid import UUID

from projections.boards.tables import link_key


class BoardLinks:
    """The links of the events that the boards are built on, by an index."""

    def __init__(self, boards: sqlite3.Connection) -> None:
        """Read from boards that stay as they are meanwhile, as `reading` gives them."""
        self._boards = boards

    def built_on(self) -> int:
        """The log position of the newest event with a link."""
        (position,) = self._boards.execute("SELECT position FROM built").fetchone()
        return int(position)

    def count(self) -> int:
        """The number of events that the boards are built on."""
        (number,) = self._boards.execute("SELECT COUNT(*) FROM link").fetchone()
        return int(number)

    def positions(self, event: UUID) -> list[int]:
        """The possible positions of an event in the log, the newest first."""
        return self._rows("SELECT position FROM link WHERE event = ? ORDER BY position DESC", event)

    def effects(self, event: UUID) -> list[int]:
        """The possible positions of the direct effects of an event, in log order."""
        return self._rows("SELECT position FROM link WHERE cause = ? ORDER BY position", event)

    def _rows(self, question: str, event: UUID) -> list[int]:
        return [row[0] for row in self._boards.execute(question, (link_key(event),))]
