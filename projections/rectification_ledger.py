"""The ledger of rectification 问题整改台账: failed rounds and problems fed back, by unit.

A line is closed (销号) when the bureau accepted the rectification, or when an exception records
that it sent no notice. It is overdue after the day of the notice, whatever was found, and open
before. A notice that no failed review ordered stands in it too. A feedback that the rules ask for
and nobody gave is a line of the bureau.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from domain.kernel.in_force import InForce
from domain.kernel.subject_ids import SubjectKind, jurisdiction_year, parse_subject
from domain.rules.families.feedback import Source
from domain.shared.deadlines.due_dates import key
from domain.shared.deadlines.problem_deadlines import FEEDBACK, RECTIFICATION
from domain.shared.rectification.loop import Loop
from domain.shared.rectification.orders import Finding, Rectification
from domain.shared.rectification.problems import Problem
from domain.subjects.policies import feedback as policies
from domain.subjects.policies.state import Policy
from domain.subjects.policies.state import Withdrawn as PolicyWithdrawn
from domain.subjects.project_year.feedback import loop as projects
from domain.subjects.project_year.monitoring.state import Reviewed
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.state import Withdrawn as ProjectWithdrawn
from domain.subjects.unit_year import feedback as units
from domain.subjects.unit_year.state import Withdrawn as UnitWithdrawn
from projections.boards.in_force_cache import InForceCache
from projections.boards.state_cache import start
from projections.boards.summary import confidential_of, known_of
from store.port import EventLog

LedgerSource = Literal["monitoring"] | Source
"""Where a line comes from: a round of monitoring, or an evaluation."""


class Standing(StrEnum):
    """How a line of the ledger stands."""

    OPEN = "open"
    OVERDUE = "overdue"
    CLOSED = "closed"


class Step(StrEnum):
    """What was done last in a round."""

    NO_FEEDBACK = "no_feedback"
    NO_NOTICE = "no_notice"
    TO_PROPOSE = "to_propose"
    NOTIFIED = "notified"
    REPORTED = "reported"
    REFUSED = "refused"
    UNMET = "unmet"
    REFUSAL_FOUND = "refusal_found"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"
    CARRIED_OVER = "carried_over"


@dataclass(frozen=True, slots=True)
class Line:
    """A round with something to rectify, or a problem that was fed back from a `source`.

    `node` is null of a problem; `problem` and `text` are null of a round, and of a feedback that is
    still owed. `due` (inclusive) is null without a notice or its day; `failed` says whether the
    review failed. `refused`: the unit's own refusal stands. `name` and `text` are null for a
    confidential project (涉密).
    """

    stream: str
    name: str | None
    unit: str
    unit_name: str
    source: LedgerSource
    node: date | None
    problem: str | None
    text: str | None
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


_GONE = (ProjectWithdrawn, UnitWithdrawn, PolicyWithdrawn)
_LOOPS: Mapping[SubjectKind, Loop] = {
    SubjectKind.PROJECT_YEAR: projects.LOOP,
    SubjectKind.UNIT_YEAR: units.LOOP,
    SubjectKind.POLICY: policies.LOOP,
}


def ledger_of(log: EventLog, jurisdiction: str, year: int, today: date) -> Ledger:
    """The ledger of a budget year; it reads the projects and units of the year, and the policies.

    A policy is in no budget year: it stands with the evaluations of the work year in which its own
    was commissioned.
    """
    position, cache = log.last_position(), InForceCache(log)
    found: list[Line] = []
    for stream in _streams(log, jurisdiction, year):
        subject = parse_subject(stream)
        loop = _LOOPS.get(subject.kind)
        if loop is None:
            continue
        fold = start(stream)
        for recorded in log.read(stream):
            fold.take(recorded)
        if _takes_part(fold.state, year):
            found += _lines(_Of(fold.state, loop, cache.of(subject), today))
    by_unit = sorted(found, key=_place)
    return Ledger(position, jurisdiction, year, today, tuple(by_unit))


def _streams(log: EventLog, jurisdiction: str, year: int) -> Iterator[str]:
    yield from log.streams(f"{jurisdiction_year(jurisdiction, year)}/")
    yield from log.streams(f"{jurisdiction}/policy/")


def _takes_part(state: Any, year: int) -> bool:
    """Whether a subject is in the year: it is registered, and not withdrawn."""
    if state.entry is None or isinstance(state.entry, _GONE):
        return False
    if not isinstance(state, Policy):
        return True
    evaluator = state.evaluation.key.evaluator
    return evaluator is not None and evaluator.first_commissioned_on.year == year + 1


def _place(one: Line) -> tuple[str, str, date, str, str]:
    return one.unit, one.stream, one.node or date.max, one.source, one.problem or ""


@dataclass(frozen=True, slots=True)
class _Of:
    """A subject with its loop of feedback, what is in force for it, and the day."""

    state: Any
    loop: Loop
    in_force: InForce
    today: date

    def due(self, deadline: str) -> date | None:
        """The day of a deadline."""
        return self.loop.due(self.state, self.in_force, deadline).due


def _lines(of: _Of) -> Iterator[Line]:
    if isinstance(of.state, ProjectYear):
        yield from _rounds(of, of.state)
    fed_back = of.loop.fed_back(of.state)
    for source in fed_back.owed():
        due = of.due(f"{FEEDBACK}.{source}")
        yield _line(of, _At(source, Step.NO_FEEDBACK, due), None)
    for id_, problem in fed_back.problems.items():
        due = of.due(key(RECTIFICATION, id_))
        at = _At(problem.source, _of_problem(problem), due, problem=id_, text=problem.text)
        yield _line(of, at, problem.order)


def _rounds(of: _Of, state: ProjectYear) -> Iterator[Line]:
    for node, current in sorted(state.rounds.items()):
        if not isinstance(current, Reviewed) or not (current.failed or current.rectification):
            continue
        order = current.rectification
        due = of.due(key(RECTIFICATION, node)) if order else None
        at = _At("monitoring", _step(current), due, node, failed=bool(current.failed))
        yield _line(of, at, order)


@dataclass(frozen=True, slots=True)
class _At:
    """What is said of one line beside its project and its order."""

    source: LedgerSource
    step: Step
    due: date | None
    node: date | None = None
    problem: str | None = None
    text: str | None = None
    failed: bool = False


def _line(of: _Of, at: _At, order: Rectification | None) -> Line:
    known, withheld = known_of(of.state), confidential_of(of.state)
    return Line(
        stream=of.state.stream,
        name=None if withheld else known["name"],
        unit=known["unit"],
        unit_name=known["unit_name"],
        source=at.source,
        node=at.node,
        problem=at.problem,
        text=None if withheld else at.text,
        failed=at.failed,
        notified_on=order.notified_on if order else None,
        due=at.due,
        step=at.step,
        refused=order is not None and order.refuses,
        standing=_standing(at.step, at.due, of.today),
    )


def _of_problem(problem: Problem) -> Step:
    if problem.awaits_proposal:
        return Step.TO_PROPOSE
    return Step.CARRIED_OVER if problem.carried_over else _of_order(problem.order)


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
