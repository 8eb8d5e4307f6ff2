"""Recorded rulings open what blocks, and one that does not fit is refused before it is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from domain.rules import BadInput, PackSet, RecordedRuling, RuleBook, check_ruling
from domain.rules.test_contract_evaluation import ACTED, DRAWN, GRADED, RATED

Book = Callable[..., RuleBook]
ON = date(2025, 6, 1)
DEDUCTION = {"ratio": "0.1", "base": "planned", "unit": 1, "mode": "half_up"}
OF_PROJECT = DEDUCTION | {"base": "project_planned"}
OF_DEPARTMENT = DEDUCTION | {"base": "department_projects"}
BANDS = [
    {"score": {"limit": "60", "side": "below"}, "ratio": "0.5"},
    {"score": {"limit": "80", "side": "below"}, "ratio": "0.2"},
]
BY_SCORE = {"bands": BANDS, "base": "project_planned", "unit": 1, "mode": "half_up"}


def ruling(ambiguity: str, value: Any) -> RecordedRuling:
    return RecordedRuling(ambiguity, "裁定", value, "某局", date(2025, 1, 2))


def acted(
    book: Book, given: dict[str, Any], *rulings: RecordedRuling
) -> tuple[Any, dict[str, str]]:
    answer = book("653129", *rulings).answer("results.budget_action", ON, {**ACTED, **given})
    return answer.outcome, {one.ambiguity: one.status for one in answer.rulings}


def test_a_deduction_is_open_until_its_ratio_is_ruled(book: Book) -> None:
    outcome, _ = acted(book, {})
    ruled, statuses = acted(book, {"planned": "12345"}, ruling("AMB-08", DEDUCTION))

    assert ("deduct" in outcome["actions"], outcome["deduction"]) == (True, None)
    assert ruled["deduction"] == "1235"
    assert statuses == {"AMB-08": "ruled", "AMB-09": "provisional", "AMB-18": "open"}


@pytest.mark.parametrize(
    ("change", "planned", "deduction"),
    [
        ({}, "14", "1"),
        ({}, "15", "2"),
        ({"mode": "up"}, "11", "2"),
        ({"mode": "down"}, "19", "1"),
        ({"unit": "0.01"}, "0.16", "0.02"),
        ({"unit": 10000}, "149999", "10000"),
        ({"unit": 10000, "mode": "up"}, "50", "50"),
        ({"ratio": 1}, "50", "50"),
    ],
)
def test_a_deduction_is_rounded_as_ruled_and_never_exceeds_the_plan(
    book: Book, change: dict[str, Any], planned: str, deduction: str
) -> None:
    ruled, _ = acted(book, {"planned": planned}, ruling("AMB-08", {**DEDUCTION, **change}))

    assert ruled["deduction"] == deduction


@pytest.mark.parametrize("ruled", [DEDUCTION, OF_PROJECT])
def test_a_deduction_of_the_projects_amount_takes_no_notice_of_the_departments(
    book: Book, ruled: dict[str, Any]
) -> None:
    for department in (None, "5000"):
        given = {"planned": "1005", "department_projects": department}
        outcome, _ = acted(book, given, ruling("AMB-08", ruled))
        assert outcome["deduction"] == "101"


@pytest.mark.parametrize(
    ("department", "deduction"), [(None, None), ("0", "0"), ("4994", "499"), ("4995", "500")]
)
def test_a_deduction_of_the_departments_amount_is_null_without_it(
    book: Book, department: str | None, deduction: str | None
) -> None:
    given = {"planned": "10", "department_projects": department}
    outcome, _ = acted(book, given, ruling("AMB-08", OF_DEPARTMENT))

    assert (outcome["deduction"], "deduct" in outcome["actions"]) == (deduction, True)


@pytest.mark.parametrize(
    ("score", "deduction"),
    [("59.99", "500"), ("60", "200"), ("60.01", "200"), ("79.99", "200"), ("80", None)],
)
def test_a_deduction_may_be_ruled_in_bands_of_the_score(
    book: Book, score: str, deduction: str | None
) -> None:
    outcome, _ = acted(book, {"score": score}, ruling("AMB-08", BY_SCORE))

    assert outcome["deduction"] == deduction


def test_a_grade_that_is_lowered_alone_meets_no_band(book: Book) -> None:
    rulings = (ruling("AMB-08", BY_SCORE), ruling("AMB-18", True))
    outcome, _ = acted(book, {"grade": "fair", "score": "92"}, *rulings)

    assert (outcome["actions"], outcome["deduction"]) == (["urge_improvement", "deduct"], None)


@pytest.mark.parametrize(
    ("floor", "deduction"), [("899", "100"), ("900", "100"), ("901", "99"), ("1001", "0")]
)
def test_a_ruled_floor_stays_with_the_base(book: Book, floor: str, deduction: str) -> None:
    outcome, _ = acted(book, {}, ruling("AMB-08", {**OF_PROJECT, "floor": floor}))

    assert outcome["deduction"] == deduction


def test_nothing_is_deducted_where_nothing_is_due(book: Book) -> None:
    outcome, _ = acted(book, {"grade": "good", "score": 80}, ruling("AMB-08", DEDUCTION))

    assert (outcome["actions"], outcome["deduction"]) == (["priority"], None)


@pytest.mark.parametrize(("follows", "actions"), [(True, ["deduct"]), (False, [])])
def test_whether_money_follows_a_lowered_grade_is_ruled(
    book: Book, follows: bool, actions: list[str]
) -> None:
    lowered = {"grade": "fair", "score": 92}
    before, unruled = acted(book, lowered)
    outcome, ruled = acted(book, lowered, ruling("AMB-18", follows))

    assert before["actions"] == ["urge_improvement"]
    assert unruled["AMB-18"] == "open"
    assert outcome["actions"] == ["urge_improvement", *actions]
    assert ruled["AMB-18"] == "ruled"


def test_a_draw_waits_for_its_ratio(book: Book) -> None:
    given = {**DRAWN, "frame": ["a", "b", "c", "d"]}
    closed = book("653000").answer("authenticity.sample", ON, given)
    opened = book("653000", ruling("AMB-13", "0.5")).answer("authenticity.sample", ON, given)

    assert (closed.reason, len(opened.outcome)) == ("needs_ruling", 2)


def test_a_rating_waits_for_its_weights(book: Book) -> None:
    weights = {"quantity": "0.4", "quality": "0.3", "effect": "0.2", "satisfaction": "0.1"}
    closed = book("653129").answer("third_party.rating", ON, RATED)
    opened = book("653129", ruling("AMB-39", weights)).answer(
        "third_party.rating", ON, {**RATED, "quantity": 100}
    )

    assert (closed.reason, opened.outcome) == ("needs_ruling", {"score": "40.6"})


def test_the_lost_amount_of_a_reassessment_is_ruled(book: Book) -> None:
    given = {"county_level_investment": 500000, "specialised": False}
    ruled = book("653000", ruling("AMB-14", {"limit": "500000", "side": "at_least"}))

    assert book("653000").answer("exante.reassessment", ON, given).reason == "needs_ruling"
    assert ruled.answer("exante.reassessment", ON, given).outcome == "may_commission"


def test_two_consecutive_reviews_may_be_ruled_to_reach_across_years(book: Book) -> None:
    facts = {**GRADED, "failed_reviews": ["2024-08-31", "2025-05-31"]}
    ruled = book("653129", ruling("AMB-06", "any_consecutive"))

    assert book("653129").answer("grade.final", ON, facts).outcome["grade"] == "excellent"
    assert ruled.answer("grade.final", ON, facts).outcome["grade"] == "fair"
    apart = {**facts, "failed_reviews": ["2023-08-31", "2025-05-31"]}
    assert ruled.answer("grade.final", ON, apart).outcome["grade"] == "excellent"


def test_a_binding_sum_needs_no_exception(book: Book) -> None:
    given = {"count": 10, "funds": 1, "funds_last_year": 2}
    ruled = book("653000", ruling("AMB-30", False)).answer("key_evaluation.minimum", ON, given)

    assert ruled.outcome == {"not_met": ["funds"]}


@pytest.mark.parametrize(
    ("code", "ambiguity", "value", "field"),
    [
        ("653129", "AMB-99", None, "ambiguity"),
        ("653129", "AMB-08", None, "value"),
        ("653129", "AMB-08", "0.1", "value"),
        ("653129", "AMB-08", {**DEDUCTION, "ratio": "1.01"}, "value.ratio"),
        ("653129", "AMB-08", {**DEDUCTION, "ratio": 0}, "value.ratio"),
        ("653129", "AMB-08", {**DEDUCTION, "ratio": 0.1}, "value.ratio"),
        ("653129", "AMB-08", {**DEDUCTION, "base": "last_year"}, "value.base"),
        ("653129", "AMB-08", {**DEDUCTION, "floor": -1}, "value.floor"),
        ("653129", "AMB-08", {**DEDUCTION, "ceiling": 1}, "value.ceiling"),
        ("653129", "AMB-08", {**DEDUCTION, "bands": BANDS}, "value"),
        ("653129", "AMB-13", "1.5", "value"),
        ("653129", "AMB-18", "yes", "value"),
        ("653129", "AMB-18", None, "value"),
        ("653129", "AMB-19", "some", "value"),
        ("653129", "AMB-39", {"quantity": 1}, "value"),
        ("652822", "AMB-38", {"execution": None}, "value.completion"),
        ("652822", "AMB-38", {"execution": None, "completion": None}, "value.execution"),
        ("653000", "AMB-14", None, "value"),
        ("653000", "AMB-40", ["general_public"], "value"),
        ("653129", "AMB-25", "initial", "value"),
    ],
)
def test_a_ruling_that_does_not_fit_is_refused(
    packs: PackSet, code: str, ambiguity: str, value: Any, field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        check_ruling(packs, code, ambiguity, value)

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("code", "ambiguity", "value"),
    [
        ("653129", "AMB-14", None),
        ("653129", "AMB-25", None),
        ("653129", "AMB-19", "all"),
        ("653129", "AMB-20", ["document_reference"]),
        ("653129", "AMB-08", OF_PROJECT),
        ("653000", "AMB-08", OF_DEPARTMENT | {"floor": "1000"}),
        ("653129", "AMB-08", BY_SCORE),
        ("652822", "AMB-08", None),
        ("652825", "AMB-10", None),
        ("652800", "AMB-05", {"limit": "60", "side": "below"}),
    ],
)
def test_a_ruling_that_fits_is_let_through(
    packs: PackSet, code: str, ambiguity: str, value: Any
) -> None:
    check_ruling(packs, code, ambiguity, value)
