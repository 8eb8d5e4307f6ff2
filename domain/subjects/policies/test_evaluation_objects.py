"""Units' overall expenditure, lower governments and policies as objects of key evaluation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import Actor
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.shared.filings.attachment import Attach
from domain.shared.filings.disclosure import Published
from domain.subjects.policies.evaluation_objects import ObjectAdded, ObjectSelected, SelectObject
from domain.subjects.policies.population import WithdrawPolicy
from domain.subjects.project_year.evaluation.key_evaluation import ExchangeViews
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise, Finalised
from testkit.builders.policies import (
    ACTS,
    SELECT,
    add,
    add_object,
    approved,
    finalised,
    publish,
    unregistered,
)
from testkit.builders.project_evaluation import COMMISSION, PASSED, key_report
from testkit.builders.project_year import report, target
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import FILER, REVIEWER, DeciderSpec, packaged_rules

TOWNSHIP = Actor("x-1", "653129101", Role.UNIT)
KINDS = pytest.mark.parametrize("kind", ["unit_overall", "lower_government"])


def registered(kind: str = "unit_overall", **changes: Any) -> DeciderSpec:
    return unregistered().given(add_object(object_type=kind, **changes))


def township() -> DeciderSpec:
    """The finances of a township, which is a lower government of the county."""
    fields = {"object_name": "示例乡财政运行", "unit": "653129101", "unit_name": "示例乡"}
    return registered("lower_government", **fields)


@KINDS
def test_an_object_waits_for_nothing_before_its_selection(kind: str) -> None:
    scene = registered(kind)
    assert scene.the(ObjectAdded).object_type == kind
    assert (scene.view.phase, scene.view.waiting_for) == ("registered", ())
    selected = scene.given(SELECT)
    assert selected.the(ObjectSelected).counted_as == kind
    assert selected.view.phase == "key-evaluation"
    assert selected.view.waiting_for == (
        "finance:key-evaluation.commission",
        "finance:key-evaluation.finalisation",
    )


@KINDS
def test_an_object_is_selected_before_it_is_commissioned(kind: str) -> None:
    refusal = registered(kind).when(COMMISSION).refused(Code.WRONG_PHASE)
    assert "key-evaluation.select-object" in refusal.zh
    registered(kind).given(SELECT, COMMISSION)


@KINDS
def test_an_object_is_neither_assessed_nor_given_a_target(kind: str) -> None:
    for act in (report(), target()):
        assert "不是政策" in registered(kind).when(act).refused(Code.WRONG_PHASE).zh


def test_a_township_is_evaluated_graded_and_its_report_disclosed() -> None:
    # given
    reported = township().given(SELECT, COMMISSION, key_report(evaluated=Decimal(4_800_000)))
    assert reported.view.waiting_for[0] == "unit:key-evaluation.views"
    # when
    views = ExchangeViews(views="已交换意见")
    reported.when(views, by=FILER).refused(Code.WRONG_ORGANISATION)
    final = reported.given(views, by=TOWNSHIP).given(PASSED, Finalise())
    # then
    event = final.the(Finalised)
    assert (event.score, event.grade) == (Decimal(92), "excellent")
    assert event.evaluated == Decimal(4_800_000)
    assert final.view.phase == "disclosure"
    done = final.given(publish(), by=REVIEWER)
    done.the(Published)
    assert (done.view.phase, done.view.closed) == ("disclosed", True)


def test_a_selected_policy_waits_for_its_commission() -> None:
    execution = approved()
    assert execution.view.waiting_for == ()
    selected = execution.given(SELECT)
    assert selected.the(ObjectSelected).counted_as == "policy"
    assert selected.view.phase == "key-evaluation"
    assert "finance:key-evaluation.commission" in selected.view.waiting_for


def test_a_policy_selected_early_is_first_given_its_target() -> None:
    early = unregistered().given(add(is_major=False), SELECT)
    assert early.view.phase == "target"
    early.when(COMMISSION).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize("on", ["2024-12-31", "2025-01-01", "2025-08-01"])
def test_the_day_of_the_result_is_that_of_the_work_year(on: str) -> None:
    scene = unregistered(packaged_rules("653129"), on).given(add_object())
    selected = scene.given(SelectObject(work_year=2025))
    assert selected.view.next_due == date(2025, 7, 31)


@pytest.mark.parametrize(
    ("year", "near"), [(2021, False), (2022, True), (2024, True), (2025, False)]
)
def test_the_work_year_is_near_the_day_of_the_selection(year: int, *, near: bool) -> None:
    tried = registered().when(SelectObject(work_year=year))
    if near:
        tried.the(ObjectSelected)
    else:
        tried.refused(Code.INVALID_FIELD, "work_year")


@pytest.mark.parametrize(
    ("year", "taken"), [(2017, False), (2018, True), (2023, True), (2024, False)]
)
def test_the_evaluated_year_has_begun_and_is_not_long_over(year: int, *, taken: bool) -> None:
    tried = unregistered().when(add_object(evaluated_year=year))
    if taken:
        assert tried.the(ObjectAdded).evaluated_year == year
    else:
        tried.refused(Code.INVALID_FIELD, "evaluated_year")


def test_an_object_is_selected_once_and_its_selection_is_withdrawn_before_the_commission() -> None:
    selected = registered().given(SELECT)
    selected.when(SELECT).refused(Code.DUPLICATE)
    gone = selected.given(undo("key-evaluation.select-object"), by=REVIEWER)
    assert gone.view.phase == "registered"
    gone.given(SELECT)
    commissioned = selected.given(COMMISSION)
    commissioned.when(undo("key-evaluation.select-object"), by=REVIEWER).refused(Code.WRONG_PHASE)


def test_another_type_takes_the_place_of_a_wrong_one_while_it_is_evaluated() -> None:
    commissioned = registered().given(SELECT, COMMISSION)
    right = {"work_year": "2023", "counted_as": "other_major", "further": ["unit_overall"]}
    act = mend("key-evaluation.select-object", right, **{"key-evaluation.commission": "stands"})
    mended = commissioned.given(act, by=REVIEWER)
    assert mended.the(ObjectSelected).counted_as == "other_major"
    assert mended.state.evaluation.key.institution == "third-1"


@pytest.mark.parametrize("further", [["unit_overall"], ["ppp", "ppp"]])
def test_a_type_stands_once(further: list[str]) -> None:
    act = SelectObject.model_validate({"work_year": 2023, "further": further})
    registered().when(act).refused(Code.INVALID_FIELD, "further")


def test_what_is_evaluated_is_selected_no_more() -> None:
    finalised().when(SELECT).refused(Code.WRONG_PHASE)


def test_the_bureau_alone_withdraws_an_object_and_ends_its_duties() -> None:
    leaving = WithdrawPolicy(reason="机构改革")
    registered().when(leaving, by=FILER).refused(Code.WRONG_ROLE)
    registered().given(leaving, by=REVIEWER)
    registered().given(SELECT).when(leaving, by=REVIEWER).refused(Code.MISSING_FIELD, "duties")


def test_a_code_is_taken_once() -> None:
    registered().when(add()).refused(Code.DUPLICATE)
    approved().when(add_object()).refused(Code.DUPLICATE)


def test_a_document_is_attached_to_an_object() -> None:
    attach = ACTS["attach"]
    assert isinstance(attach, Attach)
    registered().given(attach)


def test_the_object_is_among_those_of_the_evaluated_unit() -> None:
    assert township().view.unit == "653129101"
