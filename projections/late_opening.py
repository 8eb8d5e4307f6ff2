"""The duties whose day was over when their subject came into the log: a year that began late."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from domain.kernel.answer import Answer
from domain.kernel.decider import InForce, Recorded
from domain.kernel.subject_ids import Subject, SubjectKind, jurisdiction_year
from domain.kernel.vocabulary import Role, business_date
from domain.shared.catalogue.entries import Settles
from domain.shared.filings.filing import stands
from domain.subjects.catalogues import CATALOGUES
from domain.subjects.jurisdiction_year.due_dates import parts
from domain.subjects.jurisdiction_year.imports import IMPORTABLE as OF_YEAR
from domain.subjects.jurisdiction_year.state import JurisdictionYear
from domain.subjects.project_year.deadlines.due_dates import (
    RESULT,
    due_of,
    key,
    nodes,
    nodes_answer,
)
from domain.subjects.project_year.imports.preparing import ACTS, preparing
from domain.subjects.project_year.monitoring.rounds import FileResult
from domain.subjects.project_year.monitoring.state import Open, Skipped
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.registry import DECIDERS
from domain.subjects.unit_year.due_dates import MONITORING, TARGET, TARGET_REVIEW
from domain.subjects.unit_year.due_dates import due_of as overall_due
from domain.subjects.unit_year.due_dates import nodes as overall_nodes
from domain.subjects.unit_year.due_dates import nodes_answer as overall_nodes_answer
from domain.subjects.unit_year.monitoring import FileOverallMonitoring
from domain.subjects.unit_year.state import UnitYear
from projections.boards.in_force_cache import InForceCache
from projections.boards.rows import DeadlineRow, DeadlineState
from projections.boards.state_cache import Fold, start
from projections.boards.summary import confidential_of, name_of, summarise
from projections.late_duties import Standing
from projections.late_work_year import of_year
from store.port import EventLog


@dataclass(frozen=True, slots=True)
class DutyOver:
    """A duty whose day was over when its subject came into the log, on `entered`.

    `planned` is its due date (inclusive), its node if no day binds, or null; `reference` has
    the clauses, the document or the exception. `act` fulfils it; it is null if no single act does.
    `name` is null for a confidential subject (涉密).
    """

    stream: str
    kind: str
    code: str | None
    name: str | None
    unit: str | None
    entered: date
    duty: str
    responsible: str | None
    planned: date | None
    reference: str
    standing: Standing
    act: str | None
    filed_on: date | None = None


class Known(NamedTuple):
    """A subject as it stands, with what is in force for it."""

    fold: Fold
    in_force: InForce
    entered: date
    events: tuple[Recorded[Any], ...]
    log: EventLog


@dataclass(frozen=True, slots=True)
class LateOpening:
    """The duties of a work year that were over when its subjects came into the log."""

    position: int
    jurisdiction: str
    work_year: int
    opened: date | None
    duties: tuple[DutyOver, ...]


def late_opening(log: EventLog, jurisdiction: str, work_year: int) -> LateOpening:
    """The duties that were over at the opening, by subject.

    It reads the subjects of the work year's own budget year, and of the year before, which is
    evaluated in this work year.
    """
    position = log.last_position()
    stream, before = (jurisdiction_year(jurisdiction, one) for one in (work_year, work_year - 1))
    cache = InForceCache(log)
    of_year = [one for one in log.streams(stream) if one == stream or one.startswith(f"{stream}/")]
    streams = (*of_year, *log.streams(f"{before}/"))
    known = [found for one in streams if (found := _known(log, cache, one))]
    opened = next((one.entered for one in known if one.fold.subject.stream == stream), None)
    duties = tuple(duty for one in known for duty in sorted(_duties(one), key=_by_day))
    return LateOpening(position, jurisdiction, work_year, opened, duties)


def _by_day(duty: DutyOver) -> date:
    """The sort key: the planned day; duties without a day come first, in the order of the year."""
    return duty.planned or date.min


def _known(log: EventLog, cache: InForceCache, stream: str) -> Known | None:
    events = log.read(stream)
    if not events:
        return None
    fold = start(stream)
    for recorded in events:
        fold.take(recorded)
    entered = business_date(events[0].recorded_at)
    return Known(fold, cache.of(fold.subject), entered, tuple(events), log)


def _duties(known: Known) -> Iterator[DutyOver]:
    fold, in_force, entered = known.fold, known.in_force, known.entered
    state, subject = fold.state, fold.subject
    if DECIDERS[subject.kind].view(state, in_force).closed:
        return
    rows = summarise(subject, state, fold.history, in_force).deadlines
    dated = {row.deadline for row in rows}
    if isinstance(state, ProjectYear):
        yield from _of_project(known, state, dated)
    if isinstance(state, UnitYear) and not state.known.history:
        yield from _of_unit(known, state, dated)
    if isinstance(state, JurisdictionYear):
        for one in of_year(known.log, state, in_force, known.events, dated):
            who = str(one.responsible)
            told = (one.duty, who, one.planned, one.reference, one.standing, one.filed_on)
            yield _duty(known, *told)
    for row in rows:
        if row.due < entered:
            yield _with_day(known, row)


def _with_day(known: Known, row: DeadlineRow) -> DutyOver:
    if row.imported:
        standing = Standing.IMPORTED
    else:
        met = {DeadlineState.MET, DeadlineState.MET_LATE}
        standing = Standing.DONE if row.state in met else Standing.OPEN
    who, reference = row.responsible, row.reference
    return _duty(known, row.deadline, who, row.due, reference, standing, row.filed_on)


def _of_project(known: Known, state: ProjectYear, dated: Container[str]) -> Iterator[DutyOver]:
    for duty in preparing(state):
        if duty not in dated:
            yield _duty(known, duty, None, None, "", Standing.FIRST)
    for node in nodes(known.in_force, state.known.budget_year):
        duty = key(RESULT, node)
        standing = _standing(state, node) if node < known.entered else None
        if standing is None or duty in dated:
            continue
        if standing is Standing.DROPPED:
            reference = _exception(state, node)
        else:
            reference = _clauses(nodes_answer(known.in_force, state.known.budget_year, node))
        planned = due_of(state, known.in_force, duty).due or node
        yield _duty(known, duty, Role.UNIT, planned, reference, standing)


def _of_unit(known: Known, state: UnitYear, dated: Container[str]) -> Iterator[DutyOver]:
    """The rounds of a unit that no day binds or that are not open, and what they wait for."""
    for duty in _target_of(state):
        if duty not in dated:
            yield _duty(known, duty, None, None, "", Standing.FIRST)
    year = state.known.budget_year
    for node in overall_nodes(known.in_force, year):
        duty = key(MONITORING, node)
        standing = _standing_of_unit(state, node) if node < known.entered else None
        if standing is not None and duty not in dated:
            planned = overall_due(state, known.in_force, duty).due or node
            reference = _clauses(overall_nodes_answer(known.in_force, year, node))
            yield _duty(known, duty, Role.UNIT, planned, reference, standing)


def _target_of(state: UnitYear) -> tuple[str, ...]:
    """The duties that are left until the overall target is approved, in order."""
    if state.approved_target is not None:
        return ()
    return (TARGET_REVIEW,) if stands(state.target_filing) else (TARGET, TARGET_REVIEW)


def _standing_of_unit(state: UnitYear, node: date) -> Standing | None:
    current = state.rounds.get(node)
    if current is None:
        return Standing.WAITS if state.approved_target is None else None
    if not stands(current.filing):
        return Standing.OPEN
    imported = {one.key for one in state.imports.values()}
    is_imported = key(FileOverallMonitoring.name, node) in imported
    return Standing.IMPORTED if is_imported else Standing.DONE


def _standing(state: ProjectYear, node: date) -> Standing | None:
    """What became of the result of a node; none if the project is not in that round."""
    match state.rounds.get(node):
        case Skipped(exception=str()):
            return Standing.DROPPED
        case None | Skipped():
            return Standing.WAITS if state.issued is None else None
        case Open() as current if not stands(current.filing):
            return Standing.OPEN
        case _:
            imported = {one.key for one in state.imports.values()}
            is_imported = key(FileResult.name, node) in imported
            return Standing.IMPORTED if is_imported else Standing.DONE


def _exception(state: ProjectYear, node: date) -> str:
    current = state.rounds.get(node)
    return (current.exception or "") if isinstance(current, Skipped) else ""


def _clauses(answer: Answer) -> str:
    return ",".join(sorted({one.clause for one in answer.citations}))


def _duty(
    known: Known,
    duty: str,
    responsible: str | None,
    planned: date | None,
    reference: str,
    standing: Standing,
    filed_on: date | None = None,
) -> DutyOver:
    state, subject = known.fold.state, known.fold.subject
    unit = _unit_of(subject, state)
    name = None if confidential_of(state) else name_of(state)
    return DutyOver(
        stream=subject.stream,
        kind=subject.kind.value,
        code=subject.code,
        name=name,
        unit=unit,
        entered=known.entered,
        duty=duty,
        responsible=responsible,
        planned=planned,
        reference=reference,
        standing=standing,
        act=act_of(subject.kind, duty),
        filed_on=filed_on,
    )


def _unit_of(subject: Subject, state: Any) -> str | None:
    if subject.kind is SubjectKind.UNIT_YEAR:
        return subject.code
    return state.known.unit if isinstance(state, ProjectYear) else None


def act_of(kind: SubjectKind, duty: str) -> str | None:
    """The act that fulfils the duty with this key; `None` if the catalogue has no such act."""
    if kind is SubjectKind.JURISDICTION_YEAR:
        name = duty if duty in OF_YEAR else parts(duty)[0]
    else:
        name = duty.partition(":")[0]
    if name in OF_YEAR:
        return name
    for entry in CATALOGUES.by_kind[kind].all_acts():
        for event in entry.events:
            settles: Settles | None = event.settles
            if settles is not None and settles.deadline == name and event.sends_back is None:
                return entry.name
    return ACTS.get(name) if kind is SubjectKind.PROJECT_YEAR else None
