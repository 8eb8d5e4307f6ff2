"""The lines of one body or of a prefecture with its counties, read one after the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from domain.kernel.jurisdiction_codes import levels_above
from projections.boards.board_selection import rows_of
from projections.boards.remits import Remits
from projections.work_ledger.lines import Ledger, Line, RollUp
from projections.work_ledger.of_subjects import lines_of_subjects
from projections.work_ledger.of_year import lines_of_year
from store.port import EventLog


@dataclass(frozen=True, slots=True)
class Wanted:
    """The lines that are wanted: of a unit, a section, a county; all where it is null."""

    unit: str | None = None
    section: str | None = None
    county: str | None = None

    def takes(self, line: Line) -> bool:
        """Whether a line is wanted."""
        return (
            self.unit in {None, line.unit}
            and (self.section is None or self.section in line.sections)
            and self.county in {None, line.county}
        )


def lines(
    log: EventLog,
    boards: sqlite3.Connection,
    jurisdiction: str,
    work_year: int,
    remits: Remits,
    wanted: Wanted,
) -> Iterator[Line]:
    """The lines of a work year on the day of `remits`: the year's own first, then by unit."""
    given = (jurisdiction, work_year, remits, remits.on)
    found = (lines_of_year(log, *given), lines_of_subjects(boards, *given, unit=wanted.unit))
    return (one for part in found for one in part if wanted.takes(one))


def own_ledger(log: EventLog, jurisdiction: str, work_year: int, remits: Remits) -> Ledger:
    """The duties of a work year itself on the day of `remits`: without its subjects."""
    rolled_up = RollUp()
    for line in lines_of_year(log, jurisdiction, work_year, remits, remits.on):
        rolled_up.take(line)
    return Ledger(
        log.last_position(),
        jurisdiction,
        work_year,
        remits.on,
        "given",
        {one.code: one.name for one in remits.sections},
        rolled_up.counties,
        rolled_up.groups(),
    )


def counties_below(boards: sqlite3.Connection, jurisdiction: str) -> tuple[str, ...]:
    """The jurisdictions of a log that lie below one, by their codes."""
    found = rows_of(boards, "SELECT DISTINCT jurisdiction FROM subject ORDER BY 1", ())
    return tuple(row[0] for row in found if jurisdiction in levels_above(row[0]))


def with_counties(
    log: EventLog,
    boards: sqlite3.Connection,
    jurisdiction: str,
    work_year: int,
    remits_of: Callable[[str, date], Remits],
    on: date,
    wanted: Wanted,
) -> Iterator[Line]:
    """The lines of a body, then those of each county below it in the log, as the county's.

    A county's own sections stand in its own ledger.
    """
    names = dict[str, str]()
    for one in lines(log, boards, jurisdiction, work_year, remits_of(jurisdiction, on), wanted):
        if one.county and one.county_name:
            names[one.county] = one.county_name
        yield one
    for county in counties_below(boards, jurisdiction):
        if wanted.section is None and wanted.county in {None, county}:
            own = replace(wanted, county=None)
            for one in lines(log, boards, county, work_year, remits_of(county, on), own):
                yield replace(one, county=county, county_name=names.get(county), sections=())
