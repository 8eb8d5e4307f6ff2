"""An amount in a wrong unit is refused until somebody confirms it with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import SYSTEM, Actor
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.shared.filings.amounts import AmountConfirmed, apart, beyond, is_far_off
from domain.subjects.project_year import decider
from domain.subjects.project_year.targets.budget import ApproveBudget, RecordExecution
from domain.subjects.project_year.targets.target import ApproveTarget, ReturnTarget
from testkit.builders.project_evaluation import (
    APPLIED,
    PAST,
    PROPOSED,
    commissioned,
    graded,
    history,
    imported,
    key_report,
    self_evaluation,
)
from testkit.builders.project_year import (
    RESULT,
    STAGES,
    adjustment,
    admitted,
    budgeted,
    correction,
    monitored,
    report,
    result,
    result_fields,
    target,
)
from testkit.decider_spec import (
    CONGRESS,
    FILER,
    REVIEWER,
    THIRD_PARTY,
    DeciderSpec,
    packaged_rules,
)

MILLION = Decimal(1_000_000)
LESS = {"factor": "policy", "reason": "政策到期（示例）"}
"""Why less is arranged than the priority of a good result asks for."""


@pytest.mark.parametrize(
    ("amount", "far_off"),
    [
        ("0", False),
        ("0.01", True),
        ("999.99", True),
        ("1000", False),
        ("1000.01", False),
        ("1000000", False),
        ("4999999999.99", False),
        ("5000000000", True),
        ("5000000000.01", True),
        ("10000000000", True),
        ("19999999999.99", True),
        ("20000000000", True),
        ("20000000000.01", False),
    ],
)
def test_ten_thousand_times_or_under_a_thousandth_is_far_off(amount: str, far_off: bool) -> None:
    assert is_far_off(Decimal(amount), MILLION) is far_off


def test_nothing_is_far_from_an_amount_of_zero() -> None:
    assert not is_far_off(MILLION, Decimal(0))


def unregistered() -> DeciderSpec:
    """A project of the year before that is not imported yet."""
    return DeciderSpec.of(decider, PAST, packaged_rules(), "2023-01-10")


def executed(amount: str) -> RecordExecution:
    return RecordExecution(executed=Decimal(amount), as_of=date(2023, 2, 20), source="国库")


def prepared(**changes: Any) -> DeciderSpec:
    """A project that waits for its budget, with a confirmed target of a million."""
    sure = target(amount_confirmed="补助尾款")
    return admitted(**changes).given(sure, ApproveTarget())


WRONG_UNIT: dict[str, tuple[Callable[[], DeciderSpec], Command, Actor, str]] = {
    "assessment": (STAGES["ex-ante"], report(amount=Decimal(100)), FILER, "amount"),
    "target": (admitted, target(amount=Decimal("123.4")), FILER, "amount"),
    "budget": (
        lambda: prepared(requested=MILLION * 1_001),
        ApproveBudget(amount=MILLION),
        CONGRESS,
        "amount",
    ),
    "ten thousand times": (
        lambda: prepared(requested=Decimal(100)),
        ApproveBudget(amount=MILLION),
        CONGRESS,
        "amount",
    ),
    "adjustment": (budgeted, adjustment(amount=Decimal(80)), FILER, "amount"),
    "execution": (budgeted, executed("60.5"), REVIEWER, "executed"),
    "result": (monitored, result(executed="50"), FILER, "executed"),
    "self-evaluation": (
        imported,
        self_evaluation(executed=Decimal(80)),
        FILER,
        "executed",
    ),
}
WRONG_UNIT |= {
    "use proposed": (
        graded,
        PROPOSED.model_copy(update={"planned": Decimal(100)}),
        REVIEWER,
        "planned",
    ),
    "use applied": (
        lambda: graded().given(PROPOSED),
        APPLIED.model_copy(update={"amount": Decimal("60.5"), **LESS}),
        REVIEWER,
        "amount",
    ),
    "key evaluation": (
        commissioned,
        key_report(evaluated=Decimal(90)),
        THIRD_PARTY,
        "evaluated",
    ),
    "history": (unregistered, history(executed=Decimal(80)), REVIEWER, "executed"),
    "adjusted history": (
        unregistered,
        history(adjusted=MILLION * 10_000),
        REVIEWER,
        "adjusted",
    ),
}
EACH = pytest.mark.parametrize("case", WRONG_UNIT)


@EACH
def test_an_amount_in_ten_thousands_is_refused_with_what_to_do(case: str) -> None:
    given, act, by, field = WRONG_UNIT[case]
    refused = given().when(act, by=by).refused(Code.INVALID_FIELD, field)
    assert "万元" in refused.zh
    assert "“金额无误的理由”" in refused.zh
    assert "amount_confirmed" in refused.en
    assert "amount_confirmed" not in refused.zh


@EACH
def test_it_is_taken_once_confirmed_and_the_log_keeps_the_reason(case: str) -> None:
    given, act, by, field = WRONG_UNIT[case]
    sure = act.model_copy(update={"amount_confirmed": "补助尾款"})
    taken = given().given(sure, by=by)
    assert taken.the(AmountConfirmed).reason == "补助尾款"
    assert taken.the(AmountConfirmed).field == field


@EACH
def test_one_that_an_earlier_program_took_is_decided_as_it_was(case: str) -> None:
    given, act, by, _ = WRONG_UNIT[case]
    scene = given()
    settled = scene.take(replace(scene.act(act, by), settled=True))
    assert len(settled.events) == 1


@pytest.mark.parametrize("reason", ["是", " 是 ", "确认", "true", "Yes", "1", " ", "\u3000"])
def test_a_yes_is_no_reason_for_an_amount(reason: str) -> None:
    wrong = target(amount=Decimal(100), amount_confirmed=reason)
    refused = admitted().when(wrong).refused(Code.INVALID_FIELD, "amount_confirmed")
    assert "写明为何如此" in refused.zh
    assert admitted().given(target(amount_confirmed=reason)).events


def test_a_confirmation_that_nothing_asks_for_is_not_recorded() -> None:
    taken = admitted().given(target(amount_confirmed="无误"))
    assert len(taken.events) == 1


def test_nothing_executed_needs_no_confirmation() -> None:
    monitored().given(result(executed="0"))


def test_a_replacement_is_held_against_the_other_amounts_too() -> None:
    filed = monitored().given(result())
    wrong = correction(RESULT, result_fields("50"))
    filed.when(wrong).refused(Code.INVALID_FIELD, "executed")


def test_what_was_sent_back_is_no_amount_to_be_held_against() -> None:
    tiny = target(amount=Decimal(90), amount_confirmed="仅付尾款")
    back = admitted(requested=Decimal(900)).given(tiny, ReturnTarget(reason="金额有误"))
    back.given(target(amount=Decimal(900_000)))


def test_before_its_budget_every_amount_counts() -> None:
    odd = admitted().given(target(amount=Decimal(90), amount_confirmed="仅付尾款"), ApproveTarget())
    odd.when(ApproveBudget(amount=MILLION)).refused(Code.INVALID_FIELD, "amount")
    odd.when(ApproveBudget(amount=Decimal(90))).refused(Code.INVALID_FIELD, "amount")


def test_the_system_confirms_nothing_and_is_not_held() -> None:
    unregistered().given(history(executed=Decimal(80)), by=SYSTEM)


def test_a_project_that_gets_nothing_next_year_needs_no_confirmation() -> None:
    graded().given(PROPOSED, APPLIED.model_copy(update={"amount": Decimal(0), **LESS}))


@pytest.mark.parametrize(
    ("amount", "far_off"), [("499.99", True), ("500", True), ("1000", False), ("500000", False)]
)
def test_an_arranged_amount_is_held_against_the_plan_and_the_budget(
    amount: str, far_off: bool
) -> None:
    act = APPLIED.model_copy(update={"amount": Decimal(amount), **LESS})
    taken = graded().given(PROPOSED).when(act)
    if far_off:
        taken.refused(Code.INVALID_FIELD, "amount")
    else:
        assert len(taken.events) == 1


def _remarks(scene: DeciderSpec) -> str:
    assert isinstance(scene.outcome, tuple)
    return " ".join(zh for one in scene.outcome for zh, _ in one.remarks)


@pytest.mark.parametrize(
    ("amount", "said"),
    [("1000000", ""), ("1000000.01", "执行率 100%"), ("1300000", "执行率 130%")],
)
def test_more_executed_than_the_budget_is_taken_with_a_remark(amount: str, said: str) -> None:
    """A budget of 1,000,000 yuan: at it, just above it, and far above it."""
    recorded = budgeted().on("2023-06-01").given(executed(amount), by=REVIEWER)
    assert said in _remarks(recorded)
    assert bool(_remarks(recorded)) == bool(said)


def test_a_result_beyond_the_budget_is_remarked_on_for_its_reviewer() -> None:
    recorded = monitored().given(executed("1300000"), by=REVIEWER)
    filed = recorded.given(result(executed="1300000"), by=FILER)
    assert "执行率 130%" in _remarks(filed)


@pytest.mark.parametrize(
    ("amount", "times"),
    [("9999999.99", 0), ("10000000", 1), ("100000.01", 0), ("100000", 1), ("0", 0)],
)
def test_an_amount_ten_times_another_is_remarked_on(amount: str, times: int) -> None:
    assert len(apart(Decimal(amount), {"绩效目标金额": MILLION})) == times


def test_a_budget_of_ten_times_what_was_asked_for_is_taken_with_a_remark() -> None:
    requested = prepared(requested=MILLION / 10)
    approved = requested.given(ApproveBudget(amount=MILLION), by=CONGRESS)
    assert "申请金额" in _remarks(approved)
    assert not _remarks(budgeted())


@pytest.mark.parametrize(("spent", "of"), [(None, "1"), ("1", None), ("0", "0"), ("1", "0")])
def test_nothing_is_beyond_what_is_not_known(spent: str | None, of: str | None) -> None:
    assert beyond(spent and Decimal(spent), of and Decimal(of)) == ()  # type: ignore[arg-type]
