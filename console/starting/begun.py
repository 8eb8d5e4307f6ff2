"""What a county has done so far, as its log has it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from domain.kernel.subject_ids import (
    jurisdiction_year,
    organisations,
    packs,
    work_calendar,
)
from domain.subjects.jurisdiction_year.opening import YearOpened
from domain.subjects.jurisdiction_year.portfolio import Row, parse_portfolio
from domain.subjects.organisations.people import RoleAssigned
from domain.subjects.packs_adopted.decider import Adopted
from domain.subjects.work_calendar.decider import Published
from store.factory import open_log
from store.port import EventLog, StoreNotMigrated

Role = tuple[str, str, str, str]
"""A role that was assigned: person, organisation, role, first day."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The adopted packs by code, the years of the calendar, the roles, the opened portfolio.

    A role that was ended later is among them: it is not given again by a file that still has it.
    `portfolio` has the rows of the opened year's portfolio, none where the year is not open.
    """

    packs: Mapping[str, Adopted] = field(default_factory=dict)
    calendars: frozenset[int] = frozenset()
    roles: frozenset[Role] = frozenset()
    portfolio: tuple[Row, ...] | None = None


def begun(url: str, code: str, work_year: int) -> Begun:
    """Read what was done from the log at a URL; nothing where there is no log yet."""
    try:
        opened = open_log(url)
    except StoreNotMigrated:
        return Begun()
    with closing(opened) as log:
        return _read(log, code, work_year)


def _read(log: EventLog, code: str, work_year: int) -> Begun:
    adopted = [one for one in _events(log, packs(code)) if isinstance(one, Adopted)]
    published = [one for one in _events(log, work_calendar(code)) if isinstance(one, Published)]
    assigned = [one for one in _events(log, organisations(code)) if isinstance(one, RoleAssigned)]
    year = _events(log, jurisdiction_year(code, work_year))
    opened = next((one.portfolio for one in year if isinstance(one, YearOpened)), None)
    rows = None if opened is None else parse_portfolio(log.content(opened))
    return Begun(
        {one.pack: one for one in adopted},
        frozenset(one.year for one in published),
        frozenset(
            (one.person, one.organisation, one.role.value, one.since.isoformat())
            for one in assigned
        ),
        rows,
    )


def _events(log: EventLog, stream: str) -> list[Any]:
    return [recorded.event for recorded in log.read(stream)]
