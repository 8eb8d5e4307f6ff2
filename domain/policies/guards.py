"""What every act on a policy is checked for before its phase decides."""

from __future__ import annotations

from typing import Any

from domain import refusals
from domain.decision import Act, InForce
from domain.delegation import for_unit
from domain.policies.state import Policy
from domain.refusal import Refusal
from domain.vocabulary import Role


def admit(state: Policy, act: Act[Any], in_force: InForce) -> Refusal | None:
    """Refuse an act on an unknown or withdrawn policy, or of another unit not delegated to."""
    if state.policy is None:
        return refusals.unregistered(state.stream, "政策", "a policy", "policy.add")
    if state.withdrawn:
        return refusals.withdrawn(state.stream)
    if act.actor.role is Role.UNIT:
        return for_unit(state, act, in_force, state.policy.unit)
    return None
