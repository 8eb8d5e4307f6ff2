"""Trials: what an act would come to on a subject, decided by its decider and stored nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from activities import outcomes
from activities.frame_loader import frame_of
from activities.state_cache import StateCache
from domain.kernel.decider import Actor, CommandContext, Decided, Frame, InForce, View, past_of
from domain.kernel.keys import Naming, fitting
from domain.kernel.message import Command
from domain.kernel.refusal import Refusal
from domain.kernel.request import BadRequest
from domain.kernel.subject_ids import Subject, SubjectKind, parse_subject
from domain.kernel.vocabulary import business_date
from domain.subjects.command_parsing import parse_command
from domain.subjects.registry import DECIDERS
from store.in_force import InForceReader, NotAdopted
from store.port import EventLog

_CLOCKS: Mapping[bool, Any] = {True: "real", False: "simulated"}
_NO_ID = UUID(int=0)


class Trial:
    """A subject at a business instant, on which acts are tried one by one, each on its own."""

    def __init__(self, events: EventLog, stream: str, at: datetime) -> None:
        """Read the subject from `events`; raises `ValueError` for an id of no subject."""
        self.subject: Subject = parse_subject(stream)
        self.at = at
        self._log = events
        self._states = StateCache(events)
        self._reader = InForceReader(events)
        self.decider = DECIDERS[self.subject.kind]
        self.state: Any = self._states.newest(self.subject)

    @property
    def is_known(self) -> bool:
        """Whether the log has an event of the subject."""
        return bool(self.state.version)

    @cached_property
    def in_force(self) -> InForce | Refusal:
        """The values in force for the subject; without adopted rules the refusal of every act."""
        place, year = self.subject.jurisdiction, self.subject.year or 0
        try:
            if self.subject.kind is SubjectKind.PACKS:
                return self._reader.adopting(place).in_force
            return self._reader.in_force(place, year)
        except NotAdopted as error:
            return outcomes.not_adopted(error)

    @cached_property
    def view(self) -> View | None:
        """The view of the subject; `None` of an unknown subject."""
        if isinstance(self.in_force, Refusal) or not self.is_known:
            return None
        return self.decider.view(self.state, self.in_force, self.at)

    def keys(self, command: type[Command], field: str, fields: Mapping[str, Any]) -> list[str]:
        """The keys that fit a field, given the other fields that are known."""
        if isinstance(self.in_force, Refusal) or not self.is_known:
            return []
        naming = Naming(command, fields, self._frame(command, fields), self._past(command))
        try:
            return fitting(self.decider.KEYS, self.state, naming, field, self.in_force)
        except ValueError:  # a state that has no such part yet
            return []

    def decide(self, command: str, fields: Mapping[str, Any], actor: Actor) -> Decided:
        """The decision on an act now; an unreadable field is refused too."""
        try:
            parsed = parse_command(self.subject.stream, command, fields)
        except BadRequest as error:
            return outcomes.unreadable(error)
        if isinstance(self.in_force, Refusal):
            return self.in_force
        act = CommandContext(
            parsed,
            actor,
            self.at,
            business_date(self.at),
            _NO_ID,
            frame=self._frame(parsed, vars(parsed)),
            past=past_of(parsed, lambda: self._log.read(self.subject.stream)),
            clock=_CLOCKS[self._log.identity().is_real],
        )
        return self.decider.decide(self.state, act, self.in_force)

    def _frame(self, command: Any, fields: Mapping[str, Any]) -> Frame | None:
        wanted = command.frame_for(fields)
        if wanted is None:
            return None
        asked = _Asked(wanted, fields)
        return frame_of(self._log, self._states, self.subject, asked, self._view)  # type: ignore[arg-type]

    def _past(self, command: type[Command]) -> tuple[Any, ...]:
        return tuple(self._log.read(self.subject.stream)) if command.reads_past else ()

    def _view(self, subject: Subject, state: Any) -> View:
        found = self._reader.in_force(subject.jurisdiction, subject.year or 0)
        return DECIDERS[subject.kind].view(state, found)


class _Asked:
    """A command that is not complete yet, as far as a frame depends on it."""

    def __init__(self, wanted: str, fields: Mapping[str, Any]) -> None:
        self._wanted = wanted
        self.unit = fields.get("unit")

    def frame_for(self, _fields: Mapping[str, Any]) -> str:
        """The frame of the command with these fields."""
        return self._wanted
