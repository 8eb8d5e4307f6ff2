"""Ex-ante assessment of a policy and its target, by the acts of a project's."""

from __future__ import annotations

from domain.decision import Deciders, Evolvers
from domain.policies.own_sharing import POLICY
from domain.project_year import exante, targets

DECIDE: Deciders = {**exante.deciders(POLICY), **targets.deciders(POLICY)}
EVOLVE: Evolvers = {**exante.EVOLVE, **targets.EVOLVE}
