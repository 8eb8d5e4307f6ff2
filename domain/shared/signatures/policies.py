"""The policies of proposing, signing, returning and withdrawing an act."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Role
from domain.shared.names import role_name
from domain.shared.signatures.asked import OFFICE_NAMES, may_be_signed, needed
from domain.shared.signatures.messages import (
    Proposal,
    ProposeAct,
    ReturnProposal,
    SignAct,
    WithdrawProposal,
    as_stored,
    digest_of,
    key_of,
)
from domain.shared.signatures.offices import holds, in_office, vacant

if TYPE_CHECKING:
    from domain.shared.signatures.acts import Signing


def act_is_of_the_subject(
    signing: Signing, _state: Any, act: CommandContext[ProposeAct], _in_force: InForce
) -> Refusal | None:
    """The proposed act is one of the bureau on this subject."""
    name = act.command.act
    there = {one.name for one in signing.commands() if Role.FINANCE in one.who}
    if name in there and may_be_signed(name):
        return None
    return refusals.invalid(
        "act",
        f"“{name}”不是本对象可以提请签署的事项，请核对事项名称。",
        f"{name} is no act on this subject that can be proposed: correct its name.",
        keys=(name,),
    )


def signatures_are_asked(
    _signing: Signing, _state: Any, act: CommandContext[ProposeAct], in_force: InForce
) -> Refusal | None:
    """The act needs more signatures than one; otherwise it is taken at once."""
    if _needed(act, in_force) > 1:
        return None
    name = act.command.act
    return replace(
        refusals.wrong_phase(
            f"{name} 不需要他人签署，请直接办理。",
            f"{name} needs no further signature: take it directly.",
        ),
        keys=(name,),
    )


def same_is_not_proposed(
    _signing: Signing, state: Any, act: CommandContext[ProposeAct], _in_force: InForce
) -> Refusal | None:
    """The very same act is not proposed already."""
    digest = digest_of(state.stream, act.command.act, as_stored(act.command.content))
    there = (one for one in state.proposals.open.values() if one.digest == digest)
    same: Proposal | None = next(there, None)
    if same is None:
        return None
    return Refusal(
        Code.DUPLICATE,
        f"同一事项已由 {same.by.id} 提请（第{same.number}号），正待签署，请勿重复提请。",
        f"the same act is proposed already by {same.by.id} (number {same.number}).",
    )


def offices_are_held(
    _signing: Signing, _state: Any, act: CommandContext[ProposeAct], in_force: InForce
) -> Refusal | None:
    """Each office that has to sign has somebody who does not sign in another one."""
    empty = vacant(in_force, act.actor, _needed(act, in_force), act.effective_on)
    if not empty:
        return None
    section = role_name(act.actor.organisation)
    names = "、".join(OFFICE_NAMES[one] for one in empty)
    return refusals.gate_not_met(
        f"{section} 没有其他人员可以作为{names}签署（同一人不得签署两次）：请先由财政部门登记"
        "签署人员（signer.set）。",
        f"{section} has nobody else to sign as {', '.join(empty)} (nobody signs twice): the "
        "finance bureau registers who signs first (signer.set).",
    )


def _needed(act: CommandContext[ProposeAct], in_force: InForce) -> int:
    key = key_of(act.command.act, act.command.content or {})
    return needed(key, in_force, act.effective_on)


def proposal_is_open(*given: Any) -> Refusal | None:
    """The proposal is there and not over."""
    state, act, _ = given[-3:]
    if act.command.number in state.proposals.open:
        return None
    return refusals.invalid(
        "number",
        f"没有第{act.command.number}号待签署的提请（未提请、已生效、已退回或已撤回）。",
        f"no proposal {act.command.number} is open: it was not made, took effect, was returned or "
        "was withdrawn.",
    )


def act_is_named(
    _signing: Signing, state: Any, act: CommandContext[SignAct], _in_force: InForce
) -> Refusal | None:
    """The signer names the act that was proposed under the number."""
    proposal = _of(state, act)
    if act.command.act == proposal.key:
        return None
    return refusals.invalid(
        "act",
        f"第{proposal.number}号提请的事项是 {proposal.key}，请核对后再签署。",
        f"proposal {proposal.number} is {proposal.key}: check what you sign.",
        keys=(proposal.key,),
    )


def nobody_signs_twice(
    _signing: Signing, state: Any, act: CommandContext[SignAct], _in_force: InForce
) -> Refusal | None:
    """The signer did not sign the proposal before, nor make it."""
    signed = {one.person for one in _of(state, act).signatures}
    if act.actor.id not in signed:
        return None
    return Refusal(
        Code.DUPLICATE,
        f"{act.actor.id} 已签署过本提请，同一人不得签署两次，请由另一人签署。",
        f"{act.actor.id} signed this proposal already: another person signs.",
    )


def signer_is_in_office(*given: Any) -> Refusal | None:
    """The actor holds the office that signs next, for the section that proposed."""
    state, act, in_force = given[-3:]
    proposal, on = _of(state, act), act.effective_on
    if holds(in_force, proposal.section, proposal.office, act.actor, on):
        return None
    people = in_office(in_force, proposal.section, proposal.office, on)
    now = "、".join(one.person for one in people)
    office = OFFICE_NAMES[proposal.office]
    return Refusal(
        Code.ROLE_NOT_HELD,
        f"第{proposal.number}号提请现待{office}签署（{proposal.section}，在任：{now or '暂无'}）："
        f"请由其办理；任职有变的，由财政部门登记签署人员（signer.set）。",
        f"proposal {proposal.number} waits for the {proposal.office} of {proposal.section} "
        f"({now or 'nobody now'}): they act, or the finance bureau registers who signs "
        "(signer.set).",
    )


def proposal_is_ones_own(
    state: Any, act: CommandContext[WithdrawProposal], _in_force: InForce
) -> Refusal | None:
    """The actor made the proposal."""
    proposal = _of(state, act)
    if act.actor == proposal.by:
        return None
    return Refusal(
        Code.WRONG_ROLE,
        f"第{proposal.number}号提请由 {proposal.by.id} 提出，只能由其撤回；其他情形由待签署人退回"
        f"（{ReturnProposal.name}）。",
        f"proposal {proposal.number} is that of {proposal.by.id}, who withdraws it; whoever is to "
        f"sign next returns it ({ReturnProposal.name}).",
    )


def nothing_waits_for_a_signature(
    state: Any, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """No act on the subject waits for a signature: after its end nobody could sign or return it."""
    numbers = [*state.proposals.open]
    if not numbers:
        return None
    return refusals.wrong_phase(
        f"尚有待签署的提请（第{'、'.join(map(str, numbers))}号）：请先签署、退回"
        f"（{ReturnProposal.name}）或由提请人撤回（{WithdrawProposal.name}）。",
        f"proposals {', '.join(map(str, numbers))} wait for signatures: sign, return "
        f"({ReturnProposal.name}) or withdraw ({WithdrawProposal.name}) them first.",
    )


def _of(state: Any, act: CommandContext[Any]) -> Proposal:
    found: Proposal = state.proposals.open[act.command.number]
    return found
