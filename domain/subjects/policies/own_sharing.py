"""A policy's own part of the slices that it shares with a project."""

from __future__ import annotations

from typing import Any

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, Decision, InForce
from domain.kernel.refusal import Refusal
from domain.rules.families.feedback import Source
from domain.shared.rectification.asking import FeedbackAsked, asked_after
from domain.subjects.policies.due_dates import due_of
from domain.subjects.policies.state import Policy
from domain.subjects.project_year.amounts import prepared_amounts
from domain.subjects.project_year.exante.gate import ask_gate, is_closed
from domain.subjects.project_year.policy_sharing import Sharing


def _not_a_policy(state: Policy) -> Refusal | None:
    """An object that is no policy is neither assessed nor given a target."""
    if state.known.is_policy:
        return None
    return refusals.wrong_phase(
        "本评价对象不是政策，不办理事前绩效评估和绩效目标申报。",
        "this object is no policy: it is neither assessed nor given a target.",
    )


def _assessed(state: Policy) -> Refusal | None:
    refusal = _not_a_policy(state)
    if refusal is not None:
        return refusal
    if state.target.filing is None:
        return None
    return refusals.wrong_phase(
        "政策绩效目标已申报，事前绩效评估已结束。",
        "the policy's target was filed; its ex-ante assessment is over.",
    )


def _before_target(
    state: Policy, act: CommandContext[Any], in_force: InForce
) -> tuple[Answer, ...] | Refusal:
    refusal = _not_a_policy(state)
    if refusal is not None:
        return refusal
    asked = ask_gate(state, act, in_force)
    if is_closed(asked):
        return refusals.gate_not_met(
            "事前绩效评估未获“支持”，政策不得申报绩效目标，请先完成评估和审核。",
            "the ex-ante assessment is not supported: the policy gets no target before it is "
            "assessed and reviewed.",
            *asked,
        )
    return asked


def _unselected(state: Policy) -> Refusal | None:
    if not state.known.is_policy:
        return _object_unselected(state)
    if state.target.is_approved:
        return None
    return refusals.wrong_phase(
        "政策绩效目标尚未批复，没有可以对照评价的目标，请先批复绩效目标。",
        "the policy's target is not approved: there is nothing to evaluate it against before that.",
    )


def _fed_back(
    state: Policy, act: CommandContext[Any], in_force: InForce, source: Source, grade: str | None
) -> tuple[Decision[FeedbackAsked], ...]:
    return asked_after(state.evaluation.fed_back, act, in_force, source, grade, since=2)


def _object_unselected(state: Policy) -> Refusal | None:
    if state.evaluation.key.selected is not None:
        return None
    return refusals.wrong_phase(
        "本评价对象未被选入财政重点评价，请先选取（key-evaluation.select-object）。",
        "the object is not selected for key evaluation: select it first "
        "(key-evaluation.select-object).",
    )


POLICY = Sharing(
    due=due_of,
    assessed=_assessed,
    before_target=_before_target,
    unselected=_unselected,
    executed=lambda _state: None,
    amounts=prepared_amounts,
    fed_back=_fed_back,
)
