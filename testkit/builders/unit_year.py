"""Builders of a unit's year: its acts and its stages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from domain.kernel.answer import Rules
from domain.kernel.decider import SYSTEM, Actor, Frame, Member
from domain.kernel.message import Command
from domain.kernel.vocabulary import Role
from domain.shared.deadlines.evaluation_half import OpenEvaluation
from domain.shared.filings.attachment import Attach
from domain.shared.filings.correction import Correct
from domain.shared.filings.delegation import Delegate, EndDelegation
from domain.shared.filings.disclosure import Publish
from domain.shared.filings.joint_review import IndicatorFinding, RecordJointReview
from domain.shared.people.exception_grants import GrantException
from domain.subjects.unit_year import decider
from domain.subjects.unit_year.appraisal import AppraisalItem, PublishAppraisal, ScoreUnit
from domain.subjects.unit_year.budget_issue import IssueAccounts, IssueBudget
from domain.subjects.unit_year.department_deduction import RecordDeduction
from domain.subjects.unit_year.handed_on import HandedOn, Named
from domain.subjects.unit_year.indicators import Dimension, MeasuredIndicator, OverallIndicator
from domain.subjects.unit_year.monitoring import (
    FileOverallMonitoring,
    OpenOverallRound,
    ReviewOverallMonitoring,
)
from domain.subjects.unit_year.population import AddUnit
from domain.subjects.unit_year.selection import SelectProjects
from domain.subjects.unit_year.selection_opening import OpenSelection
from domain.subjects.unit_year.self_evaluation import (
    FileOverallSelfEvaluation,
    ReviewOverallSelfEvaluation,
)
from domain.subjects.unit_year.succession import EndUnit, SucceedUnit
from domain.subjects.unit_year.targets import ApproveOverallTarget, FileOverallTarget
from testkit.builders.feedback import feedback
from testkit.decider_spec import FILER, REVIEWER, THIRD_PARTY, UNIT, DeciderSpec, packaged_rules

STREAM = "653129/2025/unit/201001"
JUNE = date(2025, 6, 30)
DELEGATED = Delegate(
    organisation="202002", since=date(2025, 7, 1), until=date(2025, 7, 10), document="委托书"
)
DELEGATION_ENDED = EndDelegation(
    organisation="202002", last_day=date(2025, 7, 5), document="撤销委托书"
)
ATTACHED = Attach(
    sha256="a" * 64, file_name="监控佐证.pdf", size=1024, media_type="application/pdf"
)
ENDED = EndUnit(
    successors=(Named(unit="301001", unit_name="承接单位"),),
    since=date(2025, 1, 10),
    document="机构改革方案",
)
SUCCEEDED = SucceedUnit(
    predecessor="401001",
    since=date(2025, 1, 10),
    document="机构改革方案",
    passes=HandedOn(unit_name="示例单位", requested=Decimal(10_000_000)),
)
REPORT = "overall-monitoring.filing:2025-06-30"
DEPARTMENT = Actor("d-1", UNIT, Role.DEPARTMENT)

_POINTS = {
    Dimension.OPERATING_COST: (10, "<=", 20),
    Dimension.MANAGEMENT_EFFICIENCY: (20, ">=", 100),
    Dimension.DUTY_PERFORMANCE: (30, ">=", 100),
    Dimension.SOCIAL_BENEFIT: (10, "qualitative", None),
    Dimension.SUSTAINABILITY: (10, "qualitative", None),
    Dimension.SATISFACTION: (10, ">=", 90),
}
INDICATORS = tuple(
    OverallIndicator.model_validate(
        {
            "id": dimension.value,
            "dimension": dimension,
            "title": "合成指标",
            "relation": relation,
            "target": promised,
            "points": points,
        }
    )
    for dimension, (points, relation, promised) in _POINTS.items()
)
"""One indicator on each of the six dimensions, of 90 points in all."""


def add(**changes: Any) -> AddUnit:
    """Register a unit of 10,000,000 yuan."""
    fields: dict[str, Any] = {"unit_name": "示例单位", "requested": Decimal(10_000_000)}
    return AddUnit(**fields | changes)


def target(**changes: Any) -> FileOverallTarget:
    """File a target of 10,000,000 yuan on all six dimensions."""
    fields: dict[str, Any] = {
        "amount": Decimal(10_000_000),
        "execution_points": Decimal(10),
        "indicators": INDICATORS,
    }
    return FileOverallTarget(**fields | changes)


def joint_review(*unreasonable: str, **changes: Any) -> RecordJointReview:
    """Find all indicators of the target reasonable but for those named."""
    found = (
        IndicatorFinding(id=one.id, reasonable=one.id not in unreasonable) for one in INDICATORS
    )
    fields: dict[str, Any] = {"findings": tuple(found), "basis": "approved_functions"}
    return RecordJointReview(**fields | changes)


def report(**changes: Any) -> FileOverallMonitoring:
    """File a June report: half executed and half completed."""
    fields: dict[str, Any] = {
        "node": JUNE,
        "executed": Decimal(5_000_000),
        "completion_rate": Decimal(50),
    }
    return FileOverallMonitoring(**fields | changes)


def measured(indicator: OverallIndicator, share: Decimal = Decimal(1)) -> MeasuredIndicator:
    """The indicator reached to a share of its target, or of 100 percent."""
    fields = indicator.model_dump()
    if indicator.target is None:
        return MeasuredIndicator(**fields, level=share * 100)
    return MeasuredIndicator(**fields, actual=share * indicator.target)


def evaluation(share: str = "1", **changes: Any) -> FileOverallSelfEvaluation:
    """File a self-evaluation, fully executed and reached unless said otherwise."""
    fields: dict[str, Any] = {
        "budget": Decimal(12_000_000),
        "budget_basis": "adjusted",
        "executed": Decimal(12_000_000),
        "execution_points": Decimal(10),
        "indicators": tuple(measured(one, Decimal(share)) for one in INDICATORS),
    }
    return FileOverallSelfEvaluation(**fields | changes)


def member(code: str, budget: str | None, **facts: Any) -> Member:
    """A project of the unit with its budget in yuan."""
    known: dict[str, Any] = {
        "origin": "initial",
        "admitted": budget is not None,
        "target_amount": budget,
        "budget": budget,
        "executed": None,
        "key_project": False,
        "one_off": False,
    }
    return Member(f"653129/2025/{code}", code, UNIT, known | facts)


FRAME = Frame(
    77,
    (
        member("P1", "500000", executed="450000.5"),
        member("P2", "300000"),
        member("P3", "100000", one_off=True),
        member("P4", "100000", key_project=True),
        member("P5", None),
    ),
)
"""Budgets of 1,000,000 yuan in all; the rules of 伽师 want P3, P4, P1, P2."""


def selection(*codes: str, **changes: Any) -> SelectProjects:
    """Select projects, by default those that the rules put first and that make 20 percent."""
    fields: dict[str, Any] = {"selected": codes or ("P3", "P4")}
    return SelectProjects(**fields | changes)


_USUAL = {Role.DEPARTMENT: DEPARTMENT, Role.FINANCE: REVIEWER}


def taken(
    scene: DeciderSpec, act: Command, by: Actor | None = None, frame: Frame = FRAME
) -> DeciderSpec:
    """Take an act; one that looks at the unit's projects sees the frame."""
    if act.frame_for(vars(act)) is None:
        return scene.when(act, by)
    usual = next((one for role, one in _USUAL.items() if role in act.who), SYSTEM)
    return scene.take(replace(scene.act(act, by or usual), frame=frame))


def appraised(*points: str) -> ScoreUnit:
    """Score the unit on items of these points."""
    given = points or ("40", "55.5")
    items = [AppraisalItem(item=f"第{n}项", points=Decimal(p)) for n, p in enumerate(given)]
    return ScoreUnit(items=tuple(items))


def correction(filing: str = REPORT, replacement: dict[str, Any] | None = None) -> Correct:
    """Withdraw a filing, or replace it where a replacement is given."""
    action = "withdraw" if replacement is None else "replace"
    return Correct.model_validate(
        {"filing": filing, "action": action, "reason": "填报有误", "replacement": replacement}
    )


def publish(artefact: str = "overall_target", day: date = date(2025, 2, 10)) -> Publish:
    """Publish an artefact."""
    where = {"channel": "县政府网站", "medium": "government_portal", "address": "合成网址"}
    return Publish.model_validate({"artefact": artefact, "published_on": day, **where})


GRANTED = GrantException(
    rule="target.joint_review", reference="例外1号", approver="局长", reason="无第三方机构"
)
DEDUCTED = RecordDeduction(
    of_project="P001",
    department_projects=Decimal(9_000_000),
    deduction=Decimal(900_000),
    arranged=Decimal(8_100_000),
    document="扣减1号",
)
ISSUED = IssueBudget(projects=("P1", "P4"), document="批复1号")
"""Issue the department's budget with two of the projects of `FRAME`."""

ACCOUNTS = IssueAccounts(document="决算1号")
COMMENDED = PublishAppraisal(
    effective=True,
    rank_low=False,
    document="考核通报",
    copied_to=("party_committee", "government"),
)


def unregistered(rules: Rules | None = None, on: str = "2025-01-10") -> DeciderSpec:
    """Begin with a unit that nobody registered yet, by default under the rules of 伽师."""
    return DeciderSpec.of(decider, STREAM, rules or packaged_rules("653129"), on)


def registered(scene: DeciderSpec | None = None, **changes: Any) -> DeciderSpec:
    """Register a unit in January."""
    return (scene or unregistered()).given(add(**changes))


def approved(scene: DeciderSpec | None = None) -> DeciderSpec:
    """Bring a unit to its approved target, in February."""
    prepared = (scene or registered()).on("2025-02-10")
    return prepared.given(target(), ApproveOverallTarget())


def reviewed_jointly(scene: DeciderSpec) -> DeciderSpec:
    """All three parties review the target that waits, as 轮台 asks."""
    for party in (FILER, REVIEWER, THIRD_PARTY):
        scene = scene.given(joint_review(), by=party)
    return scene


def in_round(scene: DeciderSpec | None = None) -> DeciderSpec:
    """Bring a unit into the June round."""
    prepared = scene or approved()
    return prepared.on("2025-06-30").given(OpenOverallRound(node=JUNE)).on("2025-07-05")


def evaluating(scene: DeciderSpec | None = None) -> DeciderSpec:
    """Bring a unit with a reviewed June report into its evaluation half.

    Where the selection has a day, the log has no project to select.
    """
    prepared = scene or in_round().given(report(), ReviewOverallMonitoring(node=JUNE))
    opened = prepared.on("2026-01-01").given(OpenEvaluation(), by=SYSTEM)
    return opened.when(OpenSelection()).on("2026-04-10")


def selecting(frame: Frame = FRAME, scene: DeciderSpec | None = None) -> DeciderSpec:
    """Bring a unit with these projects to where it selects among them."""
    prepared = (scene or registered()).on("2026-01-01").given(OpenEvaluation(), by=SYSTEM)
    return taken(prepared, OpenSelection(), frame=frame)


def evaluated(scene: DeciderSpec | None = None, share: str = "1") -> DeciderSpec:
    """Bring a unit to its reviewed self-evaluation."""
    prepared = scene or evaluating()
    return prepared.given(evaluation(share), ReviewOverallSelfEvaluation())


def history(scene: DeciderSpec | None = None, **changes: Any) -> DeciderSpec:
    """Register a unit of imported history, in the year after its budget year."""
    begun = scene or unregistered(on="2026-01-10")
    return begun.given(add(history=True, executed=Decimal(12_000_000), **changes))


def published() -> DeciderSpec:
    """Bring a unit to its published appraisal; everything is still to be disclosed."""
    return evaluated().given(appraised(), COMMENDED)


def done() -> DeciderSpec:
    """Bring a unit to the end of its year."""
    told = published().given(feedback("overall_evaluation"))
    return told.given(publish(), publish("self_evaluation_form"))
