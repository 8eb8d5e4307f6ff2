"""The bureau calls for the budgets and targets of the year in one."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.refusal import Code
from domain.subjects.jurisdiction_year.budget_call import CallIssued, IssueCall, called_on
from domain.subjects.jurisdiction_year.test_records import opened
from testkit.builders.undoing import undo


def call(day: str = "2022-11-10", document: str = "布置1号") -> IssueCall:
    return IssueCall(issued_on=date.fromisoformat(day), document=document)


@pytest.mark.parametrize(
    ("day", "taken"),
    [
        ("2021-12-31", 0),
        ("2022-01-01", 1),
        ("2022-11-10", 1),
        ("2023-06-29", 1),
        ("2023-06-30", 1),
        ("2023-07-01", 0),
    ],
)
def test_a_call_is_recorded_on_its_day_or_after_it(day: str, taken: int) -> None:
    found = opened().when(call(day))
    if taken:
        found.then(CallIssued(issued_on=date.fromisoformat(day), document="布置1号"))
        assert called_on(found.state) == date.fromisoformat(day)
    else:
        found.refused(Code.INVALID_FIELD, "issued_on")


def test_a_document_calls_once_and_the_first_day_counts() -> None:
    once = opened().given(call())
    once.when(call("2022-12-01")).refused(Code.DUPLICATE)
    again = once.given(call("2022-12-01", "布置2号"))
    assert called_on(again.state) == date(2022, 11, 10)


def test_a_call_is_taken_back() -> None:
    assert called_on(opened().state) is None
    once = opened().given(call())
    assert called_on(once.given(undo(f"{IssueCall.name}:布置1号")).state) is None
