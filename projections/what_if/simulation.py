"""A simulation in memory: states of subjects, values in force, and frames of selections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.decider import (
    EVALUATIONS_BEFORE,
    UNIT_DEDUCTIONS,
    UNIT_PROJECTS,
    CommandContext,
    Decided,
    Decision,
    Frame,
    InForce,
    Recorded,
    View,
)
from domain.kernel.frozen import replace
from domain.kernel.message import Command
from domain.kernel.refusal import Code, Refusal
from domain.kernel.serialization.envelope import event_id
from domain.kernel.subject_ids import Subject, SubjectKind, parse_subject
from domain.shared.filings.hand_over import HandedOver
from domain.subjects import unit_deductions, year_before
from domain.subjects.project_year.membership import budget_year_of, jurisdiction_of, member_of
from domain.subjects.registry import DECIDERS
from projections.binding_events import BindingEvents
from projections.boards.invalidation import BINDING, rebinds
from store.in_force import InForceReader, NotAdopted

_KEPT_SUBJECTS = 100_000
"""The subjects of the largest simulation that fits into memory."""

_KEPT_HELD = 2048
"""The same bound as the cache of values in force (`store.in_force`)."""


@dataclass(slots=True)
class Simulation:
    """The subjects after a run of acts; `events` are the events taken, in their order.

    `histories` are the same events by the stream of their subject.
    """

    binding: BindingEvents
    standing: InForceReader
    states: dict[str, Any] = field(default_factory=dict)
    events: list[Recorded[Any]] = field(default_factory=list)
    histories: dict[str, list[Recorded[Any]]] = field(default_factory=dict)
    views: BoundedCache[str, tuple[Any, InForce, View]] = field(
        default_factory=lambda: BoundedCache(_KEPT_SUBJECTS)
    )
    projects: dict[tuple[str, int | None], dict[str, list[str]]] = field(default_factory=dict)
    years: dict[tuple[str, int | None], Subject] = field(default_factory=dict)
    held: BoundedCache[tuple[str, int | None], InForce] = field(
        default_factory=lambda: BoundedCache(_KEPT_HELD)
    )

    def subject(self, stream: str) -> Subject:
        """The subject of a stream."""
        return parse_subject(stream)

    def state(self, stream: str) -> Any:
        """The state of a subject."""
        found = self.states.get(stream)
        return found or initial_state(self.subject(stream).kind, stream)

    def changes_what_binds(self, subject: Subject, events: Iterable[Recorded[Any]]) -> bool:
        """Whether the next events of a subject change what binds other subjects."""
        kind = subject.kind
        if kind not in BINDING:
            return False
        state = self.state(subject.stream)
        for recorded in events:
            before, state = state, DECIDERS[kind].evolve(state, recorded)
            if rebinds(kind, before, state):
                return True
        return False

    def in_force(self, subject: Subject) -> InForce:
        """The values in force for a subject now; raises `NotAdopted`."""
        asked = (subject.jurisdiction, subject.year)
        held = self.held.get(asked)
        if held is None:
            held = self.standing.in_force(subject.jurisdiction, subject.year or 0)
            self.held.put(asked, held)
        return held

    def view(self, stream: str) -> View | None:
        """The view of a subject, cached until something changes; `None` without rules."""
        subject, state = self.subject(stream), self.state(stream)
        try:
            in_force = self.in_force(subject)
        except NotAdopted:
            return None
        kept = self.views.get(stream)
        if kept is None or kept[0] is not state or kept[1] is not in_force:
            view = DECIDERS[subject.kind].view(state, in_force)
            kept = self.views.put(stream, (state, in_force, view))
        return kept[2]

    def decide(self, subject: Subject, act: CommandContext[Any]) -> Decided:
        """Decide an act in this simulation."""
        try:
            in_force = self.in_force(subject)
        except NotAdopted as error:
            return Refusal(Code.PACKS_NOT_ADOPTED, "", str(error))
        return DECIDERS[subject.kind].decide(self.state(subject.stream), act, in_force)

    def take(self, subject: Subject, recorded: Recorded[Any]) -> Any:
        """Take an event of a subject; returns the new state."""
        before = self.state(subject.stream)
        after = DECIDERS[subject.kind].evolve(before, recorded)
        self._note(subject, recorded, before, after)
        return after

    def take_over(self, subject: Subject, recorded: Recorded[Any], state: Any) -> None:
        """Take an event and its `state` from another simulation with the same history."""
        self._note(subject, recorded, self.states.get(subject.stream), state)

    def _note(self, subject: Subject, recorded: Recorded[Any], before: Any, after: Any) -> None:
        self.states[subject.stream] = after
        self.events.append(recorded)
        self.histories.setdefault(subject.stream, []).append(recorded)
        if recorded.version == 1:
            self._register(subject)
        elif isinstance(recorded.event, HandedOver):
            self._hand_over(subject, recorded.event)
        if subject.kind in BINDING:
            self.binding.note(recorded)
            if before is None or rebinds(subject.kind, before, after):
                self.held.clear()

    def _register(self, subject: Subject) -> None:
        """Record the unit of a project, for the frames of selections."""
        self.years[subject.jurisdiction, subject.year] = subject
        if subject.kind is SubjectKind.PROJECT_YEAR:
            units = self.projects.setdefault((subject.jurisdiction, subject.year), {})
            units.setdefault(self.states[subject.stream].known.unit, []).append(subject.stream)

    def _hand_over(self, subject: Subject, event: HandedOver) -> None:
        """Record that a project belongs to another unit now."""
        if subject.kind is SubjectKind.PROJECT_YEAR:
            units = self.projects[subject.jurisdiction, subject.year]
            units[event.unit].remove(subject.stream)
            units.setdefault(event.successor, []).append(subject.stream)

    def following(self, recorded: Recorded[Any]) -> Recorded[Any]:
        """A recorded event as the next event of its stream in this simulation."""
        version = self.state(recorded.stream).version + 1
        return recorded if recorded.version == version else replace(recorded, version=version)

    def recorded(
        self, stream: str, act: CommandContext[Any], decisions: Iterable[Decision[Any]]
    ) -> list[Recorded[Any]]:
        """The events of an act as this simulation's log would return them."""
        version = self.state(stream).version
        return [
            Recorded(
                event=decision.event,
                id=event_id(act.command_id, position),
                stream=stream,
                version=version + position + 1,
                effective_on=decision.effective_on or act.effective_on,
                recorded_at=act.at,
                stored_at=act.at,
                actor=decision.actor or act.actor,
                command_id=act.command_id,
                caused_by=_cause(decision, act),
            )
            for position, decision in enumerate(decisions)
        ]

    def events_of(self, subject: Subject) -> Iterator[Recorded[Any]]:
        """The events of a subject that this simulation took, in their order."""
        return iter(self.histories.get(subject.stream, ()))

    def frame(self, subject: Subject, command: Command, position: int) -> Frame | None:
        """The subjects from which an act selects, in this simulation."""
        wanted = command.frame_for(vars(command))
        if wanted is None:
            return None
        if wanted == UNIT_DEDUCTIONS:
            years = unit_deductions.streams_of(self.state(subject.stream))
            return Frame(position, unit_deductions.members_of(map(self.state, years)))
        if wanted == EVALUATIONS_BEFORE:
            before = self.state(year_before.stream_of(subject.stream))
            return Frame(position, year_before.members_of([before]))
        year = subject.year or 0
        mine = subject.code if wanted == UNIT_PROJECTS else None
        budget_year = budget_year_of(wanted, year)
        whose = jurisdiction_of(wanted, subject.jurisdiction, command)
        units = self.projects.get((whose, budget_year), {})
        streams = [stream for unit in units if mine in {None, unit} for stream in units[unit]]
        members = filter(None, (member_of(self.state(one), wanted) for one in sorted(streams)))
        return Frame(position, tuple(one for one in members if mine in {None, one.unit}))


def initial_state(kind: SubjectKind, stream: str) -> Any:
    """The state of a subject before its first event; it contains the stream id."""
    return replace(_initial(kind), stream=stream)


@cache
def _initial(kind: SubjectKind) -> Any:
    return DECIDERS[kind].initial("")


def _cause(decision: Decision[Any], act: CommandContext[Any]) -> UUID | None:
    if decision.cause is not None:
        return event_id(act.command_id, decision.cause)
    return decision.caused_by or act.caused_by
