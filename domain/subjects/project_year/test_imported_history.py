"""Imported history: a project of an earlier budget year stands before its self-evaluation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.kernel.vocabulary import start_of
from domain.subjects.project_year import decider
from domain.subjects.project_year.evaluation.self_evaluation import SelfEvaluationFiled
from domain.subjects.project_year.imported_history import HistoryImported
from testkit.builders.project_evaluation import PAST, history, imported, self_evaluation
from testkit.builders.project_year import INDICATORS, add
from testkit.decider_spec import DeciderSpec, FakeRules, packaged_rules


def before(on: str = "2023-01-10") -> DeciderSpec:
    return DeciderSpec.of(decider, PAST, packaged_rules(), on)


def test_it_stands_before_its_self_evaluation_and_needs_nothing_earlier() -> None:
    view = imported().view
    assert view.phase == "self-evaluation"
    assert view.waiting_for == ("unit:self-evaluation.filing",)
    assert view.next_step is None


def test_its_own_rounds_never_open() -> None:
    later = imported().until(start_of(date(2024, 12, 31)))
    assert later.state.rounds == {}


@pytest.mark.parametrize(
    ("adjusted", "budget", "basis"),
    [(None, "1000000", "initial"), ("1200000", "1200000", "adjusted")],
)
def test_the_budget_is_the_adjusted_one_where_there_is_one(
    adjusted: str | None, budget: str, basis: str
) -> None:
    amount = None if adjusted is None else Decimal(adjusted)
    event = before().when(history(adjusted=amount)).the(HistoryImported)
    assert (event.budget, event.budget_basis) == (Decimal(budget), basis)


@pytest.mark.parametrize(("on", "taken"), [("2022-12-31", False), ("2023-01-01", True)])
def test_history_is_of_a_year_that_is_over(on: str, *, taken: bool) -> None:
    scene = before(on).when(history())
    if taken:
        scene.the(HistoryImported)
    else:
        scene.refused(Code.WRONG_PHASE)


def test_a_project_is_registered_once() -> None:
    imported().when(history()).refused(Code.DUPLICATE)
    imported().when(add()).refused(Code.DUPLICATE)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"initial": Decimal(0)}, "amount"),
        ({"adjusted": Decimal(0)}, "amount"),
        ({"indicators": INDICATORS[:1] * 2}, "indicators"),
        ({"failed_reviews": (date(2023, 5, 31),)}, "failed_reviews"),
        ({"failed_reviews": (date(2022, 5, 31),) * 2}, "failed_reviews"),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], field: str) -> None:
    before().when(history(**changes)).refused(Code.INVALID_FIELD, field)


def test_without_a_target_the_points_have_to_sum_to_100() -> None:
    bare = imported(indicators=())
    bare.given(self_evaluation())
    two = self_evaluation().indicators[:2]
    bare.when(self_evaluation(indicators=two)).refused(Code.INVALID_FIELD, "indicators")
    silent = imported(FakeRules(), indicators=())
    assert silent.when(self_evaluation(indicators=two)).the(SelfEvaluationFiled).score is None
