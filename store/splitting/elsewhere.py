"""The positions and causes that are in the other log after a split.

With them, a check of the log distinguishes these rows from deleted rows
(docs/clock.md, 1247).
"""

from __future__ import annotations

from dataclasses import dataclass

from store.databases.database import Database

EVENT, COMMAND = "event", "command"

_GAPS = "SELECT of, first, last FROM split_gap"
_CAUSES = "SELECT event_id FROM split_cause"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Ranges of positions, both ends inclusive, and ids of causing events, in the other log.

    Both are empty in a log that was never split.
    """

    gaps: frozenset[tuple[str, int, int]] = frozenset()
    causes: frozenset[str] = frozenset()

    def explains(self, of: str, before: int, after: int) -> bool:
        """Whether all positions between two rows belong to the other log.

        `of` is `EVENT` or `COMMAND`; `before` and `after` are the positions of the two rows.
        """
        return (of, before + 1, after - 1) in self.gaps


def elsewhere(database: Database) -> Elsewhere:
    """The `Elsewhere` of the log in a database."""
    gaps = frozenset((of, first, last) for of, first, last in database.rows(_GAPS, ()))
    return Elsewhere(gaps, frozenset(event for (event,) in database.rows(_CAUSES, ())))


class Gaps:
    """Collects the positions of rows in the other log, row by row in order."""

    def __init__(self, *, dense: bool) -> None:
        """`dense` says that the source's positions have no gaps, as in SQLite."""
        self._dense = dense
        self._last = 0
        self._ranges: list[tuple[int, int]] = []

    def missed(self, position: int) -> None:
        """Add a row that is only in the other log."""
        if self._dense:
            self._add(position, position)

    def taken(self, position: int) -> None:
        """Add a row of this log."""
        if not self._dense and position > self._last + 1:
            self._add(self._last + 1, position - 1)
        self._last = position

    def _add(self, first: int, last: int) -> None:
        if self._ranges and self._ranges[-1][1] == first - 1:
            first = self._ranges.pop()[0]
        self._ranges.append((first, last))

    def ranges(self) -> list[tuple[int, int]]:
        """The ranges before the last row of this log; later positions are free."""
        return [one for one in self._ranges if one[0] < self._last]
