"""The policies of withdrawing a project: money spent and open duties are carried to an end."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role
from domain.shared.filings.leaving import duties_are_ended, money_is_named
from domain.subjects.project_year.deadlines.pending import waits
from domain.subjects.project_year.state import ProjectYear


def bureau_withdraws_after_the_budget(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """From the approval of the budget on, the bureau alone withdraws the project."""
    if state.issued is None or act.actor.role is not Role.UNIT:
        return None
    return refusals.wrong_role(
        "预算批复后，单位不能自行撤销项目；请向财政部门说明理由，由财政部门办理撤销"
        "（project.withdraw），并写明已执行资金和未了事项的处理。",
        "the budget is approved: the finance bureau withdraws the project (project.withdraw), and "
        "names the money executed and what becomes of open duties.",
    )


def executed_money_is_named(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The amount executed so far is named as the log has it."""
    return money_is_named(act.command.executed, executed_so_far(state))


def each_duty_is_ended(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """Each duty that is open after the budget's approval is ended by a decision."""
    if state.issued is None:
        return None
    return duties_are_ended(act.command.duties, (wait.deadline for wait in waits(state)))


def executed_so_far(state: ProjectYear) -> Decimal | None:
    """The amount executed, in yuan: the newest record, else the newest form; none if nothing."""
    if state.issued is None:
        return None
    forms = [
        current.result.executed
        for _, current in sorted(state.rounds.items())
        if current.result is not None
    ]
    itself = state.evaluation.itself.executed
    found = [amount for amount in (*forms, itself, state.executed) if amount]
    return found[-1] if found else None
