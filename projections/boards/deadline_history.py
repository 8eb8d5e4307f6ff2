"""The deadline history: facts about past deadlines that a subject's state does not keep."""

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
    """The business date on which a task that is not a filing was done, and by which role.

    `event` is the event with that date, null if it names the date itself. `recorded_on` is the
    logged date if an annotation changed it. `due` is the date (inclusive) that a notice or an
    extension had given the subject by then, null if none had. `at` is the business instant at which
    it was recorded as done.
    """

    on: date
    by: Role
    event: UUID | None = None
    recorded_on: date | None = None
    due: date | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SentBack:
    """A filing that has to be filed again: when and by whom it came back, and why.

    `event` is the event that sent it back, or withdrew it on the filer's own account.
    """

    event: str
    on: date
    by: str
    role: Role
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The newest event that did what a deadline asks for, and the document that it names."""

    event: UUID
    document: str | None = None


@dataclass(slots=True)
class DeadlineHistory:
    """Facts by deadline, collected event by event.

    `settled`: the last time that a task which is not a filing was done (a review, a selection, a
    publication). `passed`: the steps taken, each with its due date and its planned instant; a step
    that was sent late ends with `LATE`. `judged`: the due date (inclusive) by which a filing was
    judged; `judged_by`: the document of that date, or none and the clauses of its rule. `noticed`:
    the document that gave this subject alone its date. `extended`: the extension that came after a
    late filing, as text for people. `sent_back`: the last time that a filing came back to its
    filer; only a wait for the filing says that it was not filed again. `evidence`: what did it
    last; only a deadline that is met says that it stands.
    """

    last_at: datetime | None = None
    settled: dict[str, Done] = field(default_factory=dict)
    passed: dict[str, frozenset[tuple[date, str, datetime]]] = field(default_factory=dict)
    judged: dict[str, date] = field(default_factory=dict)
    judged_by: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    noticed: dict[str, str] = field(default_factory=dict)
    extended: dict[str, str] = field(default_factory=dict)
    sent_back: dict[str, SentBack] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)


Keep = Callable[[DeadlineHistory, Recorded[Any], Any], None]
"""Adds the facts of an event, given the subject's state before it."""
