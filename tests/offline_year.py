"""A year folded through the deciders in memory: no engine, no store, no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from domain.kernel.decider import (
    EVALUATIONS_BEFORE,
    SYSTEM,
    UNIT_APPRAISALS,
    UNIT_DEDUCTIONS,
    UNIT_PROJECTS,
    Actor,
    CommandContext,
    Frame,
    InForce,
    Recorded,
    Step,
)
from domain.kernel.message import Command
from domain.kernel.refusal import Refusal
from domain.kernel.serialization.encode import basis_of
from domain.kernel.serialization.envelope import event_id
from domain.kernel.subject_ids import (
    SubjectKind,
    indicators,
    organisations,
    parse_subject,
    rulings,
    work_calendar,
)
from domain.rules import PackSet, RuleBook
from domain.shared.deadlines.scheduled_commands import step_command, step_request
from domain.shared.fan_out.messages import REACH, Reach, Reached
from domain.subjects import unit_appraisals, unit_deductions, year_before
from domain.subjects.command_parsing import parse_command
from domain.subjects.jurisdiction_year.budget_call import called_on
from domain.subjects.jurisdiction_year.government_budget import approved_on
from domain.subjects.project_year.membership import budget_year_of, jurisdiction_of, member_of
from domain.subjects.registry import DECIDERS


@dataclass(frozen=True)
class Refused:
    """An act that was refused, and why."""

    stream: str
    command: str
    refusal: Refusal


@dataclass
class Offline:
    """A work year by its stream id; `refused` stays empty where every act is decided."""

    year: str
    packs: PackSet
    events: list[Recorded[Any]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    states: dict[str, Any] = field(default_factory=dict)
    books: dict[int, RuleBook] = field(default_factory=dict)
    held: dict[tuple[int, ...], InForce] = field(default_factory=dict)

    def state(self, stream: str) -> Any:
        kind = parse_subject(stream).kind
        return self.states.setdefault(stream, DECIDERS[kind].initial(stream))

    def in_force(self) -> InForce:
        """What binds a decision now, as the year, its rulings and its calendar have it."""
        year, jurisdiction = self.state(self.year), parse_subject(self.year).jurisdiction
        ruled = self.state(rulings(jurisdiction))
        calendar = self.state(work_calendar(jurisdiction))
        people = self.state(organisations(jurisdiction))
        library = self.state(indicators(jurisdiction))
        read = (year, ruled, calendar, people, library)
        versions = tuple(one.version for one in read)
        if versions not in self.held:
            book = self.book()
            self.held = {
                versions: InForce(
                    book,
                    year.notices,
                    year.parameters,
                    calendar.working,
                    book.open_rules,
                    assignments=people.assignments,
                    successions=people.successions,
                    unit_delegations=people.unit_delegations,
                    sections=people.sections,
                    superiors=people.superiors,
                    signers=people.signers,
                    library=library.library,
                    government_budget=approved_on(year),
                    budget_call=called_on(year),
                    unit_appraisal=year.unit_appraisal,
                )
            }
        return self.held[versions]

    def book(self) -> RuleBook:
        """The packaged rules, with the rulings recorded so far."""
        jurisdiction = parse_subject(self.year).jurisdiction
        ruled = self.state(rulings(jurisdiction))
        if ruled.version not in self.books:
            self.books[ruled.version] = RuleBook(self.packs, jurisdiction, ruled.rulings)
        return self.books[ruled.version]

    def take(
        self,
        stream: str,
        command: Command,
        actor: Actor,
        at: datetime,
        command_id: UUID,
        caused_by: UUID | None = None,
    ) -> None:
        decider, state = DECIDERS[parse_subject(stream).kind], self.state(stream)
        frame = self.frame(stream, command)
        act = CommandContext(command, actor, at, at.date(), command_id, caused_by, frame)
        decided = decider.decide(state, act, self.in_force())
        if isinstance(decided, Refusal):
            self.refused.append(Refused(stream, command.name, decided))
            return
        for position, decision in enumerate(decided):
            recorded = Recorded(
                event=decision.event,
                id=event_id(command_id, position),
                stream=stream,
                version=state.version + 1,
                effective_on=act.effective_on,
                recorded_at=at,
                stored_at=at,
                actor=decision.actor or actor,
                command_id=command_id,
                caused_by=decision.caused_by or caused_by,
                basis=tuple(basis_of(answer) for answer in decision.basis),
            )
            state = self.states[stream] = decider.evolve(state, recorded)
            self.events.append(recorded)

    def frame(self, stream: str, command: Command) -> Frame | None:
        """The projects that an act selects among, as they stand."""
        wanted = command.frame_for(vars(command))
        if wanted is None:
            return None
        if wanted == UNIT_DEDUCTIONS:
            years = map(self.state, unit_deductions.streams_of(self.state(stream)))
            return Frame(len(self.events), unit_deductions.members_of(years))
        if wanted == EVALUATIONS_BEFORE:
            before = map(self.state, year_before.streams_of(stream))
            return Frame(len(self.events), year_before.members_of(before))
        subject = parse_subject(stream)
        if wanted == UNIT_APPRAISALS:
            units = unit_appraisals.streams_of(subject, self.states)
            there = (self.state(one.stream) for one in units)
            return Frame(len(self.events), unit_appraisals.members_of(there))
        unit = subject.code if wanted == UNIT_PROJECTS else None
        year = budget_year_of(wanted, subject.year or 0)
        whose = jurisdiction_of(wanted, subject.jurisdiction, command)
        members = []
        for other, state in sorted(self.states.items()):
            parsed = parse_subject(other)
            mine = (parsed.jurisdiction, parsed.year) == (whose, year)
            if parsed.kind is SubjectKind.PROJECT_YEAR and mine:
                members.append(member_of(state, wanted))
        there = [one for one in members if one is not None and unit in {None, one.unit}]
        return Frame(len(self.events), tuple(there))

    def advance(self, stream: str, until: datetime) -> None:
        """Take the system's steps of a subject up to an instant."""
        kind = parse_subject(stream).kind
        while True:
            step = DECIDERS[kind].view(self.state(stream), self.in_force()).next_step
            if step is None or step.planned > until:
                return
            before = self.state(stream).version
            reached = Reached(self.reach(stream, step) if step.kind == REACH else 0)
            command = step_command(DECIDERS[kind].STEPS, step, reached)
            request = step_request(stream, step, command)
            self.take(stream, command, SYSTEM, step.planned, request.command_id)
            assert self.state(stream).version > before, step

    def reach(self, stream: str, step: Step) -> int:
        """Take the commands that an event leads to in the subjects that it selects."""
        (cause,) = [
            one for one in self.events if one.stream == stream and one.version == int(step.deadline)
        ]
        reaches: tuple[Reach, ...] = cause.event.reaches(stream)
        for one in reaches:
            self.advance(one.subject, step.planned)
            command = parse_command(one.subject, one.command, one.fields)
            command_id = uuid5(cause.id, one.subject)
            self.take(one.subject, command, SYSTEM, step.planned, command_id, cause.id)
        return len(reaches)

    def of(self, kind: type[Any]) -> list[Recorded[Any]]:
        return [recorded for recorded in self.events if isinstance(recorded.event, kind)]
