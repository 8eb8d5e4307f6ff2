"""Plan, selection and draw of a work year, over the projects of the budget year before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain.kernel.decider import CommandContext, Frame, Member, Step
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import BudgetType
from domain.shared.fan_out.messages import REACH, Reach, Reaching, RecordReached, SubjectsReached
from domain.shared.people.exception_grants import GrantException
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.authenticity_draw import Draw, Drawn, repeated
from domain.subjects.jurisdiction_year.closing import CloseYear, YearClosed
from domain.subjects.jurisdiction_year.congress import ReportToCongress
from domain.subjects.jurisdiction_year.key_selection import (
    Criteria,
    KeyEvaluationSelected,
    SelectForKeyEvaluation,
)
from domain.subjects.jurisdiction_year.opening import OpenYear
from domain.subjects.jurisdiction_year.plan import PlannedObjects, PlanSet, SetPlan
from testkit.builders.bureau_work import without_duties
from testkit.decider_spec import NEEDS_RULING, REVIEWER, DeciderSpec, FakeRules, packaged_rules

STREAM = "652825/2023"
PLAN = SetPlan(
    objects=(
        PlannedObjects(object_type="project", objects=2, funds=Decimal(300)),
        PlannedObjects(object_type="government_debt", objects=1, funds=Decimal(50)),
    ),
    budget_types=("general_public",),
    funds_last_year=Decimal(400),
)
SELECT = SelectForKeyEvaluation(selected=("P2", "P1"))
REPORT = ReportToCongress(
    held_on=date(2023, 6, 19), artefacts=("绩效目标", "评价结果"), document="函1号"
)
DRAW = Draw(
    ratio=Decimal("0.5"),
    seed="20230619",
    seed_published_on=date(2023, 6, 18),
    seed_document="公告〔2023〕1号",
)


REPORTABLE = {
    "graded_by": str(UUID(int=1)),
    "target_disclosed": True,
    "result_disclosed": True,
}


def member(code: str, budget: str | None = "100", executed: str | None = "90") -> Member:
    facts = {"budget": budget, "executed": executed}
    return Member(f"652825/2022/{code}", code, "U01", facts)


FRAME = Frame(41, (member("P1"), member("P2"), member("P3", "70", None), member("P4", None)))


def opened(table: dict[str, Any] | None = None) -> DeciderSpec:
    rules = packaged_rules() if table is None else FakeRules(table)
    scene = DeciderSpec.of(decider, STREAM, rules, on="2023-06-19")
    return scene.given(OpenYear(portfolio="0" * 64, clock="simulated"))


def framed(scene: DeciderSpec, command: Command, frame: Frame = FRAME) -> DeciderSpec:
    act: CommandContext[Any] = replace(scene.act(command, REVIEWER), frame=frame)
    return scene.take(act)


def test_where_no_rule_is_stated_any_plan_is_set_with_its_sums() -> None:
    set_plan = opened().when(PLAN)
    event = set_plan.the(PlanSet)
    assert (event.count, event.funds) == (3, Decimal(350))
    assert set_plan.rules_asked() == ["key_evaluation.minimum", "key_evaluation.budget_coverage"]


def test_a_plan_below_the_minimum_is_refused() -> None:
    short = opened({"key_evaluation.minimum": {"not_met": ["count"]}})
    short.when(PLAN).refused(Code.GATE_NOT_MET)
    unknown = PLAN.model_copy(update={"funds_last_year": None})
    short.when(unknown).refused(Code.MISSING_FIELD, "funds_last_year")


def test_a_plan_with_less_funds_needs_a_granted_exception() -> None:
    scene = opened({"key_evaluation.minimum": {"exception_required": ["funds"]}})
    excepted = PLAN.model_copy(update={"exception": "批〔2023〕1号"})
    scene.when(PLAN).refused(Code.MISSING_FIELD, "exception")
    scene.when(excepted).refused(Code.INVALID_FIELD, "exception")
    grant = GrantException(
        rule="key_evaluation.minimum", reference="批〔2023〕1号", approver="局长", reason="机构改革"
    )
    granted = scene.given(grant)
    assert granted.when(excepted).the(PlanSet).short_of == ("funds",)
    assert "事项 exception.grant" in granted.when(grant).refused(Code.DUPLICATE).zh


def test_a_plan_that_lacks_a_budget_is_refused() -> None:
    outcome = {"covered": [], "missing": ["general_public"]}
    scene = opened({"key_evaluation.budget_coverage": outcome})
    scene.when(PLAN).refused(Code.GATE_NOT_MET)


def test_projects_are_selected_as_planned_and_then_reached_once() -> None:
    # given
    framed(opened(), SELECT).refused(Code.WRONG_PHASE)
    planned = opened().given(PLAN)
    # when
    selected = framed(planned, SELECT)
    # then
    event = selected.the(KeyEvaluationSelected)
    assert (event.position, event.amount, event.follows_order) == (41, Decimal(180), None)
    assert [one.project for one in event.frame] == ["P1", "P2", "P3"]
    assert isinstance(event, Reaching)
    mark = "key-evaluation.mark-selected"
    counted = {"counted_as": "project"}
    reach = (Reach("652825/2022/P2", mark, counted), Reach("652825/2022/P1", mark, counted))
    assert event.reaches(STREAM) == reach
    assert selected.view.next_step == Step("3", REACH, selected.now)
    reached = selected.when(RecordReached(of=3, subjects=2))
    reached.then(SubjectsReached(of=3, subjects=2, accepted=2))
    assert reached.view.next_step is None
    assert reached.when(RecordReached(of=3, subjects=2)).outcome == ()
    framed(reached, SELECT).refused(Code.INVALID_FIELD, "selected")
    reached.when(PLAN).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize("code", ["P4", "P9"])
def test_only_a_budgeted_project_of_the_year_before_is_selected(code: str) -> None:
    strange = SelectForKeyEvaluation(selected=(code,))
    refusal = framed(opened().given(PLAN), strange).refused(Code.INVALID_FIELD, "selected")
    assert "登记或导入项目及其预算" in refusal.zh


def test_a_departure_from_the_stated_order_needs_a_reason() -> None:
    def order(given: dict[str, Any]) -> list[str]:
        return sorted(
            (one["id"] for one in given["candidates"]),
            key=lambda code: code != "P3",
        )

    planned = opened({"key_evaluation.priority": order}).given(PLAN)
    framed(planned, SELECT).refused(Code.MISSING_FIELD, "reason")
    because = SELECT.model_copy(update={"reason": "已列入审计"})
    assert framed(planned, because).the(KeyEvaluationSelected).follows_order is False
    first = SelectForKeyEvaluation(selected=("P3",), criteria=(Criteria(project="P3"),))
    assert framed(planned, first).the(KeyEvaluationSelected).follows_order is True


@pytest.mark.parametrize(
    ("criterion", "follows"),
    [("influence", True), ("public_attention", True), ("broad_coverage", False)],
)
def test_luntai_puts_influence_and_public_attention_first(criterion: str, *, follows: bool) -> None:
    scene = DeciderSpec.of(decider, "652822/2024", packaged_rules("652822"), on="2024-06-19")
    opening = OpenYear(portfolio="0" * 64, clock="simulated")
    all_budgets = PLAN.model_copy(update={"budget_types": tuple(BudgetType)})
    planned = scene.given(opening, all_budgets)
    smallest = Criteria.model_validate({"project": "P3", criterion: True})
    tried = framed(planned, SelectForKeyEvaluation(selected=("P3",), criteria=(smallest,)))
    if follows:
        assert tried.the(KeyEvaluationSelected).follows_order is True
    else:
        assert "LT-024" in str(tried.refused(Code.MISSING_FIELD, "reason").basis)


def test_where_no_rule_states_a_draw_the_method_on_record_counts() -> None:
    event = framed(opened(), DRAW).the(Drawn)
    assert (event.cited, event.frame, event.position) == (False, ("P1", "P2", "P3"), 41)
    assert len(event.drawn) == 2
    assert repeated(event) == event.drawn
    assert [one.subject for one in event.reaches(STREAM)] == [
        f"652825/2022/{code}" for code in event.drawn
    ]


def test_the_stated_draw_is_the_same_one() -> None:
    scene = DeciderSpec.of(decider, "653129/2025", packaged_rules("653129"), on="2025-06-19")
    scene = scene.given(OpenYear(portfolio="0" * 64, clock="simulated"))
    event = framed(scene, DRAW).the(Drawn)
    assert event.cited
    assert repeated(event) == event.drawn == framed(opened(), DRAW).the(Drawn).drawn


@pytest.mark.parametrize(
    ("published", "accepted"), [("2023-06-18", 1), ("2023-06-19", 0), ("2023-06-20", 0)]
)
def test_the_seed_is_published_before_the_draw(published: str, accepted: int) -> None:
    command = DRAW.model_copy(update={"seed_published_on": date.fromisoformat(published)})
    taken = framed(opened(), command)
    if accepted:
        taken.the(Drawn)
    else:
        taken.refused(Code.INVALID_FIELD, "seed_published_on")


def test_a_draw_needs_a_ratio_a_frame_and_is_made_once() -> None:
    no_ratio = DRAW.model_copy(update={"ratio": None})
    framed(opened(), no_ratio).refused(Code.MISSING_FIELD, "ratio")
    ruling = opened({"authenticity.sample": NEEDS_RULING})
    framed(ruling, no_ratio).refused(Code.NEEDS_RULING)
    framed(opened(), DRAW, Frame(1, (member("P4", None),))).refused(Code.WRONG_PHASE)
    once = framed(opened(), DRAW)
    assert "act.withdraw，事项 authenticity.draw" in framed(once, DRAW).refused(Code.DUPLICATE).zh


@pytest.mark.parametrize(("day", "accepted"), [("2023-12-30", 0), ("2023-12-31", 1)])
def test_a_year_is_closed_on_its_last_day_with_nothing_left_to_reach(
    day: str, accepted: int
) -> None:
    graded = Member("653000/2022/P1", "P1", "U01", REPORTABLE)
    scene = without_duties(framed(opened().on(day), REPORT, Frame(41, (graded,))))
    if not accepted:
        scene.when(CloseYear()).refused(Code.WRONG_PHASE)
        return
    closed = scene.when(CloseYear())
    closed.then(YearClosed())
    assert closed.view.closed
    closed.when(PLAN).refused(Code.WRONG_PHASE)
    framed(scene, DRAW).when(CloseYear()).refused(Code.WRONG_PHASE)
