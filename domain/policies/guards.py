"""What every act on a policy is checked for before its phase decides."""

from __future__ import annotations

from typing import Any

from domain import refusals
from domain.decision import Act
from domain.policies.state import Policy
from domain.refusal import Code, Refusal
from domain.vocabulary import Role


def admit(state: Policy, act: Act[Any]) -> Refusal | None:
    """Refuse an act on an unknown or withdrawn policy, or from a unit that is not its own."""
    if state.policy is None:
        return Refusal(
            Code.UNKNOWN_SUBJECT,
            f"{state.stream} 尚未登记，请先由财政部门登记政策（policy.add）。",
            f"{state.stream} is not registered: the finance bureau registers a policy first "
            "(policy.add).",
        )
    if state.withdrawn:
        return refusals.withdrawn(state.stream)
    if act.actor.role is Role.UNIT and act.actor.organisation != state.policy.unit:
        return refusals.wrong_organisation(act.actor.organisation, state.policy.unit)
    return None
