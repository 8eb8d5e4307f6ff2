"""Ex-ante assessment of a policy and its target, by the acts of a project's."""

from __future__ import annotations

from domain.kernel.decider import Deciders, Evolvers
from domain.subjects.policies.own_sharing import POLICY
from domain.subjects.project_year.exante import assessment
from domain.subjects.project_year.targets import target

DECIDE: Deciders = {**assessment.deciders(POLICY), **target.deciders(POLICY)}
EVOLVE: Evolvers = {**assessment.EVOLVE, **target.EVOLVE}
