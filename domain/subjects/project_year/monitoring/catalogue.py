"""Monitoring and rectification in the catalogue of a project's year, with their own letters."""

from __future__ import annotations

from domain.kernel.vocabulary import Role
from domain.shared.catalogue import endorsement_entries as endorsement
from domain.shared.catalogue.entries import (
    DeadlineEntry,
    EventEntry,
    SendsBack,
    Settles,
    act,
    at_node,
    returned,
)
from domain.shared.letters.text import reason_lines
from domain.shared.letters.types import About, DeadlineNames, Said
from domain.shared.names import Name
from domain.subjects.project_year.monitoring.touching import Warned


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
        "monitoring.cause",
        Name("偏离原因分析", "analysis of the cause"),
        Role.UNIT,
        rules=("monitoring.warning_lines",),
    ),
)
"""The deadlines of monitoring."""
