"""What the boards call things, in Chinese with English beside."""

from __future__ import annotations

from domain.names import ROLES, deadline_name
from projections.rows import DeadlineRow, DeadlineState, Source

_KINDS = {
    "project-year": "项目 project",
    "unit-year": "单位整体支出 unit",
    "policy": "政策 policy",
    "third-party": "第三方机构 institution",
    "jurisdiction-year": "工作年度 work year",
    "packs": "规则包 packs",
    "rulings": "裁定 rulings",
    "work-calendar": "工作日历 work calendar",
    "organisations": "机构与人员 people and units",
}
NO_UNIT = "本级 of no unit"
_PHASES = {
    "ex-ante": "事前评估 ex-ante",
    "library": "项目库 library",
    "target": "绩效目标 target",
    "approval": "预算批复 approval",
    "execution": "预算执行 execution",
    "self-evaluation": "绩效自评 self-evaluation",
    "department-evaluation": "部门评价 department evaluation",
    "finance-review": "财政审核 finance review",
    "authenticity": "真实性核查 authenticity",
    "key-evaluation": "财政重点评价 key evaluation",
    "grading": "评定等次 grading",
    "results": "结果应用 results",
    "disclosed": "已公开 disclosed",
    "withdrawn": "已退出 withdrawn",
    "overall-target": "整体支出目标 overall target",
    "overall-monitoring": "整体支出监控 overall monitoring",
    "overall-self-evaluation": "整体支出自评 overall self-evaluation",
    "appraisal": "考核 appraisal",
    "disclosure": "信息公开 disclosure",
    "done": "已办结 done",
    "registered": "已登记 registered",
    "open": "已启动 open",
    "closed": "已关闭 closed",
    "adopted": "已采用 adopted",
    "ruled": "已裁定 ruled",
    "published": "已公布 published",
}
STATES = {
    DeadlineState.OPEN: "未到期 open",
    DeadlineState.REMINDED: "已提醒 reminded",
    DeadlineState.REMINDED_LATE: "已提醒（补发） reminded late",
    DeadlineState.DUE: "到期 due",
    DeadlineState.DUE_LATE: "到期（补发） due, noticed late",
    DeadlineState.OVERDUE: "逾期 overdue",
    DeadlineState.ESCALATED: "已上报 escalated",
    DeadlineState.MET: "按时 met",
    DeadlineState.MET_LATE: "迟报 met late",
}
_SOURCES = {
    Source.RULE: "条款 clause",
    Source.NOTICE: "通知 notice",
    Source.EXTENSION: "延期 extension",
    Source.RECTIFICATION: "整改通知 rectification notice",
}
CLOCKS = {
    "given": "指定日期 given day",
    "real": "今天 today",
    "simulated": "演练日期 day of the drill",
}


def phase(name: str) -> str:
    """The name of a phase; a monitoring phase carries its month."""
    kind, _, month = name.partition("-")
    if kind == "monitoring" and month.isdecimal():
        return f"{int(month)}月监控 {name}"
    return _PHASES.get(name, name)


def kind(name: str) -> str:
    """The name of a kind of subject."""
    return _KINDS.get(name, name)


def deadline(name: str) -> str:
    """The name of a deadline, with what it is of (a county, a budget) and its node."""
    known, of = deadline_name(name)
    return f"{known} {of}".strip()


def role(name: str) -> str:
    """The name of a role."""
    return str(ROLES.get(name, name))


def wait(name: str) -> str:
    """What a subject waits for, `role:deadline`, and from whom."""
    responsible, _, what = name.partition(":")
    return f"{role(responsible)}: {deadline(what)}"


def source(row: DeadlineRow) -> str:
    """Where a due day comes from."""
    return f"{_SOURCES[row.source]} {row.reference}".rstrip()
