"""The decision maker: it has an act decided by its decider, on cached states and rules.

It stores nothing: the command handler appends the decisions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

import structlog

from activities import outcomes
from activities.frame_loader import frame_of, warm
from activities.known_units import remark_on_unit
from activities.near_codes import fault_of_institution, fault_of_new, not_registered
from activities.state_cache import StateCache
from domain.kernel import refusals
from domain.kernel.decider import CommandContext, Decided, Decider, Decision, Step, View, past_of
from domain.kernel.message import Command
from domain.kernel.refusal import Code, Refusal
from domain.kernel.request import BadRequest, Request
from domain.kernel.subject_ids import Subject, SubjectKind
from domain.kernel.vocabulary import business_date
from projections.planned_openings import readable_opening
from store.in_force import InForceAt, InForceReader, NotAdopted
from store.port import NOTHING, EventLog, LogKind, Versions

log = structlog.get_logger()

_CLOCKS: Mapping[LogKind | None, Literal["real", "simulated"]] = {
    LogKind.REAL: "real",
    LogKind.SIMULATED: "simulated",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An act at a business instant, and its request for the command log.

    The client gives `at` as the workflow's instant; the business clock replaces it before the
    decision. `command` is the error if the request cannot be read; `planned` is the step to take.
    `most_cold` bounds the states that a frame may still have to read (`frame_loader`).
    """

    request: Request
    command: Command | BadRequest
    at: datetime
    planned: Step | None = None
    most_cold: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The decisions of an act, with the subject's version and the `held` values they rest on."""

    decided: Decided
    version: int
    act: CommandContext[Any] | None = None
    held: InForceAt | None = None

    @property
    def decisions(self) -> tuple[Decision[Any], ...]:
        """The decisions; none of a refused act."""
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


class DecisionMaker:
    """Decides acts on cached states and cached values in force.

    The caches may be older than the log: the command handler compares the versions that a decision
    rests on with the log.
    """

    def __init__(self, events: EventLog, deciders: Mapping[SubjectKind, Decider]) -> None:
        """Read from `events`."""
        self.states = StateCache(events, deciders)
        self._log = events
        self._deciders = deciders
        self._in_force_reader = InForceReader(events)

    def kept(self, subject: Subject) -> InForceAt:
        """The cached values in force; read again if the subject itself is part of them."""
        if subject.kind is SubjectKind.PACKS:
            return self._in_force_reader.adopting(subject.jurisdiction)
        held = self._in_force_reader.kept(subject.jurisdiction, subject.year or 0)
        return self.newest(subject) if subject.stream in held.versions else held

    def newest(self, subject: Subject) -> InForceAt:
        """The values in force now."""
        if subject.kind is SubjectKind.PACKS:
            return self._in_force_reader.adopting(subject.jurisdiction)
        return self._in_force_reader.newest(subject.jurisdiction, subject.year or 0)

    def view(
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
            held = self.newest(subject)
        return self._deciders[subject.kind].view(state, held.in_force, now)

    def warm(self, subject: Subject, command: Command) -> int:
        """Read the projects that an act looks at into the cache; how many there are."""
        return warm(self._log, self.states, subject, command)

    def decide(
        self, subject: Subject, state: Any, asked: Asked, held: Callable[[Subject], InForceAt]
    ) -> Made:
        """Decide an act on a state; `held` gives the values in force, as `kept` and `newest` do."""
        if isinstance(asked.command, BadRequest):
            return Made(outcomes.unreadable(asked.command), state.version)
        unfit = fault_of_new(self._log, asked.request) if state.version == 0 else None
        if unfit is not None:
            return Made(outcomes.unreadable(unfit), state.version)
        act = CommandContext(
            command=asked.command,
            actor=asked.request.actor,
            at=asked.at,
            effective_on=business_date(asked.planned.planned if asked.planned else asked.at),
            command_id=asked.request.command_id,
            caused_by=asked.request.caused_by,
            frame=frame_of(
                self._log,
                self.states,
                subject,
                asked.command,
                self.view,
                most_cold=asked.most_cold,
            ),
            past=past_of(asked.command, lambda: self._log.read(subject.stream)),
            clock=_CLOCKS.get(self._log.identity().kind),
            version=asked.command.taken_by,
            lost=self._log.identity().restored,
        )
        try:
            found = held(subject)
        except NotAdopted as error:
            return Made(outcomes.not_adopted(error), state.version, act)
        decided = self._deciders[subject.kind].decide(state, act, found.in_force)
        if isinstance(decided, Refusal):
            if decided.code is Code.UNKNOWN_SUBJECT:
                planned = self._planned(subject.stream, business_date(asked.at))
                is_new = state.version == 0
                beside = not_registered(self._log, subject.stream) if is_new else None
                decided = planned or beside or decided
            return Made(decided, state.version, act, found)
        unknown = fault_of_institution(asked.command, found.in_force.assignments)
        if unknown is not None:
            return Made(outcomes.unreadable(unknown), state.version, act, found)
        remark = remark_on_unit(self._log, asked.request, asked.command, found.in_force)
        if remark is not None and decided:
            first, *others = decided
            decided = (replace(first, remarks=(*first.remarks, remark)), *others)
        return Made(decided, state.version, act, found)

    def _planned(self, stream: str, today: date) -> Refusal | None:
        """The refusal that says when a subject will be registered; none if no portfolio has it."""
        planned = readable_opening(self._log, stream)
        if planned is None:
            return None
        if planned.on <= today:
            return refusals.is_opening(stream, planned.by)
        return refusals.opens_later(stream, planned.on, planned.by)
