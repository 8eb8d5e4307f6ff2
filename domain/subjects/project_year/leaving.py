"""The policies of withdrawing a project: money spent and open duties are carried to an end."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role
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
    known = executed_so_far(state)
    if known is None or act.command.executed == known:
        return None
    return refusals.missing(
        "executed",
        f"本项目已执行资金 {known:,f} 元，请在 executed 中如数填写，并在理由中说明如何处理。",
        f"{known:,f} yuan were executed: name them in `executed`, and say in the reason what "
        "becomes of them.",
    )


def each_duty_is_ended(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """Each duty that is open after the budget's approval is ended by a decision."""
    if state.issued is None:
        return None
    ended = {one.of for one in act.command.duties}
    left = [wait.deadline for wait in waits(state) if wait.deadline not in ended]
    if not left:
        return None
    return refusals.missing(
        "duties",
        f"本项目有未了事项，请在 duties 中逐项写明如何处理：{'、'.join(left)}。",
        f"duties are open: say in `duties` what was decided on each of {', '.join(left)}.",
    )


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
