"""Deadlines of the work year: by the rules, by notice, by extension; the system's steps at each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.kernel.decider import InForce
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import business_date
from domain.shared.deadlines.deadline_acts import Extend, Extended, Passed
from domain.shared.deadlines.set_day import DaySet, SetDay
from domain.subjects.jurisdiction_year.direct_funds import Problem, ReviewDirectFunds
from domain.subjects.jurisdiction_year.state import Closed
from domain.subjects.jurisdiction_year.year_summaries import IssueSummary, SummaryIssued
from testkit.builders.prefecture_year import (
    ADD,
    ADD_OTHER,
    COUNTY,
    COUNTY_BUREAU,
    COUNTY_GOVERNMENT,
    JUNE,
    SUMMARY,
    OfCounties,
    appraisal,
    opened,
    report,
    with_county,
)
from testkit.decider_spec import DeciderSpec, FakeRules

OWED = f"county-report.filing.{COUNTY}:{JUNE}"
LED = InForce(
    OfCounties(),
    parameters={
        "reminder.lead_days": ((date(2023, 1, 1), "3"),),
        "escalation.after_days": ((date(2023, 1, 1), "2"),),
        "escalation.to": ((date(2023, 1, 1), "局长"),),
    },
)


def lived(
    scene: DeciderSpec, until: str, each_takes: timedelta = timedelta(0)
) -> tuple[DeciderSpec, list[Passed]]:
    """Live until a day, one step of the system after the other; what they led to."""
    passed: list[Passed] = []
    end = scene.on(until).now
    while (step := scene.view.next_step) and step.planned <= end:
        scene = scene.at(max(scene.now, step.planned) + each_takes).step(step)
        passed.append(scene.the(Passed))
    return scene.at(end), passed


def test_the_calendar_of_a_county_follows_from_the_rules() -> None:
    view = with_county().view
    assert view.next_due == JUNE
    assert view.waiting_for == (
        f"finance:county-report.filing.{COUNTY}:2023-06-10",
        f"finance:county-appraisal.scoring.{COUNTY}:2023-07-31",
        f"finance:county-report.filing.{COUNTY}:2023-11-10",
        f"government:county-summary.filing.{COUNTY}",
        "finance:special-budgets-summary.filing.social_insurance_funds",
        "finance:special-budgets-summary.filing.state_capital_operations",
        f"finance:county-appraisal.scoring.{COUNTY}:2023-12-31",
        f"finance:county-results-use.filing.{COUNTY}",
    )


def test_a_report_that_nobody_files_is_reminded_overdue_and_escalated() -> None:
    scene, passed = lived(with_county().under(LED), "2023-06-14")
    told = [(one.step, business_date(one.planned), one.due) for one in passed]
    assert told == [
        ("remind", date(2023, 6, 7), JUNE),
        ("due", JUNE, JUNE),
        ("overdue", date(2023, 6, 11), JUNE),
        ("escalate", date(2023, 6, 13), JUNE),
    ]
    assert {one.deadline for one in passed} == {OWED}
    assert [one.escalated_to for one in passed] == [None, None, None, "局长"]
    assert scene.view.overdue == (OWED,)
    assert scene.given(report(), by=COUNTY_BUREAU).view.overdue == ()


@pytest.mark.parametrize("each_takes", [0, 1])
def test_every_county_is_reminded_of_a_day_that_all_have(each_takes: int) -> None:
    both = with_county().given(ADD_OTHER).under(LED)
    _, passed = lived(both, "2023-06-14", timedelta(seconds=each_takes))
    steps = [one.step for one in passed]
    assert steps == [step for step in ("remind", "due", "overdue", "escalate") for _ in range(2)]


def test_after_a_long_sleep_a_day_is_found_overdue_and_escalated() -> None:
    slept = with_county().under(LED).on("2023-06-20")
    _, passed = lived(slept, "2023-06-21")
    assert [one.step for one in passed] == ["overdue", "escalate"]


def test_what_is_filed_in_time_has_no_more_steps() -> None:
    filed = with_county().under(LED).given(report(), by=COUNTY_BUREAU)
    _, passed = lived(filed, "2023-07-01")
    assert passed == []


@pytest.mark.parametrize(("on", "owed"), [("2023-06-09", 1), ("2023-06-10", 1), ("2023-06-11", 0)])
def test_a_county_owes_what_is_due_on_its_first_day_or_later(on: str, owed: int) -> None:
    waiting = opened().on(on).given(ADD).view.waiting_for
    assert len([one for one in waiting if one.endswith(OWED)]) == owed


def test_an_extension_moves_the_day_of_one_county() -> None:
    # given
    grant = Extend(deadline=OWED, until=date(2023, 6, 15), approver="局长", reason="洪灾")
    both = with_county().given(ADD_OTHER)
    # when
    granted = both.when(grant)
    # then
    granted.then(Extended(**dict(grant)))
    assert granted.rules_asked() == ["county_report.due"]
    over, _ = lived(granted, "2023-06-15")
    assert over.view.overdue == (f"county-report.filing.653023:{JUNE}",)
    filed = over.given(report(), by=COUNTY_BUREAU)
    assert not filed.state.counties[COUNTY].reports[JUNE].late


def test_an_extension_granted_afterwards_stands_beside_the_lateness() -> None:
    late = with_county().on("2023-06-12").given(report(), by=COUNTY_BUREAU)
    assert late.state.counties[COUNTY].reports[JUNE].late
    grant = Extend(deadline=OWED, until=date(2023, 6, 12), approver="局长", reason="洪灾")
    filed = late.given(grant).state.counties[COUNTY].reports[JUNE]
    assert (filed.late, filed.extended) == (True, date(2023, 6, 12))


@pytest.mark.parametrize(
    "deadline",
    [
        "county-report.filing:2023-06-10",
        "county-report.filing.999999:2023-06-10",
        "county-summary.filing",
        "county-results-use.filing.653022",
        "special-budgets-summary.filing.general_public",
        "prefecture-summary.issue",
        "direct-funds.rectification.653022.1",
        "target.filing",
    ],
)
def test_what_has_no_day_is_not_extended(deadline: str) -> None:
    grant = Extend(deadline=deadline, until=date(2023, 12, 1), approver="局长", reason="洪灾")
    with_county().when(grant).refused(Code.INVALID_FIELD, "deadline")


def noticed(scene: DeciderSpec, deadline: str, due: date) -> DeciderSpec:
    return scene.given(SetDay(deadline=deadline, due=due, document="通知1号"))


def test_where_no_rule_gives_a_day_a_notice_does_for_all_counties() -> None:
    both = with_county(FakeRules()).given(ADD_OTHER)
    assert both.view.waiting_for == ()
    given = noticed(both, "county-report.filing:2023-09-30", date(2023, 10, 8))
    given = noticed(given, "county-appraisal.scoring:2023-12-20", date(2023, 12, 25))
    given = noticed(given, "county-results-use.filing", date(2023, 12, 1))
    given = noticed(given, f"county-summary.filing.{COUNTY}", date(2023, 12, 2))
    assert given.view.next_due == date(2023, 10, 8)
    assert given.view.waiting_for == (
        "finance:county-report.filing.653022:2023-09-30",
        "finance:county-report.filing.653023:2023-09-30",
        "finance:county-results-use.filing.653022",
        "finance:county-results-use.filing.653023",
        "government:county-summary.filing.653022",
        "finance:county-appraisal.scoring.653022:2023-12-20",
        "finance:county-appraisal.scoring.653023:2023-12-20",
    )
    other = report(date(2023, 6, 10))
    given.when(other, by=COUNTY_BUREAU).refused(Code.INVALID_FIELD, "node")


def test_a_notice_dates_the_prefectures_own_summary() -> None:
    given = noticed(with_county(), "prefecture-summary.issue", date(2023, 12, 20))
    assert "finance:prefecture-summary.issue" in given.view.waiting_for
    filed = given.given(SUMMARY, by=COUNTY_GOVERNMENT).on("2023-12-21")
    issued = filed.when(IssueSummary(document="报告"))
    assert issued.the(SummaryIssued).late
    assert "finance:prefecture-summary.issue" not in issued.view.waiting_for


@pytest.mark.parametrize(
    "deadline", ["county-report.filing:2023-06-10", "county-summary.filing", OWED]
)
def test_a_notice_sets_no_day_where_the_rules_give_one(deadline: str) -> None:
    act = SetDay(deadline=deadline, due=date(2023, 6, 20), document="通知1号")
    with_county().when(act).refused(Code.INVALID_FIELD, "deadline")


def test_a_notice_adds_no_node_to_those_of_the_rules() -> None:
    act = SetDay(
        deadline="county-report.filing:2023-09-30", due=date(2023, 10, 8), document="通知1号"
    )
    refusal = with_county().when(act).refused(Code.INVALID_FIELD, "deadline")
    assert "2023-06-10" in refusal.en
    with_county(FakeRules()).when(act).then(DaySet(**dict(act)))


def test_a_closed_year_has_no_more_steps() -> None:
    scene = with_county().under(LED)
    life = Closed(scene.state.life.opened)
    closed = replace(scene, state=replace(scene.state, life=life))
    assert closed.view.next_step is None
    assert closed.view.waiting_for == ()


def test_an_appraisal_beyond_its_window_is_overdue_until_it_is_scored() -> None:
    over, _ = lived(with_county().given(report(), by=COUNTY_BUREAU), "2023-08-01")
    assert over.view.overdue == (f"county-appraisal.scoring.{COUNTY}:2023-07-31",)
    assert over.given(appraisal()).view.overdue == ()


@pytest.mark.parametrize(
    ("woken", "steps"),
    [
        ("2023-06-09", ["remind", "due", "overdue", "escalate"]),
        ("2023-06-10", ["due", "overdue", "escalate"]),
        ("2023-06-11", ["overdue", "escalate"]),
    ],
)
@pytest.mark.parametrize("acts", [True, False])
def test_a_county_is_reminded_late_whoever_acts_first(
    woken: str, steps: list[str], *, acts: bool
) -> None:
    scene = with_county().under(LED).on(woken)
    scene = scene.given(ADD_OTHER) if acts else scene
    _, passed = lived(scene, "2023-06-14")
    assert [one.step for one in passed if one.deadline == OWED] == steps


@pytest.mark.parametrize(("on", "reminded"), [("2023-06-06", True), ("2023-06-08", False)])
def test_a_county_registered_after_the_instant_is_not_reminded(on: str, *, reminded: bool) -> None:
    _, passed = lived(opened().under(LED).on(on).given(ADD), "2023-06-09")
    assert ("remind" in [one.step for one in passed if one.deadline == OWED]) is reminded


@pytest.mark.parametrize(("on", "reminded"), [("2023-06-06", True), ("2023-06-08", False)])
def test_a_problem_pushed_after_the_instant_is_not_reminded_of(on: str, *, reminded: bool) -> None:
    problem = Problem(problem="合成问题", rectify_by=date(2023, 6, 10))
    review = ReviewDirectFunds(
        county=COUNTY, projects=1, reviewed=1, problems=(problem,), document="审核"
    )
    pushed = with_county().under(LED).on(on).given(review).on("2023-06-08").given(ADD_OTHER)
    _, passed = lived(pushed, "2023-06-09")
    of = f"direct-funds.rectification.{COUNTY}.1"
    assert ("remind" in [one.step for one in passed if one.deadline == of]) is reminded


@pytest.mark.parametrize(("on", "reminded"), [("2023-09-30", True), ("2023-10-06", False)])
def test_a_notice_after_the_instant_has_no_reminder(on: str, *, reminded: bool) -> None:
    named = "county-report.filing:2023-09-30"
    led = replace(LED, rules=FakeRules())
    scene = noticed(with_county(FakeRules()).under(led).on(on), named, date(2023, 10, 8))
    later = noticed(scene.on("2023-10-06"), named, date(2023, 10, 8))
    done = later.given(ADD_OTHER).until(later.now).state.done
    mine = f"county-report.filing.{COUNTY}:2023-09-30"
    assert ((mine, "remind") in {(deadline, kind) for deadline, kind, _ in done}) is reminded
