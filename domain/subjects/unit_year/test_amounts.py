"""A unit's amount in a wrong unit is refused until somebody confirms it with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from domain.kernel.decider import SYSTEM, Actor
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.shared.filings.amounts import AmountConfirmed
from testkit.builders.unit_stages import STAGES
from testkit.builders.unit_year import add, evaluation, report, target, unregistered
from testkit.decider_spec import FILER, REVIEWER, DeciderSpec

BUDGET = Decimal(10_000_000)

WRONG_UNIT: dict[str, tuple[Callable[[], DeciderSpec], Command, Actor, str]] = {
    "registered": (unregistered, add(executed=Decimal(900)), REVIEWER, "executed"),
    "adjusted": (unregistered, add(adjusted=BUDGET * 10_000), REVIEWER, "adjusted"),
    "target": (STAGES["target"], target(amount=Decimal(1_000)), FILER, "amount"),
    "report": (STAGES["round"], report(executed=Decimal(500)), FILER, "executed"),
    "budget of a report": (STAGES["round"], report(budget=Decimal(1_200)), FILER, "budget"),
    "form": (
        STAGES["evaluating"],
        evaluation(budget=BUDGET, executed=Decimal(1_000)),
        FILER,
        "executed",
    ),
    "budget of a form": (
        STAGES["evaluating"],
        evaluation(budget=BUDGET * 5_000, executed=BUDGET),
        FILER,
        "budget",
    ),
}
EACH = pytest.mark.parametrize("case", WRONG_UNIT)


@EACH
def test_an_amount_in_ten_thousands_is_refused_with_what_to_do(case: str) -> None:
    given, act, by, field = WRONG_UNIT[case]
    refused = given().when(act, by=by).refused(Code.INVALID_FIELD, field)
    assert "万元" in refused.zh
    assert "“金额无误的理由”" in refused.zh


@EACH
def test_it_is_taken_once_confirmed_and_the_log_keeps_the_reason(case: str) -> None:
    given, act, by, field = WRONG_UNIT[case]
    sure = act.model_copy(update={"amount_confirmed": "年中划转"})
    confirmed = given().given(sure, by=by).the(AmountConfirmed)
    assert (confirmed.field, confirmed.reason) == (field, "年中划转")


@EACH
def test_one_that_an_earlier_program_took_is_decided_as_it_was(case: str) -> None:
    given, act, by, _ = WRONG_UNIT[case]
    scene = given()
    assert len(scene.take(replace(scene.act(act, by), settled=True)).events) == 1


@pytest.mark.parametrize(
    ("amount", "far_off"),
    [
        ("9999.99", True),
        ("10000", False),
        ("10000000", False),
        ("49999999999.99", False),
        ("50000000000", True),
        ("200000000000", True),
        ("200000000000.01", False),
    ],
)
def test_a_target_is_held_against_the_register(amount: str, *, far_off: bool) -> None:
    taken = STAGES["target"]().when(target(amount=Decimal(amount)))
    if far_off:
        taken.refused(Code.INVALID_FIELD, "amount")
    else:
        assert len(taken.events) == 1


def test_the_registration_from_a_portfolio_is_not_held() -> None:
    unregistered().given(add(executed=Decimal(900)), by=SYSTEM)
