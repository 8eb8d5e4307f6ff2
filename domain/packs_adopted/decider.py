"""Adopted packs: which rule texts a jurisdiction's decisions are taken under, and since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from domain.decision import Act, Decided, Decision, InForce, Recorded, Step, View
from domain.fan_out import REFRESH, RecordRefresh, SubjectsRefreshed
from domain.message import Command, Event
from domain.refusal import Code, Refusal
from domain.roles import may_take
from domain.vocabulary import Role, Text

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
    """The newest adopted text of each pack; `told` is the version up to which subjects know."""

    stream: str
    version: int = 0
    packs: Mapping[str, str] = field(default_factory=dict)
    adopted_version: int = 0
    adopted_at: datetime | None = None
    told: int = 0


def initial(stream: str) -> AdoptedPacks:
    """The state before the first event."""
    return AdoptedPacks(stream)


def decide(state: AdoptedPacks, act: Act[Any], in_force: InForce) -> Decided:
    """The outcome of an act; raises `KeyError` for an act of another subject."""
    decided = _DECIDE[type(act.command)]
    refusal = may_take(act)
    if refusal:
        return refusal
    return decided(state, act, in_force)


def _adopt(state: AdoptedPacks, act: Act[Adopt], _in_force: InForce) -> Decided:
    command = act.command
    if state.packs.get(command.pack) == command.sha256:
        return Refusal(
            Code.DUPLICATE,
            f"规则包 {command.pack} 的这一文本已采用。",
            f"this text of pack {command.pack} is adopted already.",
        )
    return (Decision(Adopted(**command.model_dump())),)


def _refreshed(state: AdoptedPacks, act: Act[RecordRefresh], _in_force: InForce) -> Decided:
    if act.command.up_to <= state.told:
        return ()
    return (Decision(SubjectsRefreshed(**act.command.model_dump())),)


_DECIDE: Mapping[type[Command], Callable[..., Decided]] = {
    Adopt: _adopt,
    RecordRefresh: _refreshed,
}


COMMANDS = tuple(_DECIDE)
"""The acts of a jurisdiction's adopted packs."""


def evolve(state: AdoptedPacks, recorded: Recorded[Any]) -> AdoptedPacks:
    """The state after an event."""
    event: Event = recorded.event
    if isinstance(event, Adopted):
        state = replace(
            state,
            packs={**state.packs, event.pack: event.sha256},
            adopted_version=recorded.version,
            adopted_at=recorded.recorded_at,
        )
    elif isinstance(event, SubjectsRefreshed):
        state = replace(state, told=event.up_to)
    return replace(state, version=recorded.version)


def view(state: AdoptedPacks, _in_force: InForce) -> View:
    """What is to be seen of the adopted packs from outside."""
    return View(
        subject=state.stream,
        version=state.version,
        phase="adopted" if state.packs else "empty",
        next_step=_next_step(state),
    )


def _next_step(state: AdoptedPacks) -> Step | None:
    if state.adopted_at is None or state.told >= state.adopted_version:
        return None
    return Step(str(state.adopted_version), REFRESH, state.adopted_at)
