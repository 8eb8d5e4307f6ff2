"""The trail: what the boards show of a subject's past that its state does not keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.decision import Recorded
from domain.due_days import key
from domain.vocabulary import Role

LATE = "-late"


@dataclass(slots=True)
class Trail:
    """Facts by deadline, gathered event by event.

    `settled`: the business day on which what is no filing was last done (a review, a selection, a
    publication), and by whom. `passed`: the steps taken, each with the due day that it was taken
    for, one that was given late with `LATE` at its end. `judged`: the due day (inclusive) that a
    filing was judged by. `noticed`: the document that gave this subject alone its day.
    """

    last_at: datetime | None = None
    settled: dict[str, tuple[date, Role]] = field(default_factory=dict)
    passed: dict[str, frozenset[tuple[date, str]]] = field(default_factory=dict)
    judged: dict[str, date] = field(default_factory=dict)
    noticed: dict[str, str] = field(default_factory=dict)


Keep = Callable[[Trail, Recorded[Any], Any], None]
"""Keeps what an event says; given the subject's state before it."""


def settles(deadline: str, by: Role = Role.FINANCE) -> Keep:
    """An event by which a deadline was met that has no filing."""

    def keep(trail: Trail, recorded: Recorded[Any], _state: Any) -> None:
        trail.settled[deadline] = (recorded.effective_on, by)

    return keep


def reviews(kind: str) -> Keep:
    """An event by which the bureau reviewed what was filed at a node."""

    def keep(trail: Trail, recorded: Recorded[Any], _state: Any) -> None:
        trail.settled[key(kind, recorded.event.node)] = (recorded.effective_on, Role.FINANCE)

    return keep


def files(*deadlines: str) -> Keep:
    """A filing, judged by the day that the event says."""
    return files_as(lambda _event: deadlines)


def files_at_node(kind: str) -> Keep:
    """A filing at a node, judged by the day that the event says."""
    return files_as(lambda event: (key(kind, event.node),))


def files_as(keys: Callable[[Any], Iterable[str]]) -> Keep:
    """A filing under keys that the event tells, judged by the day that it says."""

    def keep(trail: Trail, recorded: Recorded[Any], _state: Any) -> None:
        event = recorded.event
        if event.due is not None:
            trail.judged.update(dict.fromkeys(keys(event), event.due))

    return keep
