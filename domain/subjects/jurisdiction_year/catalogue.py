"""The catalogue of a work year: titles, letters, deadlines and phases."""

from __future__ import annotations

from collections.abc import Iterable

from domain.kernel.vocabulary import Role
from domain.shared.catalogue import common_entries as shared
from domain.shared.catalogue.entries import (
    Catalogue,
    DeadlineEntry,
    EventEntry,
    Mark,
    PhaseEntry,
    Reach,
    Settles,
    Stage,
    act,
    at_node,
)
from domain.shared.letters.text import reason_lines
from domain.shared.letters.types import About, DeadlineNames, Said
from domain.shared.names import Name
from domain.shared.signatures.catalogue import SIGNATURES, SIGNING
from domain.subjects.jurisdiction_year import bureau_work, due_dates
from domain.subjects.jurisdiction_year.county_appraisal import CountyScored
from domain.subjects.jurisdiction_year.county_reports import (
    ReportFiled,
    ResultsUseFiled,
    SummaryFiled,
)
from domain.subjects.jurisdiction_year.direct_funds import ProblemPushed, RectificationAccepted
from domain.subjects.jurisdiction_year.records import MeetingRecorded
from domain.subjects.jurisdiction_year.year_summaries import SpecialBudgetsFiled


def _of_county(kind: str, event: SummaryFiled | ResultsUseFiled) -> Iterable[str]:
    return (due_dates.key(kind, event.county),)


def _of_county_at_node(kind: str, event: ReportFiled | CountyScored) -> Iterable[str]:
    return (due_dates.key(kind, event.county, event.node),)


def _of_budgets(kind: str, event: SpecialBudgetsFiled) -> Iterable[str]:
    return tuple(due_dates.key(kind, budget) for budget in event.budget_types)


def _of_problem(kind: str, event: RectificationAccepted) -> Iterable[str]:
    return (due_dates.key(kind, f"{event.county}.{event.number}"),)


def _at_the_years_end(kind: str, event: MeetingRecorded) -> Iterable[str]:
    return (kind,) if event.kind == "year_end" else ()


def _pushed(event: ProblemPushed, about: About, _names: DeadlineNames) -> Said:
    by = f"请于 {event.rectify_by}（含当日）前整改。" if event.rectify_by else "请整改。"
    lines = (f"直达资金问题第 {event.number} 号。{by}", *reason_lines(event.problem, about, "问题"))
    matter = f"直达资金问题 第{event.number}号"
    return Said(Role.FINANCE, "整改通知", matter, lines, organisation=event.county)


CATALOGUE = Catalogue(
    name=Name("工作年度", "work year"),
    acts={
        Stage.EX_ANTE: (
            act(
                "year.open",
                EventEntry("year.opened", "启动年度"),
                reach=Reach.OPENED,
                reaches=("project.add",),
                instead=(
                    "年度一经启动，项目和单位即登记在册，不能收回；个别登记有误的逐个撤销",
                    "an open year has its projects and units: withdraw the wrong ones one by one",
                ),
            ),
            *shared.OPENING,
        ),
        Stage.TARGETS: (
            act("budget-call.issue", EventEntry("budget-call.issued", "布置预算和绩效目标编制")),
            act(
                "government-budget.record-approval",
                EventEntry("government-budget.approved", "人大批准预算"),
            ),
        ),
        Stage.MONITORING: (
            act(
                "monitoring.analyse-round",
                EventEntry(
                    "monitoring.round-analysed",
                    "分析监控结果",
                    settles=Settles("monitoring.analysis", filed=True, keys=at_node),
                ),
            ),
            act(
                "direct-funds.review",
                EventEntry("direct-funds.reviewed", "审核直达资金"),
                EventEntry("direct-funds.problem-pushed", "推送直达资金问题整改", letter=_pushed),
                of_county=True,
            ),
            act(
                "direct-funds.accept-rectification",
                EventEntry(
                    "direct-funds.rectification-accepted",
                    "认可直达资金问题整改",
                    settles=Settles("direct-funds.rectification", keys=_of_problem),
                ),
                of_county=True,
            ),
        ),
        Stage.SELF_EVALUATION: (
            act(
                "authenticity.draw",
                EventEntry(
                    "authenticity.drawn",
                    "抽取真实性核查项目",
                    settles=Settles("authenticity.drawing"),
                ),
                EventEntry("authenticity.draw-taken-back", "撤回真实性核查抽取", shared.TAKEN_BACK),
                reach=Reach.SELECTED,
                reaches=("authenticity.mark-drawn", "authenticity.unmark-drawn"),
            ),
        ),
        Stage.EVALUATION: (
            act(
                "key-evaluation-plan.set",
                EventEntry(
                    "key-evaluation-plan.set",
                    "制定重点评价计划",
                    settles=Settles("key-evaluation-plan.setting"),
                ),
                shared.CONFIRMED,
            ),
            act(
                "key-evaluation.select",
                EventEntry(
                    "key-evaluation.selected",
                    "选取重点评价项目",
                    settles=Settles("key-evaluation.selecting"),
                ),
                EventEntry(
                    "key-evaluation.selection-taken-back", "撤回重点评价选取", shared.TAKEN_BACK
                ),
                reach=Reach.SELECTED,
                reaches=("key-evaluation.mark-selected", "key-evaluation.unmark-selected"),
            ),
            act(
                "score-sheet.issue",
                EventEntry(
                    "score-sheet.issued",
                    "印发绩效评价打分表",
                    settles=Settles("score-sheet.issuing"),
                ),
            ),
            act(
                "county-report.file",
                EventEntry(
                    "county-report.filed",
                    "县（市）报送工作报告",
                    settles=Settles("county-report.filing", filed=True, keys=_of_county_at_node),
                ),
                instead=(
                    "请再次报送，考核评价或汇总之前以后一次为准",
                    "file it again: until it is appraised or compiled, the later one counts",
                ),
            ),
            act(
                "county-summary.file",
                EventEntry(
                    "county-summary.filed",
                    "县（市）报送年度总结",
                    settles=Settles("county-summary.filing", filed=True, keys=_of_county),
                ),
                instead=(
                    "请再次报送，考核评价或汇总之前以后一次为准",
                    "file it again: until it is appraised or compiled, the later one counts",
                ),
            ),
            act(
                "county-results-use.file",
                EventEntry(
                    "county-results-use.filed",
                    "县（市）报备结果应用情况",
                    settles=Settles("county-results-use.filing", filed=True, keys=_of_county),
                ),
                instead=(
                    "请再次报送，考核评价或汇总之前以后一次为准",
                    "file it again: until it is appraised or compiled, the later one counts",
                ),
            ),
            act(
                "county-appraisal.score",
                EventEntry(
                    "county-appraisal.scored",
                    "县（市）考核评价",
                    settles=Settles(
                        "county-appraisal.scoring", filed=True, keys=_of_county_at_node
                    ),
                ),
                of_county=True,
            ),
            act(
                "special-budgets-summary.file",
                EventEntry(
                    "special-budgets-summary.filed",
                    "提交社保基金、国有资本经营预算绩效总结",
                    settles=Settles("special-budgets-summary.filing", filed=True, keys=_of_budgets),
                ),
            ),
            act(
                "prefecture-summary.issue",
                EventEntry(
                    "prefecture-summary.issued",
                    "印发年度总结报告",
                    settles=Settles("prefecture-summary.issue", filed=True),
                ),
            ),
            act(
                "effectiveness-evaluation.record",
                EventEntry(
                    "effectiveness-evaluation.recorded",
                    "开展实效评价",
                    settles=Settles("effectiveness-evaluation.holding"),
                ),
            ),
        ),
        Stage.RESULTS: (
            act(
                "results-checklist.issue",
                EventEntry(
                    "results-checklist.issued",
                    "印发结果应用清单",
                    settles=Settles("results-checklist.issuing"),
                ),
            ),
            act(
                "congress.report",
                EventEntry("congress.reported", "报送人大", settles=Settles("congress.reporting")),
            ),
            *shared.EXCEPTIONS,
            *shared.ACCOUNTABILITY,
        ),
        Stage.ANY_TIME: (
            *shared.DEADLINE_ACTS,
            act(
                "parameter.set",
                EventEntry("parameter.set", "设定运行参数", Mark("parameter", "参数")),
                reach=Reach.ALL,
                instead=(
                    "请再次办理 parameter.set 设定正确的值，以后一次为准",
                    "set the right value by parameter.set, and the later one counts",
                ),
            ),
            act(
                "review-meeting.record",
                EventEntry(
                    "review-meeting.recorded",
                    "召开绩效工作会议",
                    settles=Settles("year-end-meeting.holding", keys=_at_the_years_end),
                ),
            ),
            act(
                "training.record",
                EventEntry(
                    "training.recorded",
                    "开展业务培训",
                    settles=Settles("training.holding"),
                ),
            ),
            act(
                "bureau-work.record",
                EventEntry(
                    "bureau-work.recorded",
                    "登记年度工作",
                    settles=Settles("bureau-work", keys=bureau_work.settled),
                ),
            ),
            act(
                "indicator-library.publish", EventEntry("indicator-library.published", "发布指标库")
            ),
            act(
                "county.add",
                EventEntry("county.added", "登记县（市）"),
                instead=(
                    "登记有误的，以 county.withdraw 撤销",
                    "withdraw the county (county.withdraw)",
                ),
            ),
            act(
                "county.withdraw",
                EventEntry("county.withdrawn", "撤销县（市）"),
                of_county=True,
            ),
            *shared.IMPORTS,
            *shared.UNDOING,
            *SIGNING,
            *shared.ATTACHMENTS,
            *shared.ANNOTATION,
            act("statement.issue", EventEntry("statement.issued", "发布工作情况说明")),
            act(
                "year.close",
                EventEntry("year.closed", "关闭年度"),
                instead=(
                    "年度关闭后不再受理任何事项；记录日期有误的可用 record.annotate 更正",
                    "a closed year takes no more acts; wrong days are put right by record.annotate",
                ),
            ),
            *shared.ANNOUNCING,
            *shared.REACHING,
        ),
    },
    deadlines=(
        *shared.RULING,
        *SIGNATURES,
        DeadlineEntry(
            "county-report.filing", Name("县市报告", "county report"), rules=("county_report.due",)
        ),
        DeadlineEntry(
            "county-appraisal.scoring",
            Name("县市考核", "county appraisal"),
            rules=("county_appraisal.windows",),
        ),
        DeadlineEntry(
            "county-summary.filing",
            Name("县市总结", "county summary"),
            Role.GOVERNMENT,
            rules=("county_summary.due",),
        ),
        DeadlineEntry(
            "county-results-use.filing",
            Name("县市结果应用", "county use of results"),
            rules=("county_results_use.due",),
        ),
        DeadlineEntry(
            "special-budgets-summary.filing",
            Name("专项预算总结", "special budgets summary"),
            rules=("special_budgets_summary.due",),
        ),
        DeadlineEntry(
            "prefecture-summary.issue",
            Name("本级总结", "prefecture summary"),
            rules=("county_summary.due",),
        ),
        DeadlineEntry(
            "monitoring.analysis",
            Name("监控结果分析", "analysis of a monitoring round"),
            rules=("monitoring.round_analysis", "monitoring.nodes:project"),
        ),
        DeadlineEntry(
            "score-sheet.issuing",
            Name("绩效评价打分表", "score sheet"),
            rules=("bureau_duty.due:score_sheet",),
        ),
        DeadlineEntry(
            "key-evaluation-plan.setting",
            Name("重点评价计划", "key evaluation plan"),
            rules=("bureau_duty.due:key_evaluation_plan",),
        ),
        DeadlineEntry(
            "key-evaluation.selecting",
            Name("重点评价选取", "selection for key evaluation"),
            rules=("bureau_duty.due:key_evaluation_selection",),
            after=("key-evaluation-plan.setting",),
        ),
        DeadlineEntry(
            "authenticity.drawing",
            Name("真实性核查抽取", "draw for the authenticity check"),
            rules=("bureau_duty.due:authenticity_draw",),
        ),
        DeadlineEntry(
            "results-checklist.issuing",
            Name("结果应用清单", "checklist of uses of results"),
            rules=("bureau_duty.due:results_checklist",),
        ),
        DeadlineEntry(
            "congress.reporting",
            Name("报送人大", "report to the congress"),
            rules=("bureau_duty.due:congress_report",),
        ),
        DeadlineEntry(
            "training.holding", Name("业务培训", "training"), rules=("bureau_duty.due:training",)
        ),
        DeadlineEntry(
            "year-end-meeting.holding",
            Name("年末财经会", "meeting at the year's end"),
            rules=("bureau_duty.due:year_end_meeting",),
        ),
        DeadlineEntry(
            "bureau-work.annual-plan",
            Name("年度工作方案", "annual plan of work"),
            rules=("bureau_duty.due:annual_plan",),
        ),
        DeadlineEntry(
            "bureau-work.annual-appraisal",
            Name("纳入年度考核", "place in the annual appraisal"),
            rules=("bureau_duty.due:annual_appraisal",),
        ),
        DeadlineEntry(
            "bureau-work.third-party-plan",
            Name("第三方绩效评价工作方案", "plan of third-party evaluations"),
            rules=("bureau_duty.due:third_party_plan",),
        ),
        DeadlineEntry(
            "bureau-work.exante-norms",
            Name("事前绩效评估操作规范", "norms of ex-ante assessment"),
            rules=("bureau_duty.due:exante_norms",),
        ),
        DeadlineEntry(
            "bureau-work.county-guidance",
            Name("指导县市改进", "guidance of the counties"),
            rules=("bureau_duty.due:county_guidance",),
            after=("effectiveness-evaluation.holding",),
        ),
        DeadlineEntry(
            "bureau-work.joint-supervision",
            Name("联合监督", "joint supervision"),
            rules=("bureau_duty.due:joint_supervision",),
        ),
        DeadlineEntry(
            "bureau-work.public-channel",
            Name("公众参与平台", "channel of public participation"),
            rules=("bureau_duty.due:public_channel",),
        ),
        DeadlineEntry(
            "bureau-work.publicity",
            Name("预算绩效宣传", "publicity"),
            rules=("bureau_duty.due:publicity",),
        ),
        DeadlineEntry(
            "bureau-work.practice",
            Name("绩效管理实操", "hands-on practice"),
            rules=("bureau_duty.due:practice",),
        ),
        DeadlineEntry(
            "bureau-work.system-link",
            Name("与一体化系统衔接准备", "preparing the link of systems"),
            rules=("bureau_duty.due:system_link",),
        ),
        DeadlineEntry(
            "bureau-work.data-use",
            Name("绩效大数据应用", "use of performance data"),
            rules=("bureau_duty.due:data_use",),
        ),
        DeadlineEntry(
            "effectiveness-evaluation.holding",
            Name("实效评价", "evaluation of effect"),
            rules=("bureau_duty.due:effectiveness_evaluation",),
        ),
        DeadlineEntry(
            "direct-funds.rectification", Name("直达资金整改", "rectification of direct funds")
        ),
    ),
    phases=(
        PhaseEntry("unopened", Name("未启动", "unopened")),
        PhaseEntry("open", Name("已启动", "open")),
        PhaseEntry("closed", Name("已关闭", "closed")),
    ),
)
"""The catalogue of a work year."""
