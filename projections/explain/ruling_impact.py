"""The impact of rulings: the decisions that rest on an ambiguity and came before its ruling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.kernel.decider import Actor
from domain.kernel.request import read_stored
from domain.kernel.serialization.envelope import leaf_of, unseal
from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.kernel.subject_ids import rulings as rulings_stream
from domain.kernel.vocabulary import business_date
from domain.subjects.rulings.decider import RulingRecorded
from store.port import CommandRow, EventLog, notifications_behind


@dataclass(frozen=True, slots=True)
class Ruled:
    """A recorded ruling; the newest ruling on an ambiguity is in force."""

    jurisdiction: str
    ambiguity: str
    text: str
    value: Any
    document: str
    author: str
    ruled_on: date
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that rests on an ambiguity: an event, or a refused act.

    `status` and `reading` are the reading at that time by `rule`, which answered `outcome` (or
    null, with a `reason`).
    """

    subject: str
    refused: bool
    name: str
    on: date
    who: Actor
    rule: str
    outcome: Any
    reason: str | None
    status: str
    reading: str | None
    stored_at: datetime


def recorded_rulings(log: EventLog, jurisdiction: str | None = None) -> list[Ruled]:
    """All rulings of a jurisdiction (`None`: of all), the oldest first."""
    streams = [rulings_stream(jurisdiction)] if jurisdiction else _rulings_streams(log)
    return [
        _ruled(stream, recorded)
        for stream in streams
        for recorded in log.read(stream)
        if isinstance(recorded.event, RulingRecorded)
    ]


def _rulings_streams(log: EventLog) -> list[str]:
    return [s for s in log.streams("") if parse_subject(s).kind is SubjectKind.RULINGS]


def _ruled(stream: str, recorded: Any) -> Ruled:
    event = recorded.event
    return Ruled(
        jurisdiction=parse_subject(stream).jurisdiction,
        ambiguity=event.ambiguity,
        text=event.text,
        value=event.value,
        document=event.document,
        author=recorded.actor.id,
        ruled_on=business_date(recorded.recorded_at),
        stored_at=recorded.stored_at,
    )


def decided_before(
    log: EventLog, ambiguity: str, rulings: Sequence[Ruled], jurisdiction: str | None = None
) -> list[Decided]:
    """The decisions that rest on the reading of an ambiguity before its newest ruling.

    Without a ruling, all decisions that rest on it. They are in the order of their storing;
    `rulings` are the recorded ones, the oldest first.
    """
    newest = {one.jurisdiction: one for one in rulings if one.ambiguity == ambiguity}
    found = [*_events(log, ambiguity, jurisdiction), *_refusals(log, ambiguity, jurisdiction)]
    return sorted((one for one in found if _is_earlier(one, newest)), key=lambda one: one.stored_at)


def _is_earlier(decided: Decided, newest: Mapping[str, Ruled]) -> bool:
    ruling = newest.get(parse_subject(decided.subject).jurisdiction)
    return ruling is None or decided.stored_at < ruling.stored_at


def _events(log: EventLog, ambiguity: str, jurisdiction: str | None) -> Iterator[Decided]:
    named = f'"{ambiguity}"'.encode()
    for one in notifications_behind(log):
        if named in one.state and _is_of(leaf_of(one.state)["stream"], jurisdiction):
            yield from _of_event(one.topic, one.state, ambiguity)


def _is_of(stream: str, jurisdiction: str | None) -> bool:
    return jurisdiction in {None, parse_subject(stream).jurisdiction}


def _of_event(topic: str, state: bytes, ambiguity: str) -> Iterator[Decided]:
    recorded = unseal(topic, state)
    for rule, outcome, reason, read in _resting(recorded.basis, ambiguity):
        yield Decided(
            subject=recorded.stream,
            refused=False,
            name=recorded.event.name,
            on=recorded.effective_on,
            who=recorded.actor,
            rule=rule,
            outcome=outcome,
            reason=reason,
            status=read["status"],
            reading=read["ruling"],
            stored_at=recorded.stored_at,
        )


def _refusals(log: EventLog, ambiguity: str, jurisdiction: str | None) -> Iterator[Decided]:
    for stream in log.streams(f"{jurisdiction}/" if jurisdiction else ""):
        for row in log.commands(stream):
            if row.outcome["status"] == "refused":
                yield from _of_refusal(row, ambiguity)


def _of_refusal(row: CommandRow, ambiguity: str) -> Iterator[Decided]:
    for rule, outcome, reason, read in _resting(row.outcome["basis"], ambiguity):
        request = read_stored(row.act)
        yield Decided(
            subject=row.stream,
            refused=True,
            name=request.command,
            on=business_date(row.recorded_at),
            who=request.actor,
            rule=rule,
            outcome=outcome,
            reason=reason,
            status=read["status"],
            reading=read["ruling"],
            stored_at=row.stored_at,
        )


def _resting(
    basis: Sequence[Mapping[str, Any]], ambiguity: str
) -> Iterator[tuple[str, Any, str | None, Mapping[str, Any]]]:
    for answer in basis:
        for read in answer["rulings"]:
            if read["ambiguity"] == ambiguity:
                yield answer["rule"], answer["outcome"], answer["reason"], read
