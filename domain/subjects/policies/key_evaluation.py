"""Key evaluation of a policy, by the acts of a project's: commissioned without a selection.

The day that the rules give is that of the work year of the first commission.
"""

from __future__ import annotations

from domain.kernel.decider import Deciders, Evolvers, Recorded
from domain.subjects.policies.own_sharing import POLICY
from domain.subjects.policies.state import Policy
from domain.subjects.project_year.evaluation import key_evaluation, key_evaluation_review
from domain.subjects.project_year.evaluation.key_evaluation import Commissioned


def commissioned(state: Policy, recorded: Recorded[Commissioned]) -> Policy:
    """Evolve by `key-evaluation.commissioned`."""
    first = state.evaluation.commissioned_on or recorded.effective_on
    return key_evaluation.commissioned(state, recorded).evaluated(commissioned_on=first)


DECIDE: Deciders = {
    **key_evaluation.deciders(POLICY),
    **key_evaluation_review.deciders(POLICY),
}
EVOLVE: Evolvers = {
    **key_evaluation.UNDER_WAY,
    **key_evaluation_review.EVOLVE,
    Commissioned: commissioned,
}
