"""Builders of a policy: its acts and its stages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.kernel.answer import Rules
from domain.kernel.message import Command
from domain.kernel.vocabulary import ReviewResult, start_of
from domain.shared.deadlines.deadline_acts import Extend, PassDeadline
from domain.shared.deadlines.set_day import SetDay
from domain.shared.filings.disclosure import ApproveException, Publish
from domain.subjects.policies import decider
from domain.subjects.policies.evaluation_objects import AddObject, SelectObject
from domain.subjects.policies.population import AddPolicy, WithdrawPolicy
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise
from domain.subjects.project_year.exante.assessment import ReturnReport
from domain.subjects.project_year.exante.reassessment import (
    CommissionReassessment,
    FileReassessment,
)
from domain.subjects.project_year.targets.target import ApproveTarget, ReturnTarget
from testkit.builders import departments
from testkit.builders.annotations import annotation
from testkit.builders.feedback import feedback, problem, rectifying
from testkit.builders.project_evaluation import COMMISSION, PASSED, VIEWS, key_report
from testkit.builders.project_year import (
    ATTACHED,
    DELEGATED,
    DELEGATION_ENDED,
    HANDED_OVER,
    assessed,
    correction,
    report,
    target,
)
from testkit.builders.signatures import acts_of
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import REVIEWER, UNIT, DeciderSpec, packaged_rules

STREAM = "652825/policy/ZC01"
KEY_DAY = "key-evaluation.finalisation"


def add(**changes: Any) -> AddPolicy:
    """Register a new, major policy of 5,000,000 yuan, which has to be assessed."""
    fields: dict[str, Any] = {
        "policy_name": "示例政策",
        "unit": UNIT,
        "unit_name": "示例单位",
        "is_new": True,
        "is_major": True,
        "estimated": Decimal(5_000_000),
        "estimated_basis": "三年总投入",
    }
    return AddPolicy(**fields | changes)


def add_object(**changes: Any) -> AddObject:
    """Register the overall expenditure of a unit as an object of evaluation."""
    fields: dict[str, Any] = {
        "object_type": "unit_overall",
        "object_name": "示例单位整体支出",
        "unit": UNIT,
        "unit_name": "示例单位",
        "evaluated_year": 2022,
        "amount": Decimal(5_000_000),
        "amount_basis": "决算支出",
    }
    return AddObject.model_validate(fields | changes)


SELECT = SelectObject(work_year=2023, document="重点评价计划")


def publish(artefact: str = "key_evaluation_report", on: str = "2023-01-10") -> Publish:
    """Publish the report of the key evaluation."""
    where = {"channel": "政府网站", "medium": "government_portal", "address": "合成网址"}
    return Publish.model_validate({"artefact": artefact, "published_on": on, **where})


def unregistered(rules: Rules | None = None, on: str = "2023-01-10") -> DeciderSpec:
    """Begin with a policy that nobody registered yet, by default under the rules of 且末."""
    return DeciderSpec.of(decider, STREAM, rules or packaged_rules(), on)


def approved(scene: DeciderSpec | None = None) -> DeciderSpec:
    """Bring a policy that needs no assessment to its approved target."""
    return (scene or unregistered()).given(add(is_major=False), target(), ApproveTarget())


def reported(scene: DeciderSpec | None = None) -> DeciderSpec:
    """Bring a policy to the report of its key evaluation."""
    return approved(scene).given(COMMISSION, key_report())


def finalised(scene: DeciderSpec | None = None) -> DeciderSpec:
    """Bring a policy to the final result of its key evaluation."""
    return reported(scene).given(VIEWS, PASSED, Finalise())


FED_BACK = feedback("key_evaluation", problem(date(2023, 6, 30)))

STAGES: Mapping[str, Callable[[], DeciderSpec]] = {
    "unregistered": unregistered,
    "ex-ante": lambda: unregistered().given(add()),
    "assessed": lambda: unregistered().given(add(), report()),
    "target": lambda: unregistered().given(add(), report(), assessed()),
    "filed": lambda: unregistered().given(add(), report(), assessed(), target()),
    "execution": approved,
    "evaluating": lambda: approved().given(COMMISSION),
    "reported": reported,
    "finalised": finalised,
    "fed-back": lambda: finalised().given(FED_BACK),
    "disclosed": lambda: finalised().given(publish(), by=REVIEWER),
    "withdrawn": lambda: approved().given(WithdrawPolicy(reason="停止执行"), by=REVIEWER),
}
"""The stages of a policy, in their order."""

ACTS: Mapping[str, Command] = {
    command.name: command
    for command in (
        add(),
        WithdrawPolicy(reason="停止执行"),
        add_object(),
        SELECT,
        report(),
        ReturnReport(reason="请补充"),
        CommissionReassessment(commissioned="third-1", county_level_investment=Decimal(3_000_000)),
        FileReassessment(score=Decimal(90), result=ReviewResult.SUPPORT, document="再评估报告"),
        assessed(),
        target(),
        ReturnTarget(reason="不合理"),
        ApproveTarget(),
        COMMISSION,
        key_report(),
        VIEWS,
        PASSED,
        Finalise(),
        *rectifying("key_evaluation", date(2023, 12, 31)),
        publish(),
        ApproveException(artefact="key_evaluation_report", approver="局长", reason="涉密"),
        SetDay(deadline="exante.report", due=date(2023, 3, 1), document="通知"),
        Extend(deadline=KEY_DAY, until=date(2023, 8, 31), approver="局长", reason="灾情"),
        PassDeadline(deadline=KEY_DAY, step="overdue", planned=start_of(date(2023, 8, 1))),
        correction("target.filing"),
        *departments.acts(),
        DELEGATED,
        DELEGATION_ENDED,
        ATTACHED,
        HANDED_OVER,
        undo("target.approve"),
        mend("key-evaluation.finalise"),
        annotation(),
        *acts_of(ApproveTarget()).values(),
    )
}
"""One act of each kind on a policy, by name."""
