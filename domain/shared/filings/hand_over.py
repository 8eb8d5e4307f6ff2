"""A merged or split unit hands over a project or a policy to its successor.

Pending deadlines go on unchanged for the successor. Past acts stay those of the old unit
(docs/domain/people-and-units.md, 1151).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, TypeVar

from domain.kernel.decider import (
    SYSTEM,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.frozen import replace
from domain.kernel.in_force import Succession
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.shared.people import successions

HAND_OVER = "unit.hand-over"
END_UNIT = "unit.end"
"""The system's commands to the subjects and the year of a unit that ends."""


class HandOver(Command, name=HAND_OVER, who={Role.SYSTEM}):
    """The unit of this project or policy was merged or split; `successor` takes it over."""

    unit: Code
    successor: Code
    successor_name: Text
    since: Day
    document: Text


class HandedOver(Event, name="unit.handed-over", version=1):
    """From `since` on (inclusive), `successor` replaces `unit`."""

    unit: Code
    successor: Code
    successor_name: Annotated[Text, WITHHOLDABLE]
    since: Day
    document: Text


def hand_over(state: Any, act: CommandContext[HandOver], _in_force: InForce) -> Decided:
    """Hand over once; a subject that belongs to another unit by now stays there."""
    command = act.command
    if state.known.unit != command.unit:
        return ()
    return (Decision(HandedOver(**vars(command))),)


def handed_over(state: Any, recorded: Recorded[HandedOver]) -> Any:
    """Evolve by `unit.handed-over`."""
    event = recorded.event
    return state.registered_as(
        replace(state.known, unit=event.successor, unit_name=event.successor_name)
    )


T = TypeVar("T", bound=Event)


def registered_with(
    unit: str, stream: str, decision: Decision[T], act: CommandContext[Any], in_force: InForce
) -> tuple[Decision[Any], ...] | Refusal:
    """The registration with a unit; from the unit's end on it is handed over at once.

    Before that date it stays with the unit and is handed over with the unit's other subjects. The
    successor of a merged unit takes it. After a split the successor is unknown, also if a successor
    of a merge was split later: the registration is refused. The system's own registration (the
    year's portfolio) goes to the first successor instead, because nobody would see its refusal.
    """
    ends = tuple(_ends(unit, stream, act.day, in_force))
    split = next((end for end in ends if len(end.successors) > 1), None)
    if split is not None and act.actor != SYSTEM:
        return successions.split_already(split)
    return (decision, *(_taken_over(end, stream) for end in ends))


def _ends(unit: str, stream: str, on: date, in_force: InForce) -> Iterator[Succession]:
    """The ends of the unit and of its successors by a date: a merged unit may be merged again."""
    while (end := successions.ended(in_force.successions, unit, on)) is not None:
        yield end
        unit = end.of(stream).unit


def _taken_over(end: Succession, stream: str) -> Decision[HandedOver]:
    successor = end.of(stream)
    event = HandedOver(
        unit=end.unit,
        successor=successor.unit,
        successor_name=successor.name,
        since=end.since,
        document=end.document,
    )
    return Decision(event, caused_by=end.event_id)


DECIDE: Deciders = {HandOver: hand_over}
EVOLVE: Evolvers = {HandedOver: handed_over}
"""Those of a kind of subject that belongs to a unit: its state has `known` and `registered_as`."""
