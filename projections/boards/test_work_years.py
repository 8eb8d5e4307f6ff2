"""What counties owe a prefecture, and a bureau itself, on the boards beside projects and units."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.vocabulary import Role, start_of
from projections.boards import queries
from projections.boards.answers import NextDue
from projections.boards.projection import Projection
from projections.boards.rows import DeadlineState, Source
from store import migrate, open_log, sqlite_url
from store.port import EventLog
from testkit.builders.bureau import Bureau
from testkit.builders.bureau_units import take
from testkit.builders.prefecture_year import (
    ADD,
    COUNTY,
    COUNTY_BUREAU,
    COUNTY_GOVERNMENT,
    JUNE,
    PREFECTURE,
    SUMMARY,
    YEAR,
    report,
)
from testkit.projection_rows import as_folded, columns, deadline, folded_afresh

BUREAU = Actor("f-1", PREFECTURE, Role.FINANCE)
SHEET = "score-sheet.issuing"
REPORT = f"county-report.filing.{COUNTY}:{JUNE}"
YEAR_END = f"county-summary.filing.{COUNTY}"
TODAY = date(2026, 11, 21)


class Prefecture(Bureau):
    """The bureau of a prefecture whose rules give counties their days."""

    place = PREFECTURE
    chain = ("000000", "650000", PREFECTURE)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    """The log of a prefecture's open year with one county."""
    url = sqlite_url(tmp_path / "prefecture.db")
    migrate(url)
    with closing(open_log(url)) as opened:
        bureau = Prefecture(opened)
        bureau.open_year()
        take(bureau, YEAR, date(2023, 1, 5), BUREAU, ADD)
        yield opened


@pytest.fixture
def prefecture(log: EventLog) -> Prefecture:
    """The bureau that goes on."""
    return Prefecture(log)


def file(bureau: Bureau, on: date, command: Command, by: Actor = COUNTY_BUREAU) -> None:
    bureau.take_steps(YEAR, start_of(on))
    take(bureau, YEAR, on, by, command)


@pytest.mark.parametrize(
    ("after", "state", "late"),
    [(-1, DeadlineState.MET, 0), (0, DeadlineState.MET, 0), (1, DeadlineState.MET_LATE, 1)],
)
def test_a_county_report_is_met_up_to_its_day_and_late_after_it(
    prefecture: Prefecture, boards: Projection, after: int, state: DeadlineState, late: int
) -> None:
    on = JUNE + timedelta(days=after)
    file(prefecture, on, report())
    boards.catch_up()
    found = deadline(boards, YEAR, REPORT)
    assert found is not None
    assert (found.state, found.due, found.filed_on) == (state, JUNE, on)
    assert (found.responsible, found.source, found.reference) == ("finance", Source.RULE, "KZ-042")
    assert columns(boards, YEAR, "late_filings", "kind") == (late, "jurisdiction-year")


@pytest.mark.parametrize(("after", "state"), [(0, DeadlineState.OPEN), (1, DeadlineState.OVERDUE)])
def test_what_a_county_does_not_file_is_overdue_when_its_day_is_over(
    prefecture: Prefecture, boards: Projection, after: int, state: DeadlineState
) -> None:
    prefecture.take_steps(YEAR, start_of(JUNE + timedelta(days=after)))
    boards.catch_up()
    found = deadline(boards, YEAR, REPORT)
    assert found is not None
    assert (found.state, found.filed_on) == (state, None)


def test_a_summary_is_the_county_governments(prefecture: Prefecture, boards: Projection) -> None:
    file(prefecture, date(2023, 11, 20), SUMMARY, COUNTY_GOVERNMENT)
    boards.catch_up()
    found = deadline(boards, YEAR, YEAR_END)
    assert found is not None
    assert (found.state, found.responsible) == (DeadlineState.MET, "government")
    assert found.filed_on == date(2023, 11, 20)


def test_the_work_year_is_on_every_board(prefecture: Prefecture, boards: Projection) -> None:
    prefecture.take_steps(YEAR, start_of(JUNE + timedelta(days=1)))
    boards.catch_up()
    status = boards.ask(lambda found: queries.status(found, PREFECTURE, 2023))
    assert [late.row.deadline for late in status.late] == [SHEET, REPORT]
    summaries = NextDue("jurisdiction-year", date(2023, 11, 30), YEAR_END, "government", 1)
    assert summaries in status.next_due
    overdue = boards.ask(
        lambda found: queries.overdue(found, PREFECTURE, 2023, today=TODAY, on=date(2023, 6, 15))
    )
    (group,) = overdue.groups
    assert (group.unit, group.unit_name, group.responsible) == (None, None, "finance")
    assert [(line.row.deadline, line.days) for line in group.lines] == [(SHEET, 15), (REPORT, 5)]
    assert [(role.responsible, role.units) for role in overdue.roles] == [("finance", 0)]
    assert as_folded(boards) == folded_afresh(prefecture)
