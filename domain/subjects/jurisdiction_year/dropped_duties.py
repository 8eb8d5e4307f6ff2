"""Duties of the bureau's own that are dropped: several open ones, by one exception."""

from __future__ import annotations

from dataclasses import replace

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, Decided, Decision, InForce
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.shared.deadlines.due_dates import Day
from domain.shared.people.exception_grants import ExceptionGranted, GrantException
from domain.subjects.jurisdiction_year.bureau_duties import RULE
from domain.subjects.jurisdiction_year.pending import own_duties
from domain.subjects.jurisdiction_year.project_duties import owed
from domain.subjects.jurisdiction_year.state import JurisdictionYear


def one_field_names_duties(
    _state: JurisdictionYear, act: CommandContext[GrantException], _in_force: InForce
) -> Refusal | None:
    """The exception drops one duty by `duty`, or several by `duties`."""
    if act.command.duty is None:
        return None
    return refusals.invalid(
        "duty",
        "免办的任务请只填一处：启用时期限已过的填 duty，财政部门自身职责填 duties。",
        "name what is dropped in one field: `duty` if its day was over when the year came into "
        "this log, `duties` for the bureau's own.",
    )


def droppable(state: JurisdictionYear, in_force: InForce) -> dict[str, Day]:
    """The duties that may be dropped, each with the day of the rules: the open ones of the year.

    Those on its projects are among them, done or not: the year does not see that.
    """
    there = {wait.deadline: day for wait, day in own_duties(state, in_force)}
    return there | {one.duty: one.day for one in owed(state, in_force)}


def duties_are_open(
    state: JurisdictionYear, act: CommandContext[GrantException], in_force: InForce
) -> Refusal | None:
    """Each of the duties is one of the bureau's own and is open."""
    there = droppable(state, in_force)
    strange = [duty for duty in act.command.duties or () if duty not in there]
    if not strange:
        return None
    return refusals.invalid(
        "duties",
        f"{'、'.join(strange)} 不是财政部门尚未办结的职责，请更正；现有："
        f"{'、'.join(there) or '–'}。",
        f"{', '.join(strange)}: no open duty of the bureau's own, correct it. There are: "
        f"{', '.join(there) or 'none'}.",
        keys=(*strange, *there),
    )


def each_duty_stands_once(
    _state: JurisdictionYear, act: CommandContext[GrantException], _in_force: InForce
) -> Refusal | None:
    """No duty stands twice."""
    duties = act.command.duties or ()
    if len(set(duties)) == len(duties):
        return None
    return refusals.invalid("duties", "职责重复，请更正。", "a duty stands twice.")


def rule_gives_the_duties(
    _state: JurisdictionYear, act: CommandContext[GrantException], _in_force: InForce
) -> Refusal | None:
    """The exception is one from the rule on the bureau's own duties."""
    if act.command.rule == RULE:
        return None
    return refusals.invalid(
        "rule",
        f"免办财政部门自身职责是 {RULE} 的例外，请填写该项。",
        f"duties of the bureau's own are dropped by an exception from {RULE}.",
    )


def reference_is_new(
    state: JurisdictionYear, act: CommandContext[GrantException], _in_force: InForce
) -> Refusal | None:
    """The document drops no other duty yet."""
    if act.command.reference not in state.dropped.values():
        return None
    return refusals.done_already("例外批准", "the exception", GrantException.name)


@guarded_by(
    one_field_names_duties,
    duties_are_open,
    each_duty_stands_once,
    rule_gives_the_duties,
    reference_is_new,
)
def drop_several(
    state: JurisdictionYear, act: CommandContext[GrantException], in_force: InForce
) -> Decided:
    """Drop the duties: nobody is asked for them any more, and the year may be closed."""
    days = droppable(state, in_force)
    basis = tuple(answer for duty in act.command.duties or () for answer in days[duty].basis)
    return (Decision(ExceptionGranted(**vars(act.command)), basis),)


def dropped(state: JurisdictionYear, event: ExceptionGranted) -> JurisdictionYear:
    """Evolve by an exception that drops duties; its document names them for a withdrawal."""
    now = dict.fromkeys(event.duties or (), event.reference)
    granted = state.exceptions | {(event.rule, event.reference)}
    return replace(state, dropped={**state.dropped, **now}, exceptions=granted)


def without(state: JurisdictionYear, reference: str) -> JurisdictionYear:
    """The state in which the duties that a document dropped are open again."""
    left = {duty: one for duty, one in state.dropped.items() if one != reference}
    return replace(state, dropped=left, exceptions=state.exceptions - {(RULE, reference)})
