"""Monitoring and rectification in the catalogue of a project's year, with their own letters."""

from __future__ import annotations

from typing import Any

from domain.kernel.vocabulary import Role
from domain.shared.catalogue import endorsement_entries as endorsement
from domain.shared.catalogue.entries import (
    DeadlineEntry,
    EventEntry,
    SendsBack,
    Settles,
    act,
    at_node,
    at_place,
    returned,
)
from domain.shared.letters.text import reason_lines
from domain.shared.letters.types import About, DeadlineNames, Said
from domain.shared.names import Name
from domain.shared.rectification.places import place_of
from domain.shared.rectification.problems import SOURCE_NAMES
from domain.subjects.project_year.monitoring.rectification import Notified
from domain.subjects.project_year.monitoring.rectification_review import (
    RefusalFound,
    Rejected,
    UnmetFound,
)
from domain.subjects.project_year.monitoring.touching import Warned

_REASONS = {
    "score": "监控审核得分不合格",
    "deviation": "预算执行率与绩效目标总体完成率偏离",
    "judgement": "经财政部门审核认定",
}


def _notified(event: Notified, about: About, _names: DeadlineNames) -> Said:
    reasons = "、".join(_REASONS[reason] for reason in event.reasons)
    because = f"，原因：{reasons}" if reasons else ""
    by = f"请于 {event.rectify_by}（含当日）前整改并提交整改报告。" if event.rectify_by else ""
    lines = (
        f"{_where(event)}须整改{because}。{by or '请整改并提交整改报告。'}",
        *reason_lines(event.reason, about),
    )
    matter = f"监控整改 {event.node}" if event.node else f"问题整改 {event.problem}"
    return Said(Role.UNIT, "整改通知", matter, lines)


def _where(event: Any) -> str:
    """The round, or the problem with its source, in Chinese."""
    if event.source is None:
        return f"本项目 {event.node} 节点监控"
    return f"{SOURCE_NAMES[event.source]}反馈的问题 {event.problem} "


def _rejected(event: Rejected, about: About, _names: DeadlineNames) -> Said:
    lines = ("整改报告未获认可，请继续整改后重新提交。", *reason_lines(event.reason, about))
    return Said(Role.UNIT, "退回", f"整改报告 {place_of(event)}", lines)


def _unmet(event: UnmetFound, about: About, _names: DeadlineNames) -> Said | None:
    if event.due is None:  # the first version of the event led to no letter
        return None
    found = f"财政部门认定{_where(event)}未整改：整改期限 {event.due} 已过。"
    lines = (found, _still(event), *reason_lines(event.reason, about))
    return Said(Role.UNIT, "认定", f"未整改 {place_of(event)}", lines)


def _refused(event: RefusalFound, about: About, _names: DeadlineNames) -> Said:
    own = "，单位已书面拒绝" if event.on_record else ""
    found = f"财政部门认定{_where(event)}拒不整改：整改期限 {event.due} 已过{own}。"
    lines = (found, _still(event), *reason_lines(event.reason, about))
    return Said(Role.UNIT, "认定", f"拒不整改 {place_of(event)}", lines)


def _warned(event: Warned, about: About, _names: DeadlineNames) -> Said | None:
    if not event.automatic:  # what a person warns of led to no letter
        return None
    rates = [f"预算执行率 {event.execution_rate}%"]
    if event.completion_rate is not None:
        rates.append(f"绩效目标总体完成率 {event.completion_rate}%")
    by = f"于 {event.analyse_by}（含当日）前" if event.analyse_by else "及时"
    lines = (
        *reason_lines(event.reason, about, "预警事由"),
        f"截至 {event.node}，{'，'.join(rates)}。",
        f"请{by}分析偏离原因，制定纠偏措施并填报。",
    )
    return Said(Role.UNIT, "预警", f"监控预警 {event.node}", lines)


_WARNING = {
    "node": "截至 as of",
    "reason": "事由 reason",
    "lines": "警戒线 lines",
    "execution_rate": "预算执行率 execution rate",
    "completion_rate": "总体完成率 overall completion",
    "analyse_by": "分析期限 analyse by",
    "automatic": "系统预警 by the system",
}


def _still(event: Any) -> str:
    """The way on that is open to the unit."""
    until = "最终等次评定前仍" if event.source is None else "仍"
    return f"{until}可补报整改报告；经财政部门认可的，以认可为准。"


_PLACE = {"node": "节点 node", "source": "来源 source", "problem": "问题 problem"}

_FINDING = {**_PLACE, "due": "整改期限 due", "reason": "理由 reason"}

_NOTICE = {**_PLACE, "reasons": "原因 because of", "rectify_by": "整改期限 rectify by"}

ROUNDS = (
    act(
        "monitoring.open-round",
        EventEntry(
            "monitoring.round-opened", "监控节点到达，开启监控", counted="监控开启 rounds opened"
        ),
        EventEntry("monitoring.round-skipped", "节点前无预算，不纳入本轮监控"),
    ),
    act(
        "monitoring.file-result",
        EventEntry(
            "monitoring.result-filed",
            "填报监控结果",
            settles=Settles("monitoring.result", filed=True, keys=at_node),
            counted="监控填报 results filed",
        ),
        endorsement.REFERRED,
    ),
    act(
        "monitoring.return",
        returned(
            "monitoring.returned",
            "退回监控结果",
            Role.UNIT,
            "监控结果",
            SendsBack("monitoring.result", at_node),
            Settles("monitoring.review", keys=at_node),
        ),
    ),
    act(
        "monitoring.warn",
        EventEntry(
            "monitoring.warned",
            "预警",
            problem="warning",
            letter=_warned,
            notifies="monitoring.cause",
            labels=_WARNING,
        ),
    ),
    act(
        "monitoring.analyse-cause",
        EventEntry(
            "monitoring.cause-analysed",
            "分析偏离原因",
            settles=Settles("monitoring.cause", keys=at_node),
        ),
    ),
    act(
        "monitoring.review",
        EventEntry(
            "monitoring.reviewed",
            "审核监控结果",
            settles=Settles("monitoring.review", keys=at_node),
            counted="监控审核 results reviewed",
        ),
    ),
)
"""The rounds of monitoring."""

RECTIFICATION = (
    act(
        "rectification.notify",
        EventEntry(
            "rectification.notified",
            "下发整改通知",
            problem="rectification",
            settles=Settles("rectification.notice", keys=at_place),
            counted="整改通知 rectifications notified",
            letter=_notified,
            notifies="rectification.report",
            labels=_NOTICE,
        ),
    ),
    act(
        "rectification.report",
        EventEntry(
            "rectification.reported",
            "提交整改报告",
            settles=Settles("rectification.report", filed=True, keys=at_place),
            problem="rectification",
        ),
        endorsement.REFERRED,
    ),
    act(
        "rectification.refuse",
        EventEntry("rectification.refused", "拒绝整改", problem="rectification"),
    ),
    act(
        "rectification.accept",
        EventEntry(
            "rectification.accepted",
            "认可整改",
            settles=Settles("rectification.review", keys=at_place),
            problem="rectification",
            counted="整改完成 rectifications accepted",
        ),
    ),
    act(
        "rectification.reject",
        EventEntry(
            "rectification.rejected",
            "不认可整改",
            settles=Settles("rectification.review", keys=at_place),
            problem="rectification",
            letter=_rejected,
            sends_back=SendsBack("rectification.report", at_place),
        ),
    ),
    act(
        "rectification.find-unmet",
        EventEntry(
            "rectification.unmet-found",
            "认定未整改",
            settles=Settles("rectification.finding", keys=at_place),
            problem="rectification",
            letter=_unmet,
            labels=_FINDING,
        ),
    ),
    act(
        "rectification.find-refused",
        EventEntry(
            "rectification.refusal-found",
            "认定拒不整改",
            settles=Settles("rectification.finding", keys=at_place),
            problem="rectification",
            letter=_refused,
            labels={**_FINDING, "on_record": "单位已书面拒绝 own refusal on record"},
        ),
    ),
)
"""Notices of rectification, and what comes of them."""

DEADLINES = (
    DeadlineEntry(
        "monitoring.result",
        Name("监控结果", "monitoring result"),
        Role.UNIT,
        rules=("monitoring.due:project", "monitoring.nodes:project"),
    ),
    DeadlineEntry(
        "monitoring.review",
        Name("监控审核", "monitoring review"),
        rules=("monitoring.trigger", "monitoring.nodes:project"),
    ),
    DeadlineEntry(
        "rectification.notice",
        Name("下发整改通知", "notice of rectification"),
        rules=("monitoring.failed",),
    ),
    DeadlineEntry(
        "rectification.report",
        Name("整改报告", "rectification"),
        Role.UNIT,
        rules=("monitoring.failed",),
    ),
    DeadlineEntry(
        "rectification.review",
        Name("整改审核", "rectification review"),
        rules=("monitoring.failed",),
    ),
    DeadlineEntry(
        "monitoring.cause",
        Name("偏离原因分析", "analysis of the cause"),
        Role.UNIT,
        rules=("monitoring.warning_lines",),
    ),
    DeadlineEntry(
        "rectification.finding",
        Name("整改认定", "finding on the rectification"),
        rules=("grade.final:monitoring_cap",),
    ),
)
"""The deadlines of monitoring."""
