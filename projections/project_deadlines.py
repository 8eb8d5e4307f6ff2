"""The deadlines of a project as rows: those it waits for, and those that were met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.decision import InForce
from domain.project_year.agenda import open_deadlines
from domain.project_year.days import (
    DEPARTMENT_REPORT,
    RECTIFICATION,
    RESULT,
    SELF_EVALUATION,
    due_of,
    key,
    node_of,
)
from domain.project_year.filing_index import EXANTE, TARGET, filing_at
from domain.project_year.state import Filing, ProjectYear
from domain.vocabulary import Role
from projections.rows import DeadlineRow, DeadlineState, Source
from projections.trail import Trail

_BY_STEP = (
    ("escalate", DeadlineState.ESCALATED),
    ("overdue", DeadlineState.OVERDUE),
    ("due", DeadlineState.DUE),
    ("remind", DeadlineState.REMINDED),
)


def deadline_rows(state: ProjectYear, trail: Trail, in_force: InForce) -> tuple[DeadlineRow, ...]:
    """The deadlines of a project that have a day, sorted by day."""
    rows = {row.deadline: row for row in _met(state, trail, in_force)}
    rows.update((row.deadline, row) for row in _open(state, trail, in_force))
    return tuple(sorted(rows.values(), key=lambda row: (row.due, row.deadline)))


def filings(state: ProjectYear) -> Iterator[tuple[str, Filing]]:
    """What was filed and has a deadline, by its key; of imported history its evaluation only."""
    keys = [] if state.evaluation.history else [EXANTE, TARGET]
    keys += (SELF_EVALUATION, DEPARTMENT_REPORT)
    for node in state.rounds:
        keys += (key(RESULT, node), key(RECTIFICATION, node))
    for deadline in keys:
        filing = filing_at(state, deadline)
        if filing is not None:
            yield deadline, filing


def _open(state: ProjectYear, trail: Trail, in_force: InForce) -> Iterator[DeadlineRow]:
    for wait, due in open_deadlines(state, in_force):
        taken = _state_of(trail, wait.deadline, due)
        yield _row(state, trail, in_force, wait.deadline, wait.role, due, taken)


def _state_of(trail: Trail, deadline: str, due: date) -> DeadlineState:
    passed = trail.passed.get(deadline, frozenset())
    found = (state for step, state in _BY_STEP if (due, step) in passed)
    return next(found, DeadlineState.OPEN)


def _met(state: ProjectYear, trail: Trail, in_force: InForce) -> Iterator[DeadlineRow]:
    for deadline, filing in filings(state):
        due = trail.judged.get(deadline) or due_of(state, in_force, deadline).due
        if due is not None:
            met = DeadlineState.MET_LATE if filing.late else DeadlineState.MET
            filer = Role.DEPARTMENT if deadline == DEPARTMENT_REPORT else Role.UNIT
            yield _row(state, trail, in_force, deadline, filer, due, met, filing.first_on)
    for deadline, on in trail.reviewed.items():
        due = due_of(state, in_force, deadline).due
        if due is not None:
            met = DeadlineState.MET_LATE if on > due else DeadlineState.MET
            yield _row(state, trail, in_force, deadline, Role.FINANCE, due, met, on)


def _row(
    state: ProjectYear,
    trail: Trail,
    in_force: InForce,
    deadline: str,
    role: Role,
    due: date,
    stands: DeadlineState,
    filed_on: date | None = None,
) -> DeadlineRow:
    source, reference = _source(state, trail, in_force, deadline)
    return DeadlineRow(state.stream, deadline, due, stands, role.value, filed_on, source, reference)


def _source(
    state: ProjectYear, trail: Trail, in_force: InForce, deadline: str
) -> tuple[Source, str]:
    own = state.own_days.get(deadline)
    if own is not None:
        if own.extended:
            return Source.EXTENSION, ""
        return Source.NOTICE, trail.noticed.get(deadline, "")
    if deadline.startswith(RECTIFICATION):
        return Source.RECTIFICATION, _rectification_notice(state, deadline)
    day = due_of(state, in_force, deadline)
    if day.notice is not None:
        return Source.NOTICE, day.notice
    clauses = {citation.clause for answer in day.basis for citation in answer.citations}
    return Source.RULE, ",".join(sorted(clauses))


def _rectification_notice(state: ProjectYear, deadline: str) -> str:
    node = node_of(deadline)
    current = state.rounds.get(node) if node else None
    return str(current.rectification.notice) if current and current.rectification else ""
