"""The review of direct funds: in full, and every problem pushed with it."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.refusal import Code, Refusal
from domain.subjects.jurisdiction_year.direct_funds import (
    AcceptRectification,
    Problem,
    ProblemPushed,
    RectificationAccepted,
    ReviewDirectFunds,
    Reviewed,
)
from testkit.builders.prefecture_year import COUNTY, with_county
from testkit.decider_spec import FakeRules

DUE = date(2023, 9, 20)


def review(
    reviewed: int = 12, rectify_by: date | None = DUE, problems: int = 2
) -> ReviewDirectFunds:
    found = tuple(
        Problem(problem=f"问题{number}", project=f"P{number}", rectify_by=rectify_by)
        for number in range(problems)
    )
    return ReviewDirectFunds(
        county=COUNTY, projects=12, reviewed=reviewed, problems=found, document="审核报告"
    )


def accepting(number: int) -> AcceptRectification:
    return AcceptRectification(county=COUNTY, number=number, findings="已整改")


def test_every_problem_is_pushed_with_the_review() -> None:
    reviewed = with_county().on("2023-09-05").when(review())
    first, *pushed = reviewed.events
    assert first == Reviewed(
        county=COUNTY, projects=12, reviewed=12, problems=2, document="审核报告"
    )
    assert [(type(one), getattr(one, "number", None)) for one in pushed] == [
        (ProblemPushed, 1),
        (ProblemPushed, 2),
    ]
    assert not isinstance(reviewed.outcome, Refusal)
    assert [decision.cause for decision in reviewed.outcome] == [None, 0, 0]
    assert reviewed.rules_asked() == ["scope.subjects"]
    again = reviewed.when(review(problems=1))
    assert again.the(ProblemPushed).number == 3


@pytest.mark.parametrize(
    ("reviewed", "code"), [(11, Code.GATE_NOT_MET), (12, None), (13, Code.INVALID_FIELD)]
)
def test_where_direct_funds_are_in_scope_all_of_them_are_reviewed(
    reviewed: int, code: Code | None
) -> None:
    taken = with_county().on("2023-09-05").when(review(reviewed))
    if code is None:
        assert len(taken.events) == 3
    else:
        taken.refused(code)


@pytest.mark.parametrize("scope", [None, ["government_debt", "ppp"]])
def test_where_they_are_not_the_review_is_recorded_as_it_was_done(scope: list[str] | None) -> None:
    scene = with_county(FakeRules({"scope.subjects": scope})).on("2023-09-05")
    assert len(scene.when(review(11)).events) == 3


@pytest.mark.parametrize(
    ("on", "accepted"), [("2023-09-19", 1), ("2023-09-20", 1), ("2023-09-21", 0)]
)
def test_a_day_for_rectification_is_not_past(on: str, accepted: int) -> None:
    taken = with_county().on(on).when(review())
    if accepted:
        assert len(taken.events) == 3
    else:
        taken.refused(Code.INVALID_FIELD, "problems")
    far = review(rectify_by=date(2030, 1, 1))
    with_county().on(on).when(far).refused(Code.INVALID_FIELD, "problems")


def test_a_problem_is_waited_for_until_its_rectification_is_accepted() -> None:
    # given
    found = with_county().on("2023-09-05").given(review(), review(problems=1, rectify_by=None))
    first, second, third = (f"direct-funds.rectification.{COUNTY}.{one}" for one in (1, 2, 3))
    waiting = found.view.waiting_for
    assert [one for one in waiting if "rectification" in one] == [
        f"finance:{first}",
        f"finance:{second}",
        f"finance:{third}",
    ]
    # when
    accepted = found.when(accepting(1))
    # then
    accepted.then(RectificationAccepted(county=COUNTY, number=1, findings="已整改"))
    assert f"finance:{first}" not in accepted.view.waiting_for
    accepted.when(accepting(1)).refused(Code.ALREADY_REVIEWED)
    accepted.when(accepting(4)).refused(Code.INVALID_FIELD, "number")
    over = accepted.on("2023-09-06").until(accepted.on("2023-09-22").now)
    assert second in over.view.overdue
    assert first not in over.view.overdue
    assert third not in over.view.overdue
