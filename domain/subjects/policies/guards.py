"""Guards of a policy: the checks of every act before its phase decides."""

from __future__ import annotations

from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role
from domain.shared.filings.annotation_messages import AnnotateRecord
from domain.shared.filings.delegation import for_unit
from domain.shared.filings.undoable import takes_back
from domain.shared.people.sections import Matter, within_the_remit
from domain.shared.signatures.asked import is_signed
from domain.subjects.policies.state import Policy, Withdrawn


def admit(state: Policy, act: CommandContext[Any], in_force: InForce) -> Refusal | None:
    """Refuse an act on an unknown or withdrawn policy, or of another unit not delegated to."""
    if state.entry is None:
        return refusals.unregistered(state.stream, "政策", "a policy", "policy.add")
    if isinstance(act.command, AnnotateRecord):  # a past day is put right at any time
        return None
    if isinstance(state.entry, Withdrawn):
        refusal = refusals.withdrawn_until_taken_back(state.stream, "policy.withdraw")
        return None if takes_back(act.command, "policy.withdraw") else refusal
    if act.actor.role is Role.UNIT:
        return for_unit(state, act, in_force, state.entry.unit)
    matter = Matter(state.entry.unit)
    return within_the_remit(matter, act, in_force, state.stream) or is_signed(act, in_force)
