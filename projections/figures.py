"""The figures of a work year (catalogue, section 9), recomputed from the event log by a query.

Each value names the events behind it; nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from domain.decision import Recorded
from domain.envelope import unseal
from domain.project_year.exante import ReportReviewed
from domain.project_year.monitoring import ResultFiled
from domain.project_year.population import ProjectWithdrawn
from domain.project_year.targets import TargetApproved
from domain.subject import jurisdiction_year
from domain.vocabulary import Origin
from store.port import EventLog

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of a figure: a count of projects, an amount in yuan, a score or a result.

    `name` tells the values of one figure apart, for a monitoring round with its node behind a
    colon; `events` are the ids of the events behind the value.
    """

    id: str
    name: str
    value: str
    events: tuple[UUID, ...]


def figures(log: EventLog, jurisdiction: str, work_year: int) -> tuple[Figure, ...]:
    """The figures of a work year, from the newest event of each kind of each project."""
    newest = _newest(log, jurisdiction, work_year)
    targets = newest.of(TargetApproved)
    initial = [one for one in targets if one.event.origin is Origin.INITIAL]
    mid_year = [one for one in targets if one.event.origin is Origin.MID_YEAR]
    return (
        *_exante(newest.of(ReportReviewed)),
        *_count_and_amount("F08", "", targets),
        *_count_and_amount("F08", "initial_", initial),
        *_count_and_amount("F08", "mid_year_", mid_year),
        *_monitored(newest.of(ResultFiled)),
    )


@dataclass(frozen=True, slots=True)
class _Newest:
    events: dict[tuple[Any, ...], Recorded[Any]]
    withdrawn: set[str]

    def of(self, kind: type[Any]) -> list[Recorded[Any]]:
        return [
            one
            for key, one in self.events.items()
            if key[0] is kind and one.stream not in self.withdrawn
        ]


def _newest(log: EventLog, jurisdiction: str, work_year: int) -> _Newest:
    """The newest event of each kind (and monitoring node) of each project of the year."""
    found = _Newest({}, set())
    prefix = f"{jurisdiction_year(jurisdiction, work_year)}/"
    for recorded in _events(log):
        if not recorded.stream.startswith(prefix):
            continue
        if isinstance(recorded.event, ProjectWithdrawn):
            found.withdrawn.add(recorded.stream)
        node = getattr(recorded.event, "node", None)
        found.events[type(recorded.event), recorded.stream, node] = recorded
    return found


def _events(log: EventLog) -> Iterator[Recorded[Any]]:
    position = 0
    while batch := log.notifications(position, _BATCH):
        for notification in batch:
            position = notification.position
            yield unseal(notification.topic, notification.state)


def _exante(reviewed: list[Recorded[Any]]) -> Iterator[Figure]:
    yield from _count_and_amount("F06", "", reviewed)
    for name in ("score", "result"):
        values = sorted({str(getattr(one.event, name)) for one in reviewed})
        yield Figure("F06", name, ", ".join(values), _ids(reviewed))


def _monitored(filed: list[Recorded[Any]]) -> Iterator[Figure]:
    for node in sorted({one.event.node for one in filed}):
        there = [one for one in filed if one.event.node == node]
        yield Figure("F09", f"projects:{node}", str(len(there)), _ids(there))


def _count_and_amount(figure: str, prefix: str, found: list[Recorded[Any]]) -> Iterator[Figure]:
    amount = sum((one.event.amount for one in found), Decimal(0))
    yield Figure(figure, f"{prefix}projects", str(len(found)), _ids(found))
    yield Figure(figure, f"{prefix}amount", str(amount), _ids(found))


def _ids(found: list[Recorded[Any]]) -> tuple[UUID, ...]:
    return tuple(one.id for one in found)
