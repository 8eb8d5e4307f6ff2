"""The deadlines of units: keys, nodes of a year, and the dates that the rules give.

The keys are `overall-target.filing`, `overall-monitoring.filing:2023-06-30`,
`overall-self-evaluation.filing`, each with its `.review`, `department-evaluation.selection`, and
`disclosure.` with the artefact. The bureau's notice to all uses the same keys, so a work year names
deadlines as units do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from domain.kernel.answer import Answer
from domain.kernel.decider import InForce
from domain.shared.deadlines import due_dates
from domain.shared.deadlines.due_dates import Day, is_key, key, node_of, ruled_by, stated_nodes
from domain.shared.deadlines.endorsements import as_filing, filing_of
from domain.shared.deadlines.problem_deadlines import FEEDBACK, is_of_problem

TARGET = "overall-target.filing"
MONITORING = "overall-monitoring.filing"
SELF_EVALUATION = "overall-self-evaluation.filing"
SELECTION = "department-evaluation.selection"
FEEDBACK_OF_EVALUATION = f"{FEEDBACK}.overall_evaluation"
"""The bureau's duty to feed the problems of the overall evaluation back."""

TARGET_REVIEW = "overall-target.review"
MONITORING_REVIEW = "overall-monitoring.review"
SELF_EVALUATION_REVIEW = "overall-self-evaluation.review"

ROUND = "overall-monitoring.round"
OPEN_OVERALL_ROUND = "open-overall-round"
"""The system's step that opens the June round."""

OPEN_SELECTION = "open-selection"
"""The system's step that opens the selection for department evaluation."""

_EVALUATED = (
    SELF_EVALUATION,
    SELF_EVALUATION_REVIEW,
    SELECTION,
    FEEDBACK_OF_EVALUATION,
    "disclosure.self_evaluation_form",
)
_RULES = {
    TARGET: "target.overall.due",
    SELF_EVALUATION: "overall_self_evaluation.due",
    SELECTION: "department_evaluation.due",
}
"""The deadlines of a work year, each with the rule that may give its date."""

_FREE = frozenset({TARGET, TARGET_REVIEW, "disclosure.overall_target", *_EVALUATED})
_AT_NODE = frozenset({MONITORING, MONITORING_REVIEW})
_FILINGS = frozenset({TARGET, SELF_EVALUATION})


def known(deadline: str) -> bool:
    """Whether a key is the key of a deadline of a unit's year."""
    filing = filing_of(deadline)
    if filing is not None:
        return is_key(filing, _FILINGS, frozenset({MONITORING}))
    return is_key(deadline, _FREE, _AT_NODE)


def _is_evaluated(deadline: str) -> bool:
    """Whether a deadline falls in the work year after the budget year."""
    deadline = as_filing(deadline)
    return deadline in _EVALUATED or is_of_problem(deadline)


def keys(in_force: InForce, budget_year: int) -> tuple[str, ...]:
    """The keys of all deadlines of a unit in a budget year, at each of its nodes."""
    at_nodes = (key(kind, node) for node in nodes(in_force, budget_year) for kind in _AT_NODE)
    return (*sorted(_FREE), *sorted(at_nodes))


def work_year_of(deadline: str, budget_year: int) -> int:
    """The work year in which a deadline of a budget year falls."""
    return budget_year + 1 if _is_evaluated(deadline) else budget_year


def budget_year_of(deadline: str, work_year: int) -> int:
    """The budget year whose deadline falls in a work year."""
    return work_year - 1 if as_filing(deadline) in _EVALUATED else work_year


def earliest(deadline: str, budget_year: int) -> date:
    """The first date that a deadline can have; a budget is prepared in the year before."""
    evaluated = _is_evaluated(deadline)
    return due_dates.earliest_of(deadline, budget_year + 1 if evaluated else budget_year - 1)


def nodes(in_force: InForce, budget_year: int) -> tuple[date, ...]:
    """The nodes of overall monitoring (`monitoring.nodes`), each in force on its own date.

    Where the rules ask for it and state no node, the bureau's notices to all give the nodes.
    """
    ruled = due_dates.nodes(in_force, budget_year, "overall")
    return ruled or tuple(sorted({*noticed(in_force, budget_year, in_force.notices)}))


def noticed(in_force: InForce, budget_year: int, deadlines: Iterable[str]) -> Iterator[date]:
    """The nodes of deadlines that open a round: of overall monitoring without stated nodes."""
    for deadline in deadlines:
        node = node_of(deadline) if deadline.startswith(f"{MONITORING}:") else None
        if node is not None and node.year == budget_year:
            answer, stated = stated_nodes(in_force, budget_year, node, "overall")
            if answer.stated and not stated:
                yield node


def nodes_answer(in_force: InForce, budget_year: int, on: date) -> Answer:
    """The answer of `monitoring.nodes` on a date, for a decision to cite."""
    return stated_nodes(in_force, budget_year, on, "overall")[0]


def ruled_due(in_force: InForce, deadline: str, budget_year: int) -> Day:
    """The date that the rules give for a deadline of a budget year, if any.

    `monitoring.due` is asked on its node, the others on the first day of their work year.
    `department_evaluation.due` is the last day for a department to select and evaluate.
    """
    year = work_year_of(deadline, budget_year)
    if deadline in _RULES:
        return _of_year(in_force, _RULES[deadline], year)
    node = node_of(deadline)
    if node is None or not deadline.startswith(MONITORING):
        return Day(None)
    asked = in_force.ask("monitoring.due", node, node=node.isoformat(), subject="overall")
    return ruled_by(asked)


def _of_year(in_force: InForce, rule: str, work_year: int) -> Day:
    return ruled_by(in_force.ask(rule, date(work_year, 1, 1), work_year=work_year))
