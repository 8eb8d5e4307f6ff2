"""Builders of a project's evaluation half: its acts and its stages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from domain.kernel.answer import Rules
from domain.kernel.message import Command
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import BudgetType, Origin
from domain.shared.deadlines.evaluation_half import OpenEvaluation
from domain.shared.filings.disclosure import ApproveException, Publish
from domain.shared.people.exception_grants import GrantException
from domain.shared.rectification.following import CarryOver, Propose
from domain.shared.rectification.giving import FoundProblem, GiveFeedback
from domain.subjects.project_year import decider
from domain.subjects.project_year.evaluation import (
    authenticity,
    department_evaluation,
    key_evaluation,
)
from domain.subjects.project_year.evaluation.indicator_results import IndicatorResult
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise, ReviewByPanel
from domain.subjects.project_year.evaluation.report_scores import KeyIndicator, ReportIndicator
from domain.subjects.project_year.evaluation.self_evaluation import FileSelfEvaluation
from domain.subjects.project_year.evaluation.self_evaluation_review import (
    ReturnSelfEvaluation,
    ReviewSelfEvaluation,
)
from domain.subjects.project_year.imported_history import ImportHistory
from domain.subjects.project_year.results import accountability
from domain.subjects.project_year.results.findings import (
    RecordAuditFinding,
    RecordCheckFinding,
    RecordMajorProblem,
)
from domain.subjects.project_year.results.grades import FinaliseGrade, ReopenGrade
from domain.subjects.project_year.results.recovery import ClearCarryOver, RecoverFunds
from domain.subjects.project_year.results.use_of_results import ApplyResults, ProposeResults
from testkit.builders.project_year import ACTS, INDICATORS, budgeted
from testkit.decider_spec import REVIEWER, UNIT, DeciderSpec, FakeRules, packaged_rules

PAST = "652825/2022/P001"
"""A project of the budget year before, which is imported history."""

SELF = "self-evaluation.filing"
DEPARTMENT_REPORT = "department-evaluation.report"
KEY_REPORT = "key-evaluation.report"
INSTITUTION = "third-1"
PANEL = ("finance", "third_party", "cppcc_member", "evaluation_expert", "industry_expert")


def history(**changes: Any) -> ImportHistory:
    """Import a project of 1,000,000 yuan of which 900,000 were executed."""
    fields: dict[str, Any] = {
        "project_name": "示例项目",
        "unit": UNIT,
        "unit_name": "示例单位",
        "budget_type": BudgetType.GENERAL_PUBLIC,
        "origin": Origin.INITIAL,
        "initial": Decimal(1_000_000),
        "executed": Decimal(900_000),
        "indicators": INDICATORS,
    }
    return ImportHistory(**fields | changes)


def reached(
    number: str = "10", level: str = "90", satisfied: str = "95"
) -> tuple[IndicatorResult, ...]:
    """The indicators of the target with what was reached: 50, level x 30 / 100 and 10 points."""
    promised = [
        one.model_dump(include={"id", "indicator_class", "relation", "target", "points"})
        for one in INDICATORS
    ]
    actual: list[dict[str, Any]] = [{"actual": number}, {"level": level}, {"actual": satisfied}]
    return tuple(
        IndicatorResult(**promise | result)
        for promise, result in zip(promised, actual, strict=True)
    )


def self_evaluation(**changes: Any) -> FileSelfEvaluation:
    """File a form of 96 points: 9 for execution, 50, 27 and 10."""
    fields: dict[str, Any] = {
        "budget": Decimal(1_000_000),
        "budget_basis": "initial",
        "executed": Decimal(900_000),
        "indicators": reached(),
        "document": "自评表",
    }
    return FileSelfEvaluation(**fields | changes)


def indicators(*parts: tuple[str, str]) -> tuple[ReportIndicator, ...]:
    """Indicators of a report, as (maximum, points)."""
    return tuple(
        ReportIndicator(id=f"{number}", title="指标", maximum=maximum, points=points)
        for number, (maximum, points) in enumerate(parts, start=1)
    )


def key_indicators(*parts: tuple[str, str], of: tuple[str, ...] = ()) -> tuple[KeyIndicator, ...]:
    """Indicators of a key evaluation's report, as (maximum, points), each of its dimension."""
    return tuple(
        KeyIndicator(**one.model_dump(), dimension=of[number] if number < len(of) else None)
        for number, one in enumerate(indicators(*parts))
    )


def department_report(points: str = "45") -> department_evaluation.FileReport:
    """File a report of 40 points and those given of 60."""
    return department_evaluation.FileReport(
        indicators=indicators(("40", "40"), ("60", points)), document="部门评价报告"
    )


def key_report(points: str = "52", **changes: Any) -> key_evaluation.FileReport:
    """File a report of 40 points and those given of 60."""
    fields: dict[str, Any] = {
        "indicators": key_indicators(("40", "40"), ("60", points)),
        "document": "重点评价报告",
    }
    return key_evaluation.FileReport(**fields | changes)


NEXT_YEAR = date(2024, 3, 31)


def problem(id_: str = "W1", **changes: Any) -> FoundProblem:
    """A problem about a clause, with a day."""
    fields = {"text": "台账不全", "clause": "资金管理办法第五条", "rectify_by": date(2023, 6, 30)}
    return FoundProblem.model_validate({"id": id_, **fields, **changes})


def feedback(*problems: FoundProblem, **changes: Any) -> GiveFeedback:
    """Feed back the problems of the self-evaluation, by default one."""
    fields: dict[str, Any] = {"source": "self_evaluation", "problems": problems or (problem(),)}
    return GiveFeedback(**fields | changes)


def finding(*, untrue: bool = False) -> authenticity.RecordFinding:
    """Record the finding of a check."""
    return authenticity.RecordFinding(untrue=untrue, findings="现场核查记录")


SELECTED = department_evaluation.MarkSelected(unit=UNIT)
DRAWN = authenticity.MarkDrawn()
KEY = key_evaluation.MarkSelected()
UNDRAWN = authenticity.UnmarkDrawn(reason="误抽")
UNSELECTED = key_evaluation.UnmarkSelected(reason="误选")
COMMISSION = key_evaluation.Commission(
    institution=INSTITUTION, procured=True, procurement_reference="CG-2023-1"
)
VIEWS = key_evaluation.ExchangeViews(views="已交换意见")
PASSED = ReviewByPanel(members=PANEL, passed=True)
AUDIT = RecordAuditFinding(document="审字〔2023〕1号", finding="资料不全")
PROBLEM = RecordMajorProblem(problem="挪用", document="纪字〔2023〕1号", decider="县政府")
CHECK = RecordCheckFinding(source="supervision", document="检字〔2023〕1号", finding="账实不符")
REVIEWED = ReviewSelfEvaluation()
GRADED = FinaliseGrade()
PROPOSED = ProposeResults(planned=Decimal(500_000), targets_met=True)
APPLIED = ApplyResults(amount=Decimal(500_000))
REOPENED = ReopenGrade(reason="审计发现问题")


def published(artefact: str = "self_evaluation_form") -> Publish:
    """Publish an artefact on the government's portal on 20 March 2023."""
    return Publish.model_validate(
        {
            "artefact": artefact,
            "channel": "县政府门户网站",
            "medium": "government_portal",
            "address": "合成网址",
            "published_on": date(2023, 3, 20),
        }
    )


def imported(rules: Rules | None = None, on: str = "2023-01-10", **changes: Any) -> DeciderSpec:
    """Begin with imported history of 2022, by default under the rules of 且末."""
    scene = DeciderSpec.of(decider, PAST, packaged_rules() if rules is None else rules, on)
    return scene.given(history(**changes)).on("2023-03-20")


def filed(scene: DeciderSpec | None = None) -> DeciderSpec:
    """Bring a project to a self-evaluation that waits for its review."""
    return (scene or imported()).given(self_evaluation())


def selected(scene: DeciderSpec | None = None) -> DeciderSpec:
    """Bring a project to a reviewed self-evaluation and into the department's selection."""
    return (scene or filed()).given(REVIEWED, SELECTED)


def commissioned(scene: DeciderSpec | None = None) -> DeciderSpec:
    """Bring a project to a key evaluation that an institution is commissioned with."""
    return (scene or filed()).given(REVIEWED, KEY, COMMISSION)


def graded(scene: DeciderSpec | None = None) -> DeciderSpec:
    """Bring a project to its final grade by its self-evaluation of 96 points."""
    return (scene or filed()).given(REVIEWED, GRADED)


def cause_of(scene: DeciderSpec) -> UUID | None:
    """The event that the first event of the last outcome names as its cause."""
    decisions = () if isinstance(scene.outcome, Refusal) else scene.outcome
    return decisions[0].caused_by


EVALUATION_STAGES: Mapping[str, Callable[[], DeciderSpec]] = {
    "year-over": lambda: budgeted().on("2024-01-01").given(OpenEvaluation()),
    "imported": imported,
    "self-filed": filed,
    "selected": selected,
    "department-filed": lambda: selected().given(department_report()),
    "drawn": lambda: filed().given(REVIEWED, DRAWN),
    "key-selected": lambda: filed().given(REVIEWED, KEY),
    "commissioned": commissioned,
    "key-filed": lambda: commissioned().given(key_report()),
    "views": lambda: commissioned().given(key_report(), VIEWS),
    "grading": lambda: filed().given(REVIEWED),
    "graded": graded,
    "proposed": lambda: graded().given(PROPOSED),
    "applied": lambda: graded().given(PROPOSED, APPLIED),
    "disclosed": lambda: graded().given(PROPOSED, APPLIED).given(published(), by=REVIEWER),
    "reopened": lambda: graded().given(AUDIT, REOPENED),
}
"""The stages of an evaluation half, in their order."""

EVALUATION_ACTS: Mapping[str, Command] = {
    command.name: command
    for command in (
        history(),
        OpenEvaluation(),
        self_evaluation(),
        ReturnSelfEvaluation(reason="请核对"),
        REVIEWED,
        SELECTED,
        department_report(),
        department_evaluation.ReturnReport(reason="请核对"),
        department_evaluation.ReviewReport(),
        DRAWN,
        UNDRAWN,
        finding(),
        KEY,
        UNSELECTED,
        COMMISSION,
        key_report(),
        VIEWS,
        PASSED,
        Finalise(),
        AUDIT,
        CHECK,
        PROBLEM,
        GRADED,
        REOPENED,
        PROPOSED,
        APPLIED,
        GrantException(
            rule="results.budget_action", reference="例外1号", approver="县长", reason="民生"
        ),
        RecoverFunds(amount=Decimal(1_000), reason="结余", document="收回通知1号"),
        ClearCarryOver(amount=Decimal(1_000), reason="结转两年"),
        accountability.Propose(against="department", duty_not_performed=True, reason="未履职"),
        accountability.Record(measure="circulated_criticism", whom="示例单位", document="通报1号"),
        published(),
        ApproveException(artefact="self_evaluation_form", approver="局长", reason="涉密"),
        feedback(),
        Propose(source="self_evaluation", problems=("W1",), measures="完善台账"),
        CarryOver(source="self_evaluation", problems=("W1",), reason="跨年", rectify_by=NEXT_YEAR),
    )
}
"""One act of each kind on a project's evaluation half, by name."""

ALL_ACTS: Mapping[str, Command] = {**ACTS, **EVALUATION_ACTS}
"""One act of each kind on a project's year."""


def _source(asked: Mapping[str, Any]) -> str:
    """The unit's own score where there is one, as the rules have it."""
    available: list[str] = asked["available"]
    return "self" if "self" in available else available[0]


VETO = FakeRules(
    {
        "self_evaluation.score": {"score": "96.00", "execution_points": "9.00", "indicators": []},
        "grade.bands": "excellent",
        "grade.score_source": _source,
        "grade.final": lambda asked: {
            "grade": "poor" if asked["untrue_self_evaluation"] else "excellent",
            "score": asked["score"],
            "chain": [
                {"step": "band", "from": None, "to": "excellent", "clause": "CN-03"},
                *(
                    [{"step": "veto", "from": "excellent", "to": "poor", "clause": "XX-01"}]
                    if asked["untrue_self_evaluation"]
                    else []
                ),
            ],
        },
        "results.budget_action": lambda asked: {
            "actions": ["recover"] if asked["veto"] else ["priority"],
            "alternatives": False,
            "in_principle": False,
            "deduction": None,
        },
    }
)
"""A made-up county with a veto."""
