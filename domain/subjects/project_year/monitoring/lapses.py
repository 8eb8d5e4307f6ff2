"""The bureau's lapse: a failed round in which it sent no notice of rectification while it could.

The unit cannot be held to have left undone what nobody asked of it. An exception from the rule of
the grade records the lapse with its approver and reason: the round does not count for the cap, and
the grade carries a flag.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.kernel.decider import CommandContext, Decided, Decision, InForce
from domain.kernel.frozen import replace
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Refusal
from domain.shared.deadlines.due_dates import key, the_node
from domain.shared.deadlines.problem_deadlines import NOTICE
from domain.shared.people.exception_grants import ExceptionGranted, GrantException
from domain.shared.rectification.rectifying import Notified
from domain.subjects.project_year import refusals
from domain.subjects.project_year.monitoring.rounds import with_round
from domain.subjects.project_year.monitoring.state import Reviewed
from domain.subjects.project_year.state import ProjectYear

GRADE_RULE = "grade.final"
"""The rule from which a lapse is an exception."""


def is_of_a_notice(duty: str) -> bool:
    """Whether a duty is that of sending a notice."""
    return duty.partition(":")[0] == NOTICE


def rule_gives_the_grade(
    _state: ProjectYear, act: CommandContext[GrantException], _in_force: InForce
) -> Refusal | None:
    """The exception is one from the rule of the grade."""
    if act.command.rule == GRADE_RULE:
        return None
    return refusals.invalid(
        "rule",
        f"漏发整改通知的例外，规则请填 {GRADE_RULE}。",
        f"a notice that was not sent is an exception from {GRADE_RULE}.",
    )


def no_grade_rests_on_the_round(
    state: ProjectYear, _act: CommandContext[GrantException], _in_force: InForce
) -> Refusal | None:
    """No final grade is open."""
    if state.evaluation.final is None:
        return None
    return refusals.wrong_phase(
        "最终等次已评定，请先撤回评定（act.withdraw）再登记例外。",
        "the final grade is open: withdraw it before the exception is granted (act.withdraw).",
    )


def round_failed_without_a_notice(
    state: ProjectYear, act: CommandContext[GrantException], _in_force: InForce
) -> Refusal | None:
    """The round failed, no notice was sent in it, and no lapse is recorded."""
    duty = act.command.duty or ""
    found = _round(state, duty)
    if found is not None and found.lapse is not None:
        return refusals.done_already(
            f"{found.node} 漏发整改通知的例外批准", duty, f"{GrantException.name}:{duty}"
        )
    if found is not None and found.rectification is None:
        return None
    fit = tuple(lapsable(state))
    there = "、".join(fit) or "无"
    return refusals.invalid(
        "duty",
        f"{duty} 不能按漏发登记例外：只有审核不合格且从未下发整改通知的轮次可以，现有：{there}。",
        f"{duty} is no failed round without a notice of rectification. There are: "
        f"{', '.join(fit) or 'none'}.",
        keys=(duty, *fit),
    )


def no_notice_can_be_sent(
    state: ProjectYear, act: CommandContext[GrantException], _in_force: InForce
) -> Refusal | None:
    """The budget year is over: until its last day a notice can be sent, late as it may be."""
    last = date(int(state.known.budget_year), 12, 31)
    if act.day > last:
        return None
    duty = act.command.duty or ""
    return refusals.wrong_phase(
        f"预算年度至 {last} 方结束，仍可下发整改通知（rectification.notify），不得以例外代替。",
        f"the budget year lasts until {last}: a notice can still be sent for {duty} "
        "(rectification.notify).",
    )


def no_notice_was_ever_sent(
    _state: ProjectYear, act: CommandContext[GrantException], _in_force: InForce
) -> Refusal | None:
    """No notice was sent in the round that was withdrawn since: it can be sent again."""
    node = the_node(act.command.duty or "")
    sent = any(isinstance(one.event, Notified) and one.event.node == node for one in act.past)
    if not sent:
        return None
    return refusals.wrong_phase(
        f"{node} 轮次曾下发整改通知，后被撤回，不属漏发；请重新下发（rectification.notify）。",
        f"a notice was sent for {node} and withdrawn since: send it again (rectification.notify).",
    )


@guarded_by(
    rule_gives_the_grade,
    round_failed_without_a_notice,
    for_new_acts(no_notice_was_ever_sent),
    no_grade_rests_on_the_round,
    no_notice_can_be_sent,
)
def record(_state: ProjectYear, act: CommandContext[GrantException], _in_force: InForce) -> Decided:
    """Record that no notice can be sent any more."""
    return (Decision(ExceptionGranted(**vars(act.command))),)


def lapsed(state: ProjectYear, event: ExceptionGranted) -> ProjectYear:
    """Evolve by an exception that records a lapse; raises `ValueError` where no round failed."""
    return _with(state, event.duty or "", event.reference)


def without_lapse(state: ProjectYear, duty: str) -> ProjectYear:
    """The state without the lapse of a round: it counts again."""
    return _with(state, duty, None)


def has_lapsed(state: ProjectYear, duty: str) -> bool:
    """Whether the lapse of a duty is recorded."""
    found = _round(state, duty) if is_of_a_notice(duty) else None
    return found is not None and found.lapse is not None


def lapsable(state: ProjectYear) -> Iterator[str]:
    """The duties to send a notice that were left undone so far."""
    for node, found in sorted(state.rounds.items()):
        if isinstance(found, Reviewed) and found.failed and found.rectification is None:
            yield key(NOTICE, node)


def _with(state: ProjectYear, duty: str, reference: str | None) -> ProjectYear:
    found = _round(state, duty)
    if found is None:
        raise ValueError(f"{state.stream}: {duty} is no failed round")
    return with_round(state, replace(found, lapse=reference))


def _round(state: ProjectYear, duty: str) -> Reviewed | None:
    """The failed round of a duty."""
    try:
        found = state.rounds.get(the_node(duty))
    except ValueError:
        return None
    return found if isinstance(found, Reviewed) and found.failed else None
