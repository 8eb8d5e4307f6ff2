"""A result is measured against the initial target where a text says so (LT-015)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.subjects.project_year.monitoring.completion import Reached
from domain.subjects.project_year.monitoring.rounds import FileResult, ResultFiled
from domain.subjects.project_year.targets.adjustment import ApproveAdjustment
from domain.subjects.project_year.targets.indicators import Indicator
from testkit.builders.project_year import INDICATORS, MAY, adjustment, budgeted, monitored
from testkit.decider_spec import FILER, DeciderSpec, FakeRules, in_force

RULE = "monitoring.baseline"
FIRST, SOCIAL, SATISFIED = INDICATORS
HALVED = FIRST.model_copy(update={"target": Decimal(5)})
"""The adjusted target asks for half of the first indicator."""

ANOTHER = SATISFIED.model_copy(update={"id": "3.2"})
REACHED = {
    "1.1": Reached(id="1.1", actual="5"),
    "2.1": Reached(id="2.1", level=Decimal(100)),
    "3.1": Reached(id="3.1", actual="90"),
    "3.2": Reached(id="3.2", actual="90"),
}


def adjusted(rules: dict[str, Any], *indicators: Indicator) -> DeciderSpec:
    """A project in the May round after its target was adjusted, with these indicators."""
    changed = adjustment(indicators=indicators or (HALVED, SOCIAL, SATISFIED))
    scene = monitored(budgeted().given(changed, ApproveAdjustment()))
    return scene.under(in_force(FakeRules(rules)))


def filing(*ids: str) -> FileResult:
    """A result with these indicators: half of the first one, the others reached."""
    indicators = tuple(REACHED[one] for one in ids)
    return FileResult(node=MAY, executed=Decimal(500_000), indicators=indicators)


WHOLE = filing("1.1", "2.1", "3.1")


def test_the_initial_target_counts_and_the_adjusted_one_stands_beside() -> None:
    filed = adjusted({RULE: "initial_target"}).when(WHOLE).the(ResultFiled)

    assert FIRST.target == Decimal(10)
    assert filed.indicators[0].completion == Decimal(50)
    assert filed.adjusted_indicators[0].completion == Decimal(100)
    assert filed.completion_rate < Decimal(100)
    assert filed.adjusted_rate == Decimal(100)


def test_elsewhere_the_adjusted_target_counts_alone() -> None:
    filed = adjusted({}).when(WHOLE).the(ResultFiled)

    assert filed.completion_rate == Decimal(100)
    assert (filed.adjusted_rate, filed.adjusted_indicators) == (None, ())


def test_a_target_that_was_not_adjusted_is_measured_as_before() -> None:
    scene = monitored().under(in_force(FakeRules({RULE: "initial_target"})))
    filed = scene.when(WHOLE).the(ResultFiled)

    assert filed.adjusted_rate is None
    assert filed.completion_rate < Decimal(100)


def test_indicators_of_both_targets_are_given() -> None:
    both = adjusted({RULE: "initial_target"}, FIRST, SOCIAL, ANOTHER)
    one = adjusted({}, FIRST, SOCIAL, ANOTHER)

    assert "3.2" in both.when(WHOLE).refused(Code.MISSING_FIELD, "indicators").zh
    both.when(filing("1.1", "2.1", "3.1", "3.2")).the(ResultFiled)
    one.when(WHOLE).refused(Code.INVALID_FIELD, "indicators")
    one.when(filing("1.1", "2.1", "3.2")).the(ResultFiled)


@pytest.mark.parametrize(("version", "rate"), [(2, 100), (3, None)])
def test_a_result_of_before_stays_measured_by_the_adjusted_target(
    version: int, rate: int | None
) -> None:
    scene = adjusted({RULE: "initial_target"})
    filed = scene.take(replace(scene.act(WHOLE, FILER), version=version)).the(ResultFiled)

    assert (filed.completion_rate == rate) == (rate is not None)
