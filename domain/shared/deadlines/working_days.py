"""Working days by the published calendar; they move reminders only.

A due date is never moved (AMB-10: no roll-over). A reminder is the bureau's own, so it is sent on a
day when somebody reads it.
"""

from __future__ import annotations

from datetime import date, timedelta

from domain.kernel.in_force import WorkCalendar

_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working(calendar: WorkCalendar, day: date) -> bool:
    """Whether a day is a working day: as published, otherwise Monday to Friday."""
    if day in calendar.working_days:
        return True
    return day not in calendar.holidays and day.weekday() < _SATURDAY


def reminds_on(calendar: WorkCalendar, day: date) -> date:
    """The last working day on or before a day; the day itself in a year without a calendar."""
    if day.year not in calendar.years:
        return day
    while not is_working(calendar, day):
        day -= _DAY
    return day
