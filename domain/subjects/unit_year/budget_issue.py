"""The department's budget and its final accounts, issued to the unit by the bureau 批复.

The department's budget is issued with the overall target and with the budgets and targets of the
projects that it names, in one act (同步批复). Each of these projects is told, and so is each
project of the year when the final accounts are issued.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from pydantic import Field, NonNegativeInt

from domain.kernel import refusals
from domain.kernel.decider import (
    UNIT_PROJECTS,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Member,
    Recorded,
)
from domain.kernel.message import Command, Event, Message
from domain.kernel.policies import from_version, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import parse_subject, project_year
from domain.kernel.vocabulary import Code, Day, Number, Role, Text, Yuan
from domain.rules.engine.exact import total
from domain.shared.deadlines.disclosure_days import told_late
from domain.shared.deadlines.evaluation_half import not_before
from domain.shared.fan_out import dispatch
from domain.shared.fan_out.messages import Reach
from domain.subjects.unit_year.due_dates import evaluates_from
from domain.subjects.unit_year.selection_frame import members
from domain.subjects.unit_year.state import Issue, UnitYear

Codes = Annotated[tuple[Code, ...], Field(max_length=10_000)]

MARK_ISSUED = "department-budget.mark-issued"
MARK_ACCOUNTS = "final-accounts.mark-issued"


class IssueBudget(
    Command,
    name="department-budget.issue",
    who={Role.FINANCE},
    frame=UNIT_PROJECTS,
    version=2,
):
    """Issue the department's budget with the overall target and the named projects.

    Each project gets the budget of its approved target. Projects that are named later are issued
    by a further act. `issued_on` is the day of an issue that is recorded later.
    """

    projects: Codes
    document: Text
    issued_on: Day | None = None


class IssueAccounts(Command, name="final-accounts.issue", who={Role.FINANCE}, frame=UNIT_PROJECTS):
    """Issue the department's final accounts of the budget year.

    `issued_on` is the day of an issue that is recorded later.
    """

    document: Text
    issued_on: Day | None = None


class IssuedProject(Message):
    """A project whose budget is issued, in yuan."""

    project: Code
    amount: Yuan


class BudgetIssued(Event, name="department-budget.issued", version=1):
    """The department's budget was issued; amounts in yuan.

    `overall` is the amount of the overall target that was issued with it, null without one;
    `amount` is the sum of its projects. The projects are those of the log at `position`.
    `congress_on` is the day on which the people's congress approved the budget of the year, as the
    bureau recorded it by then.
    """

    position: NonNegativeInt
    projects: tuple[IssuedProject, ...]
    amount: Annotated[Number, Field(ge=0)]
    amount_basis: Text
    overall: Yuan | None = None
    document: Text
    issued_on: Day
    congress_on: Day | None = None

    def reaches(self, stream: str) -> tuple[Reach, ...]:
        """Issue each project's budget and target with the department's."""
        told = {"document": self.document, "issued_on": self.issued_on.isoformat()}
        amounts = {one.project: {"amount": f"{one.amount:f}"} for one in self.projects}
        return tuple(_reach(stream, code, MARK_ISSUED, told | amounts[code]) for code in amounts)


class AccountsIssued(Event, name="final-accounts.issued", version=1):
    """The department's final accounts were issued; `projects` are those of the budget year."""

    position: NonNegativeInt
    projects: tuple[Code, ...]
    document: Text
    issued_on: Day

    def reaches(self, stream: str) -> tuple[Reach, ...]:
        """Tell each project of the budget year."""
        told = {"document": self.document, "issued_on": self.issued_on.isoformat()}
        return tuple(_reach(stream, code, MARK_ACCOUNTS, told) for code in self.projects)


def _reach(stream: str, code: str, command: str, told: dict[str, str]) -> Reach:
    owner = parse_subject(stream)
    subject = project_year(owner.jurisdiction, owner.year or 0, code)
    return Reach(subject, command, {"unit": owner.code, **told})


def year_is_lived_here(
    state: UnitYear, _act: CommandContext[IssueBudget], _in_force: InForce
) -> Refusal | None:
    """The year is no imported history."""
    if not state.known.history:
        return None
    return refusals.wrong_phase(
        "本年度为导入的历史年度，部门预算已在系统之外批复。",
        "the year is imported history: its budget was issued before the system.",
    )


def they_were_called_for_together(
    _state: UnitYear, act: CommandContext[IssueBudget], in_force: InForce
) -> Refusal | None:
    """The call for budget and targets is on record, where a text has them called for together."""
    together = in_force.ask("budget.synchronised", act.effective_on)
    asked = together.stated and "issued" in together.outcome
    if not asked or in_force.budget_call is not None:
        return None
    return refusals.gate_not_met(
        "绩效目标须与部门预算同步布置，本年度布置预算和绩效目标编制的通知尚未登记。"
        "请先由财政部门登记布置的日期和文件，再批复部门预算。",
        "target and budget are called for together, and no call is on record: the finance bureau "
        "records it first (budget-call.issue).",
        together,
    )


def overall_target_goes_with_it(
    state: UnitYear, act: CommandContext[IssueBudget], in_force: InForce
) -> Refusal | None:
    """The overall target is approved, where target and budget are issued together."""
    together = in_force.ask("budget.synchronised", act.effective_on)
    if state.approved_target is not None or not together.stated:
        return None
    return refusals.gate_not_met(
        "绩效目标须与部门预算同步批复，本单位的整体支出绩效目标尚未批复。"
        "请先由单位申报、财政部门批复整体支出绩效目标，再批复部门预算。",
        "target and budget are issued together, and the unit's overall target is not approved: "
        "the unit files it and finance approves it first.",
        together,
    )


def projects_are_the_units(
    _state: UnitYear, act: CommandContext[IssueBudget], _in_force: InForce
) -> Refusal | None:
    """Each code stands once and is of an initial project of this unit and year."""
    codes = act.command.projects
    if len(set(codes)) < len(codes):
        return refusals.invalid("projects", "项目重复。", "a project is named twice.")
    known = {one.code for one in members(act.frame) if one.facts["origin"] == "initial"}
    unknown = _listed(code for code in codes if code not in known)
    if not unknown:
        return None
    return refusals.invalid(
        "projects",
        f"{unknown} 不是本单位本年度的年初预算项目，请更正；年中追加的项目单独批复。",
        f"{unknown}: no initial project of this unit and year; an addition is approved by itself.",
    )


def projects_have_targets(
    _state: UnitYear, act: CommandContext[IssueBudget], _in_force: InForce
) -> Refusal | None:
    """Each project is in the library, with an approved target of the budget that it has."""
    lacking = _listed(one.code for one in _named(act) if not is_prepared(one))
    if not lacking:
        return None
    return refusals.wrong_phase(
        f"{lacking} 尚无已批复的绩效目标，或预算与绩效目标的金额不一致，不能随部门预算批复。"
        "请先由单位申报、财政部门批复绩效目标。",
        f"{lacking}: no approved target, or a budget of another amount: approve the target first.",
    )


def projects_are_not_issued(
    state: UnitYear, act: CommandContext[IssueBudget], _in_force: InForce
) -> Refusal | None:
    """Each project is issued once."""
    before = {code for one in state.budget_issues for code in one.projects}
    again = _listed(code for code in act.command.projects if code in before)
    if again:
        return refusals.done_already(
            f"{again} 的部门预算批复", f"the issue of {again}", IssueBudget.name
        )
    if not act.command.projects and state.budget_issues:
        return refusals.done_already("部门预算批复", "the issue", IssueBudget.name)
    return None


def issue_has_come(
    _state: UnitYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The budget or the accounts were issued today or before."""
    if issued_on(act) <= act.day:
        return None
    return refusals.invalid(
        "issued_on",
        "批复日期不得晚于今天，请在批复之后登记。",
        "it was issued today or before: record it after the issue.",
    )


def issued_on(act: CommandContext[Any]) -> date:
    """The day of the issue: the one that is named, or the day of the act."""
    return act.command.issued_on or act.day


@guarded_by(
    year_is_lived_here,
    issue_has_come,
    from_version(2, they_were_called_for_together),
    overall_target_goes_with_it,
    projects_are_the_units,
    projects_are_not_issued,
    projects_have_targets,
)
def issue_budget(state: UnitYear, act: CommandContext[IssueBudget], in_force: InForce) -> Decided:
    """Issue the department's budget, and with it the targets and budgets of its projects."""
    together = in_force.ask("budget.synchronised", act.effective_on)
    projects = tuple(
        IssuedProject(project=one.code, amount=one.facts["target_amount"]) for one in _named(act)
    )
    target = state.approved_target
    event = BudgetIssued(
        position=act.frame.position if act.frame else 0,
        projects=projects,
        amount=total(one.amount for one in projects),
        amount_basis="initial",
        overall=target.amount if target else None,
        document=act.command.document,
        issued_on=issued_on(act),
        congress_on=in_force.government_budget,
    )
    return (Decision(event, (together,) if together.stated else ()),)


def budget_year_is_over(
    state: UnitYear, act: CommandContext[IssueAccounts], _in_force: InForce
) -> Refusal | None:
    """The budget year is over."""
    opens = evaluates_from(state)
    return not_before(
        opens,
        issued_on(act),
        f"部门决算请于 {opens} 起批复。",
        f"final accounts are issued from {opens} on.",
    )


def accounts_are_not_issued(
    state: UnitYear, act: CommandContext[IssueAccounts], _in_force: InForce
) -> Refusal | None:
    """A document issues the final accounts once."""
    if all(one.document != act.command.document for one in state.account_issues):
        return None
    return refusals.done_already("部门决算批复", "the issue", IssueAccounts.name)


@guarded_by(issue_has_come, budget_year_is_over, accounts_are_not_issued)
def issue_accounts(
    _state: UnitYear, act: CommandContext[IssueAccounts], _in_force: InForce
) -> Decided:
    """Issue the department's final accounts."""
    event = AccountsIssued(
        position=act.frame.position if act.frame else 0,
        projects=tuple(one.code for one in members(act.frame)),
        document=act.command.document,
        issued_on=issued_on(act),
    )
    return (Decision(event),)


def _named(act: CommandContext[IssueBudget]) -> list[Member]:
    named = frozenset(act.command.projects)
    return [one for one in members(act.frame) if one.code in named]


def is_prepared(member: Member) -> bool:
    """Whether a project is in the library, with an approved target of the budget that it has."""
    target, budget = member.facts["target_amount"], member.facts["budget"]
    return bool(member.facts["admitted"]) and target is not None and budget in {None, target}


def _listed(codes: Iterable[str]) -> str:
    return "、".join(codes)


def budget_issued(state: UnitYear, recorded: Recorded[BudgetIssued]) -> UnitYear:
    """Evolve by `department-budget.issued`: its projects are still to be reached."""
    event = recorded.event
    codes = tuple(one.project for one in event.projects)
    begun: UnitYear = dispatch.begun(state, recorded)
    issue = Issue(event.document, event.issued_on, codes, told_late(recorded, event.issued_on))
    return replace(begun, budget_issues=(*state.budget_issues, issue))


def accounts_issued(state: UnitYear, recorded: Recorded[AccountsIssued]) -> UnitYear:
    """Evolve by `final-accounts.issued`: the projects are still to be reached."""
    event = recorded.event
    begun: UnitYear = dispatch.begun(state, recorded)
    told_at = told_late(recorded, event.issued_on)
    issue = Issue(event.document, event.issued_on, event.projects, told_at)
    return replace(begun, account_issues=(*state.account_issues, issue))


DECIDE: Deciders = {IssueBudget: issue_budget, IssueAccounts: issue_accounts}
EVOLVE: Evolvers = {BudgetIssued: budget_issued, AccountsIssued: accounts_issued}
