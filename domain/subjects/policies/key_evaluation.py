"""Key evaluation of a policy, by the acts of a project's: commissioned without a selection.

The day that the rules give is that of the work year of the first commission.
"""

from __future__ import annotations

from domain.kernel.decider import Deciders, Evolvers
from domain.subjects.policies.own_sharing import POLICY
from domain.subjects.project_year.evaluation import key_evaluation, key_evaluation_review

DECIDE: Deciders = {
    **key_evaluation.deciders(POLICY),
    **key_evaluation_review.deciders(POLICY),
}
EVOLVE: Evolvers = {**key_evaluation.UNDER_WAY, **key_evaluation_review.EVOLVE}
