"""Working days: what the published calendar says of a day, for reminders only.

A due day is never moved (AMB-10: no roll-over); a reminder is the bureau's own, and it goes out
when somebody is there to read it.
"""

from __future__ import annotations

from datetime import date, timedelta

from domain.kernel.in_force import WorkCalendar

_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working(calendar: WorkCalendar, day: date) -> bool:
    """Whether a day is worked: as published, else Monday to Friday."""
    if day in calendar.working_days:
        return True
    return day not in calendar.holidays and day.weekday() < _SATURDAY


def reminds_on(calendar: WorkCalendar, day: date) -> date:
    """The last working day not after a day; the day itself in a year not published."""
    if day.year not in calendar.years:
        return day
    while not is_working(calendar, day):
        day -= _DAY
    return day
