"""A department's budget is issued with its targets, its final accounts after the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.kernel.decider import Frame, Member
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.shared.fan_out.messages import Reach
from domain.subjects.unit_year.budget_issue import (
    AccountsIssued,
    BudgetIssued,
    IssueAccounts,
    IssueBudget,
    IssuedProject,
)
from domain.subjects.unit_year.targets import ApproveOverallTarget
from testkit.builders.unit_year import (
    ACCOUNTS,
    FRAME,
    ISSUED,
    STREAM,
    approved,
    history,
    member,
    registered,
    reviewed_jointly,
    taken,
    target,
    unregistered,
)
from testkit.decider_spec import DeciderSpec, packaged_rules


def of(jurisdiction: str) -> DeciderSpec:
    """A registered unit without an overall target, under the rules of a jurisdiction."""
    return registered(unregistered(packaged_rules(jurisdiction)))


def called(scene: DeciderSpec) -> DeciderSpec:
    """The bureau called for budgets and targets in November."""
    return scene.under(replace(scene.in_force, budget_call=date(2024, 11, 10)))


def lacking(fact: str, value: object) -> Member:
    """A project with an approved target of 500,000 yuan, but for one fact."""
    whole = member("P1", "500000")
    return replace(whole, facts={**whole.facts, fact: value})


def issuing(*projects: str, document: str = "批复1号") -> IssueBudget:
    return IssueBudget(projects=projects, document=document)


def test_target_and_budget_of_each_project_are_issued_together() -> None:
    issued = taken(approved(), ISSUED).the(BudgetIssued)
    assert issued == BudgetIssued(
        position=77,
        projects=(
            IssuedProject(project="P1", amount=Decimal(500_000)),
            IssuedProject(project="P4", amount=Decimal(100_000)),
        ),
        amount=Decimal(600_000),
        amount_basis="initial",
        overall=Decimal(10_000_000),
        document="批复1号",
        issued_on=date(2025, 2, 10),
    )
    told = {"unit": "201001", "document": "批复1号", "issued_on": "2025-02-10"}
    assert issued.reaches(STREAM)[0] == Reach(
        "653129/2025/P1", "department-budget.mark-issued", told | {"amount": "500000"}
    )


@pytest.mark.parametrize("jurisdiction", ["653129", "652822", "652825"])
def test_without_the_overall_target_nothing_is_issued_where_they_go_together(
    jurisdiction: str,
) -> None:
    without = called(of(jurisdiction))
    refusal = taken(without, ISSUED).refused(Code.GATE_NOT_MET)
    assert [one.rule for one in refusal.basis] == ["budget.synchronised"]
    filed = without.given(target())
    taken(filed, ISSUED).refused(Code.GATE_NOT_MET)
    taken(reviewed_jointly(filed).given(ApproveOverallTarget()), ISSUED).the(BudgetIssued)


def test_where_no_text_has_them_together_the_overall_target_may_be_missing() -> None:
    issued = taken(of("653000"), ISSUED)
    assert issued.the(BudgetIssued).overall is None
    assert issued.rules_asked() == []


@pytest.mark.parametrize(
    ("act", "code", "field"),
    [
        (issuing("P1", "P1"), Code.INVALID_FIELD, "projects"),
        (issuing("P9"), Code.INVALID_FIELD, "projects"),
        (issuing("P5"), Code.WRONG_PHASE, None),
    ],
)
def test_only_prepared_projects_of_the_unit_are_issued(
    act: Command, code: Code, field: str | None
) -> None:
    taken(approved(), act).refused(code, field)


@pytest.mark.parametrize(
    "facts",
    [("origin", "in_year"), ("admitted", False), ("target_amount", None), ("budget", "499999")],
)
def test_what_lacks_its_half_is_not_issued(facts: tuple[str, object]) -> None:
    frame = Frame(77, (lacking(*facts),))
    code = Code.INVALID_FIELD if "origin" in facts else Code.WRONG_PHASE
    taken(approved(), issuing("P1"), frame=frame).refused(code)


def test_a_project_without_a_budget_gets_that_of_its_target() -> None:
    frame = Frame(77, (lacking("budget", None),))
    issued = taken(approved(), issuing("P1"), frame=frame).the(BudgetIssued)
    assert issued.amount == Decimal(500_000)


def test_each_project_is_issued_once_and_the_rest_later() -> None:
    first = taken(approved(), ISSUED)
    taken(first, ISSUED).refused(Code.DUPLICATE)
    taken(first, issuing(document="批复2号")).refused(Code.DUPLICATE)
    rest = taken(first, issuing("P2", document="批复2号"))
    assert rest.the(BudgetIssued).amount == Decimal(300_000)
    assert [one.document for one in rest.state.budget_issues] == ["批复1号", "批复2号"]


def test_the_approval_of_the_congress_stands_beside_the_issue() -> None:
    scene = approved()
    known = scene.under(replace(scene.in_force, government_budget=date(2025, 1, 20)))
    assert taken(known, ISSUED).the(BudgetIssued).congress_on == date(2025, 1, 20)


@pytest.mark.parametrize(("jurisdiction", "asks"), [("652822", 1), ("652800", 0), ("653129", 0)])
def test_no_budget_is_issued_that_was_not_called_for_with_its_targets(
    jurisdiction: str, asks: int
) -> None:
    filed = of(jurisdiction).on("2025-02-10").given(target())
    scene = reviewed_jointly(filed).given(ApproveOverallTarget())
    if not asks:
        taken(scene, ISSUED).the(BudgetIssued)
        return
    taken(scene, ISSUED).refused(Code.GATE_NOT_MET)
    taken(called(scene), ISSUED).the(BudgetIssued)


@pytest.mark.parametrize(
    ("issued", "accepted"), [("2025-02-09", 1), ("2025-02-10", 1), ("2025-02-11", 0)]
)
def test_an_issue_may_be_recorded_later(issued: str, accepted: int) -> None:
    own = {"issued_on": date.fromisoformat(issued)}
    scene = taken(approved().on("2025-02-10"), ISSUED.model_copy(update=own))
    if not accepted:
        scene.refused(Code.INVALID_FIELD, "issued_on")
        return
    assert scene.the(BudgetIssued).issued_on == date.fromisoformat(issued)


@pytest.mark.parametrize(
    ("issued", "code"),
    [
        ("2025-12-31", Code.WRONG_PHASE),
        ("2026-01-01", None),
        ("2026-03-02", None),
        ("2026-03-03", Code.INVALID_FIELD),
    ],
)
def test_accounts_that_are_recorded_later_were_issued_after_the_year(
    issued: str, code: Code | None
) -> None:
    own = {"issued_on": date.fromisoformat(issued)}
    scene = taken(approved().on("2026-03-02"), ACCOUNTS.model_copy(update=own))
    if code is not None:
        scene.refused(code)
        return
    assert scene.the(AccountsIssued).issued_on == date.fromisoformat(issued)


def test_a_year_of_imported_history_was_issued_before() -> None:
    taken(history(), ISSUED).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize(
    ("day", "taken_"), [("2025-12-31", 0), ("2026-01-01", 1), ("2026-01-02", 1)]
)
def test_final_accounts_are_issued_once_the_year_is_over(day: str, taken_: int) -> None:
    issued = taken(approved().on(day), ACCOUNTS)
    if not taken_:
        issued.refused(Code.WRONG_PHASE)
        return
    event = issued.the(AccountsIssued)
    assert event.projects == tuple(one.code for one in FRAME.members)
    assert [one.command for one in event.reaches(STREAM)] == ["final-accounts.mark-issued"] * 5
    taken(issued, ACCOUNTS).refused(Code.DUPLICATE)
    taken(issued, IssueAccounts(document="决算2号")).the(AccountsIssued)
