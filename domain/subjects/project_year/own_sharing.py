"""A project's own part of the slices that it shares with a policy."""

from __future__ import annotations

from typing import Any

from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.shared.filings import joint_review
from domain.subjects.project_year import refusals
from domain.subjects.project_year.amounts import amounts_of
from domain.subjects.project_year.deadlines.due_dates import due_of
from domain.subjects.project_year.evaluation.department_evaluation import executed_of
from domain.subjects.project_year.feedback.loop import asked_after
from domain.subjects.project_year.policy_sharing import Sharing
from domain.subjects.project_year.state import Admitted, ProjectYear


def _assessed(state: ProjectYear) -> Refusal | None:
    if not isinstance(state.entry, Admitted):
        return None
    return refusals.wrong_phase(
        "项目已入库，事前绩效评估已结束；入库有误的，请先撤回（act.withdraw 事项 library.admit）。",
        "the project is in the library; its ex-ante assessment is over. If it was admitted by "
        "mistake, withdraw library.admit first (act.withdraw).",
    )


def _before_target(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> tuple[Answer, ...] | Refusal:
    if isinstance(state.entry, Admitted):
        return ()
    return refusals.wrong_phase(
        "项目尚未入库，请先完成入库审核。",
        "the project is not in the library yet: it is admitted first.",
    )


def _unselected(state: ProjectYear) -> Refusal | None:
    if state.evaluation.key.selected is not None:
        return None
    return refusals.wrong_phase(
        "本项目未被选入财政重点评价，请先选取（key-evaluation.select）。",
        "the project is not selected for key evaluation: select it first (key-evaluation.select).",
    )


def jointly_reviewed(
    state: ProjectYear, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """The refusal of an approval before the joint review of the target, where the rules ask."""
    found = state.target.filed.unreasonable
    excepted = state.is_excepted(joint_review.RULE)
    return joint_review.incomplete(found, "project", act, in_force, excepted=excepted)


PROJECT = Sharing(
    due=due_of,
    assessed=_assessed,
    before_target=_before_target,
    unselected=_unselected,
    executed=executed_of,
    amounts=amounts_of,
    fed_back=asked_after,
    reviewed=jointly_reviewed,
)
