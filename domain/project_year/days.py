"""Days: which monitoring nodes a year has, and by when something is due.

A day comes from, in this order: an extension or the notice to this project alone (of rectification
too), the rule, the bureau's notice to all (only where the rules give no day), or from nowhere; then
nothing binds.
"""

from __future__ import annotations

from datetime import date

from domain import due_days
from domain.answer import Answer
from domain.decision import InForce
from domain.due_days import Day, binding, is_key, key, node_of, ruled_by, stated_nodes, within_life
from domain.project_year.state import ProjectYear

__all__ = [
    "Day",
    "due_of",
    "key",
    "known",
    "node_of",
    "nodes",
    "nodes_answer",
    "ruled_due",
    "within_life",
]

ROUND = "monitoring.round"
RESULT = "monitoring.result"
REVIEW = "monitoring.review"
RECTIFICATION = "rectification.report"

_FREE = frozenset({"exante.report", "exante.review", "target.filing", "target.review"})
_AT_NODE = frozenset({RESULT, REVIEW, RECTIFICATION, "rectification.review"})


def known(deadline: str) -> bool:
    """Whether a deadline has a key that this subject knows."""
    return is_key(deadline, _FREE, _AT_NODE)


def nodes(in_force: InForce, budget_year: int) -> tuple[date, ...]:
    """The project monitoring nodes of a year (`monitoring.nodes`), each in force on its own day."""
    return due_days.nodes(in_force, budget_year, "project")


def nodes_answer(in_force: InForce, budget_year: int, on: date) -> Answer:
    """What `monitoring.nodes` answers on a day, for a decision to cite."""
    return stated_nodes(in_force, budget_year, on, "project")[0]


def ruled_due(in_force: InForce, deadline: str) -> Day:
    """The day that the rules give for a deadline (`monitoring.due`), if any."""
    node = node_of(deadline)
    if node is None or not deadline.startswith(RESULT):
        return Day(None)
    return ruled_by(in_force.ask("monitoring.due", node, node=node.isoformat()))


def due_of(state: ProjectYear, in_force: InForce, deadline: str) -> Day:
    """By when a deadline is due for this project."""
    own = state.own_days.get(deadline)
    notified = _rectification_due(state, deadline)
    if own is None and notified is not None:
        return Day(notified)
    return binding(own, ruled_due(in_force, deadline), in_force.notices.get(deadline))


def _rectification_due(state: ProjectYear, deadline: str) -> date | None:
    if not deadline.startswith(RECTIFICATION):
        return None
    node = node_of(deadline)
    found = state.rounds.get(node) if node else None
    return found.rectification.due if found and found.rectification else None
