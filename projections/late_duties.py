"""What became of a duty that was over at the opening of a year."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Standing(StrEnum):
    """What became of a duty that was over at the opening.

    `FIRST` has no day, and those that `WAIT` come after it: a round of a project waits for its
    budget, that of a unit for its overall target.
    """

    FIRST = "first"
    WAITS = "waits"
    OPEN = "open"
    IMPORTED = "imported"
    DROPPED = "dropped"
    DONE = "done"


class Over(NamedTuple):
    """A duty with its planned day, its clauses or document, and what became of it."""

    duty: str
    responsible: str
    planned: date | None
    reference: str
    standing: Standing
    filed_on: date | None = None
