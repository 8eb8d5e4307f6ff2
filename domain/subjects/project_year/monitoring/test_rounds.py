"""Monitoring rounds: who is in them, what is filed, and when it is late."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from domain.kernel.refusal import Code
from domain.kernel.vocabulary import SHANGHAI, Origin, start_of
from domain.shared.deadlines.evaluation_half import opening
from domain.subjects.project_year.monitoring.completion import Reached
from domain.subjects.project_year.monitoring.rounds import (
    OpenRound,
    ResultFiled,
    ReturnResult,
    RoundOpened,
    RoundSkipped,
)
from domain.subjects.project_year.monitoring.state import Skipped
from domain.subjects.project_year.monitoring.warnings import (
    AnalyseCause,
    CauseAnalysed,
    Warn,
    Warned,
)
from domain.subjects.project_year.targets.target import ApproveTarget
from testkit.builders.project_year import (
    AUGUST,
    BUDGET,
    MAY,
    RESULT,
    admitted,
    budgeted,
    monitored,
    result,
    reviewed,
    target,
    unregistered,
)
from testkit.decider_spec import REVIEWER, FakeRules, in_force, packaged_rules

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("budgeted_on", "event"),
    [
        ("2023-05-30", RoundOpened(node=MAY)),
        ("2023-05-31", RoundOpened(node=MAY)),
        ("2023-06-01", RoundSkipped(node=MAY)),
    ],
)
def test_who_is_budgeted_by_the_node_is_in_its_round(
    budgeted_on: str, event: RoundOpened | RoundSkipped
) -> None:
    budgeted(on=budgeted_on).when(OpenRound(node=MAY)).then(event)


def test_a_round_opens_with_its_node_and_is_skipped_when_the_node_is_over() -> None:
    for scene, planned in ((budgeted(), start_of(MAY)), (admitted(), start_of(MAY + DAY))):
        step = scene.view.next_step
        assert step is not None
        assert (step.deadline, step.kind) == ("monitoring.round:2023-05-31", "open-round")
        assert step.planned == planned


def test_a_budget_approved_on_the_node_opens_the_round_at_once() -> None:
    scene = budgeted(on="2023-05-31")
    step = scene.view.next_step
    assert step is not None
    assert step.planned <= scene.now
    scene.step(step).then(RoundOpened(node=MAY))


def test_the_round_of_a_step_is_effective_on_its_node() -> None:
    late = budgeted().on("2023-06-02")
    step = late.view.next_step
    assert step is not None
    late.step(step).then(RoundOpened(node=MAY))


@pytest.mark.parametrize(
    ("registered", "nodes"),
    [
        ("2023-05-30", {MAY, AUGUST}),
        ("2023-05-31", {MAY, AUGUST}),
        ("2023-06-01", {AUGUST}),
    ],
)
def test_an_addition_has_the_nodes_that_are_not_past(registered: str, nodes: set[date]) -> None:
    addition = admitted(unregistered(on=registered), origin=Origin.MID_YEAR)
    reached = addition.given(target(), ApproveTarget()).given(BUDGET, by=REVIEWER)
    year_end = reached.until(start_of(date(2023, 12, 31)))
    assert set(year_end.state.rounds) == nodes
    assert not any(isinstance(found, Skipped) for found in year_end.state.rounds.values())


def test_a_day_that_is_no_node_opens_no_round() -> None:
    for day in (date(2023, 6, 30), date(2024, 5, 31), date(2022, 8, 31)):
        assert budgeted().when(OpenRound(node=day)).outcome == ()


def test_a_result_is_filed_once_its_round_is_open() -> None:
    budgeted().when(result()).refused(Code.WRONG_PHASE)
    monitored().when(result()).the(ResultFiled)


def test_a_project_that_only_missed_a_round_is_in_execution() -> None:
    skipped = admitted().given(OpenRound(node=MAY)).on("2023-06-02")
    assert skipped.view.phase == "target"
    executing = budgeted(skipped, on="2023-06-02")
    assert executing.view.phase == "execution"
    assert executing.given(OpenRound(node=AUGUST)).view.phase == "monitoring-08"


def test_a_project_without_a_budget_stays_where_it_is_when_both_nodes_are_past() -> None:
    skipped = admitted().until(start_of(date(2023, 12, 31)))
    assert all(isinstance(found, Skipped) for found in skipped.state.rounds.values())
    assert skipped.view.phase == "target"
    assert budgeted(skipped, on="2023-12-31").view.phase == "self-evaluation"


def test_after_both_rounds_the_self_evaluation_comes() -> None:
    may = monitored().given(result(), reviewed())
    assert may.view.phase == "monitoring-05"
    august = may.on("2023-08-31").given(OpenRound(node=AUGUST))
    assert august.view.phase == "monitoring-08"
    done = august.given(result(node=AUGUST)).given(reviewed(node=AUGUST))
    assert done.view.phase == "self-evaluation"
    assert done.view.next_step == opening(2023)


def test_a_year_without_stated_nodes_has_no_rounds() -> None:
    scene = budgeted(admitted(unregistered(FakeRules())))
    assert scene.view.phase == "execution"
    assert scene.view.next_step == opening(2023)


@pytest.mark.parametrize(("day", "late"), [("09", False), ("10", False), ("11", True)])
def test_the_due_day_itself_is_in_time(day: str, late: bool) -> None:
    filed = monitored().on(f"2023-06-{day}").when(result()).the(ResultFiled)
    assert filed.late is late
    assert (filed.due, filed.notice) == (date(2023, 6, 10), "通知〔2023〕1号")


def test_a_day_ends_at_midnight_in_shanghai() -> None:
    midnight = datetime(2023, 6, 11, tzinfo=SHANGHAI)
    before = monitored().at(midnight - timedelta(microseconds=1))
    assert not before.when(result()).the(ResultFiled).late
    assert before.at(midnight).when(result()).the(ResultFiled).late


def test_without_a_day_nothing_is_late() -> None:
    scene = monitored().under(in_force(packaged_rules())).on("2024-12-31")
    filed = scene.when(result()).the(ResultFiled)
    assert (filed.late, filed.due, filed.notice) == (False, None, None)


def test_what_came_in_time_is_not_late_for_being_sent_back() -> None:
    back = ReturnResult(node=MAY, reason="请核对")
    in_time = monitored().on("2023-06-10").given(result()).on("2023-06-15").given(back)
    assert not in_time.on("2023-06-20").when(result()).the(ResultFiled).late
    late = monitored().on("2023-06-11").given(result()).given(back)
    assert late.when(result()).the(ResultFiled).late


def test_the_execution_rate_is_of_the_budget_in_force() -> None:
    filed = monitored().when(result(executed="123456.78")).the(ResultFiled)
    assert filed.execution_rate == Decimal("12.345678")
    assert filed.budget == Decimal(1_000_000)


def test_completion_is_given_once_for_indicators_of_the_approved_target() -> None:
    whole = result().indicators
    for wrong in (Reached(id="9.9", actual="5"), whole[0]):
        filing = result().model_copy(update={"indicators": (*whole, wrong)})
        monitored().when(filing).refused(Code.INVALID_FIELD, "indicators")
    assert len(monitored().when(result()).the(ResultFiled).indicators) == len(whole)


def test_a_warning_names_the_lines_that_the_rules_find_touched() -> None:
    def lines(asked: dict[str, str]) -> dict[str, list[str]]:
        apart = abs(Decimal(asked["execution_rate"]) - Decimal(asked["completion_rate"]))
        return {"touched": ["deviation"] if apart > Decimal(20) else [], "open": []}

    rules = FakeRules({"monitoring.warning_lines": lines})
    warn = Warn(node=MAY, reason="进度慢")
    filed = monitored().given(result(executed="100000", completion="90")).under(in_force(rules))
    assert filed.when(warn).the(Warned).lines == ("deviation",)
    assert monitored().under(in_force(rules)).when(warn).the(Warned).lines == ()


def test_a_cause_is_analysed_on_record() -> None:
    act = AnalyseCause(node=MAY, cause="开工晚", measure="加快")
    monitored().when(act).then(CauseAnalysed(**act.model_dump()))
    monitored().when(act.model_copy(update={"node": AUGUST})).refused(Code.WRONG_PHASE)


def test_a_warning_is_of_a_round() -> None:
    monitored().when(Warn(node=AUGUST, reason="进度慢")).refused(Code.WRONG_PHASE)


def test_the_key_of_a_result_names_its_node() -> None:
    assert monitored().view.waiting_for == (f"unit:{RESULT}",)
