"""The replay loop: it decides the recorded acts of a work year again under other rules.

Two simulations run side by side: the recorded one and the hypothetical one. Both fold the same
events up to the work year. From then on the hypothetical one decides each act again, in the log's
order. It takes the system's own steps when the record took them, and also steps that only the
hypothetical simulation plans. It never invents acts of people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from domain.kernel.decider import (
    NEWEST,
    SYSTEM,
    CommandContext,
    Decided,
    Frame,
    Recorded,
    Spared,
    past_of,
)
from domain.kernel.message import Command
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import Subject
from domain.kernel.vocabulary import business_date
from domain.shared.deadlines.deadline_acts import PassDeadline
from domain.shared.deadlines.scheduled_commands import step_command, step_request
from domain.shared.fan_out.messages import Reach
from domain.subjects.command_parsing import parse_command
from domain.subjects.registry import DECIDERS
from projections.what_if.change_collector import CollectedChange
from projections.what_if.outcomes import position_of, reaches_others, same_events, same_outcome
from projections.what_if.paired_simulation import PairedSimulation, is_given
from projections.what_if.record import Asked, Entry


@dataclass(slots=True)
class Replay:
    """A replay of the acts recorded from `since` on (a business date, inclusive).

    `noted` collects the acts with another result; `decided` counts the acts decided again.
    """

    simulations: PairedSimulation
    since: date
    until: date
    noted: CollectedChange = field(default_factory=CollectedChange)
    decided: int = 0
    _to_come: set[UUID] = field(default_factory=set)
    _reached: dict[UUID, frozenset[str]] = field(default_factory=dict)
    _gone: set[UUID] = field(default_factory=set)

    def run(self, record: Sequence[Entry]) -> None:
        """Go through the record; acts recorded after `until` (inclusive) are left out."""
        entries = [entry for entry in record if entry.day <= self.until]
        self._to_come = {entry.asked.command_id for entry in entries}
        for entry in entries:
            self._live(self.simulations.other.subject(entry.asked.stream), entry)
        if entries:
            self._advance_all(max(entry.at for entry in entries))

    def _live(self, subject: Subject, entry: Entry) -> None:
        self._to_come.discard(entry.asked.command_id)
        if self.simulations.recorded.changes_what_binds(subject, entry.events):
            self._advance_all(entry.at)
        if entry.day < self.since or is_given(subject):
            self._take_both(subject, entry.events)
        else:
            self._advance(subject, entry.at)
            self._decide(subject, entry)

    def _decide(self, subject: Subject, entry: Entry) -> None:
        self.decided += 1
        act = self._act(subject, entry)
        decided = None if act is None else self.simulations.other.decide(subject, act)
        if act is not None and isinstance(decided, Refusal) and same_outcome(entry, decided):
            self._decide_as_of_today(subject, entry, act)
        if act is not None and decided is not None and same_events(entry, decided):
            self._decide_as_of_today(subject, entry, act)
            self._take_both(subject, entry.events)
            self.noted.as_recorded(entry, decided)
            self._reach_more(entry.events)
            return
        if act is not None and self._came_of_an_older_program(subject, entry, act, decided):
            self._note_today(subject, entry, act, decided)
            self._take_both(subject, entry.events)
            return
        for recorded in entry.events:
            self.simulations.recorded.take(subject, recorded)
        made = self._take(subject, act, decided)
        self._gone.update({one.id for one in entry.events} - {one.id for one in made})
        self.noted.compared(entry, decided, made)
        self._reach_more(made)

    def _decide_as_of_today(self, subject: Subject, entry: Entry, act: CommandContext[Any]) -> None:
        """Note an act that comes to the same as recorded, if it does not by today's program."""
        today: Decided | None = act.spared.refusal if act.spared else None
        if entry.is_outdated:
            today = self.simulations.other.decide(subject, act.as_of_today())
        if today is not None and not same_outcome(entry, today):
            self._note_today(subject, entry, act, today)

    def _note_today(
        self,
        subject: Subject,
        entry: Entry,
        act: CommandContext[Any],
        today: Decided | None,
    ) -> None:
        if today is not None:
            decisions = () if isinstance(today, Refusal) else today
            made = self.simulations.other.recorded(subject.stream, act, decisions)
            self.noted.otherwise_today(entry, today, made)

    def _came_of_an_older_program(
        self, subject: Subject, entry: Entry, act: CommandContext[Any], decided: Decided | None
    ) -> bool:
        """Whether both simulations depart from the record alike.

        An older program sent a reminder that neither plans, or refused an act that both take. A
        change of the program is not a change of the rules.
        """
        if entry.refused is not None:
            known = decided is None or isinstance(decided, Refusal)
            return not known and not isinstance(
                self.simulations.recorded.decide(subject, act), Refusal
            )
        if not isinstance(entry.command, PassDeadline) or not entry.events or decided != ():
            return False
        return self.simulations.recorded.decide(subject, act) == ()

    def _take_both(self, subject: Subject, events: Iterable[Recorded[Any]]) -> None:
        self.simulations.take_both(subject, events)
        if is_given(subject):  # both simulations have it, so its effects keep their cause
            return
        for recorded in events:
            self._note_reaches(recorded)

    def _act(self, subject: Subject, entry: Entry) -> CommandContext[Any] | None:
        """The act; `None` if nothing leads to it any more, or it could never be read."""
        asked, command, events = entry.asked, entry.command, entry.events
        if command is None or self._lost_its_cause(asked):
            return None
        return CommandContext(
            command=command,
            actor=asked.actor,
            at=entry.at,
            effective_on=_effective_on(entry, command),
            command_id=asked.command_id,
            caused_by=asked.caused_by,
            frame=self._frame(subject, entry, command),
            past=past_of(command, lambda: self.simulations.other.events_of(subject)),
            settled=bool(events),
            version=asked.version,
            recorded_as=entry.recorded_as if events else NEWEST,
            spared=Spared(),
        )

    def _frame(self, subject: Subject, entry: Entry, command: Command) -> Frame | None:
        if command.frame_for(vars(command)) is None:
            return None
        return self.simulations.other.frame(subject, command, position_of(entry))

    def _lost_its_cause(self, asked: Asked) -> bool:
        cause = asked.caused_by
        if cause is None or asked.actor != SYSTEM:
            return False
        reached = self._reached.get(cause)
        return cause in self._gone or (reached is not None and asked.stream not in reached)

    def _take(
        self, subject: Subject, act: CommandContext[Any] | None, decided: Decided | None
    ) -> list[Recorded[Any]]:
        if act is None or decided is None or isinstance(decided, Refusal):
            return []
        made = self.simulations.other.recorded(subject.stream, act, decided)
        for recorded in made:
            self.simulations.other.take(subject, recorded)
            self._note_reaches(recorded)
        return made

    def _note_reaches(self, recorded: Recorded[Any]) -> None:
        if reaches_others(recorded.event):
            reached = recorded.event.reaches(recorded.stream)
            self._reached[recorded.id] = frozenset(one.subject for one in reached)

    def _reach_more(self, made: Iterable[Recorded[Any]]) -> None:
        """Reach the subjects that only the other simulation selects or draws."""
        for recorded in made:
            if reaches_others(recorded.event):
                for one in recorded.event.reaches(recorded.stream):
                    command_id = uuid5(recorded.id, one.subject)
                    if command_id not in self._to_come:
                        self._reach(one, recorded, command_id)

    def _reach(self, one: Reach, cause: Recorded[Any], command_id: UUID) -> None:
        command = parse_command(one.subject, one.command, one.fields)
        at = cause.recorded_at
        asked = Asked(one.subject, one.command, command_id, SYSTEM, cause.id)
        self._add(
            asked, CommandContext(command, SYSTEM, at, business_date(at), command_id, cause.id)
        )

    def _add(self, asked: Asked, act: CommandContext[Any]) -> bool:
        """Take an act of the system that the record lacks; false if it has no effect."""
        subject = self.simulations.other.subject(asked.stream)
        decided = self.simulations.other.decide(subject, act)
        made = self._take(subject, act, decided)
        if made:
            self.noted.added(asked, act.at, decided, made)
        return bool(made)

    def _advance_all(self, until: datetime) -> None:
        """Take the other simulation's own steps of all subjects, before the rules change."""
        for stream in self.simulations.may_plan_apart():
            self._advance(self.simulations.other.subject(stream), until)

    def _advance(self, subject: Subject, until: datetime) -> None:
        """Take the steps that only the other simulation plans, up to an instant (inclusive)."""
        while (step := self.simulations.other_step(subject, self.since, until)) is not None:
            command = step_command(DECIDERS[subject.kind].STEPS, step)
            request = step_request(subject.stream, step, command)
            if request.command_id in self._to_come:
                return
            at = step.planned
            act = CommandContext(command, SYSTEM, at, business_date(at), request.command_id)
            if not self._add(Asked.by(request), act):
                return


def _effective_on(entry: Entry, command: Command) -> date:
    """The business date of an act: that of its events, unless they have dates of their own."""
    if not entry.events or command.dates_events:
        return entry.day
    return entry.events[0].effective_on
