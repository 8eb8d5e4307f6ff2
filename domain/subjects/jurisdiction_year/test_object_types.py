"""The types of the objects that a selection for key evaluation takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from domain.kernel.decider import Frame
from domain.kernel.refusal import Code
from domain.shared.evaluation_objects import OBJECT_TYPES, OF_PLAN, SPECIAL_BOND, types_of
from domain.shared.fan_out.messages import Reach
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.key_selection import (
    MARK_SELECTED,
    KeyEvaluationSelected,
    SelectForKeyEvaluation,
)
from domain.subjects.jurisdiction_year.opening import OpenYear
from domain.subjects.jurisdiction_year.plan import ObjectType
from testkit.builders.jurisdiction_evaluation import PLAN, framed, member, planned
from testkit.builders.undoing import mend
from testkit.decider_spec import REVIEWER, DeciderSpec, packaged_rules

FRAME = Frame(
    41,
    (
        member("P1", subject_kind="government_procurement"),
        member("P2", subject_kind="department_overall"),
        member("P3", subject_kind="办公用房"),
    ),
)


def selecting(*types: dict[str, Any], codes: tuple[str, ...] = ("P1",)) -> SelectForKeyEvaluation:
    return SelectForKeyEvaluation.model_validate(
        {"selected": codes, "types": types, "reason": "理由"}
    )


def counted(scene: DeciderSpec) -> dict[str, str]:
    return {one.project: one.counted_as for one in scene.the(KeyEvaluationSelected).types}


@pytest.mark.parametrize(
    ("code", "counts_as"),
    [("P1", "government_procurement"), ("P2", "unit_overall"), ("P3", "project")],
)
def test_a_project_is_counted_as_its_register_entry_says(code: str, counts_as: str) -> None:
    scene = framed(planned(), selecting(codes=(code,)), FRAME)
    assert counted(scene) == {code: counts_as}


def test_the_bureau_says_what_a_project_is_counted_as_and_what_else_it_is() -> None:
    debt = {"project": "P1", "counted_as": "policy", "further": ["special_bond"]}
    scene = framed(planned(), selecting(debt, codes=("P1", "P2")), FRAME)
    assert counted(scene) == {"P1": "policy", "P2": "unit_overall"}
    marks = {"counted_as": "policy", "further": ["special_bond"]}
    assert scene.the(KeyEvaluationSelected).reaches("653000/2023") == (
        Reach("653000/2022/P1", MARK_SELECTED, marks),
        Reach("653000/2022/P2", MARK_SELECTED, {"counted_as": "unit_overall"}),
    )


@pytest.mark.parametrize(
    "types",
    [
        [{"project": "P2", "counted_as": "policy"}],
        [{"project": "P1", "counted_as": "policy"}, {"project": "P1", "counted_as": "ppp"}],
        [{"project": "P1", "counted_as": "policy", "further": ["policy"]}],
        [{"project": "P1", "counted_as": "policy", "further": ["ppp", "ppp"]}],
    ],
)
def test_each_selected_project_has_one_set_of_types(types: list[dict[str, Any]]) -> None:
    framed(planned(), selecting(*types), FRAME).refused(Code.INVALID_FIELD, "types")


def test_a_special_bond_is_government_debt_too() -> None:
    assert types_of("subsidy", ("special_bond",)) == {"subsidy", "special_bond", "government_debt"}
    assert types_of("subsidy", ("ppp",)) == {"subsidy", "ppp"}


def test_every_type_of_a_plan_is_one_that_a_selection_may_name() -> None:
    planned_types = {OF_PLAN.get(one, one) for one in get_args(ObjectType)}
    assert planned_types == {*OBJECT_TYPES, SPECIAL_BOND}


def test_a_selection_of_before_has_no_types() -> None:
    scene = planned()
    act = replace(scene.act(selecting(), REVIEWER), frame=FRAME, version=1)
    before = scene.take(act)
    assert before.the(KeyEvaluationSelected).types == ()
    assert before.the(KeyEvaluationSelected).reaches("653000/2023") == (
        Reach("653000/2022/P1", MARK_SELECTED, {}),
    )
    assert "key_evaluation.types" not in before.rules_asked()


def test_a_corrected_selection_has_the_types_of_its_replacement() -> None:
    scene = framed(planned(), selecting(), FRAME)
    right = {"selected": ["P1"], "types": [{"project": "P1", "counted_as": "policy"}]}
    assert counted(framed(scene, mend("key-evaluation.select:P1", right), FRAME)) == {
        "P1": "policy"
    }


@pytest.mark.parametrize(
    ("jurisdiction", "year", "clauses"),
    [
        ("653129", 2024, []),
        ("653129", 2025, ["JS-066"]),
        ("652822", 2023, []),
        ("652822", 2024, ["LT-026"]),
        ("652825", 2025, []),
    ],
)
def test_the_types_that_a_text_names_first_stand_with_the_selection(
    jurisdiction: str, year: int, clauses: list[str]
) -> None:
    rules = packaged_rules(jurisdiction)
    scene = DeciderSpec.of(decider, f"{jurisdiction}/{year}", rules, on=f"{year}-06-19")
    opening = OpenYear(portfolio="0" * 64, clock="simulated")
    chosen = framed(scene.given(opening, PLAN), selecting(), FRAME)
    assert chosen.the(KeyEvaluationSelected).selected == ("P1",), "they refuse nothing"
    basis = chosen.recorded()[-1].basis
    (told,) = (one for one in basis if one["rule"] == "key_evaluation.types")
    assert list(told["clauses"]) == clauses
    assert set(told["outcome"] or ()) <= set(OBJECT_TYPES)
