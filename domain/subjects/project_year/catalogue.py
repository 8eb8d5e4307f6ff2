"""The catalogue of a project's year: titles, letters, deadlines and phases."""

from __future__ import annotations

from dataclasses import replace

from domain.kernel.vocabulary import Role
from domain.shared.catalogue import common_entries as shared
from domain.shared.catalogue import endorsement_entries as endorsement
from domain.shared.catalogue.entries import (
    LEAVING,
    WITHDRAWN,
    Catalogue,
    DeadlineEntry,
    EventEntry,
    Mark,
    PhaseEntry,
    Settles,
    Stage,
    Tone,
    act,
)
from domain.shared.letters.types import About, DeadlineNames, Said
from domain.shared.names import Name
from domain.shared.rectification import catalogue as rectification
from domain.shared.rectification.problems import PROJECT_SOURCES
from domain.shared.signatures.catalogue import SIGNATURES, SIGNING
from domain.subjects.project_year.deadlines.due_dates import SPLIT
from domain.subjects.project_year.evaluation import catalogue as evaluation
from domain.subjects.project_year.exante.split import FundingAsked
from domain.subjects.project_year.monitoring import catalogue as monitoring
from domain.subjects.project_year.policy_catalogue import (
    ASSESSMENT,
    KEY_EVALUATED,
    KEY_EVALUATION,
    PREPARED,
    TARGETS,
)


def _asked(_event: FundingAsked, _about: About, _names: DeadlineNames) -> Said:
    lines = (
        "本项目为重大项目，是否须开展事前绩效评估，取决于有无县级财力安排。",
        "请填报中央、自治区、地州、县级资金各多少，各项之和应等于申请金额；填报前不能入库。",
    )
    return Said(Role.UNIT, "通知", "填报资金来源", lines)


_EXECUTION = EventEntry("execution.recorded", "导入预算执行数", told_by="flagged")
EXECUTION = replace(
    _EXECUTION,
    variants={
        True: EventEntry(
            "execution.recorded",
            "导入预算执行数，与已审核数不一致",
            Mark("differs", "数据不符", Tone.CAUTION),
            problem="warning",
        )
    },
)
"""A record of execution, which may differ from what was reviewed."""

BUDGET = EventEntry(
    "budget.approved", "批复预算，同步下达绩效目标", counted="预算批复 budgets approved"
)
"""The approval of a budget, by itself or with the department's."""

CATALOGUE = Catalogue(
    name=Name("项目", "project"),
    acts={
        Stage.EX_ANTE: (
            act(
                "project.add",
                EventEntry("project.added", "登记项目", counted="项目登记 projects"),
                shared.CONFIRMED,
                instead=(
                    "登记有误的，以 project.withdraw 撤销，再以新代码登记",
                    "withdraw the project (project.withdraw) and register it under another code",
                ),
            ),
            act(
                "project.withdraw",
                EventEntry(
                    "project.withdrawn", "撤销项目", WITHDRAWN, problem="withdrawal", labels=LEAVING
                ),
            ),
            act(
                "funding.record",
                EventEntry(
                    "funding.recorded",
                    "填报资金来源",
                    settles=Settles(SPLIT, by=Role.UNIT),
                    labels={
                        "funding": "资金来源 funding",
                        "document": "文件 document",
                        "exante_required": "须事前评估 assessment required",
                    },
                ),
                EventEntry("funding.asked", "要求填报资金来源", letter=_asked),
                shared.CONFIRMED,
                instead=(
                    "请再次办理 funding.record 填报正确的资金来源，以后一次为准",
                    "record the right parts by funding.record, and the later ones count",
                ),
            ),
            *ASSESSMENT,
            act(
                "library.admit",
                EventEntry("library.admitted", "项目入库", settles=Settles("library.admission")),
            ),
        ),
        Stage.TARGETS: (
            *TARGETS,
            shared.JOINT_REVIEW,
            act(
                "target.adjust",
                EventEntry("target.adjustment-filed", "申报绩效目标调整"),
                endorsement.REFERRED,
                shared.CONFIRMED,
            ),
            act(
                "target.approve-adjustment",
                EventEntry("target.adjustment-approved", "批准绩效目标调整"),
            ),
            act(
                "budget.approve",
                BUDGET,
                shared.CONFIRMED,
            ),
            act(
                "department-budget.mark-issued",
                EventEntry("department-budget.marked-issued", "随部门预算批复下达"),
                BUDGET,
            ),
            act(
                "final-accounts.mark-issued",
                EventEntry("final-accounts.marked-issued", "部门决算已批复"),
            ),
            act(
                "execution.record",
                EXECUTION,
                shared.CONFIRMED,
                instead=(
                    "请以同一截至日期再次导入正确的累计执行数，以后一次为准",
                    "record the right amount as of the same day, and the later record counts",
                ),
            ),
        ),
        Stage.MONITORING: (
            *monitoring.ROUNDS,
            *rectification.RECTIFICATION,
        ),
        Stage.SELF_EVALUATION: (
            *shared.EVALUATION_HALF,
            *evaluation.SELF_EVALUATION,
        ),
        Stage.EVALUATION: (
            *evaluation.SELECTED,
            *KEY_EVALUATION,
        ),
        Stage.RESULTS: (
            *evaluation.GRADING,
            *shared.EXCEPTIONS,
            *rectification.FEEDBACK_ACTS,
            *evaluation.RECOVERY,
            *shared.ACCOUNTABILITY,
            *shared.DISCLOSURE,
        ),
        Stage.ANY_TIME: (
            *shared.DEADLINE_ACTS,
            *shared.CORRECTION,
            *endorsement.ENDORSEMENT,
            *shared.UNDOING,
            *SIGNING,
            act(
                "history.import",
                EventEntry("history.imported", "导入以前年度项目", counted="历史导入 imported"),
                shared.CONFIRMED,
                instead=(
                    "导入有误的，以 project.withdraw 撤销该项目，再以新代码导入",
                    "withdraw the project (project.withdraw) and import it under another code",
                ),
            ),
            *shared.IMPORTS,
            *shared.DELEGATION,
            *shared.ATTACHMENTS,
            *shared.ANNOTATION,
            *shared.HAND_OVER,
        ),
    },
    deadlines=(
        *shared.RULING,
        *SIGNATURES,
        *PREPARED,
        DeadlineEntry(
            SPLIT, Name("填报资金来源", "funding by source"), Role.UNIT, rules=("exante.required",)
        ),
        DeadlineEntry(
            "library.admission",
            Name("入库审核", "admission"),
            rules=("library.gate", "exante.required"),
        ),
        DeadlineEntry(
            "target.adjustment-review",
            Name("目标调整审核", "adjustment review"),
            rules=("target.gate", "target.indicator_classes", "target.weights"),
        ),
        DeadlineEntry("budget.approval", Name("预算批复", "budget approval"), None),
        *monitoring.DEADLINES,
        *evaluation.DEADLINES,
        *KEY_EVALUATED,
        *rectification.OF_PROBLEMS,
        *map(rectification.of_source, PROJECT_SOURCES),
        DeadlineEntry(
            "disclosure.project_target",
            Name("公开绩效目标", "disclosure of the target"),
            None,
            rules=("disclosure.required:project_target",),
        ),
        DeadlineEntry(
            "disclosure.adjusted_target",
            Name("公开调整后的目标", "disclosure of the adjusted target"),
            None,
            rules=("disclosure.required:adjusted_target",),
        ),
        DeadlineEntry(
            "disclosure.self_evaluation_form",
            Name("公开自评表", "disclosure of the self-evaluation"),
            None,
            rules=("disclosure.required:self_evaluation_form",),
        ),
        DeadlineEntry(
            "disclosure.department_evaluation_report",
            Name("公开部门评价报告", "disclosure of the report"),
            None,
            rules=("disclosure.required:department_evaluation_report",),
        ),
        *shared.EXCEPTION,
        *endorsement.deadlines(
            "exante.report",
            "target.filing",
            "target.adjustment",
            "monitoring.result",
            "rectification.report",
            "self-evaluation.filing",
        ),
    ),
    phases=(
        PhaseEntry("unregistered", Name("未登记", "unregistered")),
        PhaseEntry("ex-ante", Name("事前评估", "ex-ante")),
        PhaseEntry("library", Name("项目库", "library")),
        PhaseEntry("target", Name("绩效目标", "target")),
        PhaseEntry("approval", Name("预算批复", "approval")),
        PhaseEntry("execution", Name("预算执行", "execution")),
        PhaseEntry("monitoring", Name("监控", "monitoring"), monthly=True),
        PhaseEntry("self-evaluation", Name("绩效自评", "self-evaluation")),
        PhaseEntry("department-evaluation", Name("部门评价", "department evaluation")),
        PhaseEntry("finance-review", Name("财政审核", "finance review")),
        PhaseEntry("authenticity", Name("真实性核查", "authenticity")),
        PhaseEntry("key-evaluation", Name("财政重点评价", "key evaluation")),
        PhaseEntry("grading", Name("评定等次", "grading")),
        PhaseEntry("results", Name("结果应用", "results")),
        PhaseEntry("disclosed", Name("已公开", "disclosed")),
        PhaseEntry("withdrawn", Name("已退出", "withdrawn")),
    ),
)
"""The catalogue of a project's year."""
