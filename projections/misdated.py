"""Misdated events: on a real clock, events whose recording and storing differ too much.

In older programs, a subject whose workflow started at a past instant lived in the past: its acts
got dates that were long over (docs/clock.md, 1237).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.kernel.decider import Recorded
from domain.kernel.lost_days import LostDays
from domain.kernel.serialization.envelope import UnreadableState, unseal
from domain.kernel.subject_ids import subject_of
from domain.kernel.vocabulary import business_date
from domain.shared.filings.annotation_gate import is_misdated
from domain.shared.filings.annotation_messages import RecordAnnotated
from store.kind import clocks_of_years
from store.port import EventLog, LogKind, notifications_behind


class RecordDays(StrEnum):
    """The treatment of the misdated events of a subject: none, or annotated.

    `SENT_AGAIN` were lost by a restore and have one of the days that it lost. `REDATED` are soundly
    dated: a program without the gate gave them another day.
    """

    MISDATED = "events-misdated"
    ANNOTATED = "events-annotated"
    SENT_AGAIN = "events-sent-again-annotated"
    REDATED = "sound-events-annotated"


@dataclass(frozen=True, slots=True)
class Misdated:
    """An event whose instants are too far apart, or whose day was changed without that.

    `true_on` is the day that its newest annotation gave it, null where it has none.
    """

    event_id: UUID
    version: int
    name: str
    recorded_at: datetime
    stored_at: datetime
    true_on: date | None = None

    @property
    def recorded_on(self) -> date:
        """The business date of its recording."""
        return business_date(self.recorded_at)

    @property
    def stored_on(self) -> date:
        """The business date of its storing."""
        return business_date(self.stored_at)


@dataclass(frozen=True, slots=True)
class MisdatedSubject:
    """A subject with its events of one treatment, in their order."""

    stream: str
    stands: RecordDays
    events: tuple[Misdated, ...]


def misdated_in(log: EventLog) -> tuple[MisdatedSubject, ...]:
    """The misdated events of each subject on a real clock: those annotated apart, and later.

    Last come soundly dated events that have another day. Events that cannot be read are left to the
    check of the log's soundness.
    """
    found: dict[str, list[Recorded[Any]]] = {}
    true_days: dict[UUID, date] = {}
    annotated: set[str] = set()
    is_real = _on_real_clock(log)
    for recorded in _readable(log):
        if isinstance(recorded.event, RecordAnnotated) and is_real(recorded.stream):
            true_on = recorded.event.true_on
            true_days.update((one.event, true_on) for one in recorded.event.events)
            annotated.add(recorded.stream)
        if is_misdated(recorded) and is_real(recorded.stream):
            found.setdefault(recorded.stream, []).append(recorded)
    for stream in annotated:
        found.setdefault(stream, []).extend(_redated(log, stream, true_days))
    lost = log.identity().restored
    subjects = (
        _subject(stream, found[stream], true_days, stands, lost)
        for stands in RecordDays
        for stream in sorted(found)
    )
    return tuple(subject for subject in subjects if subject.events)


def _redated(log: EventLog, stream: str, true_days: Mapping[UUID, date]) -> Iterator[Recorded[Any]]:
    """The soundly dated events of a subject that count on another day than theirs."""
    for one in log.read(stream):
        if not is_misdated(one) and true_days.get(one.id, one.effective_on) != one.effective_on:
            yield one


def _subject(
    stream: str,
    events: Iterable[Recorded[Any]],
    true_days: Mapping[UUID, date],
    stands: RecordDays,
    lost: Iterable[LostDays],
) -> MisdatedSubject:
    these = (one for one in events if _stands(one, true_days, lost) is stands)
    return MisdatedSubject(stream, stands, tuple(_misdated(one, true_days) for one in these))


def _stands(
    one: Recorded[Any], true_days: Mapping[UUID, date], lost: Iterable[LostDays]
) -> RecordDays:
    if not is_misdated(one):
        was_lost = any(days.explains(one.stored_at, true_days[one.id]) for days in lost)
        return RecordDays.SENT_AGAIN if was_lost else RecordDays.REDATED
    return RecordDays.ANNOTATED if one.id in true_days else RecordDays.MISDATED


def _misdated(recorded: Recorded[Any], true_days: Mapping[UUID, date]) -> Misdated:
    return Misdated(
        recorded.id,
        recorded.version,
        recorded.event.name,
        recorded.recorded_at,
        recorded.stored_at,
        true_days.get(recorded.id),
    )


def _readable(log: EventLog) -> Iterator[Recorded[Any]]:
    for one in notifications_behind(log):
        try:
            recorded = unseal(one.topic, one.state, basis=False)
        except UnreadableState:  # a finding of its own
            continue
        yield recorded


def _on_real_clock(log: EventLog) -> Callable[[str], bool]:
    """Whether the machine's clock dates a subject's acts.

    The kind of the log decides. If the log is mixed or has no kind, the subject's year decides; for
    a subject without a year, all years of its jurisdiction.
    """
    kind = log.identity().kind
    if kind in {LogKind.REAL, LogKind.SIMULATED}:
        return lambda _stream: kind is LogKind.REAL
    clocks = {(year.jurisdiction, year.year): clock for year, clock in clocks_of_years(log)}

    def is_real(stream: str) -> bool:
        subject = subject_of(stream)
        if subject is None:  # a finding of its own
            return False
        own = clocks.get((subject.jurisdiction, subject.year))
        if own is not None:
            return own == "real"
        theirs = {clock for (code, _), clock in clocks.items() if code == subject.jurisdiction}
        return theirs == {"real"}

    return is_real
