"""Overall monitoring: the June round opens by its timer; the report is filed and reviewed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import start_of
from domain.shared.deadlines.set_day import SetDay
from domain.subjects.unit_year.monitoring import (
    OpenOverallRound,
    OverallMonitoringFiled,
    OverallMonitoringReviewed,
    OverallRoundOpened,
    ReturnOverallMonitoring,
    ReviewOverallMonitoring,
)
from domain.subjects.unit_year.targets import ApproveOverallTarget
from testkit.builders.unit_year import (
    JUNE,
    REPORT,
    approved,
    history,
    in_round,
    registered,
    report,
    reviewed_jointly,
    target,
    unregistered,
)
from testkit.decider_spec import DeciderSpec, in_force, packaged_rules


def noticed(day: str) -> DeciderSpec:
    """A unit in its June round, whose report is due by notice."""
    return in_round().under(in_force(packaged_rules("653129"), {REPORT: day}))


def test_the_round_opens_at_its_node() -> None:
    step = approved().view.next_step
    assert step is not None
    assert (step.kind, step.planned) == ("open-overall-round", start_of(JUNE))
    opened = approved().at(step.planned).step(step)
    opened.then(OverallRoundOpened(node=JUNE))
    assert opened.rules_asked() == ["monitoring.nodes"]


@pytest.mark.parametrize(
    ("registered_on", "opens"), [("2025-06-29", 1), ("2025-06-30", 1), ("2025-07-01", 0)]
)
def test_a_unit_is_in_the_round_when_it_was_registered_by_the_node(
    registered_on: str, opens: int
) -> None:
    scene = registered(unregistered(on=registered_on))
    taken = scene.when(OpenOverallRound(node=JUNE))
    assert len(taken.events) == opens
    step = scene.given(target()).view.next_step
    assert step is not None
    assert (step.kind == "open-overall-round") is bool(opens)


def test_a_day_that_is_no_node_opens_nothing() -> None:
    assert approved().when(OpenOverallRound(node=date(2025, 5, 31))).outcome == ()
    assert history().when(OpenOverallRound(node=JUNE)).outcome == ()
    nowhere = registered(unregistered(packaged_rules("652800")))
    assert nowhere.when(OpenOverallRound(node=JUNE)).outcome == ()


def test_a_report_says_on_which_budget_its_rate_stands() -> None:
    filed = in_round().when(report()).the(OverallMonitoringFiled)
    assert (filed.budget, filed.budget_basis) == (Decimal(10_000_000), "initial")
    assert (filed.execution_rate, filed.due, filed.late) == (Decimal(50), None, False)
    adjusted = in_round().when(report(budget=Decimal(20_000_000))).the(OverallMonitoringFiled)
    assert (adjusted.budget_basis, adjusted.execution_rate) == ("adjusted", Decimal(25))


def test_the_initial_budget_is_that_of_the_approved_target() -> None:
    smaller = registered().given(target(amount=Decimal(8_000_000)), ApproveOverallTarget())
    assert in_round(smaller).when(report()).the(OverallMonitoringFiled).budget == Decimal(8_000_000)


def test_without_an_approved_target_the_requested_budget_counts() -> None:
    unready = in_round(registered())
    assert unready.when(report()).the(OverallMonitoringFiled).budget == Decimal(10_000_000)
    empty = in_round(registered(requested=Decimal(0)))
    empty.when(report()).refused(Code.INVALID_FIELD, "budget")


@pytest.mark.parametrize(("day", "late"), [(9, False), (10, False), (11, True)])
def test_a_notice_gives_the_day_that_the_rules_do_not(day: int, late: bool) -> None:
    filed = noticed("2025-07-10").on(f"2025-07-{day:02}").when(report())
    event = filed.the(OverallMonitoringFiled)
    assert (event.due, event.notice, event.late) == (date(2025, 7, 10), "通知〔2023〕1号", late)


def test_a_report_of_a_round_that_was_not_opened_names_the_node() -> None:
    approved().when(report()).refused(Code.WRONG_PHASE, "node")
    in_round().when(report(node=date(2025, 5, 31))).refused(Code.WRONG_PHASE, "node")


def test_a_report_is_returned_filed_again_and_reviewed() -> None:
    back = in_round().given(report(), ReturnOverallMonitoring(node=JUNE, reason="请核对"))
    assert f"unit:{REPORT}" in back.view.waiting_for
    again = back.given(report(executed=Decimal(6_000_000)))
    reviewed = again.when(ReviewOverallMonitoring(node=JUNE, opinion="进度正常"))
    reviewed.then(OverallMonitoringReviewed(node=JUNE, opinion="进度正常"))
    assert reviewed.state.rounds[JUNE].settled


def unstated(*days: str, jurisdiction: str = "652800") -> DeciderSpec:
    """An approved unit whose bureau gave a day for reports of 30 June, if any, by notice to all."""
    rules = packaged_rules(jurisdiction)
    notices = dict.fromkeys([REPORT], days[0]) if days else {}
    filed = registered(unregistered(rules)).on("2025-02-10").given(target())
    known = reviewed_jointly(filed).given(ApproveOverallTarget())
    return known.under(in_force(rules, notices))


def test_without_a_stated_node_a_notice_opens_the_round() -> None:
    step = unstated("2025-07-10").view.next_step
    assert step is not None
    assert (step.kind, step.planned) == ("open-overall-round", start_of(JUNE))
    opened = unstated("2025-07-10").at(step.planned).step(step)
    opened.then(OverallRoundOpened(node=JUNE))
    assert not isinstance(opened.outcome, Refusal)
    (decision,) = opened.outcome
    assert [one.clause for answer in decision.basis for one in answer.citations] == ["BZ-041"]


def test_without_a_stated_node_and_a_notice_there_is_no_round() -> None:
    assert unstated().when(OpenOverallRound(node=JUNE)).outcome == ()
    elsewhere = unstated("2025-07-10").when(OpenOverallRound(node=date(2025, 7, 31)))
    assert elsewhere.outcome == ()
    another_year = OpenOverallRound(node=date(2024, 6, 30))
    assert unstated("2025-07-10").when(another_year).outcome == ()


@pytest.mark.parametrize(
    ("day", "late"), [("2025-07-09", False), ("2025-07-10", False), ("2025-07-11", True)]
)
def test_a_report_of_a_noticed_round_is_due_on_the_day_of_the_notice(day: str, late: bool) -> None:
    opened = unstated("2025-07-10").on("2025-06-30").given(OpenOverallRound(node=JUNE))
    filed = opened.on(day).when(report()).the(OverallMonitoringFiled)
    assert (filed.due, filed.late) == (date(2025, 7, 10), late)


def test_a_notice_to_one_unit_opens_its_round() -> None:
    given = SetDay(deadline=REPORT, due=date(2025, 7, 10), document="通知")
    alone = unstated().given(given)
    alone.on("2025-06-30").when(OpenOverallRound(node=JUNE)).then(OverallRoundOpened(node=JUNE))


@pytest.mark.parametrize("jurisdiction", ["653129", "652822"])
def test_where_the_node_is_stated_a_notice_opens_no_other(jurisdiction: str) -> None:
    october = "overall-monitoring.filing:2025-10-31"
    rules = packaged_rules(jurisdiction)
    scene = unstated(jurisdiction=jurisdiction).under(in_force(rules, {october: "2025-11-10"}))
    assert scene.when(OpenOverallRound(node=date(2025, 10, 31))).outcome == ()
    assert unstated(jurisdiction="653100").when(OpenOverallRound(node=JUNE)).outcome == ()
