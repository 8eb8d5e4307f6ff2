"""The evaluation half of a project's year in its catalogue."""

from __future__ import annotations

from dataclasses import replace

from domain.kernel.vocabulary import Role
from domain.shared.catalogue import common_entries as shared
from domain.shared.catalogue import endorsement_entries as endorsement
from domain.shared.catalogue.entries import (
    DeadlineEntry,
    EventEntry,
    Mark,
    SendsBack,
    Settles,
    Tone,
    act,
    returned,
)
from domain.shared.letters.text import reason_lines
from domain.shared.letters.types import About, DeadlineNames, Said
from domain.shared.names import Name
from domain.shared.rectification.catalogue import ASKED
from domain.subjects.project_year.evaluation.key_evaluation import UnmarkedSelected

_FINDING = EventEntry(
    "authenticity.finding-recorded",
    "登记核查结论",
    settles=Settles("authenticity.finding"),
    counted="真实性核查 authenticity findings",
)
_UNTRUE = replace(_FINDING, problem="finding")


def _evaluation_cancelled(
    event: UnmarkedSelected, about: About, _names: DeadlineNames
) -> Said | None:
    """The letter to the institution whose commission is cancelled; without one, nobody knew."""
    if event.institution is None:
        return None
    lines = (
        "本项目的财政重点评价选取已撤回，对贵机构的委托一并作废。",
        "此前就此发出的通知和催办一并作废，无须办理。",
        *reason_lines(event.reason, about),
    )
    return Said(Role.THIRD_PARTY, "撤回", "财政重点评价委托", lines, organisation=event.institution)


SELF_EVALUATION = (
    act(
        "self-evaluation.file",
        EventEntry(
            "self-evaluation.filed",
            "填报绩效自评表",
            settles=Settles("self-evaluation.filing", filed=True),
        ),
        endorsement.REFERRED,
    ),
    act(
        "self-evaluation.return",
        returned(
            "self-evaluation.returned",
            "退回绩效自评表",
            Role.UNIT,
            "绩效自评表",
            SendsBack("self-evaluation.filing"),
        ),
    ),
    act(
        "self-evaluation.review",
        EventEntry(
            "self-evaluation.reviewed",
            "审核绩效自评表",
            settles=Settles("finance-review"),
            counted="绩效自评审核 self-evaluations reviewed",
        ),
        ASKED,
    ),
    act("authenticity.mark-drawn", EventEntry("authenticity.marked-drawn", "被抽中真实性核查")),
    act(
        "authenticity.unmark-drawn",
        EventEntry(
            "authenticity.unmarked-drawn",
            "撤回真实性核查抽取",
            shared.TAKEN_BACK,
            problem="correction",
            labels={"found": "核查结论作废 finding cancelled", "reason": "理由 reason"},
        ),
    ),
    act(
        "authenticity.record-finding", replace(_FINDING, told_by="untrue", variants={True: _UNTRUE})
    ),
)
"""Filing, review and check of the self-evaluation."""

SELECTED = (
    act(
        "department-evaluation.mark-selected",
        EventEntry("department-evaluation.marked-selected", "被选入部门评价"),
    ),
    act(
        "department-evaluation.file-report",
        EventEntry(
            "department-evaluation.report-filed",
            "提交部门评价报告",
            settles=Settles("department-evaluation.report", filed=True),
        ),
    ),
    act(
        "department-evaluation.return",
        returned(
            "department-evaluation.returned",
            "退回部门评价报告",
            Role.DEPARTMENT,
            "部门评价报告",
            SendsBack("department-evaluation.report"),
        ),
    ),
    act(
        "department-evaluation.review",
        EventEntry(
            "department-evaluation.reviewed",
            "审核部门评价报告",
            settles=Settles("finance-review"),
            counted="部门评价审核 department evaluations",
        ),
        ASKED,
    ),
    act(
        "key-evaluation.mark-selected",
        EventEntry("key-evaluation.marked-selected", "被选入财政重点评价"),
    ),
    act(
        "key-evaluation.unmark-selected",
        EventEntry(
            "key-evaluation.unmarked-selected",
            "撤回重点评价选取",
            shared.TAKEN_BACK,
            _evaluation_cancelled,
            problem="correction",
            labels={
                "institution": "已作废委托的机构 commission cancelled",
                "reason": "理由 reason",
            },
        ),
    ),
)
"""The department's evaluation, and the selection for the bureau's evaluation."""

_FOUND = {"finding": "发现的问题 finding", "document": "文件 document"}

_TAKEN_BACK = {"amount": "金额（元） amount", "reason": "理由 reason", "document": "文件 document"}

GRADING = (
    act(
        "audit.record-finding",
        EventEntry("audit.finding-recorded", "登记审计发现问题", problem="finding", labels=_FOUND),
    ),
    act(
        "finding.record",
        EventEntry(
            "finding.recorded",
            "登记检查发现问题",
            problem="finding",
            labels={"source": "来源 source", **_FOUND, "untrue": "自评不真实 untrue"},
        ),
    ),
    act(
        "funds.record-major-problem",
        EventEntry(
            "funds.major-problem-recorded",
            "登记资金使用重大问题",
            problem="finding",
            labels={
                "problem": "问题 problem",
                "document": "认定文件 document",
                "decider": "认定人 decider",
            },
        ),
    ),
    act(
        "grade.finalise",
        EventEntry(
            "grade.finalised",
            "评定最终等次",
            settles=Settles("grade.finalisation"),
            counted="等次评定 grades finalised",
        ),
    ),
    act(
        "grade.reopen",
        EventEntry(
            "grade.reopened",
            "重启等次评定",
            Mark("reopened", "重启", Tone.CHANGE),
            settles=Settles("grade.reopening"),
            problem="reopening",
        ),
    ),
    act(
        "results.propose",
        EventEntry(
            "results.proposed",
            "提出结果应用意见",
            settles=Settles("results.proposal"),
            labels={
                "planned": "计划安排（元） planned",
                "actions": "应用方式 actions",
                "deduction": "扣减数（元） deduction",
                "department_projects": "部门单位项目支出计划总额（元） department's projects",
            },
        ),
        shared.CONFIRMED,
    ),
    act(
        "results.apply",
        EventEntry(
            "results.applied",
            "应用评价结果",
            settles=Settles("results.application"),
            labels={
                "actions": "应用方式 actions",
                "amount": "安排数（元） amount",
                "factor": "低于计划的因素 factor",
                "reason": "理由 reason",
                "adjustment": "调整内容 adjustment",
                "department_deduction": "部门扣减登记文号 department's deduction",
                "exception": "例外文号 exception",
            },
        ),
        shared.CONFIRMED,
    ),
)
"""Findings, grade and the use of results."""

RECOVERY = (
    act(
        "funds.recover",
        EventEntry("funds.recovered", "收回资金", problem="recovery", labels=_TAKEN_BACK),
    ),
    act(
        "carry-over.clear",
        EventEntry("carry-over.cleared", "清理结转", problem="recovery", labels=_TAKEN_BACK),
    ),
)
"""Taking funds back."""

DEADLINES = (
    DeadlineEntry(
        "self-evaluation.filing",
        Name("绩效自评", "self-evaluation"),
        Role.UNIT,
        rules=("self_evaluation.due", "self_evaluation.scope"),
    ),
    DeadlineEntry(
        "department-evaluation.report",
        Name("部门评价报告", "department evaluation"),
        Role.DEPARTMENT,
        rules=("department_evaluation.due", "department_evaluation.coverage"),
    ),
    DeadlineEntry(
        "finance-review",
        Name("自评与报告审核", "finance review"),
        rules=("finance_review.due", "grade.score_source"),
    ),
    DeadlineEntry(
        "authenticity.finding",
        Name("核查结论", "authenticity finding"),
        rules=("authenticity.due", "authenticity.sample"),
    ),
    DeadlineEntry(
        "grade.finalisation",
        Name("评定等次", "final grade"),
        rules=("grade.final:band", "grade.bands"),
    ),
    DeadlineEntry(
        "grade.reopening", Name("重启评定", "reopening"), rules=("grade.final:band", "grade.bands")
    ),
    DeadlineEntry(
        "results.proposal",
        Name("结果应用意见", "proposal"),
        rules=("results.budget_action", "results.measures"),
    ),
    DeadlineEntry(
        "results.application",
        Name("结果应用", "application"),
        rules=("results.budget_action", "results.measures"),
    ),
)
"""The deadlines of the evaluation."""
