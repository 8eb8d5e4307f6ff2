"""Proposing, signing, returning and withdrawing an act of the bureau, for a kind of subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
    following_another,
)
from domain.kernel.frozen import replace as changed
from domain.kernel.message import Command
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import business_date
from domain.shared.filings.replacement import content_of
from domain.shared.signatures.asked import needed
from domain.shared.signatures.duties import due_of
from domain.shared.signatures.messages import (
    ActProposed,
    ActSigned,
    Proposal,
    ProposalReturned,
    ProposalWithdrawn,
    ProposeAct,
    ReturnProposal,
    SignAct,
    Signature,
    WithdrawProposal,
    as_stored,
    digest_of,
    key_of,
)
from domain.shared.signatures.policies import (
    act_is_named,
    act_is_of_the_subject,
    nobody_signs_twice,
    offices_are_held,
    proposal_is_ones_own,
    proposal_is_open,
    same_is_not_proposed,
    signatures_are_asked,
    signer_is_in_office,
)


@dataclass(frozen=True, slots=True)
class Signing:
    """The signing of one kind of subject: how it decides an act, and which acts it has.

    Both are asked late, because the subject's decider has this as one of its parts.
    """

    decide: Callable[[Any, CommandContext[Any], InForce], Decided]
    commands: Callable[[], Iterable[type[Command]]]


@dataclass(frozen=True, slots=True)
class Part:
    """The acts of signing as a part of a subject's decider."""

    DECIDE: Deciders
    EVOLVE: Evolvers


@guarded_by(act_is_of_the_subject, signatures_are_asked, same_is_not_proposed, offices_are_held)
def propose(
    signing: Signing, state: Any, act: CommandContext[ProposeAct], in_force: InForce
) -> Decided:
    """Propose an act that could be taken today; what it would be told goes with the proposal."""
    name, content = act.command.act, as_stored(act.command.content)
    command = _command(act, name, content)
    if isinstance(command, Refusal):
        return command
    carried: CommandContext[Any] = act
    tried = signing.decide(state, replace(carried, command=command, signed=True), in_force)
    if isinstance(tried, Refusal):
        return _about_content(tried)
    event = ActProposed(
        number=state.proposals.count + 1,
        act=name,
        content=content,
        digest=digest_of(state.stream, name, content),
        message=act.command_id,
        signatures=needed(key_of(name, content), in_force, act.effective_on),
        section=act.actor.organisation,
    )
    return (Decision(event, remarks=tuple(one for said in tried for one in said.remarks)),)


@guarded_by(proposal_is_open, act_is_named, nobody_signs_twice, signer_is_in_office)
def sign(signing: Signing, state: Any, act: CommandContext[SignAct], in_force: InForce) -> Decided:
    """Sign a proposal; with the last signature its act is decided on what there is now."""
    proposal: Proposal = state.proposals.open[act.command.number]
    due = due_of(state.proposals, in_force, proposal.deadline).due
    own = Signature(person=act.actor.id, office=proposal.office, on=act.effective_on)
    event = ActSigned(
        number=proposal.number,
        act=proposal.key,
        digest=proposal.digest,
        office=proposal.office,
        section=proposal.section,
        signatures=(*proposal.signatures, own),
        last=proposal.signs_last,
        due=due,
        late=due is not None and act.effective_on > due,
    )
    signed: Decision[Any] = Decision(event, caused_by=proposal.event_id)
    if not proposal.signs_last:
        return (signed,)
    made = _taken(signing, _without(state, proposal.number), act, proposal, in_force)
    if isinstance(made, Refusal):
        return _still_open(made, proposal)
    return (signed, *(_following(one) for one in following_another(made)))


def _taken(
    signing: Signing,
    state: Any,
    act: CommandContext[SignAct],
    proposal: Proposal,
    in_force: InForce,
) -> Decided:
    """The outcome of the act as its proposer's, on the day of the last signature."""
    command = _command(act, proposal.act, dict(proposal.content))
    if isinstance(command, Refusal):
        return command
    carried: CommandContext[Any] = act
    as_proposed = replace(carried, command=command, actor=proposal.by, signed=True)
    return signing.decide(state, as_proposed, in_force)


def _following(decision: Decision[Any]) -> Decision[Any]:
    """A decision of the act; without a cause of its own it follows from the signature."""
    if decision.cause is None and decision.caused_by is None:
        return replace(decision, cause=0)
    return decision


def _command(act: CommandContext[Any], name: str, content: dict[str, Any]) -> Command | Refusal:
    return content_of(Command.by_name[name], content, "content", "事项内容", act)


def _about_content(refusal: Refusal) -> Refusal:
    """The refusal of a proposed act, about a field of its content."""
    if refusal.field is None or refusal.field.startswith("content"):
        return refusal
    return replace(refusal, field=f"content.{refusal.field}")


def _still_open(refusal: Refusal, proposal: Proposal) -> Refusal:
    """The refusal of an act that cannot stand any more: its proposal stays, and is ended openly."""
    return replace(
        refusal,
        zh=f"第{proposal.number}号提请现不能生效：{refusal.zh}该提请仍待处理，可在条件具备后签署，"
        f"或退回（{ReturnProposal.name}）、由提请人撤回（{WithdrawProposal.name}）。",
        en=f"proposal {proposal.number} cannot take effect now: {refusal.en} It stays open: sign "
        f"it when it can, return it ({ReturnProposal.name}), or its proposer withdraws it "
        f"({WithdrawProposal.name}).",
        field=None,
    )


@guarded_by(proposal_is_open, signer_is_in_office)
def return_proposal(state: Any, act: CommandContext[ReturnProposal], _in_force: InForce) -> Decided:
    """Return a proposal, as the one who is to sign it next."""
    proposal: Proposal = state.proposals.open[act.command.number]
    event = ProposalReturned(**vars(act.command), act=proposal.key, proposed_by=proposal.by.id)
    return (Decision(event, caused_by=proposal.event_id),)


@guarded_by(proposal_is_open, proposal_is_ones_own)
def withdraw_proposal(
    state: Any, act: CommandContext[WithdrawProposal], _in_force: InForce
) -> Decided:
    """Withdraw one's own proposal."""
    proposal: Proposal = state.proposals.open[act.command.number]
    event = ProposalWithdrawn(**vars(act.command), act=proposal.key)
    return (Decision(event, caused_by=proposal.event_id),)


def proposed(state: Any, recorded: Recorded[ActProposed]) -> Any:
    """Evolve by `act.proposed`."""
    event = recorded.event
    first = Signature(person=recorded.actor.id, on=recorded.effective_on)
    proposal = Proposal(
        event_id=recorded.id,
        number=event.number,
        act=event.act,
        content=event.content,
        digest=event.digest,
        needs=event.signatures,
        section=event.section,
        by=recorded.actor,
        signatures=(first,),
        asked_on=business_date(recorded.recorded_at),
        asked_at=recorded.recorded_at,
    )
    return changed(state, proposals=state.proposals.with_open(proposal))


def signed(state: Any, recorded: Recorded[ActSigned]) -> Any:
    """Evolve by `act.signed`: the next one is asked, or the proposal is over."""
    event = recorded.event
    if event.last:
        return _without(state, event.number)
    proposal = replace(
        state.proposals.open[event.number],
        signatures=event.signatures,
        asked_on=business_date(recorded.recorded_at),
        asked_at=recorded.recorded_at,
    )
    return changed(state, proposals=state.proposals.with_open(proposal))


def ended(state: Any, recorded: Recorded[ProposalReturned | ProposalWithdrawn]) -> Any:
    """Evolve by `act.proposal-returned` or `act.proposal-withdrawn`."""
    return _without(state, recorded.event.number)


def _without(state: Any, number: int) -> Any:
    return changed(state, proposals=state.proposals.without(number))


def part(
    decide: Callable[[Any, CommandContext[Any], InForce], Decided],
    commands: Callable[[], Iterable[type[Command]]],
) -> Part:
    """The acts of signing for a kind of subject, by how it decides and which acts it has."""
    signing = Signing(decide, commands)
    return Part(
        DECIDE={
            ProposeAct: partial(propose, signing),
            SignAct: partial(sign, signing),
            ReturnProposal: return_proposal,
            WithdrawProposal: withdraw_proposal,
        },
        EVOLVE={
            ActProposed: proposed,
            ActSigned: signed,
            ProposalReturned: ended,
            ProposalWithdrawn: ended,
        },
    )
