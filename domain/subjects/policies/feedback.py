"""Feedback of the key evaluation of a policy, and the rectification of its problems.

The acts are those of a project; a policy has one source of problems, and no rounds to rectify.
"""

from __future__ import annotations

from domain.rules.families.feedback import Source
from domain.shared.rectification.acts import deciders, evolvers
from domain.shared.rectification.loop import Loop
from domain.shared.rectification.problems import FedBack
from domain.subjects.policies.due_dates import due_of, year_of
from domain.subjects.policies.state import Policy

SOURCE: Source = "key_evaluation"
"""The source of a policy's problems: its key evaluation."""


def _with_fed_back(state: Policy, fed_back: FedBack) -> Policy:
    return state.evaluated(fed_back=fed_back)


def _is_evaluated(state: Policy, source: Source) -> bool:
    return source == SOURCE and state.evaluation.key.finalised


LOOP = Loop(
    fed_back=lambda state: state.evaluation.fed_back,
    with_fed_back=_with_fed_back,
    due=due_of,
    year=year_of,
    indicators=lambda state: (one.id for one in state.target.approved),
    is_evaluated=_is_evaluated,
)
DECIDE = deciders(LOOP)
EVOLVE = evolvers(LOOP)
