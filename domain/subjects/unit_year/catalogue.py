"""The catalogue of a unit's year: titles, letters, deadlines and phases."""

from __future__ import annotations

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
    Reach,
    SendsBack,
    Settles,
    Stage,
    Tone,
    act,
    at_node,
    returned,
)
from domain.shared.names import Name
from domain.shared.rectification import catalogue as rectification
from domain.shared.signatures.catalogue import SIGNATURES, SIGNING

CATALOGUE = Catalogue(
    name=Name("单位整体支出", "unit"),
    acts={
        Stage.TARGETS: (
            act(
                "unit.add",
                EventEntry("unit.added", "登记单位", counted="单位登记 units"),
                shared.CONFIRMED,
                instead=("登记有误的，以 unit.withdraw 撤销", "withdraw the unit (unit.withdraw)"),
            ),
            act(
                "unit.withdraw",
                EventEntry(
                    "unit.withdrawn", "撤销单位", WITHDRAWN, problem="withdrawal", labels=LEAVING
                ),
            ),
            act(
                "overall-target.file",
                EventEntry(
                    "overall-target.filed",
                    "申报整体支出绩效目标",
                    settles=Settles("overall-target.filing", filed=True),
                ),
                endorsement.REFERRED,
                shared.CONFIRMED,
            ),
            act(
                "overall-target.return",
                returned(
                    "overall-target.returned",
                    "退回整体支出绩效目标",
                    Role.UNIT,
                    "整体支出绩效目标申报",
                    SendsBack("overall-target.filing"),
                    Settles("overall-target.review"),
                ),
            ),
            act(
                "overall-target.approve",
                EventEntry(
                    "overall-target.approved",
                    "批复整体支出绩效目标",
                    settles=Settles("overall-target.review"),
                    counted="整体目标批复 overall targets approved",
                ),
            ),
            shared.JOINT_REVIEW,
            *shared.EXCEPTIONS,
            act(
                "department-budget.issue",
                EventEntry(
                    "department-budget.issued",
                    "批复部门预算，同步下达绩效目标",
                    counted="部门预算批复 departments' budgets issued",
                ),
                reach=Reach.OF_THE_UNIT,
                reaches=("department-budget.mark-issued",),
                instead=(
                    "批复已下达各项目；项目有误的，在该项目上撤回 budget.approve 后重新批复",
                    "withdraw the wrong project's budget (budget.approve), and approve it again",
                ),
            ),
        ),
        Stage.MONITORING: (
            act(
                "overall-monitoring.open-round",
                EventEntry("overall-monitoring.round-opened", "监控节点到达，开启整体支出监控"),
            ),
            act(
                "overall-monitoring.file",
                EventEntry(
                    "overall-monitoring.filed",
                    "填报整体支出监控报告",
                    settles=Settles("overall-monitoring.filing", filed=True, keys=at_node),
                ),
                endorsement.REFERRED,
                shared.CONFIRMED,
            ),
            act(
                "overall-monitoring.return",
                returned(
                    "overall-monitoring.returned",
                    "退回整体支出监控报告",
                    Role.UNIT,
                    "整体支出监控报告",
                    SendsBack("overall-monitoring.filing", at_node),
                    Settles("overall-monitoring.review", keys=at_node),
                ),
            ),
            act(
                "overall-monitoring.review",
                EventEntry(
                    "overall-monitoring.reviewed",
                    "审核整体支出监控报告",
                    settles=Settles("overall-monitoring.review", keys=at_node),
                ),
            ),
        ),
        Stage.SELF_EVALUATION: (
            *shared.EVALUATION_HALF,
            act(
                "overall-self-evaluation.file",
                EventEntry(
                    "overall-self-evaluation.filed",
                    "填报整体支出绩效自评",
                    settles=Settles("overall-self-evaluation.filing", filed=True),
                ),
                endorsement.REFERRED,
                shared.CONFIRMED,
            ),
            act(
                "overall-self-evaluation.return",
                returned(
                    "overall-self-evaluation.returned",
                    "退回整体支出绩效自评",
                    Role.UNIT,
                    "整体支出绩效自评",
                    SendsBack("overall-self-evaluation.filing"),
                    Settles("overall-self-evaluation.review"),
                ),
            ),
            act(
                "overall-self-evaluation.review",
                EventEntry(
                    "overall-self-evaluation.reviewed",
                    "审核整体支出绩效自评",
                    settles=Settles("overall-self-evaluation.review"),
                    counted="整体自评审核 overall self-evaluations",
                ),
                rectification.ASKED,
            ),
        ),
        Stage.EVALUATION: (
            act(
                "department-evaluation.open-selection",
                EventEntry("department-evaluation.selection-opened", "部门评价开始选取项目"),
            ),
            act(
                "department-evaluation.select",
                EventEntry(
                    "department-evaluation.selected",
                    "选取部门评价项目",
                    settles=Settles("department-evaluation.selection", by=Role.DEPARTMENT),
                ),
                reach=Reach.SELECTED,
                reaches=("department-evaluation.mark-selected",),
            ),
            *shared.REACHING,
        ),
        Stage.RESULTS: (
            act(
                "final-accounts.issue",
                EventEntry("final-accounts.issued", "批复部门决算"),
                reach=Reach.OF_THE_UNIT,
                reaches=("final-accounts.mark-issued",),
                instead=(
                    "请以正确的文件再次办理 final-accounts.issue，以后一次为准",
                    "issue them again (final-accounts.issue), and the later one counts",
                ),
            ),
            *rectification.FEEDBACK_ACTS,
            *rectification.OF_PROBLEMS_ALONE,
            act("unit-appraisal.score", EventEntry("unit-appraisal.scored", "单位考核评分")),
            act("appraisal.publish", EventEntry("appraisal.published", "公布考核结果")),
            act(
                "department-deduction.record",
                EventEntry(
                    "department-deduction.recorded",
                    "登记部门项目支出扣减",
                    labels={
                        "of_project": "所涉项目 of project",
                        "department_projects": "部门项目支出计划总额（元） department's projects",
                        "deduction": "扣减数（元） deduction",
                        "arranged": "扣减后安排数（元） arranged",
                        "document": "文件 document",
                    },
                ),
            ),
            *shared.DISCLOSURE,
        ),
        Stage.ANY_TIME: (
            *shared.DEADLINE_ACTS,
            *shared.CORRECTION,
            *endorsement.ENDORSEMENT,
            *shared.UNDOING,
            *SIGNING,
            *shared.DELEGATION,
            *shared.ATTACHMENTS,
            *shared.IMPORTS,
            *shared.ANNOTATION,
            act(
                "unit.end",
                EventEntry(
                    "unit.ended", "单位撤并，单位年度终止", Mark("ended", "撤并", Tone.CHANGE)
                ),
            ),
            act(
                "unit.succeed",
                EventEntry(
                    "unit.succeeded", "承接撤并单位", Mark("took over", "承接", Tone.CHANGE)
                ),
            ),
        ),
    },
    deadlines=(
        *shared.RULING,
        *SIGNATURES,
        DeadlineEntry(
            "overall-target.filing",
            Name("整体支出目标申报", "overall target"),
            Role.UNIT,
            rules=("target.overall.due", "target.overall_dimensions"),
        ),
        DeadlineEntry(
            "overall-target.review",
            Name("整体支出目标审核", "overall target review"),
            rules=("target.overall.due", "target.overall_dimensions"),
        ),
        DeadlineEntry(
            "overall-monitoring.filing",
            Name("整体支出监控报告", "overall monitoring"),
            Role.UNIT,
            rules=("monitoring.due:overall", "monitoring.nodes:overall"),
        ),
        DeadlineEntry(
            "overall-monitoring.review",
            Name("整体支出监控审核", "overall monitoring review"),
            rules=("monitoring.due:overall", "monitoring.nodes:overall"),
        ),
        DeadlineEntry(
            "overall-self-evaluation.filing",
            Name("整体支出自评", "overall self-evaluation"),
            Role.UNIT,
            rules=("overall_self_evaluation.due",),
        ),
        DeadlineEntry(
            "overall-self-evaluation.review",
            Name("整体支出自评审核", "overall self-evaluation review"),
            rules=("overall_self_evaluation.due",),
        ),
        DeadlineEntry(
            "department-evaluation.selection",
            Name("部门评价选取", "selection for department evaluation"),
            Role.DEPARTMENT,
            rules=("department_evaluation.coverage", "department_evaluation.priority"),
        ),
        rectification.of_source("overall_evaluation"),
        *rectification.OF_PROBLEMS,
        DeadlineEntry(
            "disclosure.overall_target",
            Name("公开整体支出目标", "disclosure of the overall target"),
            None,
            rules=("disclosure.required:overall_target",),
        ),
        DeadlineEntry(
            "disclosure.self_evaluation_form",
            Name("公开自评表", "disclosure of the self-evaluation"),
            None,
            rules=("disclosure.required:self_evaluation_form",),
        ),
        *shared.EXCEPTION,
        *endorsement.deadlines(
            "overall-target.filing",
            "overall-monitoring.filing",
            "overall-self-evaluation.filing",
            "rectification.report",
        ),
    ),
    phases=(
        PhaseEntry("unregistered", Name("未登记", "unregistered")),
        PhaseEntry("overall-target", Name("整体支出目标", "overall target")),
        PhaseEntry("execution", Name("预算执行", "execution")),
        PhaseEntry("overall-monitoring", Name("整体支出监控", "overall monitoring")),
        PhaseEntry("overall-self-evaluation", Name("整体支出自评", "overall self-evaluation")),
        PhaseEntry("appraisal", Name("考核", "appraisal")),
        PhaseEntry("disclosure", Name("信息公开", "disclosure")),
        PhaseEntry("done", Name("已办结", "done")),
        PhaseEntry("withdrawn", Name("已退出", "withdrawn")),
        PhaseEntry("ended", Name("已撤并", "ended")),
    ),
)
"""The catalogue of a unit's year."""
