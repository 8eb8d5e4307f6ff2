"""The end of a merged or split unit's year, and the year of who takes over.

The year ends for whoever acted in it. A successor with a year of its own continues it;
a successor without a year gets one, with all values of the ended year
(docs/domain/people-and-units.md, 1151).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.in_force import Succession, Successor
from domain.kernel.message import Command, Event, Message
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import parse_subject, unit_year
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.shared.fan_out import dispatch
from domain.shared.fan_out.messages import Reach
from domain.shared.filings.hand_over import END_UNIT
from domain.shared.people import successions
from domain.subjects.unit_year.handed_on import HandedOn, Named, handed_on, taken_over
from domain.subjects.unit_year.population import UnitAdded
from domain.subjects.unit_year.state import Ended, UnitYear, Withdrawn

SUCCEED_UNIT = "unit.succeed"


class Heir(Message):
    """A successor with what it takes over, where it has no year of its own."""

    unit: Code
    passes: HandedOn


class EndUnit(Command, name=END_UNIT, who={Role.SYSTEM}):
    """The unit was merged or split from `since` on (inclusive): its year ends."""

    successors: Annotated[tuple[Named, ...], Field(min_length=1)]
    since: Day
    document: Text


class SucceedUnit(Command, name=SUCCEED_UNIT, who={Role.SYSTEM}):
    """The year of `predecessor` ended: this unit takes over."""

    predecessor: Code
    since: Day
    document: Text
    passes: HandedOn


class UnitEnded(Event, name="unit.ended", version=1):
    """The unit's year ended with the unit; `successors` take over from `since` on (inclusive)."""

    successors: tuple[Heir, ...]
    since: Day
    document: Text

    def reaches(self, stream: str) -> tuple[Reach, ...]:
        """Tell each successor's year of the same budget year."""
        ended = parse_subject(stream)
        return tuple(
            Reach(
                unit_year(ended.jurisdiction, ended.year or 0, heir.unit),
                SUCCEED_UNIT,
                {
                    "predecessor": ended.code,
                    "since": self.since.isoformat(),
                    "document": self.document,
                    "passes": heir.passes.model_dump(mode="json", exclude_none=True),
                },
            )
            for heir in self.successors
        )


class UnitSucceeded(Event, name="unit.succeeded", version=1):
    """The unit took over from `predecessor`; `passes` is null where it has a year of its own."""

    predecessor: Code
    since: Day
    document: Text
    passes: HandedOn | None = None


def end(state: UnitYear, act: CommandContext[EndUnit], _in_force: InForce) -> Decided:
    """End the year once."""
    if state.ended:
        return ()
    command = act.command
    event = UnitEnded(
        successors=tuple(
            Heir(unit=one.unit, passes=handed_on(state, one)) for one in command.successors
        ),
        since=command.since,
        document=command.document,
    )
    return (Decision(event),)


def succeed(state: UnitYear, act: CommandContext[SucceedUnit], in_force: InForce) -> Decided:
    """Take over once from each unit, with a year of its own where there is none."""
    command = act.command
    if command.predecessor in state.succeeded:
        return ()
    refusal = _no_more(state, act, in_force)
    if refusal:
        return refusal
    told = {
        "predecessor": command.predecessor,
        "since": command.since,
        "document": command.document,
    }
    if state.entry is not None:
        return (Decision(UnitSucceeded(**told)),)
    passes = command.passes
    added = UnitAdded(
        unit_name=passes.unit_name,
        requested=passes.requested,
        requested_basis="initial",
        adjusted=passes.adjusted,
        executed=passes.executed,
        confidential=passes.confidential,
        history=passes.history,
    )
    return (Decision(added), Decision(UnitSucceeded(**told, passes=passes), cause=0))


def _no_more(
    state: UnitYear, act: CommandContext[SucceedUnit], in_force: InForce
) -> Refusal | None:
    """Refuse a year that was withdrawn, or whose own unit has ended by now."""
    if isinstance(state.entry, Withdrawn):
        return refusals.withdrawn(state.stream)
    code = parse_subject(state.stream).code or ""
    end = successions.ended(in_force.successions, code, act.effective_on)
    if end is None:
        return None
    theirs = successions.acting_for(in_force.successions, end, state.stream, act.effective_on)
    return successions.unit_year_ended(end, theirs, state.stream)


def was_ended(state: UnitYear, recorded: Recorded[UnitEnded]) -> UnitYear:
    """Evolve by `unit.ended`: the successors are still to be told."""
    begun: UnitYear = dispatch.begun(state, recorded)
    event = recorded.event
    end = Succession(
        event_id=recorded.id,
        version=recorded.version,
        unit=state.known.code,
        since=event.since,
        document=event.document,
        successors=tuple(Successor(one.unit, one.passes.unit_name) for one in event.successors),
    )
    return replace(begun, entry=Ended(state.known, end))


def succeeded(state: UnitYear, recorded: Recorded[UnitSucceeded]) -> UnitYear:
    """Evolve by `unit.succeeded`."""
    event = recorded.event
    known = replace(state, succeeded=state.succeeded | {event.predecessor})
    return known if event.passes is None else taken_over(known, event.passes, recorded)


DECIDE: Deciders = {EndUnit: end, SucceedUnit: succeed}
EVOLVE: Evolvers = {UnitEnded: was_ended, UnitSucceeded: succeeded}
