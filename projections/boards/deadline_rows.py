"""The deadlines of a subject as rows: open ones and met ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from domain.kernel.decider import InForce, Notice
from domain.kernel.frozen import replace
from domain.kernel.vocabulary import Role
from domain.shared.deadlines.pending import Wait
from domain.shared.filings.filing import Filing
from domain.shared.filings.lateness import due_at_filing
from domain.subjects.catalogues import CATALOGUES
from projections.boards.deadline_access import DATED, Dated
from projections.boards.deadline_history import LATE, DeadlineHistory, Done
from projections.boards.rows import DeadlineRow, DeadlineState, Source
from projections.imports import imported_in

Filings = tuple[tuple[str, Filing], ...]
"""The filings by the key of their deadline."""

_BY_STEP = (
    ("escalate", DeadlineState.ESCALATED),
    ("overdue", DeadlineState.OVERDUE),
    (f"due{LATE}", DeadlineState.DUE_LATE),
    ("due", DeadlineState.DUE),
    (f"remind{LATE}", DeadlineState.REMINDED_LATE),
    ("remind", DeadlineState.REMINDED),
)


def filings_of(state: Any) -> Filings:
    """The filings of a subject that have a deadline, by its key."""
    dated = DATED.get(type(state))
    return tuple(dated.filings(state)) if dated else ()


def deadline_rows(
    state: Any, history: DeadlineHistory, in_force: InForce, filings: Filings
) -> tuple[DeadlineRow, ...]:
    """The deadlines of a subject that have a due date, sorted by it."""
    dated = DATED.get(type(state))
    if dated is None:
        return ()
    rows = {row.deadline: row for row in _met(dated, state, history, in_force, filings)}
    rows.update((row.deadline, row) for row in _open(dated, state, history, in_force))
    return tuple(sorted(rows.values(), key=lambda row: (row.due, row.deadline)))


def _open(
    dated: Dated, state: Any, history: DeadlineHistory, in_force: InForce
) -> Iterator[DeadlineRow]:
    for wait, due in dated.open(state, in_force):
        taken = _state_of(history, wait, due)
        yield _row(dated, state, history, in_force, wait.deadline, wait.role, due, taken)


def _state_of(history: DeadlineHistory, wait: Wait, due: date) -> DeadlineState:
    """The newest step around the date, since it was set."""
    passed = {
        step
        for of, step, planned in history.passed.get(wait.deadline, ())
        if of == due and (wait.found_at is None or planned >= wait.found_at)
    }
    found = (state for step, state in _BY_STEP if step in passed)
    return next(found, DeadlineState.OPEN)


def _met(
    dated: Dated, state: Any, history: DeadlineHistory, in_force: InForce, filings: Filings
) -> Iterator[DeadlineRow]:
    imported = imported_in(state)
    for deadline, filing in filings:
        now = dated.due(state, in_force, deadline).due
        due = history.judged.get(deadline) or due_at_filing(filing, now)
        if due is not None:
            met = _met_state(late=filing.late)
            by = _filer(deadline)
            row = _row(dated, state, history, in_force, deadline, by, due, met)
            if due != now:  # the date moved since: what bound the filing is named
                row = _as_judged(row, history.judged_by.get(deadline))
            yield replace(
                _proven(row, history),
                filed_on=filing.first_on,
                recorded_on=filing.recorded_on,
                imported=filing.first_id in imported,
            )
    for deadline, done in history.settled.items():
        then, known = _known_then(state, in_force, done)
        due = _due_when_done(dated, then, known, deadline, done)
        if due is not None:
            met = _met_state(late=done.on > due)
            row = _row(dated, then, history, known, deadline, done.by, due, met)
            yield replace(
                _proven(row, history),
                filed_on=done.on,
                recorded_on=done.recorded_on,
                imported=done.event in imported,
            )


def _proven(row: DeadlineRow, history: DeadlineHistory) -> DeadlineRow:
    """The row of what is met with the event that met it, and its document."""
    evidence = history.evidence.get(row.deadline)
    if evidence is None:
        return row
    return replace(row, event=str(evidence.event), document=evidence.document)


def _as_judged(row: DeadlineRow, judged_by: tuple[str | None, str] | None) -> DeadlineRow:
    """The row of a filing with the source of the date that it was judged by."""
    if judged_by is None or row.source is Source.EXTENSION:
        return row
    document, clauses = judged_by
    if document is not None:
        return replace(row, source=Source.NOTICE, reference=document)
    return replace(row, source=Source.RULE, reference=clauses)


def _known_then(state: Any, in_force: InForce, done: Done) -> tuple[Any, InForce]:
    """State and values in force with the notices to all that were known when a task was done.

    A notice of another date that came afterwards moves nothing that is done.
    """
    own = getattr(state, "notices", None)  # a work year keeps its notices itself
    now: Mapping[str, Notice] = in_force.notices if own is None else own
    if done.at is None or not any(one.before for one in now.values()):
        return state, in_force
    then = {deadline: one.known_at(done.at) for deadline, one in now.items()}
    if own is None:
        return state, replace(in_force, notices=then)
    return replace(state, notices=then), in_force


def _due_when_done(
    dated: Dated, state: Any, in_force: InForce, deadline: str, done: Done
) -> date | None:
    """The date (inclusive) that bound a task when it was done; a later one of its own is none."""
    if done.due is not None:
        return done.due
    if deadline in state.own_days:
        own = {key: day for key, day in state.own_days.items() if key != deadline}
        state = replace(state, own_days=own)
    return dated.due(state, in_force, deadline).due


def _filer(deadline: str) -> Role:
    """The role that files for this deadline; raises `LookupError` if no catalogue names it."""
    entry = CATALOGUES.deadline(deadline)
    if entry is None or entry.role is None:
        raise LookupError(f"no catalogue says who files {deadline}")
    return entry.role


def _met_state(*, late: bool) -> DeadlineState:
    return DeadlineState.MET_LATE if late else DeadlineState.MET


def _row(
    dated: Dated,
    state: Any,
    history: DeadlineHistory,
    in_force: InForce,
    deadline: str,
    role: Role,
    due: date,
    stands: DeadlineState,
) -> DeadlineRow:
    source, reference = _source(dated, state, history, in_force, deadline)
    return DeadlineRow(state.stream, deadline, due, stands, role.value, None, source, reference)


def _source(
    dated: Dated, state: Any, history: DeadlineHistory, in_force: InForce, deadline: str
) -> tuple[Source, str]:
    own = state.own_days.get(deadline)
    if own is not None:
        if own.extended:
            return Source.EXTENSION, history.extended.get(deadline, "")
        return Source.NOTICE, history.noticed.get(deadline, "")
    notified = dated.notified(state, deadline)
    if notified is not None:
        return Source.RECTIFICATION, notified
    day = dated.due(state, in_force, deadline)
    if day.notice is not None:
        return Source.NOTICE, day.notice
    clauses = {citation.clause for answer in day.basis for citation in answer.citations}
    return Source.RULE, ",".join(sorted(clauses))
