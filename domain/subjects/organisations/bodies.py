"""Bodies beside the bureau 领导小组、党委财经委等: they are told, and their acts are recorded.

They do not act in the system. The bureau registers a body by its document, and records what it told
the body and what the body decided, each by a document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.keys import KeyField, Keys, Naming, of_all
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Code as RefusalCode
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.subjects.organisations.state import Body, Organisations

BodyKind = Literal[
    "leading_group",
    "party_finance_committee",
    "party_committee",
    "people_congress",
    "supervision_body",
]
Artefacts = Annotated[tuple[Text, ...], Field(min_length=1, max_length=50)]


class SetBody(Command, name="body.set", who={Role.FINANCE}):
    """Register a body that is told and decides, from `since` on (inclusive), by its `document`.

    A leading group (领导小组), a Party committee or its finance committee, the people's congress,
    or a body of supervision.
    """

    body: Code
    body_name: Text
    body_kind: BodyKind
    since: Day
    document: Text


class EndBody(Command, name="body.end", who={Role.FINANCE}):
    """End a body with `last_day` (inclusive), by the `document` that ends it."""

    body: Code
    last_day: Day
    document: Text


class InformBody(Command, name="body.inform", who={Role.FINANCE}):
    """Record what the body was told on a day, by the `document` that told it.

    Recorded again by the same document, the newer record counts.
    """

    body: Code
    held_on: Day
    artefacts: Artefacts
    document: Text


class RecordBodyAct(Command, name="body.record-act", who={Role.FINANCE}):
    """Record what the body decided on a day, by its `document`.

    Recorded again by the same document, the newer record counts.
    """

    body: Code
    held_on: Day
    resolution: Text
    document: Text


class BodySet(Event, name="body.set", version=1):
    """A body is there from `since` on (inclusive)."""

    body: Code
    body_name: Text
    body_kind: BodyKind
    since: Day
    document: Text


class BodyEnded(Event, name="body.ended", version=1):
    """The body that is there since `since` ends with `last_day` (inclusive)."""

    body: Code
    since: Day
    last_day: Day
    document: Text


class BodyInformed(Event, name="body.informed", version=1):
    """A body was told of artefacts."""

    body: Code
    held_on: Day
    artefacts: Artefacts
    document: Text


class BodyActRecorded(Event, name="body.act-recorded", version=1):
    """A body decided."""

    body: Code
    held_on: Day
    resolution: Annotated[Text, WITHHOLDABLE]
    document: Text


def body_is_new(
    state: Organisations, act: CommandContext[SetBody], _in_force: InForce
) -> Refusal | None:
    """The body is not there already on the day."""
    known = state.bodies.get(act.command.body)
    if known is None or (known.until is not None and known.until < act.command.since):
        return None
    return Refusal(
        RefusalCode.DUPLICATE,
        f"{known.name}（{known.code}）已自 {known.since} 起登记（{known.document}），如有变动请先"
        "结束（body.end）再登记。",
        f"{known.code} is registered since {known.since} ({known.document}): end it first "
        "(body.end).",
        "body",
    )


@guarded_by(body_is_new)
def set_body(_state: Organisations, act: CommandContext[SetBody], _in_force: InForce) -> Decided:
    """Register the body."""
    return (Decision(BodySet(**vars(act.command))),)


def body_is_there(
    state: Organisations, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The body was registered."""
    if act.command.body in state.bodies:
        return None
    return Refusal(
        RefusalCode.UNKNOWN_SUBJECT,
        f"没有编码为 {act.command.body} 的机构，请核对编码，或先登记该机构（body.set）。",
        f"no body has the code {act.command.body}: correct the code, or register it (body.set).",
        "body",
    )


def body_is_there_on_the_day(
    state: Organisations, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The day lies within the life of the body, and is not to come."""
    command, known = act.command, state.bodies[act.command.body]
    if command.held_on > act.day:
        return refusals.invalid(
            "held_on", "日期不得晚于今天，请在办理之后登记。", "record it on the day or after it."
        )
    return None if known.runs(command.held_on) else _outside("held_on", known)


def _outside(field: str, known: Body) -> Refusal:
    """The day in a field lies before or after the life of the body."""
    return refusals.invalid(
        field,
        f"{known.name}（{known.code}）自 {known.since} 起至 {known.until or '今'}，该日不在其内。",
        f"{known.code} is there from {known.since} to {known.until or 'today'} alone.",
    )


def body_runs_to_the_day(
    state: Organisations, act: CommandContext[EndBody], _in_force: InForce
) -> Refusal | None:
    """The body is there on its last day, which does not end it already."""
    command, known = act.command, state.bodies[act.command.body]
    if known.until == command.last_day:
        return Refusal(
            RefusalCode.DUPLICATE,
            f"{known.name}已定于 {command.last_day} 结束。",
            f"{known.code} ends on {command.last_day} already.",
            "last_day",
        )
    return None if known.runs(command.last_day) else _outside("last_day", known)


@guarded_by(body_is_there, body_runs_to_the_day)
def end_body(state: Organisations, act: CommandContext[EndBody], _in_force: InForce) -> Decided:
    """End the body."""
    known = state.bodies[act.command.body]
    event = BodyEnded(**vars(act.command), since=known.since)
    return (Decision(event, caused_by=known.event_id),)


@guarded_by(body_is_there, body_is_there_on_the_day)
def inform(_state: Organisations, act: CommandContext[InformBody], _in_force: InForce) -> Decided:
    """Record what the body was told."""
    return (Decision(BodyInformed(**vars(act.command))),)


@guarded_by(body_is_there, body_is_there_on_the_day)
def record_act(
    _state: Organisations, act: CommandContext[RecordBodyAct], _in_force: InForce
) -> Decided:
    """Record what the body decided."""
    return (Decision(BodyActRecorded(**vars(act.command))),)


def body_was_set(state: Organisations, recorded: Recorded[BodySet]) -> Organisations:
    """Evolve by `body.set`."""
    event = recorded.event
    told = (event.body, event.body_name, event.body_kind, event.since, None, event.document)
    return replace(state, bodies={**state.bodies, event.body: Body(recorded.id, *told)})


def body_ended(state: Organisations, recorded: Recorded[BodyEnded]) -> Organisations:
    """Evolve by `body.ended`."""
    event = recorded.event
    ended = replace(state.bodies[event.body], until=event.last_day)
    return replace(state, bodies={**state.bodies, event.body: ended})


def was_recorded(state: Organisations, _recorded: Recorded[Any]) -> Organisations:
    """Evolve by a record: no later decision rests on it."""
    return state


def _known(state: Organisations, _naming: Naming, _in_force: InForce) -> Iterable[str]:
    return state.bodies


DECIDE: Deciders = {
    SetBody: set_body,
    EndBody: end_body,
    InformBody: inform,
    RecordBodyAct: record_act,
}
EVOLVE: Evolvers = {
    BodySet: body_was_set,
    BodyEnded: body_ended,
    BodyInformed: was_recorded,
    BodyActRecorded: was_recorded,
}
KEYS: Keys = of_all((EndBody, InformBody, RecordBodyAct), "body", KeyField(_known))
