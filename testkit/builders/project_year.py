"""Builders of a project's year: its acts and its stages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from domain.kernel.answer import Rules
from domain.kernel.message import Command
from domain.kernel.vocabulary import BudgetType, Origin, start_of
from domain.kernel.vocabulary import ReviewResult as Finding
from domain.shared.deadlines.set_day import SetDay
from domain.shared.filings.attachment import Attach
from domain.shared.filings.delegation import Delegate, EndDelegation
from domain.shared.filings.funding import Funding
from domain.shared.filings.hand_over import HandOver
from domain.shared.filings.import_messages import ImportAct
from domain.shared.filings.indicator_values import IndicatorClass
from domain.shared.filings.joint_review import IndicatorFinding, RecordJointReview
from domain.shared.rectification.rectifying import Notify, Refuse, Report
from domain.shared.rectification.reviewing import (
    Accept,
    FindRefused,
    FindUnmet,
    Reject,
)
from domain.subjects.project_year import decider
from domain.subjects.project_year.deadlines.deadline_acts import Extend, PassDeadline
from domain.subjects.project_year.exante.assessment import FileReport, ReturnReport, ReviewReport
from domain.subjects.project_year.exante.library import Admit
from domain.subjects.project_year.exante.reassessment import (
    CommissionReassessment,
    FileReassessment,
)
from domain.subjects.project_year.exante.split import RecordFunding
from domain.subjects.project_year.filings.corrections import Correct
from domain.subjects.project_year.monitoring.completion import Reached
from domain.subjects.project_year.monitoring.review import ReviewResult
from domain.subjects.project_year.monitoring.rounds import FileResult, OpenRound, ReturnResult
from domain.subjects.project_year.monitoring.warnings import AnalyseCause, Warn
from domain.subjects.project_year.population import AddProject, WithdrawProject
from domain.subjects.project_year.targets.adjustment import AdjustTarget, ApproveAdjustment
from domain.subjects.project_year.targets.budget import ApproveBudget, RecordExecution
from domain.subjects.project_year.targets.indicators import Indicator
from domain.subjects.project_year.targets.issue import MarkAccounts, MarkIssued
from domain.subjects.project_year.targets.target import ApproveTarget, FileTarget, ReturnTarget
from testkit.builders import departments
from testkit.builders.annotations import annotation
from testkit.builders.signatures import acts_of
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import CONGRESS, REVIEWER, UNIT, DeciderSpec, in_force, packaged_rules

STREAM = "652825/2023/P001"
MAY, AUGUST = date(2023, 5, 31), date(2023, 8, 31)
RESULT = "monitoring.result:2023-05-31"
REVIEW = "monitoring.review:2023-05-31"
AUGUST_RESULT = "monitoring.result:2023-08-31"
RECTIFICATION = "rectification.report:2023-05-31"
DIMENSIONS = (
    "necessity",
    "economy",
    "feasibility",
    "target_reasonableness",
    "funding_compliance",
)
INDICATORS = (
    Indicator(
        id="1.1",
        indicator_class=IndicatorClass.OUTPUT,
        title="完成数量",
        relation=">=",
        target=Decimal(10),
        points=Decimal(50),
    ),
    Indicator(
        id="2.1",
        indicator_class=IndicatorClass.SOCIAL,
        title="社会效益",
        relation="qualitative",
        points=Decimal(30),
    ),
    Indicator(
        id="3.1",
        indicator_class=IndicatorClass.SATISFACTION,
        title="满意度",
        relation=">=",
        target=Decimal(90),
        points=Decimal(10),
    ),
)


def add(**changes: Any) -> AddProject:
    """Register a new, major project of 1,000,000 yuan, which has to be assessed."""
    fields: dict[str, Any] = {
        "project_name": "示例项目",
        "unit": UNIT,
        "unit_name": "示例单位",
        "budget_type": BudgetType.GENERAL_PUBLIC,
        "origin": Origin.INITIAL,
        "opened_on": date(2023, 1, 10),
        "is_new": True,
        "is_major": True,
        "requested": Decimal(1_000_000),
    }
    return AddProject(**fields | changes)


def report(**changes: Any) -> FileReport:
    """File an assessment report on every dimension."""
    fields: dict[str, Any] = {
        "amount": Decimal(1_000_000),
        "dimensions": dict.fromkeys(DIMENSIONS, "充分"),
        "document": "评估报告",
    }
    return FileReport(**fields | changes)


def assessed(result: Finding = Finding.SUPPORT) -> ReviewReport:
    """Review the report."""
    return ReviewReport(result=result, score=Decimal(96))


def target(**changes: Any) -> FileTarget:
    """File a target of 100 points."""
    fields: dict[str, Any] = {
        "amount": Decimal(1_000_000),
        "execution_points": Decimal(10),
        "indicators": INDICATORS,
    }
    return FileTarget(**fields | changes)


def joint_review(*unreasonable: str) -> RecordJointReview:
    """Find all indicators of the target reasonable but for those named."""
    findings = (
        IndicatorFinding(id=one.id, reasonable=one.id not in unreasonable) for one in INDICATORS
    )
    return RecordJointReview(
        findings=tuple(findings), document="会审记录", basis="implementation_plan"
    )


def adjustment(**changes: Any) -> AdjustTarget:
    """File an adjusted target of 800,000 yuan."""
    return AdjustTarget(
        **target(amount=Decimal(800_000)).model_dump() | {"reason": "压减"} | changes
    )


def result(
    executed: str = "500000",
    completion: str = "50",
    node: date = MAY,
    of: Sequence[Indicator] = INDICATORS,
) -> FileResult:
    """File a result; half executed and half completed unless said otherwise.

    Each indicator of the target reached the same completion; no level is above 100 %.
    """
    return FileResult(node=node, executed=Decimal(executed), indicators=reached(completion, of))


def result_fields(executed: str = "600000", completion: str = "60") -> dict[str, Any]:
    """The fields of a result as JSON, without its node."""
    return result(executed, completion).model_dump(mode="json", exclude_none=True, exclude={"node"})


def reached(completion: str, of: Sequence[Indicator] = INDICATORS) -> tuple[Reached, ...]:
    """Each of these indicators as it reaches a completion in percent."""
    return tuple(_reached(one, Decimal(completion)) for one in of)


def _reached(one: Indicator, completion: Decimal) -> Reached:
    if one.relation == "qualitative":
        return Reached(id=one.id, level=min(completion, Decimal(100)))
    if not isinstance(one.target, Decimal):
        return Reached(id=one.id, actual=f"{one.target}")
    return Reached(id=one.id, actual=f"{one.target * completion / 100:f}")


def reviewed(score: str | None = "85", **changes: Any) -> ReviewResult:
    """Review the May result, with 85 points unless said otherwise."""
    points = None if score is None else Decimal(score)
    return ReviewResult(**{"node": MAY, "score": points} | changes)


def correction(filing: str = RESULT, replacement: dict[str, Any] | None = None) -> Correct:
    """Withdraw a filing, or replace it where a replacement is given."""
    action = "withdraw" if replacement is None else "replace"
    return Correct.model_validate(
        {"filing": filing, "action": action, "reason": "填报有误", "replacement": replacement}
    )


BUDGET = ApproveBudget(amount=Decimal(1_000_000))
ISSUED = MarkIssued(
    unit=UNIT, amount=Decimal(1_000_000), document="批复1号", issued_on=date(2023, 2, 20)
)
ACCOUNTS = MarkAccounts(unit=UNIT, document="决算1号", issued_on=date(2024, 8, 1))
LOW_RATE = result(executed="100000", completion="90")
NOTIFY_BY = date(2023, 6, 30)
DELEGATED = Delegate(
    organisation="202002", since=date(2023, 6, 1), until=date(2023, 6, 10), document="委托书"
)
DELEGATION_ENDED = EndDelegation(
    organisation="202002", last_day=date(2023, 6, 5), document="撤销委托书"
)
HANDED_OVER = HandOver(
    unit=UNIT,
    successor="301001",
    successor_name="承接单位",
    since=date(2023, 1, 10),
    document="机构改革方案",
)
ATTACHED = Attach(
    sha256="a" * 64, file_name="监控佐证.pdf", size=1024, media_type="application/pdf"
)
DONE = Report(node=MAY, measures="已整改")


def unregistered(rules: Rules | None = None, on: str = "2023-01-10") -> DeciderSpec:
    """Begin with a project that nobody registered yet, by default under the rules of 且末."""
    return DeciderSpec.of(decider, STREAM, rules or packaged_rules(), on)


def admitted(scene: DeciderSpec | None = None, **changes: Any) -> DeciderSpec:
    """Register a project that needs no assessment and admit it to the library."""
    return (scene or unregistered()).given(add(is_major=False, **changes), Admit())


def budgeted(scene: DeciderSpec | None = None, on: str = "2023-02-20") -> DeciderSpec:
    """Bring an initial project to its approved budget on a day."""
    prepared = (scene or admitted()).given(target(), ApproveTarget())
    return prepared.on(on).given(BUDGET, by=CONGRESS)


def monitored(scene: DeciderSpec | None = None) -> DeciderSpec:
    """Bring a project into the May round, whose result is due on 10 June by notice."""
    due = {RESULT: "2023-06-10", REVIEW: "2023-06-20"}
    noticed = (scene or budgeted()).under(in_force(packaged_rules(), due))
    return noticed.on("2023-05-31").given(OpenRound(node=MAY)).on("2023-06-05")


def rectifying(scene: DeciderSpec | None = None, until: date = NOTIFY_BY) -> DeciderSpec:
    """Bring a project to a rectification that is due on 30 June."""
    filed = (scene or monitored()).given(LOW_RATE)
    return filed.given(reviewed(rectify_by=until))


STAGES: Mapping[str, Callable[[], DeciderSpec]] = {
    "unregistered": unregistered,
    "ex-ante": lambda: unregistered().given(add()),
    "assessed": lambda: unregistered().given(add(), report()),
    "library": lambda: unregistered().given(add(), report(), assessed()),
    "target": admitted,
    "filed": lambda: admitted().given(target()),
    "approval": lambda: admitted().given(target(), ApproveTarget()),
    "execution": budgeted,
    "adjusting": lambda: budgeted().given(adjustment()),
    "round": monitored,
    "result": lambda: monitored().given(LOW_RATE),
    "rectify": rectifying,
    "reported": lambda: rectifying().given(DONE),
    "settled": lambda: rectifying().given(DONE, Accept(node=MAY)),
    "withdrawn": lambda: budgeted().given(WithdrawProject(reason="取消"), by=REVIEWER),
}
"""The stages of a project's year, in their order."""

ACTS: Mapping[str, Command] = {
    command.name: command
    for command in (
        add(),
        WithdrawProject(reason="取消"),
        RecordFunding(funding=Funding(county_funds=Decimal(1_000_000))),
        report(),
        ReturnReport(reason="请补充"),
        CommissionReassessment(commissioned="third-1", county_level_investment=Decimal(3_000_000)),
        FileReassessment(score=Decimal(90), result=Finding.SUPPORT, document="再评估报告"),
        assessed(),
        Admit(),
        target(),
        ReturnTarget(reason="不合理"),
        ApproveTarget(),
        joint_review(),
        adjustment(),
        ApproveAdjustment(),
        BUDGET,
        ISSUED,
        ACCOUNTS,
        RecordExecution(executed=Decimal(10_000), as_of=date(2023, 1, 10), source="一体化系统"),
        OpenRound(node=MAY),
        LOW_RATE,
        ReturnResult(node=MAY, reason="请核对"),
        reviewed(),
        Warn(node=MAY, reason="进度慢"),
        AnalyseCause(node=MAY, cause="开工晚", measure="加快"),
        Notify(node=MAY, reason="问题"),
        DONE,
        Refuse(node=MAY, reason="不同意"),
        Accept(node=MAY),
        Reject(node=MAY, reason="未到位"),
        FindUnmet(node=MAY, reason="未整改"),
        FindRefused(node=MAY, reason="拒不整改"),
        SetDay(deadline="exante.report", due=date(2023, 3, 1), document="通知"),
        Extend(deadline=RESULT, until=date(2023, 6, 15), approver="局长", reason="灾情"),
        PassDeadline(deadline=RESULT, step="overdue", planned=start_of(date(2023, 6, 11))),
        DELEGATED,
        DELEGATION_ENDED,
        ATTACHED,
        ImportAct(
            act="library.admit",
            done_on=date(2023, 1, 10),
            done_by="张三",
            document=ATTACHED.sha256,
        ),
        HANDED_OVER,
        correction(),
        *departments.acts(),
        undo("target.approve"),
        mend(f"monitoring.review:{MAY}"),
        annotation(),
        *acts_of(ApproveTarget()).values(),
    )
}
"""One act of each kind on a project's year, by name."""
