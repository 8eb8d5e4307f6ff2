"""The work calendar: holidays and worked weekends (调休) of each year, as they were published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, PositiveInt

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, Decided, Decision, InForce, Recorded, Steps, View
from domain.kernel.in_force import UNPUBLISHED, WorkCalendar
from domain.kernel.message import Command, Event
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Day, Role, Text
from domain.shared.fan_out import broadcast
from domain.shared.fan_out.broadcast import Announcement
from domain.shared.filings import annotation
from domain.shared.people.role_check import may_take

Days = Annotated[tuple[Day, ...], Field(max_length=366)]

_DECEMBER = 12
_SATURDAY = 5


class Publish(Command, name="work-calendar.publish", who={Role.FINANCE}):
    """Publish the holidays of a year and its worked Saturdays and Sundays (调休).

    `document` is the notice that gives them. A notice may reach into the December before its year.
    Published again, a year's days take the place of the earlier ones.
    """

    year: PositiveInt
    document: Text
    holidays: Annotated[Days, Field(min_length=1)]
    working_days: Days = ()


class Published(Event, name="work-calendar.published", version=1):
    """The holidays and the worked weekends of a year were published; operational, uncited."""

    year: PositiveInt
    document: Text
    holidays: Days
    working_days: Days = ()


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """The published calendar of a year."""

    document: str
    holidays: frozenset[date]
    working_days: frozenset[date]


@dataclass(frozen=True, slots=True)
class PublishedCalendar:
    """The newest calendar of each year, put together in `working`; which the subjects know of.

    `years_at` are the business instants at which the years were first published, `days_at` those
    at which days were newly said to be holidays or worked, or not any more.
    """

    stream: str
    version: int = 0
    years: Mapping[int, PublishedYear] = field(default_factory=dict)
    working: WorkCalendar = UNPUBLISHED
    years_at: Mapping[int, datetime] = field(default_factory=dict)
    days_at: Mapping[date, datetime] = field(default_factory=dict)
    announced: Announcement | None = None
    told: int = 0


def initial(stream: str) -> PublishedCalendar:
    """The state before the first event."""
    return PublishedCalendar(stream)


def decide(state: PublishedCalendar, act: CommandContext[Any], in_force: InForce) -> Decided:
    """The outcome of an act; raises `KeyError` for an act of another subject."""
    decided = _DECIDE[type(act.command)]
    return may_take(act, in_force, state.stream) or decided(state, act, in_force)


def _publish(state: PublishedCalendar, act: CommandContext[Publish], _in_force: InForce) -> Decided:
    command = act.command
    refusal = _unfit(command)
    if refusal:
        return refusal
    if state.years.get(command.year) == _published_year(command):
        return Refusal(
            Code.DUPLICATE,
            f"{command.year} 年工作日历的这一内容已公布。",
            f"this calendar of {command.year} is published already.",
        )
    return (Decision(Published(**vars(command))),)


def _unfit(command: Publish) -> Refusal | None:
    """Refuse days of another year, days that stand twice, and worked days that are no weekend."""
    named = {"holidays": command.holidays, "working_days": command.working_days}
    for name, days in named.items():
        stray = next((day for day in days if not _speaks_of(command.year, day)), None)
        if stray is not None:
            return refusals.invalid(
                name,
                f"{stray} 不属于 {command.year} 年的放假安排，请更正。",
                f"{stray} is no day of the calendar of {command.year}: correct it.",
            )
    counted = Counter((*command.holidays, *command.working_days))
    twice = next((day for day, times in counted.items() if times > 1), None)
    if twice is not None:
        return refusals.invalid(
            "working_days" if twice in command.working_days else "holidays",
            f"{twice} 重复，请更正。",
            f"{twice} stands twice: correct it.",
        )
    weekday = next((day for day in command.working_days if day.weekday() < _SATURDAY), None)
    if weekday is None:
        return None
    return refusals.invalid(
        "working_days",
        f"{weekday} 不是周六、周日，无需调休上班，请更正。",
        f"{weekday} is no Saturday or Sunday and is worked anyway: leave it out.",
    )


def _speaks_of(year: int, day: date) -> bool:
    return day.year == year or (day.year == year - 1 and day.month == _DECEMBER)


def _published_year(message: Publish | Published) -> PublishedYear:
    return PublishedYear(
        message.document, frozenset(message.holidays), frozenset(message.working_days)
    )


def _published(state: PublishedCalendar, recorded: Recorded[Published]) -> PublishedCalendar:
    event = recorded.event
    years = {**state.years, event.year: _published_year(event)}
    working, at = _together(years), recorded.recorded_at
    changed = replace(
        state,
        years=years,
        working=working,
        years_at={event.year: at, **state.years_at},
        days_at={**state.days_at, **dict.fromkeys(_changed(state.working, working), at)},
    )
    told: PublishedCalendar = broadcast.announced(changed, recorded)
    return told


def _changed(before: WorkCalendar, after: WorkCalendar) -> frozenset[date]:
    """The days that one of two calendars says something else of."""
    off, worked = before.holidays ^ after.holidays, before.working_days ^ after.working_days
    return off | worked


def _together(years: Mapping[int, PublishedYear]) -> WorkCalendar:
    """The working days of all years; if two notices name a day, the later year's counts."""
    holidays: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()
    for _, published in sorted(years.items()):
        holidays = (holidays - published.working_days) | published.holidays
        working_days = (working_days - published.holidays) | published.working_days
    return WorkCalendar(frozenset(years), holidays, working_days)


_DECIDE: dict[type[Command], Callable[..., Decided]] = {
    Publish: _publish,
    **broadcast.DECIDE,
    **annotation.DECIDE,
}
_EVOLVE: dict[type[Event], Callable[..., PublishedCalendar]] = {
    Published: _published,
    **broadcast.EVOLVE,
    **annotation.EVOLVE,
}

COMMANDS = tuple(_DECIDE)
"""The acts of a jurisdiction's work calendar."""

STEPS: Steps = broadcast.STEPS
"""The steps of the system that it plans."""


def evolve(state: PublishedCalendar, recorded: Recorded[Any]) -> PublishedCalendar:
    """The state after an event; raises `KeyError` for an event of another subject."""
    evolved = _EVOLVE[type(recorded.event)](state, recorded)
    return replace(evolved, version=recorded.version)


def view(state: PublishedCalendar, _in_force: InForce, _now: datetime | None = None) -> View:
    """The view of the calendar."""
    return broadcast.seen(state, "published" if state.years else "empty")
