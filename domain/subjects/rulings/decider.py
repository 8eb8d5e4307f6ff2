"""Rulings 裁定: how the bureau reads each ambiguity of the documents, and since when."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any, Protocol, runtime_checkable

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, Decided, Decision, InForce, Recorded, Steps, View
from domain.kernel.message import Command, Event
from domain.kernel.refusal import Code, Refusal
from domain.kernel.serialization.canonical_json import canonical
from domain.kernel.vocabulary import Role, Text, business_date
from domain.rules import BadInput, RecordedRuling
from domain.shared.fan_out import broadcast
from domain.shared.fan_out.broadcast import Announcement
from domain.shared.filings import annotation
from domain.shared.people.role_check import may_take

Ambiguity = Annotated[str, Field(pattern=r"^(AMB|CN)-[0-9]{2}$")]

_LONGEST_VALUE = 2000


class RecordRuling(Command, name="ruling.record", who={Role.FINANCE}):
    """Rule how an ambiguity of the documents is read from now on, in this jurisdiction.

    `value` takes the place that the pack names for the ambiguity (`jixiao rulings show` says in
    what shape); null is a ruling in words only. `document` is the bureau's document that rules.
    """

    ambiguity: Ambiguity
    text: Text
    value: Any = None
    document: Text


class RulingRecorded(Event, name="ruling.recorded", version=1):
    """The bureau ruled on an ambiguity; it binds every decision recorded after it.

    The author is the actor, the day that of recording. Numbers of `value` are strings.
    """

    ambiguity: str
    text: Text
    value: Any = None
    document: Text


@dataclass(frozen=True, slots=True)
class Rulings:
    """The newest ruling on each ambiguity, by its id; `documents` are those that rule.

    `ruled_at` are the business instants since which the values are known.
    """

    stream: str
    version: int = 0
    rulings: Mapping[str, RecordedRuling] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    ruled_at: Mapping[str, datetime] = field(default_factory=dict)
    announced: Announcement | None = None
    told: int = 0


@runtime_checkable
class Rulable(Protocol):
    """Rules that know which rulings fit them."""

    def check_ruling(self, ambiguity: str, value: Any) -> None:
        """Check a ruling before it is recorded; raises `BadInput` naming what is wrong."""
        ...


def initial(stream: str) -> Rulings:
    """The state before the first event."""
    return Rulings(stream)


def decide(state: Rulings, act: CommandContext[Any], in_force: InForce) -> Decided:
    """The outcome of an act; raises `KeyError` for an act of another subject."""
    decided = _DECIDE[type(act.command)]
    return may_take(act, in_force, state.stream) or decided(state, act, in_force)


def _record(state: Rulings, act: CommandContext[RecordRuling], in_force: InForce) -> Decided:
    command = act.command
    if not isinstance(in_force.rules, Rulable):
        raise TypeError(f"{in_force.rules!r} cannot tell which rulings fit")
    try:
        in_force.rules.check_ruling(command.ambiguity, command.value)
    except BadInput as error:
        return _unfit(command.ambiguity, error)
    value = canonical(command.value)
    event = RulingRecorded(**{**vars(command), "value": json.loads(value)})
    if len(value) > _LONGEST_VALUE:
        long = BadInput("value", f"is longer than {_LONGEST_VALUE} bytes")
        return _unfit(command.ambiguity, long)
    return _standing_already(state, event) or (Decision(event),)


def _unfit(ambiguity: str, error: BadInput) -> Refusal:
    return refusals.invalid(
        error.field,
        f"裁定不合要求：{error.field}。请按 jixiao rulings show {ambiguity} 所示更正后重新提交。",
        f"this ruling does not fit: {error}: correct it as `jixiao rulings show {ambiguity}` says, "
        "and submit it again.",
    )


def _standing_already(state: Rulings, event: RulingRecorded) -> Refusal | None:
    ruled = state.rulings.get(event.ambiguity)
    if ruled is None or (ruled.text, ruled.value, state.documents[event.ambiguity]) != (
        event.text,
        event.value,
        event.document,
    ):
        return None
    return Refusal(
        Code.DUPLICATE,
        f"对 {event.ambiguity} 的这一裁定已登记，无需再次登记。",
        f"this ruling on {event.ambiguity} is recorded already: nothing is left to do.",
    )


def _recorded(state: Rulings, recorded: Recorded[RulingRecorded]) -> Rulings:
    event = recorded.event
    ruling = RecordedRuling(
        event.ambiguity,
        event.text,
        event.value,
        recorded.actor.id,
        business_date(recorded.recorded_at),
    )
    before, since = state.rulings.get(event.ambiguity), recorded.recorded_at
    if before is not None and before.value == event.value:
        since = state.ruled_at.get(event.ambiguity, since)
    changed = replace(
        state,
        rulings={**state.rulings, event.ambiguity: ruling},
        ruled_at={**state.ruled_at, event.ambiguity: since},
        documents={**state.documents, event.ambiguity: event.document},
    )
    told: Rulings = broadcast.announced(changed, recorded)
    return told


_DECIDE: dict[type[Command], Callable[..., Decided]] = {
    RecordRuling: _record,
    **broadcast.DECIDE,
    **annotation.DECIDE,
}
_EVOLVE: dict[type[Event], Callable[..., Rulings]] = {
    RulingRecorded: _recorded,
    **broadcast.EVOLVE,
    **annotation.EVOLVE,
}

COMMANDS = tuple(_DECIDE)
"""The acts of a jurisdiction's rulings."""

STEPS: Steps = broadcast.STEPS
"""The steps of the system that it plans."""


def evolve(state: Rulings, recorded: Recorded[Any]) -> Rulings:
    """The state after an event; raises `KeyError` for an event of another subject."""
    evolved = _EVOLVE[type(recorded.event)](state, recorded)
    return replace(evolved, version=recorded.version)


def view(state: Rulings, _in_force: InForce, _now: datetime | None = None) -> View:
    """The view of the rulings."""
    return broadcast.seen(state, "ruled" if state.rulings else "empty")
