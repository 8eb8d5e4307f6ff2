"""The deadlines of projects: keys, nodes of a year, and the dates that the rules give.

The bureau's notice to all uses the same keys, so a work year names deadlines as projects do.
"""

from __future__ import annotations

from datetime import date

from domain.kernel.answer import Answer
from domain.kernel.decider import InForce
from domain.shared.deadlines import due_dates
from domain.shared.deadlines.due_dates import (
    Day,
    is_key,
    key,
    node_of,
    ruled_by,
    stated_nodes,
)
from domain.shared.deadlines.endorsements import as_filing, filing_of
from domain.shared.deadlines.evaluation_half import first_day
from domain.shared.deadlines.problem_deadlines import (
    FEEDBACK,
    FINDING,
    NOTICE,
    RECTIFICATION,
    RECTIFIED,
    is_of_problem,
    is_of_report,
)
from domain.shared.rectification.problems import PROJECT_SOURCES

ROUND = "monitoring.round"
OPEN_ROUND = "open-round"
"""The system's step that opens a round."""

RESULT = "monitoring.result"
REVIEW = "monitoring.review"
CAUSE = "monitoring.cause"
SPLIT = "funding.split"
"""The funding by source, where the ex-ante assessment hangs on it."""

SELF_EVALUATION = "self-evaluation.filing"
DEPARTMENT_REPORT = "department-evaluation.report"
FINANCE_REVIEW = "finance-review"
AUTHENTICITY = "authenticity.finding"
KEY_EVALUATION = "key-evaluation.finalisation"

EVALUATED = {
    SELF_EVALUATION: "self_evaluation.due",
    DEPARTMENT_REPORT: "department_evaluation.due",
    FINANCE_REVIEW: "finance_review.due",
    AUTHENTICITY: "authenticity.due",
    KEY_EVALUATION: "key_evaluation.due",
}
"""The deadlines of the evaluation half, each with the rule that may give its date."""

GRADED = frozenset(
    {"grade.finalisation", "grade.reopening", "results.proposal", "results.application"}
)
"""The bureau's duties from the grade on, in the same work year: no rule gives them a day."""

_PREPARED = {
    SPLIT,
    "exante.report",
    "exante.review",
    "library.admission",
    "target.filing",
    "target.review",
}
FED_BACK = frozenset(f"{FEEDBACK}.{source}" for source in PROJECT_SOURCES)
"""The bureau's duties to feed problems back, by the sources of a project's problems."""

_FREE = frozenset({*_PREPARED, *EVALUATED, *GRADED, *FED_BACK})
_RECTIFYING = {NOTICE, RECTIFICATION, RECTIFIED, FINDING}
_AT_NODE = frozenset({RESULT, REVIEW, *_RECTIFYING, CAUSE})


_ENDORSED = frozenset({"exante.report", "target.filing", "target.adjustment", SELF_EVALUATION})
_ENDORSED_AT_NODE = frozenset({RESULT, RECTIFICATION})


def is_evaluated(deadline: str) -> bool:
    """Whether a deadline is of the evaluation half, in the work year after the budget year."""
    deadline = as_filing(deadline)
    return deadline in EVALUATED or deadline in GRADED or is_of_feedback(deadline)


def is_of_feedback(deadline: str) -> bool:
    """Whether a deadline is that of a feedback, or of a problem that was fed back."""
    return deadline in FED_BACK or is_of_problem(deadline)


def known(deadline: str) -> bool:
    """Whether a key is the key of a project's deadline."""
    filing = filing_of(deadline)
    if filing is not None:
        return is_of_report(filing) or is_key(filing, _ENDORSED, _ENDORSED_AT_NODE)
    return is_key(deadline, _FREE, _AT_NODE) or is_of_feedback(deadline)


def keys(in_force: InForce, budget_year: int) -> tuple[str, ...]:
    """The keys of all deadlines of a project in a budget year, at each of its nodes."""
    at_nodes = (key(kind, node) for node in nodes(in_force, budget_year) for kind in _AT_NODE)
    return (*sorted(_FREE), *sorted(at_nodes))


def work_year_of(deadline: str, budget_year: int) -> int:
    """The work year in which a deadline of a budget year falls."""
    return first_day(budget_year).year if is_evaluated(deadline) else budget_year


def earliest(deadline: str, budget_year: int) -> date:
    """The first date that a deadline can have; a budget is prepared in the year before."""
    evaluated = is_evaluated(deadline)
    return due_dates.earliest_of(deadline, budget_year + 1 if evaluated else budget_year - 1)


def nodes(in_force: InForce, budget_year: int) -> tuple[date, ...]:
    """The project monitoring nodes of a year (`monitoring.nodes`), each in force on its date."""
    return due_dates.nodes(in_force, budget_year, "project")


def nodes_answer(in_force: InForce, budget_year: int, on: date) -> Answer:
    """The answer of `monitoring.nodes` on a date, for a decision to cite."""
    return stated_nodes(in_force, budget_year, on, "project")[0]


def ruled_due(in_force: InForce, deadline: str, budget_year: int) -> Day:
    """The date that the rules give for a deadline of a budget year, if any.

    `monitoring.due` is asked on its node; the rules of the evaluation half are asked on the first
    day of their work year, which is the year after the budget year.
    """
    asked = (ruled_due, deadline, budget_year)
    return in_force.once(asked, lambda: _ruled_due(in_force, deadline, budget_year))


def _ruled_due(in_force: InForce, deadline: str, budget_year: int) -> Day:
    if deadline in EVALUATED:
        first = first_day(budget_year)
        return ruled_by(in_force.ask(EVALUATED[deadline], first, work_year=first.year))
    node = node_of(deadline)
    if node is None or not deadline.startswith(RESULT):
        return Day(None)
    return ruled_by(in_force.ask("monitoring.due", node, node=node.isoformat()))
