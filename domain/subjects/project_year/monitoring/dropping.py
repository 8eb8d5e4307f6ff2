"""Dropping a monitoring round by an exception: its day was over before the project came in."""

from __future__ import annotations

from collections.abc import Iterator

from domain.kernel.decider import CommandContext, Decided, Decision, InForce
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Refusal
from domain.shared.filings.filing import stands
from domain.shared.people.exception_grants import ExceptionGranted, GrantException
from domain.subjects.project_year import refusals
from domain.subjects.project_year.deadlines.due_dates import RESULT, due_of, key, known, node_of
from domain.subjects.project_year.monitoring.rounds import with_round
from domain.subjects.project_year.monitoring.state import Open, Round, Skipped
from domain.subjects.project_year.state import ProjectYear

DUTY_RULE = "monitoring.due"
"""The rule from which a duty that is dropped is an exception."""


def rule_gives_the_day(
    _state: ProjectYear, act: CommandContext[GrantException], _in_force: InForce
) -> Refusal | None:
    """The exception is one from the rule that gives the duty its day."""
    if act.command.rule == DUTY_RULE:
        return None
    return refusals.invalid(
        "rule",
        f"免办监控任务是 {DUTY_RULE} 的例外，请填写该规则。",
        f"a duty of monitoring is dropped by an exception from {DUTY_RULE}.",
    )


def duty_is_open(
    state: ProjectYear, act: CommandContext[GrantException], in_force: InForce
) -> Refusal | None:
    """The duty is a monitoring result that is to be filed, and is not filed."""
    duty = act.command.duty or ""
    current = _round(state, duty)
    if current is None or isinstance(current, Skipped):
        fit = tuple(droppable(state, in_force))
        there = "、".join(fit) or "–"
        return refusals.invalid(
            "duty",
            f"{duty} 不可按例外免办：启用时期限已过、尚未办理的监控填报方可免办，现有：{there}。",
            f"{duty} cannot be dropped: a monitoring result can that is open and was over when the "
            f"project came into this log. There are: {there}.",
            keys=(duty, *fit),
        )
    if not isinstance(current, Open) or stands(current.filing):
        return refusals.done_already(f"{node_of(duty)} 监控填报", duty, GrantException.name)
    return None


def day_was_over(
    state: ProjectYear, act: CommandContext[GrantException], in_force: InForce
) -> Refusal | None:
    """The day of the duty was over when the project came into the log."""
    duty = act.command.duty or ""
    if is_over(state, in_force, duty):
        return None
    due = due_of(state, in_force, duty).due
    return refusals.invalid(
        "duty",
        f"{duty} 的期限（{due or '未定'}）在项目进入本系统之日（{state.entered_on}）时尚未过，"
        "不得免办，请按期办理。",
        f"the day of {duty} ({due or 'none'}) was not over on {state.entered_on}, when the project "
        "came into this log: it is done, not dropped.",
        keys=(duty,),
    )


def is_over(state: ProjectYear, in_force: InForce, duty: str) -> bool:
    """Whether the day of a duty was over when the project came into the log.

    A duty that no day binds was over after its node.
    """
    day = due_of(state, in_force, duty).due or node_of(duty)
    return day is not None and state.entered_on is not None and day < state.entered_on


@guarded_by(for_new_acts(rule_gives_the_day), duty_is_open, day_was_over)
def drop(_state: ProjectYear, act: CommandContext[GrantException], _in_force: InForce) -> Decided:
    """Drop the duty: nothing is filed in its round."""
    return (Decision(ExceptionGranted(**vars(act.command))),)


def dropped(state: ProjectYear, event: ExceptionGranted) -> ProjectYear:
    """Evolve by an exception that drops a duty."""
    node = node_of(event.duty or "")
    if node is None:
        raise ValueError(f"{state.stream}: {event.duty} has no node")
    return with_round(state, Skipped(node, event.reference))


def is_dropped(state: ProjectYear, duty: str) -> bool:
    """Whether a duty was dropped by an exception."""
    current = _round(state, duty)
    return isinstance(current, Skipped) and current.exception is not None


def droppable(state: ProjectYear, in_force: InForce) -> Iterator[str]:
    """The duties that may be dropped."""
    for node, current in state.rounds.items():
        duty = key(RESULT, node)
        is_open = isinstance(current, Open) and not stands(current.filing)
        if is_open and is_over(state, in_force, duty):
            yield duty


def _round(state: ProjectYear, duty: str) -> Round | None:
    is_result = known(duty) and duty.startswith(f"{RESULT}:")
    node = node_of(duty) if is_result else None
    return state.rounds.get(node) if node else None
