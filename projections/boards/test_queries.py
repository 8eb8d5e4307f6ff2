"""What the boards answer."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

import pytest

from domain.kernel.decider import Actor
from domain.kernel.vocabulary import Role, start_of
from projections.boards import queries
from projections.boards.answers import NextDue, Overdue, PhaseCount, Place, Waiting
from projections.boards.projection import Projection
from projections.boards.rows import DeadlineState, Source
from testkit.builders.bureau import (
    COUNTY,
    FINANCE,
    MAY,
    REGISTERED,
    RESULT,
    SYSTEM,
    YEAR,
    Bureau,
    morning,
    project,
)

P001, P002, P003, P004 = (project(f"P00{number}") for number in range(1, 5))
ROADS = Actor("u-2", "102", Role.UNIT)
PROJECT = "project-year"
TODAY = date(2026, 11, 21)


@pytest.fixture
def june(bureau: Bureau, boards: Projection) -> Projection:
    """12 June: P001 filed in time, P002 (unit 102) late, P003 not; P004 waits for admission."""
    bureau.notice(RESULT, date(2023, 6, 10))
    for stream, unit in ((P001, "101"), (P002, "102"), (P003, "102")):
        bureau.budgeted(stream, unit=unit, unit_name=f"合成单位{unit}")
        bureau.take_steps(stream, morning(MAY))
    bureau.act(P004, "project.add", date(2023, 3, 1), SYSTEM, **REGISTERED)
    bureau.file_result(P001, date(2023, 6, 8))
    for stream in (P002, P003):
        bureau.take_steps(stream, start_of(date(2023, 6, 11)))
    bureau.file_result(P002, date(2023, 6, 12), ROADS)
    boards.catch_up()
    return boards


def test_status_counts_phases_waits_and_what_is_late(june: Projection, bureau: Bureau) -> None:
    found = june.ask(lambda boards: queries.status(boards, COUNTY, YEAR))
    assert found.position == bureau.log.last_position()
    assert found.projects == 4
    assert found.phases == (
        PhaseCount("jurisdiction-year", "open", 1),
        PhaseCount("packs", "adopted", 1),
        PhaseCount(PROJECT, "library", 1),
        PhaseCount(PROJECT, "monitoring-05", 3),
    )
    assert Waiting("jurisdiction-year", "finance", "congress.reporting", 1) in found.waiting
    assert [one for one in found.waiting if one.kind == PROJECT] == [
        Waiting(PROJECT, "finance", f"monitoring.review:{MAY}", 2),
        Waiting(PROJECT, "finance", "library.admission", 1),
        Waiting(PROJECT, "unit", RESULT, 1),
    ]
    assert [(late.code, late.row.state) for late in found.late] == [
        ("P002", DeadlineState.MET_LATE),
        ("P003", DeadlineState.OVERDUE),
    ]
    assert found.next_due == ()


def test_status_names_what_is_due_next_from_whom(june: Projection, bureau: Bureau) -> None:
    bureau.notice(f"monitoring.review:{MAY}", date(2023, 6, 25))
    june.catch_up()
    found = june.ask(lambda boards: queries.status(boards, COUNTY, YEAR))
    review = f"monitoring.review:{MAY}"
    assert found.next_due == (NextDue(PROJECT, date(2023, 6, 25), review, "finance", 2),)


@pytest.mark.parametrize(
    ("asked", "projects"),
    [
        ({"unit": "102"}, 2),
        ({"unit": "103"}, 0),
        ({"phase": "library"}, 1),
        ({"phase": "monitoring"}, 3),
        ({"phase": "monitoring-05"}, 3),
        ({"phase": "monitoring-08"}, 0),
        ({"phase": "monitor"}, 0),
        ({"unit": "102", "phase": "library"}, 0),
        ({"subject": "P003"}, 1),
        ({"subject": P003}, 1),
        ({"subject": "P009"}, 0),
    ],
)
def test_status_speaks_of_a_part_of_the_year(
    june: Projection, asked: dict[str, Any], projects: int
) -> None:
    found = june.ask(lambda boards: queries.status(boards, COUNTY, YEAR, **asked))
    assert found.projects == projects
    assert (found.detail is not None) == (projects > 0 and "subject" in asked)


def test_status_of_one_subject_gives_its_amounts_and_deadlines(june: Projection) -> None:
    found = june.ask(lambda boards: queries.status(boards, COUNTY, YEAR, subject="P002"))
    assert found.detail is not None
    row = found.detail.subject
    assert (row.requested, row.approved, row.executed) == ("1000000.00", "900000.00", None)
    assert (row.unit, row.unit_name, row.late_filings) == ("102", "合成单位102", 1)
    assert row.waiting_for == (f"finance:monitoring.review:{MAY}",)
    assert [(line.deadline, line.state) for line in found.detail.deadlines] == [
        (RESULT, DeadlineState.MET_LATE)
    ]


def test_another_year_or_jurisdiction_has_nothing(june: Projection) -> None:
    timeless = june.ask(lambda boards: queries.status(boards, COUNTY, 2024))
    assert timeless.phases == (PhaseCount("packs", "adopted", 1),)
    assert june.ask(lambda boards: queries.status(boards, "652822", YEAR)).phases == ()


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2023, 6, 9), date(2023, 6, 9), 0),
        (date(2023, 6, 9), date(2023, 6, 10), 1),
        (date(2023, 6, 10), date(2023, 6, 11), 1),
        (date(2023, 6, 11), date(2023, 6, 11), 0),
    ],
)
def test_the_calendar_is_inclusive_and_counts_states(
    june: Projection, first: date, last: date, days: int
) -> None:
    found = june.ask(lambda boards: queries.calendar(boards, COUNTY, YEAR, first, last))
    assert len(found.lines) == days
    for line in found.lines:
        assert (line.due, line.deadline, line.subjects) == (date(2023, 6, 10), RESULT, 3)
        assert line.states == {
            DeadlineState.MET: 1,
            DeadlineState.MET_LATE: 1,
            DeadlineState.OVERDUE: 1,
        }


def ask_overdue(boards: Projection, on: date | None = None) -> Overdue:
    return boards.ask(lambda found: queries.overdue(found, COUNTY, YEAR, today=TODAY, on=on))


def test_overdue_in_a_drill_is_as_of_its_last_business_instant(june: Projection) -> None:
    found = ask_overdue(june)
    assert (found.on, found.clock) == (date(2023, 6, 12), "simulated")
    (group,) = found.groups
    assert (group.unit, group.unit_name, group.responsible) == ("102", "合成单位102", "unit")
    (line,) = group.lines
    assert (line.code, line.days, line.row.source) == ("P003", 2, Source.NOTICE)


@pytest.mark.parametrize(("on", "days"), [(10, []), (11, [1]), (30, [20])])
def test_overdue_begins_on_the_day_after_the_due_day(
    june: Projection, on: int, days: list[int]
) -> None:
    found = ask_overdue(june, on=date(2023, 6, on))
    assert found.clock == "given"
    assert [line.days for group in found.groups for line in group.lines] == days


def test_overdue_in_production_is_as_of_today(bureau: Bureau, boards: Projection) -> None:
    bureau.act(
        "652825/2024",
        "year.open",
        date(2024, 1, 2),
        FINANCE,
        portfolio="1" * 64,
        clock="real",
    )
    boards.catch_up()
    found = boards.ask(lambda c: queries.overdue(c, COUNTY, 2024, today=TODAY))
    assert (found.on, found.clock, found.groups) == (TODAY, "real", ())


def test_a_deadline_that_no_timer_found_overdue_is_overdue_all_the_same(
    bureau: Bureau, boards: Projection
) -> None:
    bureau.notice(RESULT, date(2023, 6, 10))
    bureau.budgeted(P001)
    bureau.take_steps(P001, morning(MAY))
    boards.catch_up()
    (group,) = ask_overdue(boards, on=date(2023, 6, 11)).groups
    assert group.lines[0].row.state is DeadlineState.OPEN


def test_places_are_the_years_that_have_projects(june: Projection) -> None:
    assert june.ask(queries.places) == (Place(COUNTY, YEAR),)


def test_a_question_cannot_write(june: Projection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        june.ask(lambda boards: boards.execute("DELETE FROM subject"))
