"""The plan of key evaluations: last year's funds from the log, and a selection that reaches it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import EVALUATIONS_BEFORE, Frame, Member
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import BudgetType
from domain.shared.filings.undoable import CorrectAct, WithdrawAct
from domain.shared.people.exception_grants import GrantException
from domain.subjects import year_before
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.key_selection import (
    KeyEvaluationSelected,
    SelectForKeyEvaluation,
)
from domain.subjects.jurisdiction_year.opening import OpenYear
from domain.subjects.jurisdiction_year.plan import MINIMUM, PlannedObjects, PlanSet, SetPlan
from testkit.decider_spec import REVIEWER, DeciderSpec, packaged_rules

JS, KZ, QM = "653129", "653000", "652825"
YEARS = {JS: 2025, KZ: 2023, QM: 2023}
CODES = tuple(f"P{number:02}" for number in range(1, 12))
EXCEPTION = GrantException(rule=MINIMUM, reference="批1号", approver="局长", reason="压减")
DUTY = "finance:key-evaluation.selecting"


def opened(jurisdiction: str = KZ) -> DeciderSpec:
    year = YEARS[jurisdiction]
    rules = packaged_rules(jurisdiction)
    scene = DeciderSpec.of(decider, f"{jurisdiction}/{year}", rules, f"{year}-05-08")
    return scene.given(OpenYear(portfolio="0" * 64, clock="simulated"))


def plan(count: int = 10, **more: Any) -> SetPlan:
    project = PlannedObjects(object_type="project", objects=count, funds=Decimal(900))
    given = {"objects": (project,), "budget_types": tuple(BudgetType), **more}
    return SetPlan.model_validate(given)


def taken(
    scene: DeciderSpec, command: Command, members: Iterable[Member], version: int | None = None
) -> DeciderSpec:
    act = scene.act(command, REVIEWER)
    framed = replace(act, frame=Frame(7, tuple(members)), version=version or act.version)
    return scene.take(framed)


def planned(
    scene: DeciderSpec, command: SetPlan, last: str | None = None, version: int | None = None
) -> DeciderSpec:
    """Set a plan after a year that selected projects of so many yuan, or none."""
    facts = {"key_evaluation_funds": last}
    return taken(scene, command, (Member(f"{KZ}/2022", f"{KZ}/2022", "", facts),), version)


def selected(scene: DeciderSpec, *codes: str, version: int | None = None) -> DeciderSpec:
    members = (
        Member(f"{KZ}/2022/{code}", code, "U01", {"budget": "100", "executed": "90"})
        for code in CODES
    )
    return taken(scene, SelectForKeyEvaluation(selected=codes, reason="列入审计"), members, version)


# --- last year's funds


def test_last_years_funds_come_from_the_log() -> None:
    event = planned(opened(), plan(), "880").the(PlanSet)
    assert (event.funds_last_year, event.funds_last_year_source) == (Decimal(880), "log")
    assert event.funds_last_year_stated is None


def test_without_a_selection_in_the_log_the_typed_figure_counts_and_is_marked() -> None:
    event = planned(opened(), plan(funds_last_year=Decimal(880))).the(PlanSet)
    assert (event.funds_last_year, event.funds_last_year_source) == (Decimal(880), "stated")
    planned(opened(), plan()).refused(Code.MISSING_FIELD, "funds_last_year")


def test_where_no_rule_compares_nothing_need_be_known_of_last_year() -> None:
    event = planned(opened(QM), plan()).the(PlanSet)
    assert (event.funds_last_year, event.funds_last_year_source) == (None, None)


@pytest.mark.parametrize(
    ("typed", "explained", "refused"),
    [("880", False, False), ("879.99", False, True), ("879.99", True, False)],
)
def test_a_typed_figure_that_is_not_the_logs_is_explained(
    typed: str, *, explained: bool, refused: bool
) -> None:
    why: dict[str, Any] = {"explanation": "上年度有两个项目未在系统中选取"} if explained else {}
    scene = planned(opened(), plan(funds_last_year=Decimal(typed), **why), "880")
    if refused:
        assert "880" in scene.refused(Code.MISSING_FIELD, "explanation").zh
        return
    event = scene.the(PlanSet)
    assert event.funds_last_year == 880
    assert event.funds_last_year_stated == (Decimal(typed) if explained else None)


@pytest.mark.parametrize(("last", "short"), [("899.99", False), ("900", False), ("900.01", True)])
def test_the_figure_of_the_log_binds_the_plan(last: str, *, short: bool) -> None:
    scene = planned(opened(), plan(funds_last_year=None), last)
    if short:
        scene.refused(Code.MISSING_FIELD, "exception")
    else:
        scene.the(PlanSet)


def test_an_exception_that_a_plan_names_was_granted() -> None:
    planned(opened(), plan(exception="批9号"), "880").refused(Code.INVALID_FIELD, "exception")
    event = planned(opened().given(EXCEPTION), plan(exception="批1号"), "880").the(PlanSet)
    assert event.short_of == ()


def test_a_plan_of_the_first_version_knows_what_was_typed() -> None:
    typed = plan(funds_last_year=Decimal(880))
    event = planned(opened(), typed, "1000", version=1).the(PlanSet)
    assert (event.funds_last_year, event.funds_last_year_source) == (Decimal(880), None)
    assert event.projects is None


def test_a_year_tells_the_next_one_what_it_selected() -> None:
    # given
    two = selected(planned(opened(), plan(), "880"), "P01", "P02")
    # when
    after = selected(two, "P03")
    # then
    assert year_before.stream_of(f"{KZ}/2024") == f"{KZ}/2023"
    (member,) = year_before.members_of([after.state])
    assert member.facts == {"key_evaluation_funds": "270"}
    (nothing,) = year_before.members_of([opened().state])
    assert nothing.facts == {"key_evaluation_funds": None}
    assert year_before.members_of([decider.initial(f"{KZ}/2023")]) == ()


# --- what is selected


@pytest.mark.parametrize(("count", "is_open"), [(1, True), (2, False), (3, False)])
def test_a_selection_is_waited_for_until_it_reaches_the_plan(count: int, *, is_open: bool) -> None:
    scene = selected(planned(opened(JS), plan(2)), *CODES[:count])
    assert (DUTY in scene.view.waiting_for) is is_open


def test_objects_that_are_no_projects_are_not_selected_among_them() -> None:
    units = PlannedObjects(object_type="department_overall", objects=3, funds=Decimal(900))
    both = plan(1)
    mixed = both.model_copy(update={"objects": (*both.objects, units)})
    scene = planned(opened(JS), mixed)
    assert scene.the(PlanSet).projects == 1
    assert DUTY not in selected(scene, "P01").view.waiting_for


def test_one_selection_is_enough_for_a_plan_of_the_first_version() -> None:
    scene = planned(opened(JS), plan(2), version=1)
    assert DUTY not in selected(scene, "P01").view.waiting_for


def test_a_withdrawn_selection_is_waited_for_again() -> None:
    scene = selected(planned(opened(JS), plan(2)), "P01", "P02")
    act = scene.act(WithdrawAct(act="key-evaluation.select:P01+P02", reason="误选"), REVIEWER)
    members = (Member(f"{JS}/2024/{code}", code, "U01", {"budget": "100"}) for code in CODES)
    back = scene.take(replace(act, frame=Frame(9, tuple(members))))
    assert DUTY in back.view.waiting_for


@pytest.mark.parametrize(("last", "met"), [("899.99", True), ("900", True), ("900.01", False)])
def test_the_selection_that_completes_the_plan_meets_the_minimum(last: str, *, met: bool) -> None:
    # given a plan that promised enough
    more = PlannedObjects(object_type="project", objects=10, funds=Decimal(1000))
    scene = planned(opened(), plan().model_copy(update={"objects": (more,)}), last)
    nine = selected(scene, *CODES[:9])
    nine.the(KeyEvaluationSelected)
    # when
    ten = selected(nine, CODES[9])
    # then
    if met:
        ten.the(KeyEvaluationSelected)
        return
    refusal = ten.refused(Code.GATE_NOT_MET)
    assert {one.clause for answer in refusal.basis for one in answer.citations} == {"KZ-020"}
    selected(nine, *CODES[9:]).the(KeyEvaluationSelected)
    selected(nine, CODES[9], version=1).the(KeyEvaluationSelected)


def test_the_plans_exception_lets_a_smaller_selection_through() -> None:
    scene = planned(opened().given(EXCEPTION), plan(exception="批1号"), "901")
    selected(scene, *CODES[:10]).the(KeyEvaluationSelected)


def test_a_corrected_plan_reads_the_year_before_again() -> None:
    # given
    first = planned(opened(), plan(), "880")
    replacement = plan(11).model_dump(exclude_none=True, mode="json")
    act = CorrectAct(act="key-evaluation-plan.set", reason="更正", replacement=replacement)
    assert act.frame_for(vars(act)) == EVALUATIONS_BEFORE
    # when
    before = Member(f"{KZ}/2022", f"{KZ}/2022", "", {"key_evaluation_funds": "850"})
    corrected = taken(first, act, (before,))
    # then
    assert corrected.state.plan is not None
    assert (corrected.state.plan.projects, corrected.state.plan.funds_last_year) == (11, 850)


def test_where_no_rule_states_a_minimum_any_selection_completes_the_plan() -> None:
    scene = planned(opened(QM), plan(2), "5000")
    selected(scene, "P01", "P02").the(KeyEvaluationSelected)
