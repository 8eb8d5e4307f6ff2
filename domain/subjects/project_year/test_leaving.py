"""A project with money spent and duties open leaves the year by the bureau alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.shared.filings.undoable import ActWithdrawn
from domain.subjects.project_year.population import ProjectWithdrawn, WithdrawProject
from domain.subjects.project_year.targets.budget import RecordExecution
from testkit.builders.project_year import (
    STAGES,
    budgeted,
    monitored,
    result,
    reviewed,
)
from testkit.builders.undoing import undo
from testkit.decider_spec import FILER, REVIEWER, DeciderSpec

DUTY = "rectification.report:2023-05-31"


def leave(**fields: Any) -> WithdrawProject:
    return WithdrawProject.model_validate({"reason": "不想整改", **fields})


def failed() -> DeciderSpec:
    """900,000 yuan are spent, the review failed, a rectification is open."""
    filed = monitored().given(result("900000", "20"))
    return filed.given(reviewed("40", rectify_by=date(2023, 6, 30)))


@pytest.mark.parametrize("stage", ["ex-ante", "library", "target", "filed", "approval"])
def test_the_unit_withdraws_its_project_until_the_budget_is_approved(stage: str) -> None:
    assert STAGES[stage]().given(leave(), by=FILER).view.closed


def test_from_the_budget_on_the_unit_does_not() -> None:
    refusal = budgeted().when(leave(), by=FILER).refused(Code.WRONG_ROLE)
    assert "财政部门" in refusal.zh
    failed().when(leave(), by=FILER).refused(Code.WRONG_ROLE)


def test_the_bureau_names_the_money_and_what_becomes_of_each_duty() -> None:
    ended = {"of": DUTY, "decision": "由承接项目继续整改"}
    by = REVIEWER
    refusal = failed().when(leave(), by=by).refused(Code.MISSING_FIELD, "executed")
    assert "900,000" in refusal.zh
    failed().when(leave(executed="90", duties=[ended]), by=by).refused(
        Code.MISSING_FIELD, "executed"
    )
    refusal = failed().when(leave(executed="900000"), by=by).refused(Code.MISSING_FIELD, "duties")
    assert DUTY in refusal.zh
    event = failed().when(leave(executed="900000", duties=[ended]), by=by).the(ProjectWithdrawn)
    assert (event.executed, event.duties[0].of) == (Decimal(900_000), DUTY)


def test_a_project_with_nothing_spent_and_nothing_open_is_withdrawn_as_before() -> None:
    budgeted().given(leave(), by=REVIEWER)


def test_the_newest_record_is_what_was_spent() -> None:
    record = RecordExecution(executed=Decimal(50_000), as_of=date(2023, 2, 20), source="国库")
    spent = budgeted().given(record)
    spent.when(leave(), by=REVIEWER).refused(Code.MISSING_FIELD, "executed")
    spent.given(leave(executed="50000"), by=REVIEWER)


def test_one_that_an_earlier_program_took_is_decided_as_it_was() -> None:
    scene = failed()
    settled = replace(scene.act(leave(), FILER), settled=True)
    assert scene.take(settled).the(ProjectWithdrawn).duties == ()


@pytest.mark.parametrize("stage", ["ex-ante", "library", "target", "filed", "approval", "round"])
def test_a_withdrawal_by_mistake_is_taken_back_and_the_project_is_as_before(stage: str) -> None:
    before = STAGES[stage]()
    view = before.view
    duties = [{"of": wait.partition(":")[2], "decision": "终止"} for wait in view.waiting_for]
    ended = duties if stage == "round" else []
    # when
    gone = before.given(leave(duties=ended), by=REVIEWER)
    back = gone.given(undo("project.withdraw"), by=REVIEWER)
    # then
    assert gone.view.closed
    assert not back.view.closed
    assert (back.view.phase, back.view.waiting_for) == (view.phase, view.waiting_for)
    assert back.view.next_step == view.next_step


def test_the_bureau_takes_back_what_the_unit_withdrew_and_the_unit_does_not() -> None:
    gone = STAGES["target"]().given(leave(), by=FILER)
    gone.when(undo("project.withdraw"), by=FILER).refused(Code.WRONG_ROLE)
    assert gone.when(undo("project.withdraw"), by=REVIEWER).the(ActWithdrawn).reason


def test_a_withdrawn_project_takes_nothing_else_and_says_how_a_slip_is_taken_back() -> None:
    gone = STAGES["withdrawn"]()
    for command in (undo("budget.approve"), leave(), undo("target.approve")):
        refusal = gone.when(command, by=REVIEWER).refused(Code.WRONG_PHASE)
        assert "如系误撤" in refusal.zh
    stands = STAGES["target"]().when(undo("project.withdraw"), by=REVIEWER)
    stands.refused(Code.WRONG_PHASE)


def test_it_may_be_withdrawn_and_taken_back_once_more() -> None:
    once = STAGES["target"]().given(leave(), by=FILER).given(undo("project.withdraw"), by=REVIEWER)
    again = once.given(leave(), by=REVIEWER).given(undo("project.withdraw"), by=REVIEWER)
    assert again.view.phase == STAGES["target"]().view.phase
