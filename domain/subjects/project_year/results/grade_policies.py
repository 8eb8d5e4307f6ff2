"""The policies of finalising a grade, and of reopening it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.shared.deadlines.due_dates import key
from domain.subjects.project_year.deadlines.due_dates import NOTICE, REVIEW
from domain.subjects.project_year.evaluation.state import Drawn, Evaluation
from domain.subjects.project_year.monitoring.lapses import GRADE_RULE
from domain.subjects.project_year.monitoring.outcome import (
    monitored_of,
    open_rounds,
    unreviewed_rounds,
)
from domain.subjects.project_year.monitoring.state import Reviewed
from domain.subjects.project_year.results.open_grade import open_grade
from domain.subjects.project_year.state import ProjectYear


def no_grade_is_open(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """No final grade is open."""
    if state.evaluation.final is None:
        return None
    return refusals.done_already("最终等次评定", "the final grade", "grade.finalise")


def nothing_waits_at_the_bureau(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The bureau did its own part of the evaluation; a filing that others owe delays no grade."""
    for waiting, zh, en in _at_the_bureau(state.evaluation):
        if waiting:
            return refusals.wrong_phase(f"{zh}，请先办理。", f"{en}: that comes first.")
    return None


def score_is_reviewed(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """At least one score stands reviewed."""
    if state.evaluation.scores:
        return None
    return refusals.wrong_phase(
        "没有已审核的评价得分，请先审核自评、部门评价或重点评价。",
        "no score was reviewed: review a self-evaluation, a department's report or finalise "
        "a key evaluation first.",
    )


def results_are_reviewed(
    state: ProjectYear, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """Where a round failed and another would cap the grade, what was filed for it is reviewed.

    Whether a round failed is the bureau's finding: a review that nobody made is no passed one.
    Without a failed round nothing waits (JS-056 asks for two).
    """
    waiting, failed = unreviewed_rounds(state), monitored_of(state).failed
    at_stake = sorted({*failed, *waiting})
    cap = _cap_at_stake(act, in_force, at_stake) if waiting and failed else None
    if cap is None:
        return None
    keys = tuple(key(REVIEW, node) for node in waiting)
    reviews = "、".join(keys)
    refusal = refusals.gate_not_met(
        f"最终等次暂不能评定：等次是否受限取决于监控是否合格，请财政部门先审核监控结果：{reviews}。",
        "the grade hangs on whether the monitoring rounds failed: review what was filed first, "
        f"{reviews}.",
        cap,
    )
    return replace(refusal, keys=keys)


def failed_rounds_are_found(
    state: ProjectYear, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """Where the grade may be capped by monitoring, the bureau found something in each failed round.

    Nothing is assumed of a round without a finding, neither that it was rectified nor that it was
    not (AMB-07).
    """
    waiting = open_rounds(state)
    cap = _cap_at_stake(act, in_force, monitored_of(state).failed) if waiting else None
    if cap is None:
        return None
    zh = "；".join(_missing_zh(waiting))
    en = "; ".join(_missing_en(one) for one in waiting)
    refusal = refusals.gate_not_met(
        "最终等次暂不能评定：监控审核连续不合格，等次是否受限取决于整改情况，而财政部门尚未作出"
        f"认定。{zh}。",
        "the grade hangs on the rectification of the failed monitoring rounds; the finance bureau "
        f"found nothing yet in: {en}.",
        cap,
    )
    return replace(refusal, keys=tuple(key(NOTICE, one.node) for one in waiting))


def _cap_at_stake(
    act: CommandContext[Any], in_force: InForce, failed: Sequence[date]
) -> Answer | None:
    """The answer that caps the best grade for the failed rounds, were none of them rectified.

    It cites the clause of the cap alone.
    """
    answer = in_force.ask(
        "grade.final",
        act.effective_on,
        score="100",
        failed_reviews=[node.isoformat() for node in failed],
        rectified=False,
        refused=True,
        audit_findings=0,
        major_problem=False,
        untrue_self_evaluation=False,
    )
    steps = answer.outcome["chain"] if answer.stated else ()
    caps = {one["clause"] for one in steps if one["step"] == "monitoring_cap"}
    cited = tuple(one for one in answer.citations if one.clause in caps)
    return replace(answer, citations=cited) if caps else None


def _missing_zh(waiting: Sequence[Reviewed]) -> Iterator[str]:
    """What is missing, and who gives it; rounds that lack the same are named together."""
    by_lack: dict[str, list[Reviewed]] = {}
    for one in waiting:
        by_lack.setdefault(_lack(one), []).append(one)
    for lack, rounds in by_lack.items():
        nodes = "、".join(str(one.node) for one in rounds)
        duties = "、".join(key(NOTICE, one.node) for one in rounds)
        yield f"{nodes} {lack.format(rule=GRADE_RULE, duties=duties)}"


def _lack(one: Reviewed) -> str:
    order = one.rectification
    if order is None:
        return (
            "未下发整改通知，请补发（rectification.notify）；预算年度已结束、不再补发的，批准例外"
            "（exception.grant），规则填 {rule}，免办的任务填 {duties}"
        )
    if order.report is not None and order.report.open:
        return "整改报告待审核，请审核（rectification.accept 或 rectification.reject）"
    return (
        f"{'单位拒绝整改' if order.refuses else '单位尚未完成整改'}，请在整改期限过后认定"
        "（rectification.find-unmet 或 rectification.find-refused）"
    )


def _missing_en(one: Reviewed) -> str:
    order = one.rectification
    if order is None:
        return (
            f"{one.node}, no notice was sent (rectification.notify, or exception.grant for "
            f"{key(NOTICE, one.node)} where none can be sent any more)"
        )
    if order.report is not None and order.report.open:
        return f"{one.node}, a report waits (rectification.accept or rectification.reject)"
    return (
        f"{one.node}, the unit {'refused' if order.refuses else 'did not rectify'} "
        "(rectification.find-unmet or rectification.find-refused once the day is past)"
    )


def _at_the_bureau(evaluation: Evaluation) -> tuple[tuple[bool, str, str], ...]:
    """The parts of the evaluation that may wait for the bureau, and whether each does."""
    drawn, key = isinstance(evaluation.authenticity, Drawn), evaluation.key
    return (
        (evaluation.itself.waiting, "绩效自评表待审核", "the self-evaluation waits for its review"),
        (evaluation.department.waiting, "部门评价报告待审核", "the department's report waits"),
        (
            drawn and evaluation.itself.filing is not None,
            "真实性核查尚无结论",
            "the check of authenticity has no finding yet",
        ),
        (
            key.selected is not None and not key.finalised,
            "财政重点评价尚未定稿",
            "the key evaluation is not final yet",
        ),
    )


def grade_is_open(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A final grade is open."""
    if state.evaluation.final is not None:
        return None
    return refusals.wrong_phase(
        "尚无最终等次，无需重启评定。", "there is no final grade to reopen."
    )


def something_was_found_since(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """Something was found after the final grade (AMB-21)."""
    if open_grade(state).later is not None:
        return None
    return refusals.wrong_phase(
        "最终等次评定后没有新的发现，请先登记新的发现（审计、重大问题、核查或评价结果）。",
        "nothing was found since the final grade: record what was found first.",
    )
