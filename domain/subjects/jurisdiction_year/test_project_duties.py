"""The close of a year reads its projects: key evaluations concluded, drawn projects found."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import Frame, Member
from domain.kernel.refusal import Code
from domain.shared.deadlines.project_deadlines import AUTHENTICITY, KEY_EVALUATION
from domain.shared.filings.undoable import WithdrawAct
from domain.shared.people.exception_grants import ExceptionGranted, GrantException
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.authenticity_draw import Draw
from domain.subjects.jurisdiction_year.bureau_duties import RULE
from domain.subjects.jurisdiction_year.closing import CloseYear, YearClosed
from domain.subjects.jurisdiction_year.key_selection import SelectForKeyEvaluation
from domain.subjects.jurisdiction_year.opening import OpenYear
from domain.subjects.jurisdiction_year.pending import own_duties
from domain.subjects.jurisdiction_year.plan import PlannedObjects, SetPlan
from testkit.decider_spec import REVIEWER, DeciderSpec, packaged_rules

JS, KZ, BZ = "653129", "653000", "652800"
YEARS = {JS: 2025, KZ: 2023, BZ: 2024}
COUNT = {JS: 2, KZ: 11, BZ: 2}
CODES = tuple(f"P{number:02}" for number in range(1, 12))


def member(code: str, **facts: bool) -> Member:
    known = {"budget": "100", "executed": "90", "budget_type": "general_public"}
    concluded = {"key_evaluated": True, "checked": True}
    return Member(f"{JS}/2024/{code}", code, "U01", {**known, **concluded, **facts})


def framed(scene: DeciderSpec, command: Any, *members: Member, version: int = 3) -> DeciderSpec:
    act = scene.act(command, REVIEWER)
    frame = Frame(41, members or tuple(map(member, CODES)))
    of = version if isinstance(command, CloseYear) else act.version
    return scene.take(replace(act, frame=frame, version=of))


def over(jurisdiction: str = JS) -> DeciderSpec:
    """The last day of a year with a selection and a draw, all other duties dropped."""
    year, count = YEARS[jurisdiction], COUNT[jurisdiction]
    rules = packaged_rules(jurisdiction)
    scene = DeciderSpec.of(decider, f"{jurisdiction}/{year}", rules, f"{year}-01-05")
    scene = scene.given(OpenYear(portfolio="0" * 64, clock="simulated")).on(f"{year}-05-20")
    budgets = ("general_public", "government_managed_funds", "state_capital_operations")
    plan = {"budget_types": budgets, "funds_last_year": Decimal(90)}
    objects = (PlannedObjects(object_type="project", objects=count, funds=Decimal(1000)),)
    scene = scene.given(SetPlan.model_validate({"objects": objects, **plan}))
    select = SelectForKeyEvaluation(selected=CODES[:count], reason="已列入审计")
    draw = {"ratio": Decimal("0.3"), "seed": "20250601", "seed_document": "公告"}
    drawn = Draw.model_validate({**draw, "seed_published_on": f"{year}-05-19"})
    scene = framed(framed(scene, select), drawn)
    reached = replace(scene, state=replace(scene.state, reaching={})).on(f"{year}-12-31")
    there = [wait.deadline for wait, _ in own_duties(reached.state, reached.in_force)]
    return reached.given(dropping(*there)) if there else reached


def dropping(*duties: str, reference: str = "例外1号") -> GrantException:
    return GrantException(
        rule=RULE, reference=reference, approver="县长", reason="机构改革", duties=duties
    )


def drawn_one(scene: DeciderSpec) -> str:
    assert scene.state.drawn is not None
    code: str = scene.state.drawn.projects[0]
    return code


@pytest.mark.parametrize(("jurisdiction", "clauses"), [(JS, {"JS-064"}), (KZ, {"KZ-019"})])
def test_a_year_is_not_closed_before_each_selected_project_is_concluded(
    jurisdiction: str, clauses: set[str]
) -> None:
    # given
    scene = over(jurisdiction)
    under_way = member("P02", key_evaluated=False)
    # when
    closed = framed(scene, CloseYear(), member("P01"), under_way, member("P03"))
    # then
    refusal = closed.refused(Code.GATE_NOT_MET)
    assert refusal.keys == (KEY_EVALUATION, "exception.grant")
    assert "P02" in refusal.zh
    assert "P01" not in refusal.zh
    assert {one.clause for answer in refusal.basis for one in answer.citations} == clauses
    framed(scene, CloseYear()).then(YearClosed())


def test_a_project_that_was_not_selected_holds_nothing_up() -> None:
    other = member("P09", key_evaluated=False)
    framed(over(), CloseYear(), member("P01"), other).then(YearClosed())


@pytest.mark.parametrize(("jurisdiction", "clause"), [(JS, "JS-074"), (KZ, "KZ-026")])
def test_a_year_is_not_closed_before_each_drawn_project_has_a_finding(
    jurisdiction: str, clause: str
) -> None:
    scene = over(jurisdiction)
    code = drawn_one(scene)
    refusal = framed(scene, CloseYear(), member(code, checked=False)).refused(Code.GATE_NOT_MET)
    assert refusal.keys == (AUTHENTICITY, "exception.grant")
    assert code in refusal.zh
    assert clause in {one.clause for answer in refusal.basis for one in answer.citations}


def test_where_no_clause_asks_for_them_nothing_holds_the_year_up() -> None:
    open_ones = (member(code, key_evaluated=False, checked=False) for code in CODES)
    framed(over(BZ), CloseYear(), *open_ones).then(YearClosed())


def test_a_project_that_was_withdrawn_holds_nothing_up() -> None:
    framed(over(), CloseYear(), member("P09")).then(YearClosed())


def test_a_close_of_the_second_version_did_not_read_the_projects() -> None:
    under_way = member("P01", key_evaluated=False)
    framed(over(), CloseYear(), under_way, version=2).then(YearClosed())
    framed(over(), CloseYear(), under_way).refused(Code.GATE_NOT_MET)


def test_one_exception_drops_what_is_left_on_projects_and_its_withdrawal_asks_again() -> None:
    # given
    scene = over()
    left = tuple(member(code, key_evaluated=False, checked=False) for code in CODES)
    both = framed(scene, CloseYear(), *left).refused(Code.GATE_NOT_MET)
    assert both.keys == (KEY_EVALUATION, AUTHENTICITY, "exception.grant")
    # when
    grant = dropping(KEY_EVALUATION, AUTHENTICITY, reference="例外2号")
    dropped = scene.when(grant).then(ExceptionGranted(**vars(grant)))
    # then
    framed(dropped, CloseYear(), *left).then(YearClosed())
    back = dropped.given(WithdrawAct(act="exception.grant:例外2号", reason="误批"))
    framed(back, CloseYear(), *left).refused(Code.GATE_NOT_MET)


def test_a_year_that_selected_nothing_has_nothing_of_projects_to_drop() -> None:
    scene = DeciderSpec.of(decider, f"{JS}/2025", packaged_rules(JS), "2025-01-05")
    opened = scene.given(OpenYear(portfolio="0" * 64, clock="simulated"))
    opened.when(dropping(KEY_EVALUATION)).refused(Code.INVALID_FIELD, "duties")


@pytest.mark.parametrize(("left", "more"), [(9, ""), (10, ""), (11, "等11个")])
def test_what_is_open_on_many_projects_names_ten_of_them_and_the_number(
    left: int, more: str
) -> None:
    scene = over(KZ)
    members = [member(code, key_evaluated=False) for code in CODES[:left]]
    refusal = framed(scene, CloseYear(), *members).refused(Code.GATE_NOT_MET)
    assert f"、{CODES[min(left, 10) - 1]}{more}。" in refusal.zh
    assert "P11" not in refusal.zh
