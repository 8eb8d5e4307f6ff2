"""Working days: what the published calendar says of a day, for reminders only.

A due day is never moved (AMB-10: no roll-over); a reminder is the bureau's own, and it goes out
when somebody is there to read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The years whose working days were published, with what departs from Monday to Friday.

    `holidays` are days off, `working_days` the Saturdays and Sundays that are worked (调休).
    """

    years: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether a day is worked: as published, else Monday to Friday."""
        if day in self.working_days:
            return True
        return day not in self.holidays and day.weekday() < _SATURDAY

    def reminds_on(self, day: date) -> date:
        """The last working day not after a day; the day itself in a year not published."""
        if day.year not in self.years:
            return day
        while not self.is_working(day):
            day -= _DAY
        return day


UNPUBLISHED = WorkCalendar()
"""No calendar at all: every reminder goes out on its own day."""
