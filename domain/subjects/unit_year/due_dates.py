"""Due dates of a unit's year: the source of the day of each of its deadlines."""

from __future__ import annotations

from datetime import date

from domain.kernel.decider import InForce, Notice
from domain.kernel.frozen import replace
from domain.kernel.known import latest
from domain.shared.deadlines import evaluation_half
from domain.shared.deadlines.disclosure_days import artefact_of, issued_day
from domain.shared.deadlines.due_dates import Day, binding, key, node_of
from domain.shared.deadlines.endorsements import filing_of
from domain.shared.deadlines.problem_deadlines import (
    PROPOSAL,
    RECTIFICATION,
    is_of_problem,
    is_of_report,
)
from domain.shared.deadlines.unit_deadlines import (
    MONITORING,
    MONITORING_REVIEW,
    OPEN_OVERALL_ROUND,
    OPEN_SELECTION,
    ROUND,
    SELECTION,
    SELF_EVALUATION,
    SELF_EVALUATION_REVIEW,
    TARGET,
    TARGET_REVIEW,
    earliest,
    keys,
    known,
    nodes,
    nodes_answer,
    noticed,
    ruled_due,
    work_year_of,
)
from domain.shared.rectification.days import day_of_feedback
from domain.shared.signatures import duties as signatures
from domain.subjects.unit_year.state import Issue, UnitYear

__all__ = [
    "MONITORING",
    "MONITORING_REVIEW",
    "OPEN_OVERALL_ROUND",
    "OPEN_SELECTION",
    "PROPOSAL",
    "RECTIFICATION",
    "ROUND",
    "SELECTION",
    "SELF_EVALUATION",
    "SELF_EVALUATION_REVIEW",
    "TARGET",
    "TARGET_REVIEW",
    "Day",
    "due_of",
    "earliest",
    "evaluates_from",
    "is_known",
    "is_of_problem",
    "key",
    "keys",
    "known",
    "node_of",
    "nodes",
    "nodes_answer",
    "nodes_of",
    "ruled_due",
    "ruled_of",
    "work_year_of",
]


def ruled_of(state: UnitYear, in_force: InForce, deadline: str) -> Day:
    """The day that the rules give a deadline of this unit; a disclosure's by the issue."""
    artefact = artefact_of(deadline)
    if artefact is None:
        return ruled_due(in_force, deadline, state.known.budget_year)
    issue = _issue(state, artefact)
    return issued_day(in_force, artefact, issue.issued_on, issue.told_at) if issue else Day(None)


def _issue(state: UnitYear, artefact: str) -> Issue | None:
    """The issue that an artefact of the unit goes with."""
    if artefact == "overall_target":
        return state.budget_issues[0] if state.budget_issues else None
    return state.account_issues[-1] if state.account_issues else None


def due_of(state: UnitYear, in_force: InForce, deadline: str) -> Day:
    """The due date of a deadline of this unit; a notice to all counts only in its own work year.

    A duty that began with an import is not found overdue before the day of the import ends.
    """
    if signatures.is_signature(deadline):
        return signatures.due_of(state.proposals, in_force, deadline)
    day = _due_of(state, in_force, deadline)
    late = state.found_late.get(deadline)
    return replace(day, found_at=latest(day.found_at, late)) if late else day


def _due_of(state: UnitYear, in_force: InForce, deadline: str) -> Day:
    own = state.own_days.get(deadline)
    notified = day_of_feedback(state.fed_back, deadline) if own is None else None
    if notified is not None:
        return Day(notified)
    ruled = ruled_of(state, in_force, deadline)
    return binding(own, ruled, _notice(in_force, deadline, state.known.budget_year))


def is_known(deadline: str) -> bool:
    """Whether a key is the key of a deadline that a notice to this unit may give a day."""
    filing = filing_of(deadline)
    of_report = filing is not None and is_of_report(filing)
    return of_report or known(deadline) or is_of_problem(deadline)


def _notice(in_force: InForce, deadline: str, budget_year: int) -> Notice | None:
    found = in_force.notices.get(deadline)
    if found is None or found.due.year != work_year_of(deadline, budget_year):
        return None
    return found


def nodes_of(state: UnitYear, in_force: InForce) -> tuple[date, ...]:
    """The nodes of the unit's overall monitoring, also those of notices to this unit alone."""
    year = state.known.budget_year
    own = noticed(in_force, year, state.own_days)
    return tuple(sorted({*nodes(in_force, year), *own}))


def evaluates_from(state: UnitYear) -> date:
    """The first day on which the year may be evaluated: 1 January of the year after it."""
    return evaluation_half.first_day(state.known.budget_year)
