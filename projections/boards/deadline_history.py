"""The deadline history: facts of a subject's past that its state does not keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from domain.kernel.decider import Recorded
from domain.kernel.vocabulary import Role

LATE = "-late"


@dataclass(frozen=True, slots=True)
class Done:
    """What is no filing was done on a business day, by a role.

    `event` is the one whose day that is, null where it names the day itself. `recorded_on` is the
    day that the log gives, where an annotation gave another one.
    """

    on: date
    by: Role
    event: UUID | None = None
    recorded_on: date | None = None


@dataclass(slots=True)
class DeadlineHistory:
    """Facts by deadline, gathered event by event.

    `settled`: when what is no filing was last done (a review, a selection, a publication).
    `passed`: the steps taken, each with the due day that it was taken for, one that was given late
    with `LATE` at its end. `judged`: the due day (inclusive) that a filing was judged by.
    `noticed`: the document that gave this subject alone its day.
    """

    last_at: datetime | None = None
    settled: dict[str, Done] = field(default_factory=dict)
    passed: dict[str, frozenset[tuple[date, str]]] = field(default_factory=dict)
    judged: dict[str, date] = field(default_factory=dict)
    noticed: dict[str, str] = field(default_factory=dict)


Keep = Callable[[DeadlineHistory, Recorded[Any], Any], None]
"""Keeps what an event says; given the subject's state before it."""
