"""Due dates from the bureau's own notices, for one project or for all subjects of a work year."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from domain.kernel.decider import CommandContext
from domain.kernel.message import ADDED, Command, Event
from domain.kernel.vocabulary import Day, Role, Text, start_of


class SetDay(Command, name="deadline.set", who={Role.FINANCE}):
    """Set a due date (inclusive) from the bureau's notice, where the rules give none.

    Sent to a project's year, it binds that project; sent to the jurisdiction's year, it binds all.
    """

    deadline: Text
    due: Day
    document: Text


class DaySet(Event, name="deadline.day-set", version=2):
    """The bureau's notice set a due date (inclusive).

    `over` if that day was over already; then it is found overdue at `found_at`.
    """

    deadline: Text
    due: Day
    document: Text
    over: Annotated[bool | None, ADDED] = None
    found_at: Annotated[datetime | None, ADDED] = None


def found_at(day: date, act: CommandContext[Any], *, again: bool) -> datetime | None:
    """The instant at which a day (inclusive) that an act sets when it is over is found overdue.

    That is the beginning of today; for a finding of today that comes `again`, it is now. `None` for
    a day that is not over.
    """
    if day >= act.day:
        return None
    return act.at if again else start_of(act.day)
