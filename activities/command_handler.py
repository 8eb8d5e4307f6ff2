"""The command handler: it loads, decides and appends; events enter the log only through it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

import structlog

from activities import outcomes
from activities.business_clock import BusinessClock
from activities.frame_loader import frame_of
from activities.outcomes import Json
from activities.state_cache import StateCache
from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Decider,
    Decision,
    Step,
    View,
    past_of,
)
from domain.kernel.message import Command
from domain.kernel.refusal import Code, Refusal
from domain.kernel.request import BadRequest, Request
from domain.kernel.serialization.envelope import record, seal_recorded
from domain.kernel.subject_ids import Subject, SubjectKind, parse_subject
from domain.kernel.vocabulary import business_date
from domain.shared.deadlines.scheduled_commands import NOBODY, step_command, step_request
from domain.shared.fan_out.messages import Reached
from domain.subjects.command_parsing import command_of
from domain.subjects.registry import DECIDERS
from projections.planned_openings import planned_opening
from store import clock
from store.in_force import InForceAt, InForceReader, NotAdopted
from store.port import (
    NOTHING,
    CommandRow,
    ContentDamaged,
    ContentMissing,
    EventLog,
    LogKind,
    StoreUnavailable,
    VersionConflict,
    Versions,
)

log = structlog.get_logger()

_CONFLICTS = 20

_CLOCKS: Mapping[LogKind | None, Literal["real", "simulated"]] = {
    LogKind.REAL: "real",
    LogKind.SIMULATED: "simulated",
}


@dataclass(frozen=True, slots=True)
class Handled:
    """The stored outcome of an act, and the view of the subject after it."""

    outcome: Json
    view: View


@dataclass(frozen=True, slots=True)
class _Asked:
    """An act at a business instant, and its request for the command log.

    Before the decision, `at` is the workflow's instant; after it, the business clock's.

    `command` is the error if the request cannot be read; `planned` is the step to take.
    """

    request: Request
    command: Command | BadRequest
    at: datetime
    planned: Step | None = None


@dataclass(frozen=True, slots=True)
class _Decided:
    """The decisions of an act, with the subject's version and the `held` values they rest on."""

    decided: Decided
    version: int
    act: CommandContext[Any] | None = None
    held: InForceAt | None = None

    @property
    def decisions(self) -> tuple[Decision[Any], ...]:
        return () if isinstance(self.decided, Refusal) else self.decided

    def rests_on(self, stream: str, *, followed: bool = False) -> Versions:
        """The newest known version of every stream that the decision read.

        The subject's own stream may be omitted when events are appended (`followed`): their unique
        versions already detect a conflict.
        """
        in_force = self.held.versions if self.held else NOTHING
        if followed and stream not in in_force:
            return in_force
        return {**in_force, stream: self.version}


class CommandHandler:
    """Decides acts on the log.

    It caches states and the values in force, and decides on the cache. The transaction of the
    append compares all versions with the log; if nothing is appended, a query does (decision 0503).
    If a version is old, the act is decided again.
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
        self._state_cache = StateCache(events, deciders)
        self._in_force_reader = InForceReader(events)
        self._clock = clock
        self._business_clock = BusinessClock(events, clock)
        self._salt = salt

    def submit(self, request: Request, at: datetime) -> Handled:
        """Decide an act at the business instant `at` and store it; idempotent by its command id.

        On a real log `at` is ignored: the business instant is now. Raises `StoreUnavailable` and
        `NotNow` (retry), `BadRequest` when the id is not the id of a subject.
        """
        subject = _subject(request.subject)
        return self._settle(subject, _Asked(request, _command(request, self._deciders), at))

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
        return self._settle(subject, _Asked(request, command, at, taken or step))

    def instant_of_step(self, step: Step, told: datetime) -> datetime:
        """The business instant of a step that is taken now; raises `NotNow` (retry)."""
        return self._business_clock.instant_of_step(told, step.planned)

    def is_real(self) -> bool:
        """Whether the machine's clock dates the acts of this log."""
        return self._business_clock.is_real()

    def _settle(self, subject: Subject, given: _Asked) -> Handled:
        if self._log.identity().kind is LogKind.MIXED:
            return self._read_only(subject, given.request)
        state = self._state_cache.kept(subject)
        held = self._kept
        for _ in range(_CONFLICTS):
            asked = replace(given, at=self._instant(given))
            made = self._decide(subject, state, asked, held)
            try:
                if asked.planned is not None and not made.decisions:
                    return self._untraced(subject, state, asked.at, made)
                return self._append(subject, state, asked, made)
            except VersionConflict as moved:
                log.info("version conflict, deciding again", subject=subject.stream, why=str(moved))
            self._state_cache.forget(subject.stream)  # the log may be an older one than this state
            state = self._state_cache.newest(subject)
            held = self._newest
        raise StoreUnavailable(
            f"{subject.stream}: 同时办理过多，请重试 / {_CONFLICTS} version conflicts in a row"
        )

    def _read_only(self, subject: Subject, request: Request) -> Handled:
        """On a mixed log: return the stored outcome of a known act, refuse every other act."""
        row = self._log.command(request.command_id)
        known = row is not None and row.request_hash == request.hash()
        outcome = row.outcome if row and known else outcomes.refused(outcomes.read_only())
        return Handled(outcome, self.view(subject.stream))

    def _instant(self, asked: _Asked) -> datetime:
        """The business instant at which an act is decided now and recorded."""
        if asked.planned is None:
            return self._business_clock.instant(asked.at)
        return self._business_clock.instant_of_step(asked.at, asked.planned.planned)

    def view(self, stream: str) -> View:
        """The view of the subject, from the log."""
        subject = parse_subject(stream)
        return self._view(subject, self._state_cache.newest(subject))

    def forget(self, stream: str) -> None:
        """Drop a subject from the cache that is unlikely to be needed again."""
        self._state_cache.forget(stream)

    def _decide(
        self, subject: Subject, state: Any, asked: _Asked, held: Callable[[Subject], InForceAt]
    ) -> _Decided:
        if isinstance(asked.command, BadRequest):
            return _Decided(outcomes.unreadable(asked.command), state.version)
        act = CommandContext(
            command=asked.command,
            actor=asked.request.actor,
            at=asked.at,
            effective_on=business_date(asked.planned.planned if asked.planned else asked.at),
            command_id=asked.request.command_id,
            caused_by=asked.request.caused_by,
            frame=frame_of(self._log, self._state_cache, subject, asked.command, self._view),
            past=past_of(asked.command, lambda: self._log.read(subject.stream)),
            clock=_CLOCKS.get(self._log.identity().kind),
        )
        try:
            found = held(subject)
        except NotAdopted as error:
            return _Decided(outcomes.not_adopted(error), state.version, act)
        decided = self._deciders[subject.kind].decide(state, act, found.in_force)
        if isinstance(decided, Refusal) and decided.code is Code.UNKNOWN_SUBJECT:
            decided = self._planned(subject.stream) or decided
        return _Decided(decided, state.version, act, found)

    def _planned(self, stream: str) -> Refusal | None:
        """The refusal that says when a subject will be registered; none if no portfolio has it."""
        try:
            planned = planned_opening(self._log, stream)
        except (ContentMissing, ContentDamaged) as error:  # the doctor names it
            log.warning("a portfolio cannot be read", subject=stream, why=str(error))
            return None
        return refusals.opens_later(stream, planned.on, planned.by) if planned else None

    def _append(self, subject: Subject, state: Any, asked: _Asked, made: _Decided) -> Handled:
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
            act=request.as_json(),
            outcome=outcomes.refused(refusal) if refusal else outcomes.accepted(news),
            recorded_at=asked.at,
            stored_at=stored_at,
        )
        sealed = seal_recorded(made.decisions, news, self._salt)
        expected = made.rests_on(subject.stream, followed=bool(sealed))
        stored = self._log.append(row, sealed, expected)
        if stored is row:
            after = self._state_cache.after(subject, state, news)
            return Handled(row.outcome, self._view(subject, after, made.held, asked.at))
        view = self._view(subject, self._state_cache.newest(subject), now=asked.at)
        if stored.request_hash != row.request_hash:
            return Handled(outcomes.refused(outcomes.reused(request)), view)
        return Handled(stored.outcome, view)

    def _untraced(self, subject: Subject, state: Any, at: datetime, made: _Decided) -> Handled:
        """Return an outcome without storing it; raises `VersionConflict` like an append."""
        expected = made.rests_on(subject.stream)
        found = self._log.versions([*expected])
        for stream, version in expected.items():
            if found.get(stream, 0) != version:
                raise VersionConflict(f"{stream} is no longer at version {version}")
        refusal = made.decided if isinstance(made.decided, Refusal) else None
        outcome = outcomes.refused(refusal) if refusal else outcomes.accepted(())
        return Handled(outcome, self._view(subject, state, made.held, at))

    def _kept(self, subject: Subject) -> InForceAt:
        """The cached values in force; read again if the subject itself is part of them."""
        if subject.kind is SubjectKind.PACKS:
            return self._in_force_reader.adopting(subject.jurisdiction)
        held = self._in_force_reader.kept(subject.jurisdiction, subject.year or 0)
        return self._newest(subject) if subject.stream in held.versions else held

    def _newest(self, subject: Subject) -> InForceAt:
        """The values in force now."""
        if subject.kind is SubjectKind.PACKS:
            return self._in_force_reader.adopting(subject.jurisdiction)
        return self._in_force_reader.newest(subject.jurisdiction, subject.year or 0)

    def _view(
        self,
        subject: Subject,
        state: Any,
        held: InForceAt | None = None,
        now: datetime | None = None,
    ) -> View:
        """The view of a subject under the `held` values, by default those in force now.

        `now` is the current business instant, by default the instant of its newest event.
        """
        if state.version == 0:
            return View(subject.stream, 0, "unknown")
        if held is None or subject.stream in held.versions:  # it may have changed them
            held = self._newest(subject)
        return self._deciders[subject.kind].view(state, held.in_force, now)


def _subject(stream: str) -> Subject:
    try:
        return parse_subject(stream)
    except ValueError as error:
        raise BadRequest("subject", str(error)) from error


def _command(request: Request, deciders: Mapping[SubjectKind, Decider]) -> Command | BadRequest:
    try:
        return command_of(request, deciders)
    except BadRequest as error:
        return error
