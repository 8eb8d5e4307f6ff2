"""Records of the bureau's year: meetings, trainings, reports, standards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import PositiveInt

from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.vocabulary import Day, Role, Text
from domain.subjects.jurisdiction_year import congress
from domain.subjects.jurisdiction_year.congress import ReportedToCongress, ReportToCongress
from domain.subjects.jurisdiction_year.effectiveness import (
    EffectivenessRecorded,
    RecordEffectiveness,
)
from domain.subjects.jurisdiction_year.held import still_to_come
from domain.subjects.jurisdiction_year.state import JurisdictionYear


class RecordMeeting(Command, name="review-meeting.record", who={Role.FINANCE}):
    """Record a meeting that reviewed the work: of a month, or at the year's end."""

    kind: Literal["monthly", "year_end"]
    held_on: Day
    topics: Text
    document: Text | None = None


class MeetingRecorded(Event, name="review-meeting.recorded", version=1):
    """A meeting reviewed the work."""

    kind: Literal["monthly", "year_end"]
    held_on: Day
    topics: Annotated[Text, WITHHOLDABLE]
    document: Text | None = None


class RecordTraining(Command, name="training.record", who={Role.FINANCE}):
    """Record a training 业务培训 with the number of those who took part."""

    held_on: Day
    topic: Text
    participants: PositiveInt
    document: Text | None = None


class TrainingRecorded(Event, name="training.recorded", version=1):
    """A training was held."""

    held_on: Day
    topic: Text
    participants: PositiveInt
    document: Text | None = None


class PublishLibrary(Command, name="indicator-library.publish", who={Role.FINANCE}):
    """Publish an indicator library: how many categories and indicators its standard has."""

    held_on: Day
    standard: Text
    categories: PositiveInt
    indicators: PositiveInt


class LibraryPublished(Event, name="indicator-library.published", version=1):
    """An indicator library was published."""

    held_on: Day
    standard: Text
    categories: PositiveInt
    indicators: PositiveInt


def _record(
    event: type[Event],
) -> Callable[[JurisdictionYear, CommandContext[Any], InForce], Decided]:
    """Put on record what took place today or before."""

    def decide(_state: JurisdictionYear, act: CommandContext[Any], _in_force: InForce) -> Decided:
        refusal = still_to_come(act.command.held_on, act)
        return refusal or (Decision(event(**dict(act.command))),)

    return decide


RECORDED: dict[type[Command], type[Event]] = {
    RecordMeeting: MeetingRecorded,
    RecordTraining: TrainingRecorded,
    RecordEffectiveness: EffectivenessRecorded,
    ReportToCongress: ReportedToCongress,
    PublishLibrary: LibraryPublished,
}
"""What took place, with the event of each record."""

DECIDE: Deciders = {
    **{command: _record(event) for command, event in RECORDED.items()},
    **congress.DECIDE,
}


def _recorded(act: str, state: JurisdictionYear, recorded: Recorded[Any]) -> JurisdictionYear:
    """Evolve by a record: it stands by its day until it is withdrawn."""
    return state.with_record(act, str(recorded.event.held_on))


def _met(state: JurisdictionYear, recorded: Recorded[MeetingRecorded]) -> JurisdictionYear:
    """Evolve by a meeting; one at the year's end is kept as such too."""
    event, held = recorded.event, str(recorded.event.held_on)
    state = _recorded(RecordMeeting.name, state, recorded)
    at_the_end = {held} if event.kind == "year_end" else set()
    return replace(state, year_end_meetings=(state.year_end_meetings - {held}) | at_the_end)


EVOLVE: Evolvers = {
    **{event: partial(_recorded, command.name) for command, event in RECORDED.items()},
    MeetingRecorded: _met,
}
