"""A world of subjects in memory: their states, what is in force, and the frames of selections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from domain.deciders import DECIDERS
from domain.decision import (
    UNIT_PROJECTS,
    Act,
    Decided,
    Decision,
    Frame,
    InForce,
    Recorded,
    View,
)
from domain.envelope import event_id
from domain.message import Command
from domain.project_year.membership import members_of
from domain.subject import Subject, SubjectKind, parse_subject
from store.standing import NotAdopted, Standing

_BINDING = frozenset(
    {
        SubjectKind.PACKS,
        SubjectKind.RULINGS,
        SubjectKind.WORK_CALENDAR,
        SubjectKind.JURISDICTION_YEAR,
    }
)


class BindingEvents:
    """The events that bind decisions, as a log that `Standing` can read."""

    def __init__(self, contents: Any) -> None:
        """Read kept texts from `contents`, a log."""
        self._contents = contents
        self._events: dict[str, list[Recorded[Any]]] = {}

    def note(self, recorded: Recorded[Any]) -> None:
        """Keep an event."""
        self._events.setdefault(recorded.stream, []).append(recorded)

    def read(self, stream: str, after: int = 0) -> list[Recorded[Any]]:
        """The events of a stream behind a version."""
        return [one for one in self._events.get(stream, ()) if one.version > after]

    def versions(self, streams: Sequence[str]) -> dict[str, int]:
        """The newest version of each of these streams that has one."""
        found = self._events
        return {stream: found[stream][-1].version for stream in streams if stream in found}

    def streams(self, prefix: str) -> list[str]:
        """The streams that start with a prefix, sorted."""
        return sorted(stream for stream in self._events if stream.startswith(prefix))

    def content(self, sha256: str) -> bytes:
        """The text kept under a sha256."""
        text: bytes = self._contents.content(sha256)
        return text


@dataclass(slots=True)
class World:
    """The subjects as a run of acts leaves them; `events` are those taken, in their order."""

    binding: BindingEvents
    standing: Standing
    states: dict[str, Any] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    events: list[Recorded[Any]] = field(default_factory=list)
    views: dict[str, tuple[Any, InForce, View]] = field(default_factory=dict)
    projects: dict[tuple[str, int | None], dict[str, list[str]]] = field(default_factory=dict)
    held: dict[tuple[str, int], InForce] = field(default_factory=dict)

    def subject(self, stream: str) -> Subject:
        """What a stream is about."""
        found = self.subjects.get(stream)
        if found is None:
            found = self.subjects[stream] = parse_subject(stream)
        return found

    def state(self, stream: str) -> Any:
        """The state of a subject."""
        found = self.states.get(stream)
        return found or DECIDERS[self.subject(stream).kind].initial(stream)

    def changes_what_binds(self, events: Iterable[Recorded[Any]]) -> bool:
        """Whether events, taken next, change what binds the decisions on other subjects."""
        for recorded in events:
            kind = self.subject(recorded.stream).kind
            if kind is not SubjectKind.JURISDICTION_YEAR:
                return kind in _BINDING
            before = self.state(recorded.stream)
            after = DECIDERS[kind].evolve(before, recorded)
            if after.notices is not before.notices or after.parameters is not before.parameters:
                return True
        return False

    def in_force(self, subject: Subject) -> InForce:
        """What binds a subject's decisions now; raises `NotAdopted`."""
        asked = (subject.jurisdiction, subject.year or 0)
        held = self.held.get(asked)
        if held is None:
            held = self.held[asked] = self.standing.in_force(*asked)
        return held

    def view(self, stream: str) -> View | None:
        """The subject as seen from outside, kept while nothing changes; none without rules."""
        subject, state = self.subject(stream), self.state(stream)
        try:
            in_force = self.in_force(subject)
        except NotAdopted:
            return None
        kept = self.views.get(stream)
        if kept is None or kept[0] is not state or kept[1] is not in_force:
            view = DECIDERS[subject.kind].view(state, in_force)
            kept = self.views[stream] = (state, in_force, view)
        return kept[2]

    def decide(self, stream: str, act: Act[Any], in_force: InForce) -> Decided:
        """The outcome of an act in this world."""
        return DECIDERS[self.subject(stream).kind].decide(self.state(stream), act, in_force)

    def take(self, recorded: Recorded[Any]) -> None:
        """Take an event."""
        stream = recorded.stream
        kind = self.subject(stream).kind
        self.states[stream] = DECIDERS[kind].evolve(self.state(stream), recorded)
        self._note(recorded)

    def _note(self, recorded: Recorded[Any]) -> None:
        self.events.append(recorded)
        if recorded.version == 1:
            self._register(recorded.stream)
        if self.subject(recorded.stream).kind in _BINDING:
            self.binding.note(recorded)
            self.held.clear()

    def take_over(self, recorded: Recorded[Any], state: Any) -> None:
        """Take an event whose `state` another world, alike till then, has come to by it."""
        self.states[recorded.stream] = state
        self._note(recorded)

    def _register(self, stream: str) -> None:
        """Keep where a project belongs, for the frames of selections."""
        subject = self.subject(stream)
        if subject.kind is SubjectKind.PROJECT_YEAR:
            units = self.projects.setdefault((subject.jurisdiction, subject.year), {})
            units.setdefault(self.states[stream].known.unit, []).append(stream)

    def following(self, recorded: Recorded[Any]) -> Recorded[Any]:
        """A recorded event as the next one of its stream in this world."""
        version = self.state(recorded.stream).version + 1
        return recorded if recorded.version == version else replace(recorded, version=version)

    def recorded(
        self, stream: str, act: Act[Any], decisions: Iterable[Decision[Any]]
    ) -> list[Recorded[Any]]:
        """What an act led to, as this world's log would give it back."""
        version = self.state(stream).version
        return [
            Recorded(
                event=decision.event,
                id=event_id(act.command_id, position),
                stream=stream,
                version=version + position + 1,
                effective_on=act.effective_on,
                recorded_at=act.at,
                stored_at=act.at,
                actor=act.actor,
                command_id=act.command_id,
                caused_by=_cause(decision, act),
            )
            for position, decision in enumerate(decisions)
        ]

    def frame(self, stream: str, command: Command, position: int) -> Frame | None:
        """The subjects that an act selects among, as they stand in this world."""
        if command.framed_by is None:
            return None
        subject = self.subject(stream)
        year = subject.year or 0
        mine = subject.code if command.framed_by == UNIT_PROJECTS else None
        budget_year = year if mine is not None else year - 1
        units = self.projects.get((subject.jurisdiction, budget_year), {})
        streams = [stream for unit in units if mine in {None, unit} for stream in units[unit]]
        return Frame(position, members_of(map(self.state, sorted(streams)), mine))


def _cause(decision: Decision[Any], act: Act[Any]) -> UUID | None:
    if decision.cause is not None:
        return event_id(act.command_id, decision.cause)
    return decision.caused_by or act.caused_by
