"""The appraisal of counties: its two windows, and the reports that it rests on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.kernel.refusal import Code, Refusal
from domain.subjects.jurisdiction_year.county_appraisal import CountyScored
from testkit.builders.prefecture_year import (
    ADD,
    COUNTY_BUREAU,
    DECEMBER,
    JULY,
    JUNE,
    NOVEMBER,
    appraisal,
    opened,
    report,
    with_county,
)
from testkit.decider_spec import FakeRules


@pytest.mark.parametrize(
    ("on", "node", "outcome"),
    [
        ("2023-06-30", JULY, "refused"),
        ("2023-07-01", JULY, "in time"),
        ("2023-07-31", JULY, "in time"),
        ("2023-08-01", JULY, "late"),
        ("2023-11-30", DECEMBER, "refused"),
        ("2023-12-01", DECEMBER, "in time"),
        ("2023-12-31", DECEMBER, "in time"),
        ("2024-01-01", DECEMBER, "late"),
    ],
)
def test_a_county_is_scored_from_the_first_day_of_a_window(
    on: str, node: date, outcome: str
) -> None:
    scored = with_county().on(on).when(appraisal(node))
    if outcome == "refused":
        assert str(node.month) in scored.refused(Code.WRONG_PHASE, "node").zh
    else:
        event = scored.the(CountyScored)
        assert (event.due, event.late) == (node, outcome == "late")
    assert scored.rules_asked() == ["county_appraisal.windows"]


@pytest.mark.parametrize("node", ["2023-07-30", "2023-08-31", "2022-12-31"])
def test_a_window_is_named_by_its_last_day(node: str) -> None:
    scene = with_county().on("2023-12-31")
    scene.when(appraisal(date.fromisoformat(node))).refused(Code.INVALID_FIELD, "node")


def test_an_appraisal_shows_the_reports_due_by_its_end_filed_late_or_missing() -> None:
    # given
    july = with_county().on("2023-06-11").given(report(), by=COUNTY_BUREAU).on("2023-07-03")
    # when
    scored = july.when(appraisal())
    # then
    (june,) = scored.the(CountyScored).reports
    assert (june.node, june.late, june.filed is None) == (JUNE, True, False)
    assert not isinstance(scored.outcome, Refusal)
    assert scored.outcome[0].caused_by == june.filed
    second = scored.on("2023-12-05").when(appraisal(DECEMBER)).the(CountyScored)
    assert [(one.node, one.filed is None) for one in second.reports] == [
        (JUNE, False),
        (NOVEMBER, True),
    ]


def test_the_december_appraisal_rests_on_both_reports() -> None:
    filed = with_county().given(report(), report(NOVEMBER), by=COUNTY_BUREAU).on("2023-12-05")
    scored = filed.when(appraisal(DECEMBER))
    assert [one.late for one in scored.the(CountyScored).reports] == [False, False]
    scored.when(report(NOVEMBER), by=COUNTY_BUREAU).refused(Code.ALREADY_REVIEWED)


def test_what_a_county_filed_too_late_for_an_appraisal_is_taken_all_the_same() -> None:
    scored = with_county().on("2023-07-03").given(appraisal())
    owed = f"finance:county-report.filing.653022:{JUNE}"
    assert owed in scored.view.waiting_for
    assert owed not in scored.given(report(), by=COUNTY_BUREAU).view.waiting_for


def test_scored_again_the_newest_counts_and_the_first_day_tells_lateness() -> None:
    first = with_county().on("2023-07-31").given(appraisal())
    event = first.on("2023-08-09").when(appraisal(score="90")).the(CountyScored)
    assert (event.score, event.late) == (Decimal(90), False)


def test_a_county_owes_no_report_of_a_day_before_its_own() -> None:
    later = opened().on("2023-06-11").given(ADD).on("2023-07-03")
    assert later.when(appraisal()).the(CountyScored).reports == ()
    on_the_day = opened().on("2023-06-10").given(ADD).on("2023-07-03")
    assert len(on_the_day.when(appraisal()).the(CountyScored).reports) == 1


def test_where_no_window_is_stated_the_bureau_scores_when_it_will() -> None:
    event = with_county(FakeRules()).on("2023-02-01").when(appraisal()).the(CountyScored)
    assert (event.due, event.late, event.reports) == (None, False, ())
