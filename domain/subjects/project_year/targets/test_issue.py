"""A project's budget and target come with the department's budget."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.kernel.refusal import Code
from domain.subjects.project_year.targets.budget import BudgetApproved
from domain.subjects.project_year.targets.issue import AccountsMarked, MarkedIssued
from testkit.builders.project_year import ACCOUNTS, BUDGET, ISSUED, STAGES, budgeted
from testkit.decider_spec import DeciderSpec

MARKED = MarkedIssued(unit=ISSUED.unit, document="批复1号", issued_on=date(2023, 2, 20))


def prepared() -> DeciderSpec:
    """A project with an approved target of 1,000,000 yuan."""
    return STAGES["approval"]()


def test_the_budget_is_approved_with_the_departments() -> None:
    issued = prepared().when(ISSUED)
    issued.then(
        BudgetApproved(amount=Decimal(1_000_000), amount_basis="initial", document="批复1号"),
        MARKED,
    )
    assert (issued.state.budget, issued.state.issued_with) == (Decimal(1_000_000), MARKED.issued_on)
    assert issued.rules_asked() == ["target.gate"]
    assert issued.view.waiting_for == ()


def test_a_budget_that_was_approved_before_stays_and_notes_the_issue() -> None:
    issued = budgeted().when(ISSUED)
    issued.then(MARKED)
    issued.when(ISSUED).then()


@pytest.mark.parametrize(("amount", "taken"), [("999999", 0), ("1000000", 1), ("1000001", 0)])
def test_the_amount_is_that_of_the_target(amount: str, taken: int) -> None:
    act = ISSUED.model_copy(update={"amount": Decimal(amount)})
    for scene in (prepared(), budgeted()):
        found = scene.when(act)
        if taken:
            found.the(MarkedIssued)
        else:
            found.refused(Code.WRONG_PHASE)


def test_another_unit_issues_nothing() -> None:
    prepared().when(ISSUED.model_copy(update={"unit": "U99"})).refused(Code.WRONG_ORGANISATION)
    prepared().when(ACCOUNTS.model_copy(update={"unit": "U99"})).refused(Code.WRONG_ORGANISATION)


def test_the_budget_that_came_with_the_issue_is_not_approved_again() -> None:
    prepared().given(ISSUED).when(BUDGET).refused(Code.DUPLICATE)


def test_the_newest_issue_of_the_final_accounts_counts() -> None:
    noted = budgeted().when(ACCOUNTS)
    noted.then(AccountsMarked(unit=ACCOUNTS.unit, document="决算1号", issued_on=date(2024, 8, 1)))
    noted.when(ACCOUNTS).then()
    later = ACCOUNTS.model_copy(update={"issued_on": date(2024, 8, 5)})
    assert noted.given(later).state.accounts_issued == date(2024, 8, 5)
