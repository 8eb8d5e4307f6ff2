"""The change collector: the acts of a replay with another result, each with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.kernel.answer import Answer
from domain.kernel.decider import Decided, Recorded
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import business_date
from domain.shared.fan_out.messages import RecordOpening, RecordReached, RecordRefresh, SendAgain
from projections.what_if.changes import Change, ChangeKind, Outcome, Stricter
from projections.what_if.grounds import Grounds, grounds_of, rule_changes, same_grounds
from projections.what_if.outcomes import answers_of, kind_of, outcome_of, recorded_outcome
from projections.what_if.record import Asked, Entry

_BOOKKEEPING = (RecordOpening, RecordReached, RecordRefresh, SendAgain)


@dataclass(slots=True)
class CollectedChange:
    """The acts with another result; `rests` counts acts whose clauses alone differ.

    `stricter` are acts that stay as recorded and that today's program would decide otherwise.
    """

    changes: list[Change] = field(default_factory=list)
    stricter: list[Stricter] = field(default_factory=list)
    rests: int = 0

    def as_recorded(self, entry: Entry, decided: Decided) -> None:
        """Count an act with the same events as recorded."""
        if not isinstance(entry.command, _BOOKKEEPING) and not same_grounds(
            entry.grounds, answers_of(decided)
        ):
            self.rests += 1

    def compared(self, entry: Entry, decided: Decided | None, made: list[Recorded[Any]]) -> None:
        """Compare an act with its record; `None` as decision means that nothing leads to it."""
        if isinstance(entry.command, _BOOKKEEPING):
            return
        if decided is None:
            if entry.events:
                outcome = recorded_outcome(entry)
                self._note(ChangeKind.DROPPED, entry.asked, entry.at, outcome, None)
            return
        kind = kind_of(entry, decided, made)
        if kind is None:
            self.as_recorded(entry, decided)
            return
        recorded, other = recorded_outcome(entry), outcome_of(decided, made)
        answers = answers_of(decided)
        self._note(kind, entry.asked, entry.at, recorded, other, entry.grounds, answers)

    def otherwise_today(self, entry: Entry, today: Decided, made: list[Recorded[Any]]) -> None:
        """Add an act that stays as recorded, and that today's program decides otherwise."""
        asked, command = entry.asked, entry.command
        self.stricter.append(
            Stricter(
                stream=asked.stream,
                command=asked.command,
                command_id=asked.command_id,
                actor=asked.actor,
                on=entry.day,
                version=asked.version,
                newest=command.taken_by if command else asked.version,
                recorded=recorded_outcome(entry),
                today=outcome_of(today, made),
                policy=today.policy if isinstance(today, Refusal) else None,
                grounds=grounds_of(answers_of(today)),
            )
        )

    def added(self, asked: Asked, at: datetime, decided: Decided, made: list[Any]) -> None:
        """Add an act of the system that the record lacks."""
        other, answers = outcome_of(decided, made), answers_of(decided)
        self._note(ChangeKind.ADDED, asked, at, None, other, (), answers)

    def _note(
        self,
        kind: ChangeKind,
        asked: Asked,
        at: datetime,
        recorded: Outcome | None,
        other: Outcome | None,
        grounds: Grounds = (),
        answers: Sequence[Answer] = (),
    ) -> None:
        self.changes.append(
            Change(
                kind=kind,
                stream=asked.stream,
                command=asked.command,
                command_id=asked.command_id,
                actor=asked.actor,
                on=business_date(at),
                at=at,
                recorded=recorded,
                other=other,
                rules=rule_changes(grounds, answers),
            )
        )
