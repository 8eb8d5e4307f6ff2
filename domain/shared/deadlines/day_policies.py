"""The policies of setting a day for a deadline, and of extending one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.shared.deadlines.due_dates import within_life

if TYPE_CHECKING:
    from domain.shared.deadlines.deadline_acts import Calendar


def deadline_is_known(
    calendar: Calendar, _state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The subject has a deadline of the name."""
    deadline = act.command.deadline
    if calendar.known(deadline):
        return None
    return refusals.invalid(
        "deadline",
        f"没有名为“{deadline}”的期限。",
        f"no deadline is called {deadline}.",
        keys=(deadline,),
    )


def day_is_within_life(
    calendar: Calendar, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The subject lives to see the day that is set."""
    lives = within_life(act.command.due, calendar.year(state))
    return None if lives else refusals.out_of_life("due")


def rules_give_no_day(
    calendar: Calendar, state: Any, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """The rules give no day for the deadline."""
    deadline = act.command.deadline
    ruled = calendar.ruled(state, in_force, deadline)
    if ruled.due is None:
        return None
    return refusals.invalid(
        "deadline",
        f"规则已规定 {deadline} 的期限为 {ruled.due}，如需延期请办理延期。",
        f"the rules give {ruled.due} for {deadline}: grant an extension instead.",
        *ruled.basis,
        keys=(deadline,),
    )


def extension_is_within_life(
    calendar: Calendar, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The subject lives to see the day until which the deadline is extended."""
    lives = within_life(act.command.until, calendar.year(state))
    return None if lives else refusals.out_of_life("until")


def deadline_has_an_earlier_day(
    calendar: Calendar, state: Any, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """The deadline has a day, and the extension goes beyond it."""
    command = act.command
    due = calendar.due(state, in_force, command.deadline).due
    if due is None:
        return refusals.invalid(
            "deadline",
            f"{command.deadline} 没有期限，无需延期。",
            f"{command.deadline} has no day: there is nothing to extend.",
            keys=(command.deadline,),
        )
    if command.until > due:
        return None
    return refusals.invalid(
        "until",
        f"延期须晚于现期限 {due}。",
        f"an extension goes beyond the present day, {due}.",
    )


def day_is_not_before_the_duty(
    calendar: Calendar, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The day is not before the duty can exist; a day that is over by now may be set."""
    earliest = calendar.earliest(state, act.command.deadline)
    return None if act.command.due >= earliest else refusals.before_the_duty(earliest)


def approver_is_not_the_beneficiary(
    calendar: Calendar, state: Any, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """Nobody approves an extension of their own duty: not its unit, nor who filed or holds it."""
    command = act.command
    filing, wait = (
        calendar.filing_at(state, command.deadline),
        calendar.wait_at(state, in_force, command.deadline),
    )
    theirs = {*calendar.beneficiaries(state)}
    if filing is not None:
        theirs.add(filing.by)
    if wait is not None and wait.role is act.actor.role:
        theirs.add(act.actor.id)
    if wait is not None:
        roles = [(one, wait.role) for one in calendar.beneficiaries(state)]
        given = [one for role in roles for one in in_force.assignments.get(role, ())]
        theirs |= {one.person for one in given if one.runs(act.effective_on)}
    if command.approver.strip() not in theirs:
        return None
    return refusals.invalid(
        "approver",
        f"{command.approver} 是该期限的受益人，不得批准本次延期，请由他人批准。",
        f"{command.approver} benefits from this extension: another person approves it.",
    )
