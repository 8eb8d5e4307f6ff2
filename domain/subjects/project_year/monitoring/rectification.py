"""Rectification 整改 of a project: the notice after a failed round, and the shared acts."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from domain.kernel.decider import CommandContext, Decided, Deciders, InForce
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.shared.rectification.acts import deciders, evolvers
from domain.shared.rectification.days import day_can_be_met
from domain.shared.rectification.loop import Loop, at_each_place, place_is_open
from domain.shared.rectification.places import Place
from domain.shared.rectification.rectifying import Notify, nothing_is_notified, notices
from domain.subjects.project_year import refusals
from domain.subjects.project_year.feedback.loop import LOOP
from domain.subjects.project_year.monitoring.state import Reviewed
from domain.subjects.project_year.state import ProjectYear


@at_each_place
def result_is_reviewed(
    _loop: Loop,
    state: ProjectYear,
    _act: CommandContext[Notify],
    _in_force: InForce,
    place: Place,
) -> Refusal | None:
    """The bureau reviewed the result of the round."""
    if isinstance(place, str) or isinstance(state.rounds[place], Reviewed):
        return None
    return refusals.wrong_phase(
        "监控结果尚未审核，请先审核。",
        "the monitoring result is not reviewed yet: review it first.",
    )


@at_each_place
def no_lapse_is_recorded(
    _loop: Loop,
    state: ProjectYear,
    _act: CommandContext[Notify],
    _in_force: InForce,
    place: Place,
) -> Refusal | None:
    """No exception says that a notice cannot be sent any more."""
    current = state.rounds[place] if isinstance(place, date) else None
    if not isinstance(current, Reviewed) or current.lapse is None:
        return None
    return refusals.wrong_phase(
        f"本轮已按例外（{current.lapse}）登记为漏发整改通知，请先撤回该例外（act.withdraw）。",
        f"the exception {current.lapse} says that no notice can be sent any more: withdraw it "
        "first (act.withdraw).",
    )


@guarded_by(
    place_is_open, nothing_is_notified, result_is_reviewed, no_lapse_is_recorded, day_can_be_met
)
def notify(_loop: Loop, _state: Any, act: CommandContext[Notify], in_force: InForce) -> Decided:
    """Notify on the bureau's own judgement, after the review."""
    return notices(act, in_force)


DECIDE: Deciders = {**deciders(LOOP), Notify: partial(notify, LOOP)}
EVOLVE = evolvers(LOOP)
