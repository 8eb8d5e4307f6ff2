"""Due dates from the bureau's own notices, for one project or for all subjects of a work year."""

from __future__ import annotations

from domain.kernel.message import Command, Event
from domain.kernel.vocabulary import Day, Role, Text


class SetDay(Command, name="deadline.set", who={Role.FINANCE}):
    """Set a due date (inclusive) from the bureau's notice, where the rules give none.

    Sent to a project's year, it binds that project; sent to the jurisdiction's year, it binds all.
    """

    deadline: Text
    due: Day
    document: Text


class DaySet(Event, name="deadline.day-set", version=1):
    """The bureau's notice set a due date (inclusive)."""

    deadline: Text
    due: Day
    document: Text
