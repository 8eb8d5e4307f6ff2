"""The assignment of a mixed log's streams to the two logs, and the acts that it cannot separate.

(docs/clock.md, 1247)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from domain.kernel.serialization.envelope import leaf_of
from domain.kernel.subject_ids import Subject, SubjectKind, parse_subject
from domain.subjects.jurisdiction_year.opening import YearOpened
from store.port import LogKind, Notification

OF_ONE_YEAR = frozenset(
    {SubjectKind.JURISDICTION_YEAR, SubjectKind.PROJECT_YEAR, SubjectKind.UNIT_YEAR}
)
"""Kinds of subjects that go into one log.

The others belong to the jurisdiction and go into both logs.
"""

_NEAR = timedelta(days=1)
"""The most by which recording and storing differ for an act of the machine's clock."""

Parts = frozenset[LogKind]
BOTH: Parts = frozenset({LogKind.REAL, LogKind.SIMULATED})


@dataclass(frozen=True, slots=True)
class Dated:
    """The first act of a subject: its recording instant and its storing instant."""

    recorded_at: datetime
    stored_at: datetime

    @property
    def kind(self) -> LogKind:
        """The kind of clock: the machine's, unless it was stored at another time."""
        near = abs(self.stored_at - self.recorded_at) <= _NEAR
        return LogKind.REAL if near else LogKind.SIMULATED


@dataclass(slots=True)
class Survey:
    """The facts of a log for the assignment, collected event by event in order."""

    years: dict[tuple[str, int], LogKind] = field(default_factory=dict)
    registered_by: dict[str, str] = field(default_factory=dict)
    first: dict[str, Dated] = field(default_factory=dict)
    wide: dict[str, Counter[LogKind]] = field(default_factory=dict)
    causes: dict[str, Counter[str]] = field(default_factory=dict)
    event_streams: dict[str, str] = field(default_factory=dict)
    """The streams of events that cause others, and of events in letters."""

    def take_in(self, one: Notification) -> None:
        """Add the facts of an event."""
        leaf = leaf_of(one.state)
        stream, cause = leaf["stream"], leaf["caused_by"]
        dated, subject = _dated(leaf), parse_subject(stream)
        self.first.setdefault(stream, dated)
        if one.topic.startswith(f"{YearOpened.name}@"):
            self.years[subject.jurisdiction, subject.year or 0] = LogKind(leaf["data"]["clock"])
        if subject.kind not in OF_ONE_YEAR:
            self.wide.setdefault(stream, Counter())[dated.kind] += 1
        elif cause is not None and leaf["version"] == "1":
            self.registered_by[stream] = cause
        if cause is not None:
            self.causes.setdefault(stream, Counter())[cause] += 1

    def take_in_refused(self, stream: str, recorded_at: datetime, stored_at: datetime) -> None:
        """Add a command, whose subject may have no event."""
        self.first.setdefault(stream, Dated(recorded_at, stored_at))


def _dated(leaf: Mapping[str, Any]) -> Dated:
    return Dated(
        datetime.fromisoformat(leaf["recorded_at"]), datetime.fromisoformat(leaf["stored_at"])
    )


@dataclass(frozen=True, slots=True)
class Assignment:
    """The log or logs of each stream; `guessed` are streams that belong to no year.

    A guessed stream is assigned by the instants of its first act.
    """

    parts: Mapping[str, Parts]
    guessed: tuple[str, ...]

    def of(self, kind: LogKind) -> frozenset[str]:
        """The streams that go into the log of a kind."""
        return frozenset(stream for stream, parts in self.parts.items() if kind in parts)

    @property
    def shared(self) -> tuple[str, ...]:
        """The streams that go into both, sorted."""
        return tuple(sorted(stream for stream, parts in self.parts.items() if parts == BOTH))


def assign(survey: Survey) -> Assignment:
    """Assign every stream of a surveyed log."""
    parts: dict[str, Parts] = {}
    guessed: list[str] = []
    for stream in sorted(survey.first):
        subject = parse_subject(stream)
        if subject.kind not in OF_ONE_YEAR:
            parts[stream] = BOTH
            continue
        kind = _claimed(survey, subject)
        if kind is None:
            guessed.append(stream)
            kind = survey.first[stream].kind
        parts[stream] = frozenset({kind})
    return Assignment(parts, tuple(guessed))


def _claimed(survey: Survey, subject: Subject) -> LogKind | None:
    """The kind of the work year of a subject or of its registration; `None` without a year.

    Without such a year, it is the kind of the budget year, then of the year after it, which
    evaluates it, then the only kind of the jurisdiction.
    """
    by = survey.event_streams.get(survey.registered_by.get(subject.stream, ""), "")
    years = [parse_subject(by)] if by else []
    asked = [(year.jurisdiction, year.year or 0) for year in years]
    of = subject.year or 0
    asked += [(subject.jurisdiction, of)]
    if subject.kind is not SubjectKind.JURISDICTION_YEAR:
        asked += [(subject.jurisdiction, of + 1)]
    for one in asked:
        if one in survey.years:
            return survey.years[one]
    only = {kind for (county, _), kind in survey.years.items() if county == subject.jurisdiction}
    return only.pop() if len(only) == 1 else None


@dataclass(frozen=True, slots=True)
class Entangled:
    """Events of a stream in one log that belong to the other log."""

    stream: str
    kind: LogKind
    events: int


def at_the_other_clock(survey: Survey) -> list[Entangled]:
    """The jurisdictions' acts dated by the other log's clock; both logs have them."""
    return [
        Entangled(stream, kind, found[other])
        for stream, found in sorted(survey.wide.items())
        for kind, other in _OTHER.items()
        if found[other]
    ]


def caused_by_the_other(survey: Survey, assignment: Assignment) -> list[Entangled]:
    """The events of a year's subject that a year or unit of the other log caused."""
    found = []
    for stream, causes in sorted(survey.causes.items()):
        if len(assignment.parts[stream]) != 1:
            continue
        (kind,) = assignment.parts[stream]
        events = sum(
            number
            for cause, number in causes.items()
            if kind not in _parts_of(survey, assignment, cause)
        )
        if events:
            found.append(Entangled(stream, kind, events))
    return found


def causes_elsewhere(survey: Survey, assignment: Assignment, kind: LogKind) -> list[str]:
    """Ids, sorted, of events only in the other log that caused events in the log of a kind."""
    found = {cause for stream in assignment.of(kind) for cause in survey.causes.get(stream, ())}
    return sorted(one for one in found if kind not in _parts_of(survey, assignment, one))


def _parts_of(survey: Survey, assignment: Assignment, cause: str) -> Parts:
    stream = survey.event_streams.get(cause)
    return BOTH if stream is None else assignment.parts[stream]


def years_of(survey: Survey, kind: LogKind) -> list[str]:
    """The work years of a kind, as `652825/2024`, sorted."""
    return sorted(f"{county}/{year}" for (county, year), of in survey.years.items() if of is kind)


def surveyed(read: Callable[[], Iterable[Notification]], wanted: set[str]) -> Survey:
    """A survey of events, read twice, with the streams of the events in `wanted`."""
    survey = Survey()
    for one in read():
        survey.take_in(one)
    asked = wanted.union(*survey.causes.values())
    for one in read():
        leaf = leaf_of(one.state)
        if leaf["event_id"] in asked:
            survey.event_streams[leaf["event_id"]] = leaf["stream"]
    return survey


_OTHER = {LogKind.REAL: LogKind.SIMULATED, LogKind.SIMULATED: LogKind.REAL}
