"""Due dates from the bureau's own notices, for one project or for all subjects of a work year."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from domain.kernel.decider import Recorded
from domain.kernel.message import ADDED, Command, Event
from domain.kernel.vocabulary import Day, Role, Text


class SetDay(Command, name="deadline.set", who={Role.FINANCE}):
    """Set a due date (inclusive) from the bureau's notice, where the rules give none.

    Sent to a project's year, it binds that project; sent to the jurisdiction's year, it binds all.
    """

    deadline: Text
    due: Day
    document: Text


class DaySet(Event, name="deadline.day-set", version=2):
    """The bureau's notice set a due date (inclusive); `over` if that day was over already."""

    deadline: Text
    due: Day
    document: Text
    over: Annotated[bool | None, ADDED] = None


def set_at_of(over: bool | None, recorded: Recorded[Any]) -> datetime | None:
    """The business instant of a notice or extension whose date was `over` then; else `None`."""
    return recorded.recorded_at if over else None
