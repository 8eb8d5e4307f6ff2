"""The ledger of rectification 问题整改台账: every failed round of a budget year, by unit.

A round is closed (销号) when the bureau accepted the rectification, or when an exception records
that it sent no notice. It is overdue after the day of the notice, whatever was found, and open
before. A notice that no failed review ordered stands in it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.kernel.in_force import InForce
from domain.kernel.subject_ids import SubjectKind, jurisdiction_year, parse_subject
from domain.subjects.project_year.deadlines.due_dates import RECTIFICATION, due_of, key
from domain.subjects.project_year.monitoring.state import Finding, Rectification, Reviewed
from domain.subjects.project_year.state import ProjectYear, Withdrawn
from projections.boards.in_force_cache import InForceCache
from projections.boards.state_cache import start
from projections.boards.summary import confidential_of
from store.port import EventLog


class Standing(StrEnum):
    """How a line of the ledger stands."""

    OPEN = "open"
    OVERDUE = "overdue"
    CLOSED = "closed"


class Step(StrEnum):
    """What was done last in a round."""

    NO_NOTICE = "no_notice"
    NOTIFIED = "notified"
    REPORTED = "reported"
    REFUSED = "refused"
    UNMET = "unmet"
    REFUSAL_FOUND = "refusal_found"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Line:
    """A round with something to rectify.

    `due` (inclusive) is null without a notice or its day; `failed` says whether the review failed.
    `refused`: the unit's own refusal stands. `name` is null for a confidential project (涉密).
    """

    stream: str
    name: str | None
    unit: str
    unit_name: str
    node: date
    failed: bool
    notified_on: date | None
    due: date | None
    step: Step
    refused: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class Ledger:
    """The lines of a budget year as on a day, by unit, project and node."""

    position: int
    jurisdiction: str
    year: int
    on: date
    lines: tuple[Line, ...]


def ledger_of(log: EventLog, jurisdiction: str, year: int, today: date) -> Ledger:
    """The ledger of a budget year; it reads the projects of the year."""
    position, cache = log.last_position(), InForceCache(log)
    found: list[Line] = []
    for stream in log.streams(f"{jurisdiction_year(jurisdiction, year)}/"):
        subject = parse_subject(stream)
        if subject.kind is SubjectKind.PROJECT_YEAR:
            fold = start(stream)
            for recorded in log.read(stream):
                fold.take(recorded)
            found += _lines(fold.state, cache.of(subject), today)
    by_unit = sorted(found, key=lambda one: (one.unit, one.stream, one.node))
    return Ledger(position, jurisdiction, year, today, tuple(by_unit))


def _lines(state: ProjectYear, in_force: InForce, today: date) -> Iterator[Line]:
    if state.entry is None or isinstance(state.entry, Withdrawn):
        return
    known = state.known
    for node, current in sorted(state.rounds.items()):
        if not isinstance(current, Reviewed) or not (current.failed or current.rectification):
            continue
        order = current.rectification
        due = due_of(state, in_force, key(RECTIFICATION, node)).due if order else None
        step = _step(current)
        yield Line(
            stream=state.stream,
            name=None if confidential_of(state) else known.name,
            unit=known.unit,
            unit_name=known.unit_name,
            node=node,
            failed=bool(current.failed),
            notified_on=order.notified_on if order else None,
            due=due,
            step=step,
            refused=order is not None and order.refuses,
            standing=_standing(step, due, today),
        )


def _standing(step: Step, due: date | None, today: date) -> Standing:
    if step in {Step.ACCEPTED, Step.LAPSED}:
        return Standing.CLOSED
    return Standing.OVERDUE if due is not None and today > due else Standing.OPEN


def _step(current: Reviewed) -> Step:
    if current.lapse is not None:
        return Step.LAPSED
    order = current.rectification
    return Step.NO_NOTICE if order is None else _of_order(order)


def _of_order(order: Rectification) -> Step:
    if order.report is not None and order.report.open:
        return Step.REPORTED
    if order.finding is not None:
        return _FOUND[order.finding]
    return Step.REFUSED if order.refuses else Step.NOTIFIED


_FOUND = {
    Finding.ACCEPTED: Step.ACCEPTED,
    Finding.UNMET: Step.UNMET,
    Finding.REFUSED: Step.REFUSAL_FOUND,
}
