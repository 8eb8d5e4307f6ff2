"""The congress approves the year's budget once, and adjusts it after that."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.refusal import Code
from domain.subjects.jurisdiction_year.government_budget import (
    BudgetApproved,
    RecordApproval,
    approved_on,
)
from domain.subjects.jurisdiction_year.test_records import opened
from testkit.builders.undoing import undo

INITIAL = RecordApproval(stage="initial", held_on=date(2023, 1, 20), document="人大1号")


def adjusted(day: str = "2023-06-20", document: str = "人大2号") -> RecordApproval:
    return RecordApproval(stage="adjustment", held_on=date.fromisoformat(day), document=document)


@pytest.mark.parametrize(
    ("day", "taken"), [("2023-06-29", 1), ("2023-06-30", 1), ("2023-07-01", 0)]
)
def test_an_approval_is_recorded_on_its_day_or_after_it(day: str, taken: int) -> None:
    act = INITIAL.model_copy(update={"held_on": date.fromisoformat(day)})
    found = opened().when(act)
    if taken:
        found.then(BudgetApproved(stage="initial", held_on=act.held_on, document="人大1号"))
        assert approved_on(found.state) == act.held_on
    else:
        found.refused(Code.INVALID_FIELD, "held_on")


def test_the_initial_budget_is_approved_once() -> None:
    once = opened().given(INITIAL)
    once.when(INITIAL).refused(Code.DUPLICATE)
    once.when(INITIAL.model_copy(update={"document": "人大9号"})).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize(
    ("day", "taken"), [("2023-01-19", 0), ("2023-01-20", 1), ("2023-01-21", 1)]
)
def test_a_budget_is_adjusted_after_its_approval(day: str, taken: int) -> None:
    opened().when(adjusted(day)).refused(Code.WRONG_PHASE)
    found = opened().given(INITIAL).when(adjusted(day))
    if taken:
        assert approved_on(found.state) == INITIAL.held_on
    else:
        found.refused(Code.WRONG_PHASE)


def test_an_approval_is_taken_back_while_no_adjustment_rests_on_it() -> None:
    act = f"{RecordApproval.name}:人大1号"
    once = opened().given(INITIAL)
    assert approved_on(once.given(undo(act)).state) is None
    later = once.given(adjusted())
    later.when(undo(act)).refused(Code.WRONG_PHASE)
    later.given(undo(f"{RecordApproval.name}:人大2号"), undo(act))
