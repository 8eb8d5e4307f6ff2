"""Adopted packs: which rule texts a jurisdiction's decisions are taken under, and since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, Decided, Decision, InForce, Recorded, Steps, View
from domain.kernel.jurisdiction_codes import levels_above
from domain.kernel.keys import KeyField, Keys, offering, past_events
from domain.kernel.message import Command, Event
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Code, Refusal
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import Role, Text
from domain.rules import BadInput, PackError
from domain.shared.fan_out import broadcast
from domain.shared.fan_out.broadcast import Announcement
from domain.shared.filings import annotation
from domain.shared.filings.annotation_messages import AnnotateRecord
from domain.shared.people.role_check import may_take

_FAULTS_TOLD = 20

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Adopt(Command, name="pack.adopt", who={Role.FINANCE}):
    """Adopt a pack's text, kept in the store under its sha256, for this jurisdiction.

    A jurisdiction adopts its own pack and those of every level above it.
    """

    pack: Annotated[str, Field(pattern=r"^\d{6}$")]
    sha256: Sha256
    pack_version: Text


class Adopted(Event, name="pack.adopted", version=1):
    """A pack's text was adopted; it binds every decision recorded after it."""

    pack: str
    sha256: Sha256
    pack_version: Text


@dataclass(frozen=True, slots=True)
class AdoptedPacks:
    """The newest adopted text of each pack, and the state of its broadcast.

    `adopted_at` is the business instant of the newest adoption.
    """

    stream: str
    version: int = 0
    packs: Mapping[str, str] = field(default_factory=dict)
    announced: Announcement | None = None
    told: int = 0
    adopted_at: datetime | None = None


def initial(stream: str) -> AdoptedPacks:
    """The state before the first event."""
    return AdoptedPacks(stream)


def decide(state: AdoptedPacks, act: CommandContext[Any], in_force: InForce) -> Decided:
    """The outcome of an act; raises `KeyError` for an act of another subject."""
    decided = _DECIDE[type(act.command)]
    refusal = may_take(act, in_force, state.stream)
    if refusal:
        return refusal
    taken = decided(state, act, in_force)
    return offering(KEYS, state, act, in_force, taken) if isinstance(taken, Refusal) else taken


def pack_is_of_the_chain(
    state: AdoptedPacks, act: CommandContext[Adopt], _in_force: InForce
) -> Refusal | None:
    """The pack is the jurisdiction's own or that of a level above it, by the digits of its code."""
    own, pack = parse_subject(state.stream).jurisdiction, act.command.pack
    above = levels_above(own)
    if pack in {own, *above}:
        return None
    zh, en = "、".join(above), ", ".join(above)
    return refusals.invalid(
        "pack",
        f"{pack} 既不是 {own} 本级，也不是其上级（{zh}），其规则包对 {own} 不起作用，不能采用。"
        f"{own} 自己的规定请写入本级规则包（jixiao init 会生成骨架）。",
        f"{pack} is neither {own} itself nor a level above it ({en}), so its pack would bind "
        f"nobody here: write the rules of {own} into a pack of its own (jixiao init makes one).",
    )


@guarded_by(for_new_acts(pack_is_of_the_chain))
def _adopt(state: AdoptedPacks, act: CommandContext[Adopt], in_force: InForce) -> Decided:
    command = act.command
    if state.packs.get(command.pack) == command.sha256:
        return Refusal(
            Code.DUPLICATE,
            f"规则包 {command.pack} 的这一文本已采用。",
            f"this text of pack {command.pack} is adopted already.",
        )
    packs = {**state.packs, command.pack: command.sha256}
    if in_force.texts is not None:
        try:
            in_force.texts.check(packs, command.pack, command.pack_version)
        except BadInput as error:
            return refusals.invalid(
                error.field,
                f"规则包 {command.pack} 不能采用：{error.field} 有误，请更正后重新提交。",
                f"pack {command.pack} is not adopted: {error}: correct it and submit again.",
            )
        except PackError as error:
            return _broken(command.pack, error)
    return (Decision(Adopted(**vars(command))),)


def _broken(pack: str, error: PackError) -> Refusal:
    """A text with faults: every one of them is named, and in a long list how many follow."""
    told = "\n".join(str(fault) for fault in error.faults[:_FAULTS_TOLD])
    left = len(error.faults) - _FAULTS_TOLD
    more = (f"\n另有 {left} 处", f"\nand {left} more") if left > 0 else ("", "")
    return refusals.invalid(
        "sha256",
        f"规则包 {pack} 有 {len(error.faults)} 处问题，不能采用，请按 jixiao rules check 更正"
        f"后重新提交：\n{told}{more[0]}",
        f"pack {pack} has {len(error.faults)} fault(s) and is not adopted: correct it until "
        f"`jixiao rules check` finds none, and submit again:\n{told}{more[1]}",
    )


def _adopted(state: AdoptedPacks, recorded: Recorded[Adopted]) -> AdoptedPacks:
    event = recorded.event
    packs = {**state.packs, event.pack: event.sha256}
    adopted = replace(state, packs=packs, adopted_at=recorded.recorded_at)
    told: AdoptedPacks = broadcast.announced(adopted, recorded)
    return told


_DECIDE: dict[type[Command], Callable[..., Decided]] = {
    Adopt: _adopt,
    **broadcast.DECIDE,
    **annotation.DECIDE,
}
_EVOLVE: dict[type[Event], Callable[..., AdoptedPacks]] = {
    Adopted: _adopted,
    **broadcast.EVOLVE,
    **annotation.EVOLVE,
}

COMMANDS = tuple(_DECIDE)
"""The acts of a jurisdiction's adopted packs."""

KEYS: Keys = {(AnnotateRecord, "events"): KeyField(past_events)}
"""The keys that its acts may name."""

STEPS: Steps = broadcast.STEPS
"""The steps of the system that it plans."""


def evolve(state: AdoptedPacks, recorded: Recorded[Any]) -> AdoptedPacks:
    """The state after an event; raises `KeyError` for an event of another subject."""
    evolved = _EVOLVE[type(recorded.event)](state, recorded)
    return replace(evolved, version=recorded.version)


def view(state: AdoptedPacks, _in_force: InForce, _now: datetime | None = None) -> View:
    """The view of the adopted packs."""
    return broadcast.seen(state, "adopted" if state.packs else "empty")
