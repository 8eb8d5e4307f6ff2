"""Deciding: load, fold, decide, append — the one way an event comes into the log."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any

import structlog

from domain.deciders import DECIDERS
from domain.decision import (
    UNIT_PROJECTS,
    Act,
    Decided,
    Decision,
    Frame,
    InForce,
    Step,
    View,
)
from domain.envelope import basis_of, event_id, seal, unseal
from domain.message import Command
from domain.project_year.membership import member_of
from domain.refusal import Code, Refusal
from domain.request import BadRequest, Request
from domain.steps import step_request
from domain.subject import Subject, SubjectKind, jurisdiction_year, parse_subject
from domain.vocabulary import business_date
from store.port import CommandRow, EventLog, StoreUnavailable, VersionConflict
from store.standing import NotAdopted, Standing

log = structlog.get_logger()

_CONFLICTS = 20
_KEPT_STATES = 20_000

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome of an act as the log has it, and the subject as it stands after it."""

    outcome: Json
    view: View


class Deciding:
    """Decides acts on the log; states folded once are kept and only caught up."""

    def __init__(
        self,
        events: EventLog,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        salt: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        """Decide on `events`; `clock` gives the wall time of storing, `salt` is unguessable."""
        self._log = events
        self._standing = Standing(events)
        self._clock = clock
        self._salt = salt
        self._states: OrderedDict[str, Any] = OrderedDict()
        self._keeping = Lock()

    def submit(self, request: Request, at: datetime, planned: Step | None = None) -> Settled:
        """Decide an act at the business instant `at` and store it, once.

        `planned` is the step that a timer fired for: its planned day is the day that counts. A
        step that is not needed, or waits for a ruling, leaves no trace: it may be taken later.
        Raises `StoreUnavailable` (try again), `BadRequest` when the subject has no shape.
        """
        subject = _subject(request)
        state = self._states.get(subject.stream) or self._state(subject)
        for _ in range(_CONFLICTS):
            decided, act, in_force = self._decide(subject, state, request, at, planned)
            before, state = state, state if _conflicts(decided) else self._state(subject)
            if state.version != before.version:
                continue
            if planned is not None and (decided == () or isinstance(decided, Refusal)):
                view = self._view(subject, state, in_force)
                return Settled(_outcome(decided, request), view)
            try:
                return self._append(subject, state, request, at, decided, act, in_force)
            except VersionConflict:
                log.info("version conflict, deciding anew", subject=subject.stream)
                state = self._state(subject)
        raise StoreUnavailable(f"{subject.stream}: {_CONFLICTS} version conflicts in a row")

    def take_step(self, stream: str, step: Step, at: datetime) -> Settled:
        """Take a step of the system that a timer fired for."""
        return self.submit(step_request(stream, step), at, step)

    def view(self, stream: str) -> View:
        """The subject as it stands in the log."""
        subject = parse_subject(stream)
        return self._view(subject, self._state(subject))

    def _decide(
        self, subject: Subject, state: Any, request: Request, at: datetime, planned: Step | None
    ) -> tuple[Decided, Act[Any] | None, InForce | None]:
        try:
            command = request.parse()
        except BadRequest as error:
            return _unreadable(error), None, None
        act = Act(
            command=command,
            actor=request.actor,
            at=at,
            effective_on=business_date(planned.planned if planned else at),
            command_id=request.command_id,
            caused_by=request.caused_by,
            frame=self._frame(subject, command),
        )
        try:
            in_force = self._in_force(subject)
        except NotAdopted as error:
            return _not_adopted(error), act, None
        return DECIDERS[subject.kind].decide(state, act, in_force), act, in_force

    def _frame(self, subject: Subject, command: Command) -> Frame | None:
        """The subjects that an act selects among, with the log's position before looking."""
        if command.framed_by is None:
            return None
        position = self._log.last_position()
        year = subject.year or 0
        budget_year = year if command.framed_by == UNIT_PROJECTS else year - 1
        prefix = f"{jurisdiction_year(subject.jurisdiction, budget_year)}/"
        members = []
        for stream in self._log.streams(prefix):
            other = parse_subject(stream)
            if other.kind is SubjectKind.PROJECT_YEAR:
                members.append(member_of(self._state(other)))
        mine = subject.code if command.framed_by == UNIT_PROJECTS else None
        wanted = [one for one in members if one is not None and mine in {None, one.unit}]
        return Frame(position, tuple(wanted))

    def _append(
        self,
        subject: Subject,
        state: Any,
        request: Request,
        at: datetime,
        decided: Decided,
        act: Act[Any] | None,
        in_force: InForce | None,
    ) -> Settled:
        stored_at = self._clock()
        decisions: tuple[Decision[Any], ...] = () if isinstance(decided, Refusal) else decided
        sealed = (
            seal(decisions, act, subject.stream, state.version, stored_at, self._salt)
            if act is not None
            else ()
        )
        row = CommandRow(
            command_id=request.command_id,
            request_hash=request.hash(),
            stream=subject.stream,
            first_version=sealed[0].version if sealed else None,
            last_version=sealed[-1].version if sealed else None,
            act=request.as_json(),
            outcome=_outcome(decided, request),
            recorded_at=at,
            stored_at=stored_at,
        )
        stored = self._log.append(row, sealed)
        if stored.request_hash != row.request_hash:
            return Settled(_reused(request), self._view(subject, self._state(subject)))
        if stored is row:
            news = [unseal(event.topic, event.state, basis=False) for event in sealed]
            state = self._evolve(subject, state, news)
        else:
            state = self._state(subject)
        return Settled(stored.outcome, self._view(subject, state, in_force))

    def _state(self, subject: Subject) -> Any:
        kept = self._states.get(subject.stream)
        state = kept or DECIDERS[subject.kind].initial(subject.stream)
        return self._evolve(subject, state, self._log.read(subject.stream, after=state.version))

    def _evolve(self, subject: Subject, state: Any, news: list[Any]) -> Any:
        for recorded in news:
            state = DECIDERS[subject.kind].evolve(state, recorded)
        with self._keeping:
            self._states[subject.stream] = state
            self._states.move_to_end(subject.stream)
            if len(self._states) > _KEPT_STATES:
                self._states.popitem(last=False)
        return state

    def _in_force(self, subject: Subject) -> InForce:
        if subject.kind is SubjectKind.PACKS:
            return InForce(_NoRules())
        return self._standing.in_force(subject.jurisdiction, subject.year or 0)

    def _view(self, subject: Subject, state: Any, in_force: InForce | None = None) -> View:
        """The subject as seen under `in_force`, by default what is in force now."""
        if state.version == 0:
            return View(subject.stream, 0, "unknown")
        if in_force is None or subject.kind is SubjectKind.JURISDICTION_YEAR:  # it may change that
            in_force = self._in_force(subject)
        return DECIDERS[subject.kind].view(state, in_force)


class _NoRules:
    """Adopting a pack asks no rule."""

    def ask(self, rule: str, on: Any, **inputs: Any) -> Any:
        """Fail: nothing asks here."""
        raise LookupError(f"{rule} asked on {on} with {inputs} before packs are adopted")


def _subject(request: Request) -> Subject:
    try:
        return parse_subject(request.subject)
    except ValueError as error:
        raise BadRequest("subject", str(error)) from error


def _conflicts(decided: Decided) -> bool:
    """Whether the log itself refuses the outcome when the state that it rests on was too old."""
    return not isinstance(decided, Refusal) and len(decided) > 0


def _outcome(decided: Decided, request: Request) -> Json:
    if isinstance(decided, Refusal):
        return _refused(decided)
    return {
        "status": "accepted",
        "events": [
            {"id": str(event_id(request.command_id, position)), "name": decision.event.name}
            for position, decision in enumerate(decided)
        ],
    }


def _refused(refusal: Refusal) -> Json:
    return {
        "status": "refused",
        "code": refusal.code.value,
        "zh": refusal.zh,
        "en": refusal.en,
        "field": refusal.field,
        "basis": [basis_of(answer) for answer in refusal.basis],
    }


def _unreadable(error: BadRequest) -> Refusal:
    if error.field == "command":
        code = Code.UNKNOWN_ACT
    else:
        code = Code.MISSING_FIELD if error.absent else Code.INVALID_FIELD
    return Refusal(
        code,
        f"字段 {error.field} 有误，请更正后重新提交。",
        f"{error.field}: {error.message}: correct it and submit again.",
        error.field,
    )


def _not_adopted(error: NotAdopted) -> Refusal:
    return Refusal(
        Code.PACKS_NOT_ADOPTED,
        "本地区尚未采用规则包，请先由财政部门办理 pack.adopt。",
        f"no decision without adopted rules: {error}",
    )


def _reused(request: Request) -> Json:
    refusal = Refusal(
        Code.COMMAND_ID_REUSED,
        f"命令编号 {request.command_id} 已用于另一内容，请换新编号。",
        f"command id {request.command_id} stands for another content: use a new id.",
        "command_id",
    )
    return _refused(refusal)
