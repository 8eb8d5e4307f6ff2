"""What counties file: each report by its own day, the summary by the end of November."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.refusal import Code
from domain.subjects.jurisdiction_year.counties import WithdrawCounty
from domain.subjects.jurisdiction_year.county_reports import (
    FileResultsUse,
    ReportFiled,
    ResultsUseFiled,
    SummaryFiled,
)
from testkit.builders.prefecture_year import (
    COUNTY,
    COUNTY_BUREAU,
    COUNTY_GOVERNMENT,
    JUNE,
    NOVEMBER,
    SUMMARY,
    appraisal,
    report,
    with_county,
)
from testkit.decider_spec import FakeRules

USE = FileResultsUse(county=COUNTY, document="结果应用情况")


@pytest.mark.parametrize(
    ("on", "node", "late"),
    [
        ("2023-06-09", JUNE, 0),
        ("2023-06-10", JUNE, 0),
        ("2023-06-11", JUNE, 1),
        ("2023-11-09", NOVEMBER, 0),
        ("2023-11-10", NOVEMBER, 0),
        ("2023-11-11", NOVEMBER, 1),
    ],
)
def test_each_report_is_late_behind_its_own_day(on: str, node: date, late: int) -> None:
    filed = with_county().on(on).when(report(node), by=COUNTY_BUREAU)
    event = filed.the(ReportFiled)
    assert (event.due, event.late) == (node, late)
    assert filed.rules_asked() == ["county_report.due"]


@pytest.mark.parametrize("node", ["2023-06-09", "2023-07-31", "2022-06-10", "2024-06-10"])
def test_a_report_is_of_a_day_that_the_rules_name(node: str) -> None:
    act = report(date.fromisoformat(node))
    with_county().when(act, by=COUNTY_BUREAU).refused(Code.INVALID_FIELD, "node")


def test_where_no_rule_is_stated_a_report_of_any_day_of_the_year_is_taken() -> None:
    scene = with_county(FakeRules())
    assert scene.view.waiting_for == ()
    event = scene.on("2023-12-30").when(report(date(2023, 9, 1)), by=COUNTY_BUREAU).the(ReportFiled)
    assert (event.due, event.late) == (None, False)
    strange = scene.when(report(date(2024, 1, 1)), by=COUNTY_BUREAU)
    assert "2023" in strange.refused(Code.INVALID_FIELD, "node").en


def test_filed_again_the_newest_counts_and_the_first_day_tells_lateness() -> None:
    first = with_county().on("2023-06-10").given(report(), by=COUNTY_BUREAU)
    again = first.on("2023-06-20").when(report(), by=COUNTY_BUREAU)
    assert not again.the(ReportFiled).late
    scored = again.on("2023-07-01").given(appraisal())
    scored.when(report(), by=COUNTY_BUREAU).refused(Code.ALREADY_REVIEWED)
    scored.given(report(NOVEMBER), by=COUNTY_BUREAU)


@pytest.mark.parametrize(("on", "late"), [("2023-11-29", 0), ("2023-11-30", 0), ("2023-12-01", 1)])
def test_the_annual_summary_is_due_by_the_end_of_november(on: str, late: int) -> None:
    filed = with_county().on(on).when(SUMMARY, by=COUNTY_GOVERNMENT)
    filed.then(SummaryFiled(**dict(SUMMARY), due=date(2023, 11, 30), late=late))
    assert filed.rules_asked() == ["county_summary.due"]


def test_the_use_of_results_is_waited_for_without_a_day_where_a_clause_asks_for_it() -> None:
    scene = with_county()
    owed = f"finance:county-results-use.filing.{COUNTY}"
    assert owed in scene.view.waiting_for
    assert owed not in with_county(FakeRules()).view.waiting_for
    gone = scene.given(WithdrawCounty(county=COUNTY, reason="区划调整"))
    assert owed not in gone.view.waiting_for
    filed = scene.on("2023-12-31").when(USE, by=COUNTY_BUREAU)
    filed.then(ResultsUseFiled(**dict(USE), late=False))
    assert filed.rules_asked() == ["county_results_use.due"]
    assert owed not in filed.view.waiting_for
    filed.given(USE, by=COUNTY_BUREAU)
