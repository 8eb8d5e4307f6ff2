"""Retries of fan-outs: automatic, a few times at growing intervals, or on request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain.kernel.decider import CommandContext, Decided, Decision, InForce, Recorded
from domain.kernel.keys import Naming
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import business_date, start_of
from domain.shared.fan_out.messages import SendAgain, SendingAsked, Sent, passing

SENDINGS = 6
"""The number of automatic sendings: at once, and after 1, 2, 4, 8 and 16 days."""

_OFFICE_OPENS = timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class Sending:
    """The next sending of a fan-out, to the subjects of the event at version `by`.

    `at` is its earliest business instant; `number` counts sendings from 1. `awaits` are the rules
    whose rulings the refused subjects wait for since `refused_at`.
    """

    at: datetime
    by: int
    number: int = 1
    awaits: frozenset[str] = frozenset()
    refused_at: datetime | None = None


Sendings = Mapping[int, Sending]


def due(sending: Sending, in_force: InForce) -> datetime:
    """The instant at which a sending is due: as planned, or at once after an awaited ruling."""
    if sending.refused_at is not None and sending.awaits - in_force.open_rules:
        return sending.refused_at
    return sending.at


def sent(state: Any, recorded: Recorded[Any], first: int, number: int) -> Any:
    """The state after sending `number` of the fan-out that began at version `first`."""
    event: Sent = recorded.event
    reaching = {of: one for of, one in state.reaching.items() if of != first}
    unreached = {of: one for of, one in state.unreached.items() if of != first}
    if event.refused:
        again = passing(event) and number < SENDINGS
        (reaching if again else unreached)[first] = _following(recorded, number)
    return replace(state, reaching=reaching, unreached=unreached)


def _following(recorded: Recorded[Any], number: int) -> Sending:
    """The sending after `number`: at nine in the morning, some days later."""
    pause = timedelta(days=2 ** min(number - 1, SENDINGS))
    return Sending(
        at=start_of(business_date(recorded.recorded_at) + pause) + _OFFICE_OPENS,
        by=recorded.version,
        number=number + 1,
        awaits=frozenset(rule for one in passing(recorded.event) for rule in one.awaits),
        refused_at=recorded.recorded_at,
    )


def send_again(state: Any, act: CommandContext[SendAgain], in_force: InForce) -> Decided:
    """Send again now to the subjects that refused; nothing to do while a sending is under way."""
    of = act.command.of
    first = sent_by(state.reaching, of)
    planned = state.reaching[first] if first is not None else None
    if planned is not None and due(planned, in_force) <= act.at:
        return ()
    refused = sent_by(state.unreached, of) if planned is None else planned.refused_at
    if refused is None:  # an act with a planned day is not sent before it
        return _nothing_refused(state, of)
    return (Decision(SendingAsked(of=of)),)


def unreached(state: Any, _naming: Naming, _in_force: InForce) -> list[int]:
    """The events that have not reached some of their subjects, by their versions."""
    return sorted({*state.unreached, *state.reaching})


def _nothing_refused(state: Any, of: int) -> Refusal:
    return Refusal(
        Code.WRONG_PHASE if state.version else Code.UNKNOWN_SUBJECT,
        f"{state.stream} 第 {of} 号事件没有待重新送达的对象，请用 jixiao doctor 查看。",
        f"nothing of event {of} of {state.stream} is to be sent again: see jixiao doctor.",
        "of",
    )


def sending_asked(state: Any, recorded: Recorded[SendingAsked]) -> Any:
    """Evolve by `subjects.sending-asked`."""
    known = {**state.unreached, **state.reaching}
    first = sent_by(known, recorded.event.of)
    if first is None:
        return state
    now = Sending(recorded.recorded_at, recorded.version, known[first].number)
    unreached = {of: one for of, one in state.unreached.items() if of != first}
    return replace(state, reaching={**state.reaching, first: now}, unreached=unreached)


def sent_by(sendings: Sendings, by: int) -> int | None:
    """The fan-out whose next sending is caused by the event at a version."""
    return next((first for first, one in sendings.items() if one.by == by), None)
