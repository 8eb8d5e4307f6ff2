"""Units merged or split from a date on, by a document: `unit.merge`, `unit.split`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field, NonNegativeInt

from domain.kernel.decider import (
    UNIT_SUBJECTS,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.in_force import Succession, Successor
from domain.kernel.message import WITHHOLDABLE, Command, Event, Message
from domain.kernel.vocabulary import Code, Day, Role, Text, Yuan, start_of
from domain.shared.fan_out import dispatch
from domain.shared.fan_out.messages import Reach
from domain.shared.filings.hand_over import END_UNIT, HAND_OVER
from domain.subjects.organisations import fitness
from domain.subjects.organisations.late_arrivals import arrived
from domain.subjects.organisations.state import Organisations

Subjects = Annotated[tuple[Text, ...], Field(max_length=10_000)]


class MergeUnit(Command, name="unit.merge", who={Role.FINANCE}, frame=UNIT_SUBJECTS):
    """Merge `unit` into `successor` from `since` on (inclusive), by `document`.

    From that date on, the successor acts for it and takes over all its open projects, policies and
    years. `since` is the day of the act or later.
    """

    unit: Code
    successor: Code
    successor_name: Text
    since: Day
    document: Text


class SplitTo(Message):
    """A successor with its part: open projects and policies by their stream ids.

    `requested` is its initial budget in yuan, if the split opens its year.
    """

    unit: Code
    unit_name: Text
    takes: Subjects = ()
    requested: Yuan = Field(default=0, validate_default=True)


Parts = Annotated[tuple[SplitTo, ...], Field(max_length=100)]


class SplitUnit(Command, name="unit.split", who={Role.FINANCE}, frame=UNIT_SUBJECTS):
    """Split `unit` among `successors` from `since` on (inclusive), by `document`.

    Every open project and policy of the unit goes to exactly one of at least two successors.
    `since` is the day of the act or later.
    """

    unit: Code
    successors: Parts
    since: Day
    document: Text


class UnitMerged(Event, name="unit.merged", version=1):
    """`unit` is merged into `successor` from `since` on (inclusive).

    `subjects` are its open subjects in the log at `position`.
    """

    unit: Code
    successor: Code
    successor_name: Annotated[Text, WITHHOLDABLE]
    since: Day
    document: Text
    position: NonNegativeInt
    subjects: Subjects
    unit_years: Subjects

    def reaches(self, _stream: str) -> tuple[Reach, ...]:
        """Hand over each open project and policy, and end each open year of the unit."""
        heir = {"unit": self.successor, "unit_name": self.successor_name}
        ends = {"successors": [heir], **_dated(self)}
        return (
            *(Reach(one, HAND_OVER, self._handed()) for one in self.subjects),
            *(Reach(one, END_UNIT, ends) for one in self.unit_years),
        )

    def reaches_late(self, stream: str, behind: Iterable[Recorded[Any]]) -> tuple[Reach, ...]:
        """Reach subjects that joined the unit after `position`, in the same way."""
        subjects, years = arrived(stream, self.unit, behind)
        late = {
            "subjects": tuple(one for one in subjects if one not in self.subjects),
            "unit_years": tuple(one for one in years if one not in self.unit_years),
        }
        return self.model_copy(update=late).reaches(stream)

    def _handed(self) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "successor": self.successor,
            "successor_name": self.successor_name,
            **_dated(self),
        }


class UnitSplit(Event, name="unit.split", version=1):
    """`unit` is split among `successors` from `since` on (inclusive).

    They take the unit's open subjects in the log at `position`.
    """

    unit: Code
    successors: Parts
    since: Day
    document: Text
    position: NonNegativeInt
    unit_years: Subjects

    def reaches(self, _stream: str) -> tuple[Reach, ...]:
        """Hand over each open project and policy, and end each open year of the unit."""
        ends = {
            "successors": [
                one.model_dump(mode="json", exclude={"takes"}) for one in self.successors
            ],
            **_dated(self),
        }
        return (
            *(
                Reach(subject, HAND_OVER, self._handed(one))
                for one in self.successors
                for subject in one.takes
            ),
            *(Reach(one, END_UNIT, ends) for one in self.unit_years),
        )

    def reaches_late(self, stream: str, behind: Iterable[Recorded[Any]]) -> tuple[Reach, ...]:
        """Reach subjects that joined the unit after `position`; they go to the first successor."""
        subjects, years = arrived(stream, self.unit, behind)
        given = {subject for one in self.successors for subject in one.takes}
        takes = tuple(one for one in subjects if one not in given)
        first, *others = self.successors
        late = {
            "successors": (
                first.model_copy(update={"takes": takes}),
                *(one.model_copy(update={"takes": ()}) for one in others),
            ),
            "unit_years": tuple(one for one in years if one not in self.unit_years),
        }
        return self.model_copy(update=late).reaches(stream)

    def _handed(self, one: SplitTo) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "successor": one.unit,
            "successor_name": one.unit_name,
            **_dated(self),
        }


def _dated(event: UnitMerged | UnitSplit) -> dict[str, str]:
    return {"since": event.since.isoformat(), "document": event.document}


def merge(state: Organisations, act: CommandContext[MergeUnit], _in_force: InForce) -> Decided:
    """Merge an existing unit into a unit that exists or begins."""
    command = act.command
    refusal = fitness.unfit_end(state, act) or fitness.unfit_successor(
        state, command.unit, command.successor, "successor"
    )
    if refusal:
        return refusal
    event = UnitMerged(
        **vars(command),
        position=act.frame.position if act.frame else 0,
        subjects=fitness.open_subjects(act),
        unit_years=fitness.open_years(act),
    )
    return (Decision(event),)


def split(state: Organisations, act: CommandContext[SplitUnit], _in_force: InForce) -> Decided:
    """Split an existing unit among two or more; every open subject goes to exactly one of them."""
    command = act.command
    parts = [(one.unit, one.takes) for one in command.successors]
    refusal = fitness.unfit_end(state, act) or fitness.unfit_parts(state, act, parts)
    if refusal:
        return refusal
    event = UnitSplit(
        **dict(command),
        position=act.frame.position if act.frame else 0,
        unit_years=fitness.open_years(act),
    )
    return (Decision(event),)


def merged(state: Organisations, recorded: Recorded[UnitMerged]) -> Organisations:
    """Evolve by `unit.merged`; a fan-out then reaches its subjects, on the date."""
    event = recorded.event
    return _with_end(state, recorded, [Successor(event.successor, event.successor_name)])


def was_split(state: Organisations, recorded: Recorded[UnitSplit]) -> Organisations:
    """Evolve by `unit.split`; a fan-out then reaches its subjects, on the date."""
    return _with_end(state, recorded, _successors(recorded.event.successors))


def _successors(parts: Iterable[SplitTo]) -> Iterator[Successor]:
    for one in parts:
        yield Successor(one.unit, one.unit_name, frozenset(one.takes))


def _with_end(
    state: Organisations,
    recorded: Recorded[UnitMerged] | Recorded[UnitSplit],
    successors: Iterable[Successor],
) -> Organisations:
    event = recorded.event
    end = Succession(
        event_id=recorded.id,
        version=recorded.version,
        unit=event.unit,
        since=event.since,
        document=event.document,
        successors=tuple(successors),
    )
    begun: Organisations = dispatch.begun(state, recorded, start_of(event.since))
    return replace(begun, successions={**state.successions, event.unit: end})


DECIDE: Deciders = {MergeUnit: merge, SplitUnit: split}
EVOLVE: Evolvers = {UnitMerged: merged, UnitSplit: was_split}
