"""The refusals of a project's year, beside those that all subjects share."""

from __future__ import annotations

from datetime import date

from domain.kernel.refusal import Code, Refusal
from domain.kernel.refusals import (
    already_reviewed,
    awaiting_ruling,
    beyond_the_rules,
    done_already,
    duplicate,
    gate_not_met,
    invalid,
    missing,
    needs_ruling,
    nothing_filed,
    out_of_life,
    reviewer_is_filer,
    wrong_organisation,
    wrong_phase,
)

__all__ = [
    "already_reviewed",
    "awaiting_ruling",
    "beyond_the_rules",
    "budget_withdrawn",
    "done_already",
    "duplicate",
    "gate_not_met",
    "invalid",
    "missing",
    "needs_ruling",
    "no_budget",
    "no_such_round",
    "not_registered",
    "nothing_filed",
    "out_of_life",
    "project_withdrawn",
    "reviewer_is_filer",
    "round_excepted",
    "wrong_organisation",
    "wrong_phase",
]


def not_registered(stream: str) -> Refusal:
    """Nobody registered the project."""
    return Refusal(
        Code.UNKNOWN_SUBJECT,
        f"{stream} 尚未登记，请先由财政部门登记项目。",
        f"{stream} is not registered: the finance bureau registers a project first.",
    )


def no_budget() -> Refusal:
    """A budget of zero: nothing could be executed or measured against it."""
    return invalid(
        "amount",
        "预算金额须大于零；不再安排的项目请办理撤销。",
        "a budget is more than zero yuan: withdraw a project that is given none.",
    )


def budget_withdrawn() -> Refusal:
    """The approval of the budget was withdrawn: it is approved again first."""
    return wrong_phase(
        "预算批复已撤回，请待预算重新批复后再办理。",
        "the approval of the budget was withdrawn: it is approved again first.",
    )


def no_such_round(node: date) -> Refusal:
    """The project has no monitoring round at this node."""
    return Refusal(
        Code.WRONG_PHASE,
        f"本项目在 {node} 没有监控任务（监控节点未到，或节点前预算未下达）。",
        f"the project has no monitoring round at {node}: the node is not reached, "
        "or the budget was not approved by then.",
        "node",
    )


def project_withdrawn(stream: str) -> Refusal:
    """The project was withdrawn; a slip is taken back by the bureau."""
    return Refusal(
        Code.WRONG_PHASE,
        f"项目 {stream} 已撤销，不再受理；如系误撤，由财政部门撤回该项撤销（act.withdraw，act 填 "
        "project.withdraw，并写明理由）。",
        f"{stream} was withdrawn and takes no more acts; the finance bureau takes a slip back "
        "(act.withdraw with the act project.withdraw).",
        final=True,
    )


def round_excepted(node: date, reference: str) -> Refusal:
    """An exception was granted from the round of the node."""
    return Refusal(
        Code.WRONG_PHASE,
        f"本项目 {node} 的监控任务已按例外批准（{reference}）免办，无需办理。",
        f"an exception ({reference}) was granted from the round of {node}: nothing is to be done.",
        "node",
    )
