"""Problems and their remedies: refusals, reminders, findings, caps, recoveries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.kernel.decider import Recorded
from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.kernel.vocabulary import business_date
from domain.shared.catalogue.entries import EventEntry
from domain.shared.deadlines.deadline_acts import Extended, Passed
from domain.shared.deadlines.due_dates import key
from domain.subjects.catalogues import CATALOGUES
from domain.subjects.project_year.results.flags import flags_in
from projections.annotations import Annotations, annotations_in, data_of, day_of
from projections.boards.rows import DeadlineRow
from projections.boards.unreached import Unreached, unreached_in
from projections.boards.vacancies import vacancies
from store.port import CommandRow, EventLog

if TYPE_CHECKING:
    from projections.boards.deadlines_now import DeadlinesNow


class Kind(StrEnum):
    """The kinds of problems and remedies."""

    REFUSAL = "refusal"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    ESCALATION = "escalation"
    LATE = "late"
    RETURN = "return"
    CORRECTION = "correction"
    EXTENSION = "extension"
    WITHDRAWAL = "withdrawal"
    WARNING = "warning"
    RECTIFICATION = "rectification"
    FINDING = "finding"
    LAPSE = "lapse"
    FLAG = "flag"
    CAP = "cap"
    VETO = "veto"
    REOPENING = "reopening"
    RECOVERY = "recovery"
    ACCOUNTABILITY = "accountability"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem or a remedy.

    `on` is its day and `late` its lateness, both corrected by annotations of the record.

    `clauses` are the clauses that it rests on: its own, or else those of its cause (the notice of a
    rectification, the step of the grade that called for a recovery). `step` is the step of the
    grade that is a cap or a veto; `outcome` is the outcome of a refusal, with code and reasons. For
    a fan-out that did not reach a subject, `name` is the refused act, and `data` names the subject
    and the event that recorded the refusal. `now` is the present state of the deadline that a step
    was taken for; none if the deadline is no longer pending. `extended` is an extension that came
    after a late filing: until when (inclusive), on which day, by whom.
    """

    kind: Kind
    subject: str
    on: date
    recorded_at: datetime
    actor: str
    role: str
    name: str
    data: Mapping[str, Any]
    clauses: tuple[str, ...] = ()
    step: Mapping[str, Any] | None = None
    outcome: Mapping[str, Any] | None = None
    now: DeadlineRow | None = None
    extended: Mapping[str, str] | None = None


_CHAIN = {
    "monitoring_cap": Kind.CAP,
    "audit_cap": Kind.CAP,
    "major_problem": Kind.CAP,
    "veto": Kind.VETO,
}


def problems_of(log: EventLog, prefix: str, today: date | None = None) -> tuple[Problem, ...]:
    """All problems of the subjects whose stream begins with `prefix`, by subject and by time.

    With `today`, each subject's problems end with the roles that nobody holds then or soon.
    """
    from projections.boards.deadlines_now import DeadlinesNow  # noqa: PLC0415 - loads all deciders

    now = DeadlinesNow(log)
    streams = log.streams(prefix)
    return tuple(problem for stream in streams for problem in _problems_of(log, stream, now, today))


def _problems_of(
    log: EventLog, stream: str, now: DeadlinesNow, today: date | None
) -> Iterator[Problem]:
    events = tuple(log.read(stream))
    yield from _recorded_problems(log, stream, events, now)
    if today is not None and parse_subject(stream).kind is SubjectKind.ORGANISATIONS:
        for given, said in vacancies(events, today):
            last_day = date.fromisoformat(said["last_day"])
            yield _problem(Kind.WARNING, given, last_day, said, ())


def _recorded_problems(
    log: EventLog, stream: str, events: tuple[Recorded[Any], ...], now: DeadlinesNow
) -> tuple[Problem, ...]:
    unreached = map(_unreached, unreached_in(log, events))
    return (*_problems_in(events, log.commands(stream), now.of(events)), *unreached)


def _problems_in(
    events: tuple[Recorded[Any], ...],
    commands: Iterable[CommandRow],
    now: Mapping[str, DeadlineRow],
) -> tuple[Problem, ...]:
    """The problems of one subject, in the order of their recording."""
    found = _Found(annotations_in(events), now, _extended_later(events))
    told = [(_place(one), problem) for one in events for problem in found.of(one)]
    told += [(_place(row), _refusal(row)) for row in commands if row.outcome["status"] == "refused"]
    return tuple(problem for _, problem in sorted(told, key=lambda one: one[0]))


def _place(one: Recorded[Any] | CommandRow) -> tuple[datetime, datetime]:
    return one.recorded_at, one.stored_at


class _Found:
    """The problems of one subject, event by event, with the facts that later problems rest on."""

    def __init__(
        self,
        annotations: Annotations,
        now: Mapping[str, DeadlineRow],
        extended: Mapping[UUID | None, Mapping[str, str]],
    ) -> None:
        self._annotations = annotations
        self._now = now
        self._extended = extended
        self._citations: dict[UUID, tuple[str, ...]] = {}
        self._notices: dict[str, tuple[str, ...]] = {}

    def of(self, recorded: Recorded[Any]) -> Iterator[Problem]:
        """The problems that an event shows."""
        data = data_of(recorded, self._annotations)
        on = day_of(recorded, self._annotations)
        clauses = _clauses(recorded.basis) or self._led_to(recorded, data)
        if "chain" in data:  # a grade: its caps and its veto are the problems
            steps = [step for step in data["chain"] if step["step"] in _CHAIN]
            self._citations[recorded.id] = tuple(step["clause"] for step in steps[-1:])
            if data.get("lapsed"):  # the flag of a grade that some failed rounds do not count for
                yield _problem(Kind.LAPSE, recorded, on, data, ())
            if flags_in(data):
                yield _problem(Kind.FLAG, recorded, on, data, ())
            for step in steps:
                own = (step["clause"],)
                yield _problem(_CHAIN[step["step"]], recorded, on, data, own, step)
            return
        for beside in _beside(data):
            yield _problem(beside, recorded, on, data, ())
        entry = CATALOGUES.event(recorded.event.name, data)
        if entry.notifies is not None:
            self._notices[key(entry.notifies, date.fromisoformat(data["node"]))] = clauses
        kind = _kind(entry, data)
        if kind is not None:
            self._citations[recorded.id] = clauses
            problem = _problem(kind, recorded, on, data, clauses)
            if isinstance(recorded.event, Passed):
                problem = replace(problem, now=self._now.get(data["deadline"]))
            if kind is Kind.LATE:
                problem = replace(problem, extended=self._extended.get(recorded.id))
            yield problem

    def _led_to(self, recorded: Recorded[Any], data: Mapping[str, Any]) -> tuple[str, ...]:
        """The clauses of the cause of an event that has no clauses of its own."""
        if recorded.caused_by in self._citations:
            return self._citations[recorded.caused_by]
        entry = CATALOGUES.event(recorded.event.name, data)
        of_notice = entry.problem == "rectification"
        for deadline, clauses in self._notices.items():
            if data.get("deadline") == deadline:
                return clauses
            if of_notice and deadline.endswith(f":{data.get('node')}"):
                return clauses
        return ()


def _beside(data: Mapping[str, Any]) -> Iterator[Kind]:
    """The problems that an event shows besides that of its kind."""
    if data.get("flags"):  # priority that was given without a reason
        yield Kind.FLAG
    if data.get("unchecked"):  # common indicators, before a library was adopted
        yield Kind.WARNING


def _extended_later(
    events: Iterable[Recorded[Any]],
) -> dict[UUID | None, Mapping[str, str]]:
    """The extensions of late filings, by the event of the filing."""
    return {
        one.caused_by: {
            "until": str(one.event.until),
            "on": str(one.effective_on),
            "approver": one.event.approver,
        }
        for one in events
        if isinstance(one.event, Extended) and one.event.late_filing
    }


_NOTICE = "rectification.notice:"
"""The duty of an exception that records that the bureau sent no notice of rectification."""


def _kind(entry: EventEntry, data: Mapping[str, Any]) -> Kind | None:
    if entry.problem is not None:
        return Kind(entry.problem)
    if str(data.get("duty", "")).startswith(_NOTICE):
        return Kind.LAPSE
    return Kind.LATE if data.get("late") else None


def _problem(
    kind: Kind,
    recorded: Recorded[Any],
    on: date,
    data: Mapping[str, Any],
    clauses: tuple[str, ...],
    step: Mapping[str, Any] | None = None,
) -> Problem:
    return Problem(
        kind,
        recorded.stream,
        on,
        recorded.recorded_at,
        recorded.actor.id,
        recorded.actor.role.value,
        recorded.event.name,
        data,
        clauses,
        step,
    )


def _refusal(row: CommandRow) -> Problem:
    actor = row.act["actor"]
    return Problem(
        Kind.REFUSAL,
        row.stream,
        business_date(row.recorded_at),
        row.recorded_at,
        actor["id"],
        actor["role"],
        row.act["command"],
        row.act["fields"],
        _clauses(row.outcome["basis"]),
        outcome=row.outcome,
    )


def _unreached(one: Unreached) -> Problem:
    """A subject that a fan-out did not reach, on the date of that record."""
    return Problem(
        Kind.UNREACHED,
        one.sent.stream,
        business_date(one.sent.recorded_at),
        one.sent.recorded_at,
        one.sent.actor.id,
        one.sent.actor.role.value,
        one.row.act["command"],
        {"subject": one.subject, "sent_by": one.sent.version, "final": one.final},
        _clauses(one.row.outcome["basis"]),
        outcome=one.row.outcome,
    )


def _clauses(basis: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clause for answer in basis for clause in answer["clauses"]))
