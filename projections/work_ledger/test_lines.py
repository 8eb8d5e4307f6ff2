"""How a duty stands on a day, and what lines come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from projections.boards.rows import DeadlineRow, DeadlineState, Source
from projections.work_ledger.lines import Line, RollUp, Standing, duty_of, standing_of

DUE = date(2023, 5, 31)
ROW = DeadlineRow(
    "653000/2023", "score-sheet.issuing", DUE, DeadlineState.OPEN, "finance", None, Source.RULE, ""
)
LINE = Line(
    jurisdiction="653000",
    county=None,
    county_name=None,
    sections=(),
    stream="653000/2023",
    kind="jurisdiction-year",
    code=None,
    name=None,
    unit=None,
    unit_name=None,
    responsible="finance",
    deadline="score-sheet.issuing",
    duty="score-sheet.issuing",
    due=DUE,
    standing=Standing.OPEN,
    days=0,
)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2023, 5, 30), (Standing.OPEN, 0)),
        (date(2023, 5, 31), (Standing.OPEN, 0)),
        (date(2023, 6, 1), (Standing.OVER, 1)),
    ],
)
def test_an_open_duty_is_over_on_the_day_after_its_last(
    on: date, standing: tuple[Standing, int]
) -> None:
    assert standing_of(ROW, on) == standing


def test_an_escalated_duty_is_shown_as_escalated_until_it_is_done() -> None:
    escalated = replace(ROW, state=DeadlineState.ESCALATED)
    done = replace(ROW, state=DeadlineState.MET_LATE, filed_on=date(2023, 6, 10))
    # when, then
    assert standing_of(escalated, date(2023, 6, 8)) == (Standing.ESCALATED, 8)
    assert standing_of(done, date(2023, 12, 31)) == (Standing.DONE_LATE, 10)


@pytest.mark.parametrize("filed_on", [date(2023, 5, 30), date(2023, 5, 31)])
def test_a_duty_that_was_done_in_time_is_late_on_no_later_day(filed_on: date) -> None:
    done = replace(ROW, state=DeadlineState.MET, filed_on=filed_on)
    assert standing_of(done, date(2023, 12, 31)) == (Standing.DONE, 0)


def test_lines_of_one_duty_are_counted_by_county_and_section() -> None:
    rolled_up = RollUp()
    later = replace(LINE, due=date(2023, 6, 30), standing=Standing.OVER, days=3)
    named = replace(LINE, county="653022", county_name="阿克陶县")
    # when
    for line in (LINE, later, replace(later, days=1), named, replace(LINE, sections=("SB",))):
        rolled_up.take(line)
    # then
    found = {(one.county, one.sections): one for one in rolled_up.groups()}
    assert set(found) == {(None, ()), ("653022", ()), (None, ("SB",))}
    own = found[None, ()]
    assert (own.first_due, own.last_due, own.longest) == (DUE, date(2023, 6, 30), 3)
    assert own.counts == {Standing.OPEN: 1, Standing.OVER: 2}
    assert rolled_up.counties == {"653022": "阿克陶县"}


@pytest.mark.parametrize(
    ("deadline", "duty"),
    [
        ("monitoring.result:2023-05-31", "monitoring.result:2023-05-31"),
        ("rectification.report:p1", "rectification.report"),
        ("target.filing", "target.filing"),
    ],
)
def test_problems_of_one_kind_are_one_duty_and_rounds_are_not(deadline: str, duty: str) -> None:
    assert duty_of(deadline) == duty
