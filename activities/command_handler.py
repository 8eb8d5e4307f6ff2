"""The command handler: it has acts decided and appends them; only it adds events to the log."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from activities import outcomes
from activities.business_clock import BusinessClock
from activities.decision_maker import Asked, DecisionMaker, Made
from activities.outcomes import Json
from domain.kernel.decider import Decider, Recorded, Step, View
from domain.kernel.message import Command
from domain.kernel.plain_fields import require_plain
from domain.kernel.refusal import Refusal
from domain.kernel.request import FIRST, BadRequest, Request
from domain.kernel.serialization.envelope import record, seal_recorded
from domain.kernel.subject_ids import Subject, SubjectKind, parse_subject
from domain.shared.deadlines.scheduled_commands import NOBODY, step_command, step_request
from domain.shared.fan_out.messages import Reached
from domain.subjects.command_parsing import command_of
from domain.subjects.registry import DECIDERS
from store import clock
from store.port import CommandRow, EventLog, LogKind, StoreUnavailable, VersionConflict

log = structlog.get_logger()

_CONFLICTS = 20


@dataclass(frozen=True, slots=True)
class Handled:
    """The stored outcome of an act, and the view of the subject after it."""

    outcome: Json
    view: View


class CommandHandler:
    """Has acts decided and stores them in the log.

    An act is decided on cached values. The transaction of the append compares their versions with
    the log; if nothing is appended, a query compares them (decision 0503). If a version is old, the
    act is decided again.
    """

    def __init__(
        self,
        events: EventLog,
        *,
        clock: Callable[[], datetime] = clock.now,
        salt: Callable[[], str] = lambda: secrets.token_hex(16),
        deciders: Mapping[SubjectKind, Decider] = DECIDERS,
    ) -> None:
        """Decide on `events`; `clock` gives the wall time, `salt` returns unguessable salts.

        On a real log the wall time is also the business instant of every act.
        """
        self._log = events
        self._deciders = deciders
        self._decisions = DecisionMaker(events, deciders)
        self._clock = clock
        self._business_clock = BusinessClock(events, clock)
        self._salt = salt

    def submit(self, request: Request, at: datetime, *, most_cold: int | None = None) -> Handled:
        """Decide an act at the business instant `at` and store it; idempotent by its command id.

        On a real log `at` is ignored: the business instant is now. Raises `StoreUnavailable` and
        `NotNow` (retry), `BadRequest` when the id is not the id of a subject, `FrameIsColdError`
        where more than `most_cold` projects that the act looks at are not in the cache.
        """
        subject = _subject(request.subject)
        command = _command(request, self._deciders)
        return self._settle(subject, Asked(request, command, at, most_cold=most_cold))

    def prepare(self, request: Request) -> int:
        """Read the projects that an act looks at into the cache; how many there are."""
        command = _command(request, self._deciders)
        if isinstance(command, BadRequest):
            return 0
        return self._decisions.warm(_subject(request.subject), command)

    def take_step(
        self,
        stream: str,
        step: Step,
        at: datetime,
        reached: Reached = NOBODY,
        taken: Step | None = None,
    ) -> Handled:
        """Take a step of the system after its timer fired; it takes effect on its planned day.

        `reached` is the result of a fan-out; `taken` is the step with another planned instant, if a
        later one applies. A step that is not needed, waits for a ruling or does not belong to this
        subject adds no row and may be taken later. If a drill's clock was set back after the timer
        fired, the step is recorded at its planned instant; on a real log it raises `TooEarly`.
        Raises as `submit` does.
        """
        subject = _subject(stream)
        try:
            command = step_command(self._deciders[subject.kind].STEPS, step, reached)
        except BadRequest as error:
            return Handled(outcomes.refused(outcomes.unreadable(error)), self.view(stream))
        request = step_request(stream, step, command)
        return self._settle(subject, Asked(request, command, at, taken or step))

    def instant_of_step(self, step: Step, told: datetime) -> datetime:
        """The business instant of a step that is taken now; raises `NotNow` (retry)."""
        return self._business_clock.instant_of_step(told, step.planned)

    def is_real(self) -> bool:
        """Whether the machine's clock dates the acts of this log."""
        return self._business_clock.is_real()

    def _settle(self, subject: Subject, given: Asked) -> Handled:
        if self._log.identity().kind is LogKind.MIXED:
            return self._read_only(subject, given.request)
        state = self._decisions.states.kept(subject)
        held = self._decisions.kept
        for _ in range(_CONFLICTS):
            asked = replace(given, at=self._instant(given))
            made = self._decisions.decide(subject, state, asked, held)
            try:
                if asked.planned is not None and not made.decisions:
                    return self._untraced(subject, state, asked.at, made)
                return self._append(subject, state, asked, made)
            except VersionConflict as moved:
                log.info("version conflict, deciding again", subject=subject.stream, why=str(moved))
            self.forget(subject.stream)  # the log may be an older one than this state
            state = self._decisions.states.newest(subject)
            held = self._decisions.newest
        raise StoreUnavailable(
            f"{subject.stream}: 同时办理过多，请重试 / {_CONFLICTS} version conflicts in a row"
        )

    def _read_only(self, subject: Subject, request: Request) -> Handled:
        """On a mixed log: return the stored outcome of a known act, refuse every other act."""
        row = self._log.command(request.command_id)
        known = row is not None and row.request_hash == request.hash()
        outcome = row.outcome if row and known else outcomes.refused(outcomes.read_only())
        return Handled(outcome, self.view(subject.stream))

    def _instant(self, asked: Asked) -> datetime:
        """The business instant at which an act is decided now and recorded."""
        if asked.planned is None:
            return self._business_clock.instant(asked.at)
        return self._business_clock.instant_of_step(asked.at, asked.planned.planned)

    def view(self, stream: str) -> View:
        """The view of the subject, from the log."""
        subject = parse_subject(stream)
        return self._decisions.view(subject, self._decisions.states.newest(subject))

    def forget(self, stream: str) -> None:
        """Drop the cached state of a subject that is unlikely to be needed again."""
        self._decisions.states.forget(stream)

    def _append(self, subject: Subject, state: Any, asked: Asked, made: Made) -> Handled:
        request = asked.request
        stored_at = self._clock()
        news = record(made.decisions, made.act, subject.stream, state.version, stored_at)
        refusal = made.decided if isinstance(made.decided, Refusal) else None
        row = CommandRow(
            command_id=request.command_id,
            request_hash=request.hash(),
            stream=subject.stream,
            first_version=news[0].version if news else None,
            last_version=news[-1].version if news else None,
            act=request.taken_by(_version(asked.command)).as_json(),
            outcome=_outcome(refusal, news, made),
            recorded_at=asked.at,
            stored_at=stored_at,
        )
        sealed = seal_recorded(made.decisions, news, self._salt)
        expected = made.rests_on(subject.stream, followed=bool(sealed))
        stored = self._log.append(row, sealed, expected)
        if stored is row:
            after = self._decisions.states.after(subject, state, news)
            return Handled(row.outcome, self._decisions.view(subject, after, made.held, asked.at))
        view = self._decisions.view(subject, self._decisions.states.newest(subject), now=asked.at)
        if stored.request_hash != row.request_hash:
            return Handled(outcomes.refused(outcomes.reused(request)), view)
        return Handled(stored.outcome, view)

    def _untraced(self, subject: Subject, state: Any, at: datetime, made: Made) -> Handled:
        """Return an outcome without storing it; raises `VersionConflict` like an append."""
        expected = made.rests_on(subject.stream)
        found = self._log.versions([*expected])
        for stream, version in expected.items():
            if found.get(stream, 0) != version:
                raise VersionConflict(f"{stream} is no longer at version {version}")
        refusal = made.decided if isinstance(made.decided, Refusal) else None
        outcome = outcomes.refused(refusal) if refusal else outcomes.accepted(())
        return Handled(outcome, self._decisions.view(subject, state, made.held, at))


def _outcome(refusal: Refusal | None, news: Sequence[Recorded[Any]], made: Made) -> outcomes.Json:
    return outcomes.refused(refusal) if refusal else outcomes.accepted(news, made.decisions)


def _subject(stream: str) -> Subject:
    try:
        return parse_subject(stream)
    except ValueError as error:
        raise BadRequest("subject", str(error)) from error


def _version(command: Command | BadRequest) -> int:
    """The version that an act is taken by; that of a request that cannot be read is the first."""
    return FIRST if isinstance(command, BadRequest) else command.taken_by


def _command(request: Request, deciders: Mapping[SubjectKind, Decider]) -> Command | BadRequest:
    """The command of a request, or what keeps it from being asked."""
    try:
        command = command_of(request, deciders)
        require_plain(type(command), request)
    except BadRequest as error:
        return error
    return command
