"""The review of direct funds: in full, and every problem pushed with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.kernel.decider import COUNTY_PROJECTS, Frame, Member
from domain.kernel.refusal import Code, Refusal
from domain.shared.filings.undoable import CorrectAct, WithdrawAct
from domain.subjects.jurisdiction_year.direct_funds import (
    AcceptRectification,
    Problem,
    ProblemPushed,
    RectificationAccepted,
    ReviewDirectFunds,
    Reviewed,
)
from testkit.builders.prefecture_year import COUNTY, with_county
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules

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
        county=COUNTY,
        projects=12,
        reviewed=12,
        problems=2,
        document="审核报告",
        source="stated",
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


# --- counted in the log


def framed(
    kinds: Sequence[str | None], command: ReviewDirectFunds, version: int = 2
) -> DeciderSpec:
    members = tuple(
        Member(f"{COUNTY}/2023/P{at}", f"P{at}", "U01", {"subject_kind": kind})
        for at, kind in enumerate(kinds)
    )
    scene = with_county().on("2023-09-05")
    act = replace(scene.act(command, REVIEWER), frame=Frame(7, members), version=version)
    return scene.take(act)


def counting(reviewed: int, projects: int | None = None) -> ReviewDirectFunds:
    return ReviewDirectFunds(
        county=COUNTY, projects=projects, reviewed=reviewed, document="审核报告"
    )


KINDS = ("direct_funds", None, "direct_funds", "ppp")


@pytest.mark.parametrize(
    ("reviewed", "code"), [(1, Code.GATE_NOT_MET), (2, None), (3, Code.INVALID_FIELD)]
)
def test_the_countys_projects_of_direct_funds_are_counted_by_their_mark(
    reviewed: int, code: Code | None
) -> None:
    scene = framed(KINDS, counting(reviewed))
    if code is not None:
        scene.refused(code)
        return
    event = scene.the(Reviewed)
    assert (event.projects, event.source) == (2, "log")
    assert event.marked is not None
    assert event.marked.ids == ("P0", "P2")


@pytest.mark.parametrize(("typed", "refused"), [(1, True), (2, False), (3, True)])
def test_a_typed_number_is_the_one_that_the_log_counts(typed: int, *, refused: bool) -> None:
    scene = framed(KINDS, counting(2, typed))
    if refused:
        scene.refused(Code.INVALID_FIELD, "projects")
    else:
        scene.the(Reviewed)


def test_a_county_without_direct_funds_has_none_to_review() -> None:
    assert framed((None,), counting(0)).the(Reviewed).projects == 0
    framed((None,), counting(1)).refused(Code.INVALID_FIELD, "reviewed")


def test_where_the_log_has_no_project_of_the_county_the_number_is_stated() -> None:
    framed((), counting(2)).refused(Code.MISSING_FIELD, "projects")
    event = framed((), counting(2, 2)).the(Reviewed)
    assert (event.projects, event.source, event.marked) == (2, "stated", None)


def test_a_review_of_the_first_version_counts_what_was_typed() -> None:
    event = framed(KINDS, counting(12, 12), version=1).the(Reviewed)
    assert (event.projects, event.source) == (12, None)


@pytest.mark.parametrize(
    "command",
    [
        counting(2),
        CorrectAct(act=f"direct-funds.review:{COUNTY}", reason="更正", replacement={}),
        WithdrawAct(act=f"direct-funds.review:{COUNTY}", reason="误录"),
    ],
)
def test_a_review_and_its_correction_read_the_projects_of_the_county(command: Any) -> None:
    wanted = command.frame_for(vars(command))
    assert wanted == COUNTY_PROJECTS
