"""The amount of a use of a result is held to the action; anything else needs an exception."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import UNIT_DEDUCTIONS, Frame, Member
from domain.kernel.message import Command
from domain.kernel.refusal import Code, Refusal
from domain.subjects.project_year.results.recovery import ClearCarryOver, RecoverFunds
from domain.subjects.project_year.results.test_use_of_results import GRANT, USE, proposed
from domain.subjects.project_year.results.use_of_results import (
    ApplyResults,
    ProposeResults,
    ResultsApplied,
    ResultsProposed,
)
from testkit.builders.project_evaluation import PROPOSED, VETO, filed, graded, imported
from testkit.builders.undoing import mend
from testkit.decider_spec import REVIEWER, UNIT, DeciderSpec, FakeRules

PLANNED = "500000"
LEAST, MOST = "0", "500000.01"


def use(amount: str, **more: Any) -> ApplyResults:
    return ApplyResults.model_validate(
        {"amount": amount, "amount_confirmed": "安排极少（示例）", **more}
    )


def is_taken(scene: DeciderSpec, act: ApplyResults) -> bool:
    """Whether an act is taken; with an exception everything is."""
    excepted = scene.given(GRANT).when(act.model_copy(update={"exception": GRANT.reference}))
    assert excepted.the(ResultsApplied).exception == GRANT.reference
    return not isinstance(scene.when(act).outcome, Refusal)


@pytest.mark.parametrize(
    ("actions", "amounts"),
    [
        (["urge_improvement"], {LEAST: True, PLANNED: True, MOST: True}),
        (["rectify"], {LEAST: True, PLANNED: True, MOST: True}),
        (["reduce"], {LEAST: True, "499999.99": True, PLANNED: False, MOST: False}),
        (["reduce_or_cancel"], {LEAST: True, "499999.99": True, PLANNED: False, MOST: False}),
        (["not_arranged"], {LEAST: True, "0.01": False, PLANNED: False}),
        (["deduct"], {LEAST: False, "399999.99": False, "400000": True, "400000.01": False}),
        (["urge_improvement", "deduct"], {"399999.99": False, "400000": True, "400000.01": False}),
        (
            ["reduce_or_cancel", "deduct"],
            {LEAST: True, "399999.99": True, "400000": True, "400000.01": False},
        ),
        (["priority"], {"499999.99": False, PLANNED: True, MOST: True}),
    ],
)
def test_the_amount_is_what_the_action_leaves_of_the_plan(
    actions: list[str], amounts: dict[str, bool]
) -> None:
    scene = proposed(actions=actions, deduction="100000" if "deduct" in actions else None)
    assert {amount: is_taken(scene, use(amount)) for amount in amounts} == amounts


def test_a_deduction_beyond_the_plan_leaves_nothing() -> None:
    scene = proposed(actions=["deduct"], deduction="500001")
    assert [is_taken(scene, use(amount)) for amount in ("0", "0.01")] == [True, False]


def test_nothing_is_cut_from_nothing() -> None:
    none = proposed(actions=["reduce"]).given(PROPOSED.model_copy(update={"planned": Decimal(0)}))
    assert [is_taken(none, use(amount)) for amount in ("0", "0.01")] == [True, False]


@pytest.mark.parametrize("in_principle", [True, False])
def test_the_refusal_says_what_is_due_and_how_to_depart(*, in_principle: bool) -> None:
    scene = proposed(actions=["not_arranged"], in_principle=in_principle).when(use("1000"))
    code, field = (
        (Code.MISSING_FIELD, "exception") if in_principle else (Code.INVALID_FIELD, "amount")
    )
    refusal = scene.refused(code, field)
    assert refusal.policy == "amount_fits_the_action"
    assert "不予安排的，安排数应为 0 元" in refusal.zh
    assert "exception.grant" in refusal.zh


def test_less_than_planned_under_priority_names_its_factor_and_reason() -> None:
    scene = proposed(actions=["priority"], in_principle=True)
    less = {"amount": "499999.99", "factor": "fiscal_capacity", "reason": "财力不足（示例）"}
    scene.when(use("499999.99")).refused(Code.MISSING_FIELD, "factor")
    scene.when(use("499999.99", factor="policy")).refused(Code.MISSING_FIELD, "reason")
    event = scene.when(ApplyResults.model_validate(less)).the(ResultsApplied)
    assert (event.factor, event.reason) == ("fiscal_capacity", "财力不足（示例）")
    assert event.actions == ("priority",)


@pytest.mark.parametrize("amount", [LEAST, PLANNED, MOST])
@pytest.mark.parametrize("actions", [["adjust"], ["priority", "adjust"]])
def test_an_adjustment_says_what_it_is_and_its_amount_is_free(
    actions: list[str], amount: str
) -> None:
    scene = proposed(actions=actions)
    scene.when(use(amount)).refused(Code.MISSING_FIELD, "adjustment")
    told = scene.when(use(amount, adjustment="并入另一项目")).the(ResultsApplied)
    assert told.adjustment == "并入另一项目"


RECOVER = RecoverFunds(amount=Decimal(1_000), reason="收回", document="决定1号")
CLEAR = ClearCarryOver(amount=Decimal(1_000), reason="结转两年")


@pytest.mark.parametrize(
    ("action", "act", "other"),
    [("recover", RECOVER, CLEAR), ("clear_carry_over", CLEAR, RECOVER)],
)
@pytest.mark.parametrize("alternatives", [True, False])
def test_money_is_taken_back_before_its_use_is_applied(
    action: str, act: Any, other: Any, *, alternatives: bool
) -> None:
    actions = [action, "reduce"] if alternatives else [action]
    scene = proposed(actions=actions, alternatives=alternatives)
    asked = use(PLANNED, action=action)
    for before in (scene, scene.given(other)):
        refusal = before.when(asked).refused(Code.WRONG_PHASE)
        assert act.name in refusal.zh
    assert scene.given(act).when(asked).the(ResultsApplied).actions == (action,)


@pytest.mark.parametrize("action", ["reduce", "deduct", "recover", "adjust", "priority"])
def test_where_the_rules_have_no_action_none_binds(action: str) -> None:
    free = proposed(actions=[])
    assert free.when(use(PLANNED, action=action)).the(ResultsApplied).actions == (action,)


def test_acts_of_before_were_bound_by_what_was_asked_then() -> None:
    for actions, amount in (
        (["reduce"], PLANNED),
        (["priority"], "1000"),
        (["adjust"], PLANNED),
        (["recover"], PLANNED),
        (["deduct"], "1000"),
    ):
        scene = proposed(actions=actions, deduction="100000")
        assert isinstance(scene.when(use(amount)).outcome, Refusal), actions
        of_then = replace(scene.act(use(amount), REVIEWER), version=1)
        assert scene.take(of_then).the(ResultsApplied).amount == Decimal(amount)
    assert (ApplyResults.version, ProposeResults.version) == (3, 3)


def of_department(asked: Any) -> dict[str, Any]:
    """A deduction of a tenth of what the department's projects get."""
    base = asked["department_projects"]
    return {**USE, "actions": ["deduct"], "deduction": base and str(Decimal(base) / 10)}


def test_a_deduction_of_the_departments_projects_lands_there_and_leaves_the_project_free() -> None:
    rules = FakeRules({**VETO.table, "results.budget_action": of_department})
    scene = graded(filed(imported(rules)))
    scene.when(PROPOSED).refused(Code.MISSING_FIELD, "department_projects")
    total = PROPOSED.model_copy(update={"department_projects": Decimal(9_000_000)})
    told = scene.given(total)
    event = told.the(ResultsProposed)
    assert (event.deduction_base, event.deduction) == ("department_projects", Decimal(900_000))
    told.when(use(PLANNED)).refused(Code.MISSING_FIELD, "department_deduction")
    for amount in (LEAST, PLANNED, MOST):
        done = beside(told, use(amount, department_deduction="扣减1号"))
        assert done.the(ResultsApplied).department_deduction == "扣减1号"


def carried() -> DeciderSpec:
    """A use that takes 900,000 yuan off what the department's projects get."""
    rules = FakeRules({**VETO.table, "results.budget_action": of_department})
    total = PROPOSED.model_copy(update={"department_projects": Decimal(9_000_000)})
    return graded(filed(imported(rules))).given(total)


def beside(
    scene: DeciderSpec,
    act: Command,
    of_project: str = "P001",
    deduction: str = "900000",
    **more: Any,
) -> DeciderSpec:
    """Take an act that sees one deduction at the project's unit, by 扣减1号."""
    known = {"扣减1号": {"of_project": of_project, "deduction": deduction}}
    unit = Member(f"652825/2023/unit/{UNIT}", UNIT, UNIT, {"deductions": known})
    taken = replace(scene.act(act, REVIEWER), frame=Frame(7, (unit,)), **more)
    return scene.take(taken)


CITED = use(PLANNED, department_deduction="扣减1号")


@pytest.mark.parametrize(
    ("deduction", "taken"), [("899999.99", False), ("900000", True), ("900000.01", False)]
)
def test_the_units_record_deducts_what_was_proposed(deduction: str, *, taken: bool) -> None:
    applied = beside(carried(), CITED, deduction=deduction)
    if taken:
        assert applied.the(ResultsApplied).department_deduction == "扣减1号"
    else:
        told = applied.refused(Code.INVALID_FIELD, "department_deduction").zh
        assert f"{Decimal(deduction):,f}" in told
        assert "900,000" in told


def test_the_document_deducts_for_this_project_at_its_unit() -> None:
    of_another = beside(carried(), CITED, of_project="P002")
    assert "扣减1号" in of_another.refused(Code.INVALID_FIELD, "department_deduction").zh
    another = use(PLANNED, department_deduction="扣减2号")
    beside(carried(), another).refused(Code.INVALID_FIELD, "department_deduction")
    carried().when(CITED).refused(Code.INVALID_FIELD, "department_deduction")


def test_only_an_act_that_names_a_deduction_looks_at_the_unit() -> None:
    assert CITED.frame_for(vars(CITED)) == UNIT_DEDUCTIONS
    free = use(PLANNED)
    assert free.frame_for(vars(free)) is None
    right = mend("results.apply", CITED.model_dump(mode="json"))
    assert right.frame_for(vars(right)) == UNIT_DEDUCTIONS


def test_with_an_exception_or_another_action_the_unit_is_not_asked() -> None:
    excepted = CITED.model_copy(update={"exception": GRANT.reference})
    assert carried().given(GRANT).when(excepted).the(ResultsApplied)
    own = proposed(actions=["deduct"], deduction="100000")
    assert own.when(use("400000", department_deduction="扣减1号")).the(ResultsApplied)


def test_an_earlier_act_and_an_imported_one_keep_the_document_that_they_brought() -> None:
    for more in ({"version": 2}, {"imported": True}):
        scene = carried()
        taken = scene.take(replace(scene.act(CITED, REVIEWER), **more))
        assert taken.the(ResultsApplied).department_deduction == "扣减1号"


def test_a_deduction_of_the_project_has_no_other_base() -> None:
    event = proposed(actions=["deduct"], deduction="100000").the(ResultsProposed)
    assert event.deduction_base is None
    unruled = proposed(actions=["deduct"]).the(ResultsProposed)
    assert unruled.deduction_base is None
