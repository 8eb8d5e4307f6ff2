"""Overall completion is computed from what each indicator reached, and not typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.shared.filings.indicator_values import IndicatorClass
from domain.subjects.project_year.monitoring.completion import Reached
from domain.subjects.project_year.monitoring.review import Reviewed
from domain.subjects.project_year.monitoring.rounds import FileResult, ResultFiled
from domain.subjects.project_year.targets.indicators import Completion, Indicator
from domain.subjects.project_year.targets.target import ApproveTarget
from testkit.builders.project_year import (
    BUDGET,
    MAY,
    admitted,
    monitored,
    reached,
    result,
    reviewed,
    target,
)
from testkit.decider_spec import CONGRESS, FILER, REVIEWER, DeciderSpec, FakeRules, in_force

TYPED = FileResult(node=MAY, executed=Decimal(500_000), completion_rate=Decimal(50))
BY_DAY = Indicator(
    id="1.1",
    indicator_class=IndicatorClass.OUTPUT,
    title="完工日期",
    relation="by",
    target=date(2023, 5, 20),
    points=Decimal(90),
)


def filing(*indicators: Reached, **changes: Any) -> FileResult:
    """A result with these indicators."""
    fields: dict[str, Any] = {"node": MAY, "executed": Decimal(500_000), "indicators": indicators}
    return FileResult(**fields | changes)


def given(**changed: Reached) -> tuple[Reached, ...]:
    """All indicators half completed, but for one that is replaced by its id."""
    return tuple(changed.get(f"i{one.id[0]}", one) for one in reached("50"))


def by_day() -> DeciderSpec:
    """A project in the May round whose one indicator is a day."""
    one = target(indicators=(BY_DAY,))
    return monitored(
        admitted().given(one, ApproveTarget()).on("2023-02-20").given(BUDGET, by=CONGRESS)
    )


def first_version(scene: DeciderSpec, command: FileResult) -> DeciderSpec:
    """The act as the first version of its command took it."""
    return scene.take(replace(scene.act(command, FILER), version=1))


def test_overall_completion_is_weighed_by_the_points() -> None:
    whole = given(i1=Reached(id="1.1", actual="9"), i2=Reached(id="2.1", level=Decimal(60)))
    filed = monitored().when(filing(*whole)).the(ResultFiled)
    assert filed.completion_rate == Decimal("75.5556")  # (90*50 + 60*30 + 50*10) / 90
    assert filed.indicators[0] == Completion(id="1.1", actual="9", completion=Decimal(90))
    assert filed.indicators[1] == Completion(id="2.1", level=Decimal(60), completion=Decimal(60))


@pytest.mark.parametrize(
    ("actual", "overall"), [("9.999", "99.9944"), ("10", "100"), ("10.001", "100"), ("99", "100")]
)
def test_one_indicator_beyond_its_target_makes_up_for_no_other(actual: str, overall: str) -> None:
    others = reached("100")[1:]
    filed = monitored().when(filing(Reached(id="1.1", actual=actual), *others)).the(ResultFiled)
    assert filed.completion_rate == Decimal(overall)
    assert filed.indicators[0].completion == Decimal(actual) * 10


def test_the_rule_and_its_clause_stand_behind_the_rate() -> None:
    (decision, *_) = monitored().when(result()).outcome  # type: ignore[misc]
    (answer,) = [one for one in decision.basis if one.rule == "monitoring.completion_rate"]
    assert [one.clause for one in answer.citations] == ["QM-030"]
    assert answer.rulings[0].ambiguity == "AMB-41"


def test_without_a_rule_the_rate_is_computed_alike() -> None:
    silent = monitored().under(in_force(FakeRules()))
    assert silent.when(result(completion="61.25")).the(ResultFiled).completion_rate == Decimal(
        "61.25"
    )


@pytest.mark.parametrize(
    ("day", "overall"), [("2023-05-19", 100), ("2023-05-20", 100), ("2023-05-21", 0)]
)
def test_a_day_is_kept_or_missed(day: str, overall: int) -> None:
    filed = by_day().when(filing(Reached(id="1.1", actual=day))).the(ResultFiled)
    assert filed.completion_rate == overall


def test_every_indicator_of_the_approved_target_is_filed() -> None:
    refusal = monitored().when(filing(*reached("50")[:2])).refused(Code.MISSING_FIELD, "indicators")
    assert "3.1" in refusal.zh
    monitored().when(filing()).refused(Code.MISSING_FIELD, "indicators")


def test_a_typed_rate_is_no_longer_taken() -> None:
    monitored().when(TYPED).refused(Code.MISSING_FIELD, "indicators")
    both = filing(*reached("50"), completion_rate=Decimal(50))
    monitored().when(both).refused(Code.INVALID_FIELD, "completion_rate")
    typed = Reached(id="1.1", actual="5", completion=Decimal(50))
    monitored().when(filing(*given(i1=typed))).refused(Code.INVALID_FIELD, "indicators")


@pytest.mark.parametrize(
    "wrong",
    [
        Reached(id="1.1"),
        Reached(id="1.1", actual="一半"),
        Reached(id="1.1", actual="2023-05-20"),
        Reached(id="1.1", level=Decimal(50)),
        Reached(id="2.1", actual="50"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused(wrong: Reached) -> None:
    scene = monitored().when(filing(*given(**{f"i{wrong.id[0]}": wrong})))
    assert wrong.id in scene.refused(Code.INVALID_FIELD, "indicators").zh


@pytest.mark.parametrize("actual", ["5", "5%", "５", "5.0", 5])
def test_a_number_is_read_as_people_write_it(actual: str | int) -> None:
    one = Reached.model_validate({"id": "1.1", "actual": actual})
    assert monitored().when(filing(*given(i1=one))).the(ResultFiled).completion_rate == 50


def test_a_day_that_is_none_is_refused() -> None:
    by_day().when(filing(Reached(id="1.1", actual="20"))).refused(Code.INVALID_FIELD, "indicators")


def test_without_an_approved_target_the_rate_is_all_there_is() -> None:
    scene = monitored()
    unapproved = replace(scene.state.target, approval=None)
    bare = replace(scene, state=replace(scene.state, target=unapproved))
    assert bare.when(TYPED).the(ResultFiled).completion_rate == 50
    bare.when(filing()).refused(Code.MISSING_FIELD, "completion_rate")


def test_what_the_first_version_took_stays_as_it_was() -> None:
    typed = Reached(id="1.1", actual="已完成一半", completion=Decimal("50.00"))
    filed = first_version(monitored(), TYPED.model_copy(update={"indicators": (typed,)}))
    event = filed.the(ResultFiled)
    assert event.completion_rate == event.execution_rate == Decimal(50)
    assert event.indicators == (
        Completion(id="1.1", actual="已完成一半", completion=Decimal("50.00")),
    )


@pytest.mark.parametrize(
    ("executed", "rectify"),
    [("700000.00", False), ("700000.49", False), ("700000.50", True), ("700001.00", True)],
)
def test_the_rules_are_asked_with_rates_rounded_once(executed: str, rectify: bool) -> None:
    filed = monitored().given(result(executed=executed, completion="50"))
    assert filed.when(reviewed()).the(Reviewed).rectify is rectify


def test_a_review_of_the_first_version_was_asked_with_the_whole_rate() -> None:
    filed = monitored().given(result(executed="700000.49", completion="50"))
    past = filed.take(replace(filed.act(reviewed(), REVIEWER), version=1))
    assert past.the(Reviewed).rectify
