"""The recorded acts of a work year, decided again under other rules.

Two worlds are lived side by side: the one that the record tells, and the other one. Both are folded
alike up to the work year; from then on the other world decides each act anew, in the log's order.
The system's own steps are taken where the record took them, and besides where the other world has
one that the record's world has not. People's acts are never invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from domain.answer import Answer
from domain.decision import SYSTEM, Act, Decided, Frame, Recorded, Step
from domain.fan_out import Reach, RecordOpening, RecordReached, RecordRefresh
from domain.message import Command
from domain.refusal import Code, Refusal
from domain.request import Request, parse_command
from domain.steps import FAN_OUT, step_request
from domain.subject import SubjectKind
from domain.vocabulary import business_date
from projections.counterfactual.alike import Alike
from projections.counterfactual.changes import (
    Change,
    ChangeKind,
    Outcome,
    rule_changes,
)
from projections.counterfactual.outcomes import (
    answers_of,
    kind_of,
    outcome_of,
    position_of,
    reaches_others,
    recorded_basis,
    recorded_outcome,
    same_events,
    same_grounds,
)
from projections.counterfactual.record import Entry
from projections.counterfactual.world import World
from store.standing import NotAdopted

_GIVEN = frozenset({SubjectKind.PACKS, SubjectKind.RULINGS, SubjectKind.WORK_CALENDAR})
_BOOKKEEPING = (RecordOpening, RecordReached, RecordRefresh)


@dataclass(slots=True)
class Replay:
    """A replay of the acts recorded from `since` on (a business day, inclusive).

    `recorded` and `other` are the two worlds, `changes` what turned out otherwise, `decided` how
    many acts were decided again, `rests` how many of them led to the same under other clauses.
    """

    recorded: World
    other: World
    since: date
    until: date
    changes: list[Change] = field(default_factory=list)
    decided: int = 0
    rests: int = 0
    _to_come: set[UUID] = field(default_factory=set)
    _reached: dict[UUID, frozenset[str]] = field(default_factory=dict)
    _gone: set[UUID] = field(default_factory=set)
    _alike: Alike = field(default_factory=Alike)

    def run(self, record: Sequence[Entry]) -> None:
        """Live through the record; acts recorded behind `until` (inclusive) are left out."""
        entries = [entry for entry in record if entry.day <= self.until]
        self._to_come = {entry.row.command_id for entry in entries}
        for entry in entries:
            self._to_come.discard(entry.row.command_id)
            if entry.day < self.since or self._is_given(entry):
                self._fold(entry)
            else:
                self._decide(entry)
        if entries:
            self._advance_all(max(entry.row.recorded_at for entry in entries))

    def _is_given(self, entry: Entry) -> bool:
        """Whether an act makes the rules: it stays as it was."""
        return self.recorded.subject(entry.row.stream).kind in _GIVEN

    def _fold(self, entry: Entry) -> None:
        if self.recorded.changes_what_binds(entry.events):
            self._advance_all(entry.row.recorded_at)
        self._take_both(entry)

    def _decide(self, entry: Entry) -> None:
        row = entry.row
        if self.recorded.changes_what_binds(entry.events):
            self._advance_all(row.recorded_at)
        else:
            self._advance(row.stream, row.recorded_at)
        self.decided += 1
        act = self._act(entry)
        decided = None if act is None else self._decided(row.stream, act)
        if same_events(entry, decided):
            self._take_both(entry)
            made = list(entry.events)
        else:
            for recorded in entry.events:
                self.recorded.take(recorded)
            made = self._take(row.stream, act, decided)
            self._gone.update({one.id for one in entry.events} - {one.id for one in made})
        self._compare(entry, decided, made)
        self._reach_more(made)

    def _take_both(self, entry: Entry) -> None:
        """Take the recorded events in both worlds; one evolution is enough where they are one."""
        stream = entry.row.stream
        alike = self.other.states.get(stream) is self.recorded.states.get(stream)
        for recorded in entry.events:
            self.recorded.take(recorded)
            if alike:
                self.other.take_over(recorded, self.recorded.states[stream])
            else:
                self.other.take(self.other.following(recorded))
            self._note_reaches(recorded)

    def _act(self, entry: Entry) -> Act[Any] | None:
        """The act; none where nothing leads to it any more, or it could never be read."""
        request, command, row = entry.request, entry.command, entry.row
        if command is None or self._lost_its_cause(request):
            return None
        first = next(iter(entry.events), None)
        return Act(
            command=command,
            actor=request.actor,
            at=row.recorded_at,
            effective_on=first.effective_on if first else entry.day,
            command_id=row.command_id,
            caused_by=request.caused_by,
            frame=self._frame(entry, command),
        )

    def _frame(self, entry: Entry, command: Command) -> Frame | None:
        if command.framed_by is None:
            return None
        return self.other.frame(entry.row.stream, command, position_of(entry))

    def _decided(self, stream: str, act: Act[Any]) -> Decided:
        try:
            in_force = self.other.in_force(self.other.subject(stream))
        except NotAdopted as error:
            return Refusal(Code.PACKS_NOT_ADOPTED, "", str(error))
        return self.other.decide(stream, act, in_force)

    def _lost_its_cause(self, request: Request) -> bool:
        cause = request.caused_by
        if request.actor != SYSTEM or cause is None:
            return False
        reached = self._reached.get(cause)
        return cause in self._gone or (reached is not None and request.subject not in reached)

    def _take(
        self, stream: str, act: Act[Any] | None, decided: Decided | None
    ) -> list[Recorded[Any]]:
        if act is None or decided is None or isinstance(decided, Refusal):
            return []
        made = self.other.recorded(stream, act, decided)
        for recorded in made:
            self.other.take(recorded)
            self._note_reaches(recorded)
        return made

    def _note_reaches(self, recorded: Recorded[Any]) -> None:
        if reaches_others(recorded.event):
            reached = recorded.event.reaches(recorded.stream)
            self._reached[recorded.id] = frozenset(one.subject for one in reached)

    def _compare(
        self,
        entry: Entry,
        decided: Decided | None,
        made: list[Recorded[Any]],
    ) -> None:
        request, at = entry.request, entry.row.recorded_at
        if isinstance(entry.command, _BOOKKEEPING):
            return
        if decided is None:
            if entry.events:
                self._note(ChangeKind.DROPPED, request, at, recorded_outcome(entry), None)
            return
        basis, answers = recorded_basis(entry), answers_of(decided)
        kind = kind_of(entry, decided, made)
        if kind is not None:
            recorded, other = recorded_outcome(entry), outcome_of(decided, made)
            self._note(kind, request, at, recorded, other, basis, answers)
        elif not same_grounds(basis, answers):
            self.rests += 1

    def _note(
        self,
        kind: ChangeKind,
        request: Request,
        at: datetime,
        recorded: Outcome | None,
        other: Outcome | None,
        basis: Sequence[Any] = (),
        answers: Sequence[Answer] = (),
    ) -> None:
        self.changes.append(
            Change(
                kind=kind,
                stream=request.subject,
                command=request.command,
                command_id=request.command_id,
                actor=request.actor,
                on=business_date(at),
                at=at,
                recorded=recorded,
                other=other,
                rules=rule_changes(basis, answers),
            )
        )

    def _reach_more(self, made: Iterable[Recorded[Any]]) -> None:
        """Reach the subjects that only the other world's selection or draw reaches."""
        for recorded in made:
            if reaches_others(recorded.event):
                for one in recorded.event.reaches(recorded.stream):
                    command_id = uuid5(recorded.id, one.subject)
                    if command_id not in self._to_come:
                        self._reach(one, recorded, command_id)

    def _reach(self, one: Reach, cause: Recorded[Any], command_id: UUID) -> None:
        command = parse_command(one.subject, one.command, one.fields)
        at = cause.recorded_at
        request = Request(command_id, one.subject, one.command, SYSTEM, one.fields, cause.id)
        act = Act(command, SYSTEM, at, business_date(at), command_id, cause.id)
        self._add(request, act)

    def _add(self, request: Request, act: Act[Any]) -> bool:
        """Take an act of the system that the record does not have; false when it leads nowhere."""
        decided = self._decided(request.subject, act)
        made = self._take(request.subject, act, decided)
        if made:
            outcome, answers = outcome_of(decided, made), answers_of(decided)
            self._note(ChangeKind.ADDED, request, act.at, None, outcome, (), answers)
        return bool(made)

    def _advance_all(self, until: datetime) -> None:
        """Take the other world's own steps everywhere, before something else is in force."""
        for stream in list(self.other.states):
            self._advance(stream, until)

    def _advance(self, stream: str, until: datetime) -> None:
        """Take the steps that only the other world has, up to an instant (inclusive)."""
        while (step := self._own_step(stream, until)) is not None:
            request = step_request(stream, step)
            at = step.planned
            act = Act(request.parse(), SYSTEM, at, business_date(at), request.command_id)
            if not self._add(request, act):
                return

    def plans_alike(self, stream: str) -> bool:
        """Whether both worlds have the same steps to come for a subject, by their very making."""
        subject = self.other.subject(stream)
        if subject.kind in _GIVEN:
            return True
        if self.other.states.get(stream) is not self.recorded.states.get(stream):
            return False
        try:
            one, other = self.recorded.in_force(subject), self.other.in_force(subject)
        except NotAdopted:
            return True
        return self._alike.plan_alike(one, other)

    def _own_step(self, stream: str, until: datetime) -> Step | None:
        if self.plans_alike(stream):
            return None
        view = self.other.view(stream)
        step = view.next_step if view else None
        if step is None or step.planned > until or step.kind in FAN_OUT:
            return None
        if business_date(step.planned) < self.since:
            return None
        if step_request(stream, step).command_id in self._to_come:
            return None
        recorded = self.recorded.view(stream)
        return None if recorded and step == recorded.next_step else step
