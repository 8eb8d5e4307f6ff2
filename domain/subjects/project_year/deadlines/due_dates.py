"""Due dates of a project's year: its monitoring nodes, and the day of each deadline.

A day comes from, in this order: an extension or the notice to this project alone (of rectification
too), the rule, the bureau's notice to all (only where the rules give no day), or from nowhere; then
nothing binds.
"""

from __future__ import annotations

from datetime import date, datetime

from domain.kernel.decider import InForce, Notice
from domain.kernel.frozen import replace
from domain.kernel.known import latest
from domain.shared.deadlines.disclosure_days import artefact_of, issued_day
from domain.shared.deadlines.due_dates import Day, binding, key, node_of, within_life
from domain.shared.deadlines.evaluation_half import first_day
from domain.shared.deadlines.problem_deadlines import (
    FEEDBACK,
    FINDING,
    NOTICE,
    PROPOSAL,
    RECTIFICATION,
    RECTIFIED,
)
from domain.shared.deadlines.project_deadlines import (
    AUTHENTICITY,
    CAUSE,
    DEPARTMENT_REPORT,
    FED_BACK,
    FINANCE_REVIEW,
    KEY_EVALUATION,
    OPEN_ROUND,
    RESULT,
    REVIEW,
    ROUND,
    SELF_EVALUATION,
    SPLIT,
    earliest,
    is_evaluated,
    is_of_feedback,
    keys,
    known,
    nodes,
    nodes_answer,
    ruled_due,
    work_year_of,
)
from domain.shared.rectification.days import day_of_feedback
from domain.shared.rectification.orders import Rectification
from domain.shared.rectification.places import Place
from domain.shared.signatures import duties as signatures
from domain.subjects.project_year.monitoring.state import rectification_in
from domain.subjects.project_year.state import ProjectYear

__all__ = [
    "AUTHENTICITY",
    "CAUSE",
    "DEPARTMENT_REPORT",
    "DISCLOSURES",
    "FED_BACK",
    "FEEDBACK",
    "FINANCE_REVIEW",
    "FINDING",
    "KEY_EVALUATION",
    "NOTICE",
    "OPEN_ROUND",
    "PROPOSAL",
    "RECTIFICATION",
    "RECTIFIED",
    "RESULT",
    "REVIEW",
    "ROUND",
    "SELF_EVALUATION",
    "SPLIT",
    "Day",
    "due_of",
    "earliest",
    "is_known",
    "is_of_feedback",
    "issued_on",
    "key",
    "keys",
    "known",
    "node_of",
    "nodes",
    "nodes_answer",
    "order_of",
    "ruled_due",
    "ruled_of",
    "within_life",
    "work_year_of",
]


DISCLOSURES = frozenset(
    f"disclosure.{artefact}"
    for artefact in (
        "project_target",
        "adjusted_target",
        "self_evaluation_form",
        "department_evaluation_report",
        "key_evaluation_report",
    )
)
"""The disclosures of a project; a notice to all gives days to those of units alone."""


def is_known(deadline: str) -> bool:
    """Whether a key is the key of a deadline that a notice to this project may give a day."""
    return deadline in DISCLOSURES or known(deadline)


def ruled_of(state: ProjectYear, in_force: InForce, deadline: str) -> Day:
    """The day that the rules give a deadline of this project; a disclosure's by the issue."""
    artefact = artefact_of(deadline)
    if artefact is None:
        return ruled_due(in_force, deadline, state.known.budget_year)
    return issued_day(in_force, artefact, issued_on(state, artefact), _told_at(state, artefact))


def _told_at(state: ProjectYear, artefact: str) -> datetime | None:
    """The instant at which the act that an artefact goes with was recorded after its day."""
    if artefact == "adjusted_target":
        return None
    return state.issue_told_at if artefact == "project_target" else state.accounts_told_at


def issued_on(state: ProjectYear, artefact: str) -> date | None:
    """The day of the act that an artefact of the project goes with."""
    if artefact == "project_target":
        return state.issued_with
    if artefact == "adjusted_target":
        adjustment = state.target.adjustment
        return adjustment.approved_on if adjustment else None
    return None if artefact == "key_evaluation_report" else state.accounts_issued


def due_of(state: ProjectYear, in_force: InForce, deadline: str) -> Day:
    """The due date of a deadline of this project.

    A duty that began with an import is not found overdue before the day of the import ends.
    """
    if signatures.is_signature(deadline):
        return signatures.due_of(state.proposals, in_force, deadline)
    day = _due_of(state, in_force, deadline)
    late = state.found_late.get(deadline) if state.found_late else None
    return replace(day, found_at=latest(day.found_at, late)) if late else day


def _due_of(state: ProjectYear, in_force: InForce, deadline: str) -> Day:
    own = state.own_days.get(deadline)
    notified = (
        _rectification_due(state, deadline)
        or _cause_due(state, deadline)
        or day_of_feedback(state.evaluation.fed_back, deadline)
    )
    if own is None and notified is not None:
        return Day(notified)
    notice = None
    if deadline not in DISCLOSURES:
        notice = _notice(in_force, deadline, state.known.budget_year)
    return binding(own, ruled_of(state, in_force, deadline), notice)


def _notice(in_force: InForce, deadline: str, budget_year: int) -> Notice | None:
    """The notice to all; one of the evaluation half counts in its own work year only."""
    found = in_force.notices.get(deadline)
    if found is None or not is_evaluated(deadline):
        return found
    return found if found.due.year == first_day(budget_year).year else None


def order_of(state: ProjectYear, place: Place) -> Rectification | None:
    """The order to rectify at a node or of a problem, if there is one."""
    if isinstance(place, date):
        return rectification_in(state.rounds.get(place))
    problem = state.evaluation.fed_back.problems.get(place)
    return problem.order if problem else None


def _rectification_due(state: ProjectYear, deadline: str) -> date | None:
    """The day of the notice after a failed round."""
    node = node_of(deadline) if deadline.startswith(RECTIFICATION) else None
    order = rectification_in(state.rounds.get(node)) if node else None
    return order.due if order else None


def _cause_due(state: ProjectYear, deadline: str) -> date | None:
    """The day by which the cause is analysed of a line that was touched."""
    node = node_of(deadline) if deadline.startswith(CAUSE) else None
    warned = state.warned.get(node) if node else None
    return warned.due if warned else None
