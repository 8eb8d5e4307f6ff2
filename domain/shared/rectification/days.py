"""The days of feedback and rectification: whether one can be met, and which one a notice gave."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.shared.deadlines.due_dates import within_life
from domain.shared.deadlines.problem_deadlines import FEEDBACK, PROPOSAL, RECTIFICATION
from domain.shared.rectification.loop import Loop
from domain.shared.rectification.orders import Rectification
from domain.shared.rectification.problems import FedBack


def day_can_be_met(
    loop: Loop, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """Refuse a day for rectification that is past, or that the subject does not live to see."""
    return unmeetable(act, loop.year(state))


def unmeetable(act: CommandContext[Any], budget_year: int) -> Refusal | None:
    """The refusal of the day for rectification that an act gives, if that cannot be met."""
    rectify_by: date | None = act.command.rectify_by
    if rectify_by is None:
        return None
    if rectify_by < act.day:
        return refusals.invalid(
            "rectify_by", "整改期限不得早于今天。", "the day for rectification is in the past."
        )
    return None if within_life(rectify_by, budget_year) else refusals.out_of_life("rectify_by")


def day_of_feedback(fed_back: FedBack, deadline: str) -> date | None:
    """The day that a feedback is asked for by, or that a problem is to be rectified by."""
    kind, _, problem = deadline.partition(":")
    if kind in {RECTIFICATION, PROPOSAL}:
        found = fed_back.problems.get(problem)
        return found.order.due if found else None
    asked = (fed_back.wanted(name) for name in fed_back.asked if deadline == f"{FEEDBACK}.{name}")
    return next((one.due for one in asked if one), None)


def notice_of(order: Rectification | None) -> str:
    """The event that gave an order, as boards cite the source of its day; empty without one."""
    return str(order.notice) if order else ""


def notice_at(fed_back: FedBack, deadline: str) -> str | None:
    """The same of the problem that a deadline is about; null for another deadline."""
    kind, _, problem = deadline.partition(":")
    if kind not in {RECTIFICATION, PROPOSAL}:
        return None
    found = fed_back.problems.get(problem)
    return notice_of(found.order if found else None)
