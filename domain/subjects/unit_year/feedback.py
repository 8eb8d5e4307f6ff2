"""Feedback of the evaluation of overall expenditure, and the rectification of its problems.

The acts are those of a project; a unit has one source of problems, and no rounds to rectify.
"""

from __future__ import annotations

from dataclasses import replace

from domain.rules.families.feedback import Source
from domain.shared.rectification.acts import deciders, evolvers
from domain.shared.rectification.loop import Loop
from domain.shared.rectification.problems import FedBack
from domain.subjects.unit_year.due_dates import due_of
from domain.subjects.unit_year.state import UnitYear

SOURCE: Source = "overall_evaluation"
"""The source of a unit's problems: the evaluation of its overall expenditure."""


def _with_fed_back(state: UnitYear, fed_back: FedBack) -> UnitYear:
    return replace(state, fed_back=fed_back)


def _is_evaluated(state: UnitYear, source: Source) -> bool:
    return source == SOURCE and state.self_evaluation.reviewed


def _indicators(state: UnitYear) -> tuple[str, ...]:
    approved = state.approved_target
    return tuple(one.id for one in approved.indicators) if approved else ()


LOOP = Loop(
    fed_back=lambda state: state.fed_back,
    with_fed_back=_with_fed_back,
    due=due_of,
    year=lambda state: int(state.known.budget_year),
    indicators=_indicators,
    is_evaluated=_is_evaluated,
)

DECIDE = deciders(LOOP)
EVOLVE = evolvers(LOOP)
