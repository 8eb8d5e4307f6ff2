"""Unreached subjects of a fan-out: each refused an act and has not accepted it since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from domain.kernel.decider import Recorded
from domain.shared.fan_out.messages import (
    Refused,
    SendingAsked,
    Sent,
    SubjectsOpened,
    SubjectsReached,
    with_subjects,
)
from domain.subjects.jurisdiction_year.opening import YearOpened
from domain.subjects.unit_year.succession import SUCCEED_UNIT
from store.port import CommandRow, ContentDamaged, EventLog

_WITHDRAWN = frozenset({"project.withdrawn", "unit.withdrawn", "policy.withdrawn"})


@dataclass(frozen=True, slots=True)
class Unreached:
    """A subject that refused an act: `sent` recorded the refusal, `row` is the refusal.

    A `final` refusal does not pass with time.
    """

    sent: Recorded[Any]
    subject: str
    code: str
    final: bool
    row: CommandRow


def unreached_in(log: EventLog, events: Sequence[Recorded[Any]]) -> Iterator[Unreached]:
    """The subjects that the fan-outs of one stream have not reached, by the current log.

    A subject that accepted the act later, from any sender, or was withdrawn is left out.
    """
    for sent in _newest(events):
        by = [*_ids(events, sent)]
        for refused in _listed(log, sent.event):
            for subject in refused.subjects:
                row = _refusal(log, by, subject)
                if row is not None and not settled(log, row):
                    yield Unreached(sent, subject, refused.code, refused.final, row)


def _listed(log: EventLog, event: Sent) -> tuple[Refused, ...]:
    """The refusals with their subjects; without subjects if the stored content is missing."""
    try:
        return with_subjects(event, log.content)
    except (KeyError, ContentDamaged):
        return event.refused


def _refusal(log: EventLog, by: Iterable[UUID], subject: str) -> CommandRow | None:
    """The newest refusal of a subject; `None` if another program sent the act."""
    rows = (log.command(uuid5(one, subject)) for one in by)
    return next((row for row in rows if row is not None), None)


def _newest(events: Iterable[Recorded[Any]]) -> Iterator[Recorded[Sent]]:
    """The newest sending of each fan-out with refusals."""
    first_of: dict[int, int] = {}
    newest: dict[int, Recorded[Any]] = {}
    for one in events:
        match one.event:
            case SubjectsOpened():
                newest[one.version] = one
            case SubjectsReached(of=of):
                first_of[one.version] = first_of.get(of, of)
                newest[first_of[one.version]] = one
            case SendingAsked(of=of):
                first_of[one.version] = first_of.get(of, of)
    return (one for one in newest.values() if one.event.refused)


def _ids(events: Sequence[Recorded[Any]], sent: Recorded[Sent]) -> Iterator[UUID]:
    """The ids of the events of a fan-out's sendings, the newest first."""
    by_version: Mapping[int, Recorded[Any]] = {one.version: one for one in events}
    link: Recorded[Any] = sent
    while isinstance(link.event, SubjectsReached | SendingAsked):
        if link.event.of not in by_version:  # a gap in the stream; `doctor` reports it
            return
        link = by_version[link.event.of]
        yield link.id
    if isinstance(link.event, SubjectsOpened):
        yield from (one.id for one in events if isinstance(one.event, YearOpened))


def settled(log: EventLog, row: CommandRow) -> bool:
    """Whether the subject accepted the act later, or was withdrawn and needs it no longer.

    A withdrawn year still has to take over from another unit: otherwise nobody would.
    """
    taken = any(
        _same(other.act, row.act)
        and other.outcome["status"] == "accepted"
        and other.stored_at >= row.stored_at
        for other in log.commands(row.stream)
    )
    if taken or row.act["command"] == SUCCEED_UNIT:
        return taken
    return any(one.event.name in _WITHDRAWN for one in log.read(row.stream))


def _same(taken: Mapping[str, Any], refused: Mapping[str, Any]) -> bool:
    """Whether an act equals the refused one; a unit may succeed several units."""
    if taken["command"] != refused["command"]:
        return False
    return taken["command"] != SUCCEED_UNIT or bool(taken["fields"] == refused["fields"])
