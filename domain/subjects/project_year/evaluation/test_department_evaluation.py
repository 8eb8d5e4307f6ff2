"""The department's report on a selected project, and its review."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.kernel.decider import Actor
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.subjects.project_year.evaluation.department_evaluation import (
    FileReport,
    MarkSelected,
    ReportFiled,
    ReportReviewed,
    ReturnReport,
    ReviewReport,
)
from testkit.builders.project_evaluation import (
    SELECTED,
    department_report,
    imported,
    indicators,
    selected,
    self_evaluation,
)
from testkit.decider_spec import DEPARTMENT, REVIEWER, packaged_rules


def test_a_report_is_worth_the_sum_of_its_points() -> None:
    done = selected().given(department_report("45.5"))
    assert done.the(ReportFiled).score == Decimal("85.5")
    review = done.when(ReviewReport()).the(ReportReviewed)
    assert (review.score, review.grade, review.executed) == (
        Decimal("85.5"),
        "good",
        Decimal(900_000),
    )


@pytest.mark.parametrize(
    ("parts", "taken"),
    [
        ((("40", "40"), ("59.99", "50")), False),
        ((("40", "40"), ("60", "50")), True),
        ((("40", "40"), ("60.01", "50")), False),
        ((("40", "40.01"), ("60", "50")), False),
        ((("100", "0"),), True),
    ],
)
def test_the_maxima_sum_to_100_and_no_points_exceed_them(
    parts: tuple[tuple[str, str], ...], *, taken: bool
) -> None:
    scene = selected().when(FileReport(indicators=indicators(*parts), document="报告"))
    if taken:
        scene.the(ReportFiled)
    else:
        scene.refused(Code.INVALID_FIELD, "indicators")


def test_an_indicator_stands_once() -> None:
    twice = indicators(("50", "1"))[0]
    scene = selected().when(FileReport(indicators=(twice, twice), document="报告"))
    scene.refused(Code.INVALID_FIELD, "indicators")


def test_only_the_department_that_selected_it_reports() -> None:
    other = Actor("d-9", "209009", Role.DEPARTMENT)
    selected().when(department_report(), by=other).refused(Code.WRONG_ORGANISATION)


def test_a_selection_is_marked_once_and_of_the_own_unit_only() -> None:
    assert selected().when(SELECTED).events == ()
    imported().when(MarkSelected(unit="209009")).refused(Code.WRONG_ORGANISATION)


def test_who_filed_does_not_review() -> None:
    filed = selected().given(department_report())
    same = Actor(DEPARTMENT.id, REVIEWER.organisation, Role.FINANCE)
    filed.when(ReviewReport(), by=same).refused(Code.REVIEWER_IS_FILER)
    filed.when(ReturnReport(reason="请核对"), by=same).refused(Code.REVIEWER_IS_FILER)


def test_a_report_that_is_sent_back_is_filed_again() -> None:
    back = selected().given(department_report(), ReturnReport(reason="请核对"))
    assert back.view.phase == "department-evaluation"
    back.given(department_report("60"), ReviewReport())


@pytest.mark.parametrize(
    ("on", "late"), [("2023-04-29", False), ("2023-04-30", False), ("2023-05-01", True)]
)
def test_the_rules_give_30_april(on: str, *, late: bool) -> None:
    scene = selected(imported(packaged_rules("653000")).given(self_evaluation()))
    event = scene.on(on).when(department_report()).the(ReportFiled)
    assert (event.late, event.due) == (late, date(2023, 4, 30))
