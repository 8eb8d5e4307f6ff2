"""Reminders and due notices missed while the system was down: which are still sent, late.

A missed step that is still needed is sent late, once. It is not sent if it was planned before there
was something to remind of, or if a later step of the same day replaces it.
(docs/domain/deadlines.md, 1192)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.kernel.decider import InForce
from domain.kernel.known import latest
from domain.kernel.vocabulary import SHANGHAI, start_of
from domain.shared.deadlines.due_dates import Day
from domain.shared.deadlines.working_days import reminds_on

OFFICE_OPENS = time(9, tzinfo=SHANGHAI)
"""The time of day at which reminders are sent."""

LATE_AFTER = timedelta(hours=1)
"""A reminder or due notice recorded more than this after its planned instant is marked late."""

LEAD = "reminder.lead_days"

_MISSABLE = ("remind", "due")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lived:
    """The time up to which a subject has run: `until` is a past business instant, null at first.

    `known_since` gives the instant since which a deadline waits with its present date; null if it
    always did.
    """

    until: datetime | None
    known_since: Callable[[str], datetime | None]

    def drops(self, deadline: str, kind: str, planned: datetime, due: date, on: InForce) -> bool:
        """Whether a step planned around a due date (inclusive) is dropped, not sent late.

        `on` is the `InForce` of the decision.
        """
        if kind not in _MISSABLE or self.until is None or planned >= self.until:
            return False
        if _superseded(kind, planned, due, self.until):
            return True
        known = self.known_since(deadline)
        if kind == "remind":
            known = latest(known, reminder_known_since(on, due))
        return known is not None and planned < known


def given_late(kind: str, planned: datetime, recorded_at: datetime) -> bool:
    """Whether a step of a deadline is a reminder or due notice that was sent late."""
    return kind in _MISSABLE and recorded_at - planned > LATE_AFTER


def _superseded(kind: str, planned: datetime, due: date, now: datetime) -> bool:
    """Whether a later step replaces it: the day has ended, or, for a late reminder, has begun."""
    if now >= start_of(due + _ONE_DAY):
        return True
    there = now >= datetime.combine(due, OFFICE_OPENS)
    return kind == "remind" and there and given_late(kind, planned, now)


def day_known_since(day: Day, in_force: InForce) -> datetime | None:
    """The instant since which a binding date is known: its notice, extension, parameter or rulings.

    A date that comes from the rules alone was always known: a pack is adopted before the year.
    """
    if day.since is not None:
        return day.since
    read = (ruling for answer in day.basis for ruling in answer.rulings)
    return latest(*(in_force.known.rulings.get(one.ambiguity) for one in read))


def reminder_known_since(in_force: InForce, due: date) -> datetime | None:
    """The instant since which the time of a reminder is known; `due` is inclusive.

    It depends on the bureau's lead days and on the published holidays that moved the reminder or
    left it in place.
    """
    known = in_force.known
    lead = in_force.parameter(LEAD, due)
    if lead is None:
        return None
    meant = due - timedelta(days=int(lead))
    day = reminds_on(in_force.working, meant)
    moved_by = known.years.get(meant.year) if day != meant else None
    span = (day + timedelta(days=passed) for passed in range((meant - day).days + 1))
    set_at = in_force.parameter_known_since(LEAD, due)
    return latest(set_at, moved_by, *(known.days.get(one) for one in span))
