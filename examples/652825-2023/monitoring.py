"""The acts of the two monitoring rounds, the rectifications that follow, and the summer between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from acts import MONITORING, RECTIFICATION, TARGETS, Act, act, finance, target, unit
from measures import AUGUST, HUNDRED_PERCENT, MAY, Round, measured
from projects import Project, draw

ADJUSTED = 42
"""The project whose target is adjusted in the summer, its budget unchanged."""
_QUANTITY = 120
"""The quantity of its adjusted target."""


@dataclass(frozen=True)
class Timetable:
    """The days of a round: `filing` are pairs of filing and review, `late` those after the day.

    `late_filers` come with the place of their pair in `late`; `returned`, `corrected`, `extended`,
    `reports_late`, `rejected`, `silent` name the projects to which that happens.
    """

    round: Round
    filing: tuple[tuple[str, str], ...]
    late: tuple[tuple[str, str], ...]
    late_filers: dict[int, int]
    returned: tuple[int, str, str, str, str]
    corrected: tuple[int, str, str, str]
    rectify_by: str
    reports: tuple[str, str]
    accepted: str
    again: str
    settled: str
    reports_late: int
    rejected: int
    silent: int
    unmet_on: str | None = None
    extended: tuple[int, str, str] | None = None


MAY_DAYS = Timetable(
    round=MAY,
    filing=(
        ("2023-06-01", "2023-06-07"),
        ("2023-06-05", "2023-06-07"),
        ("2023-06-07", "2023-06-12"),
        ("2023-06-09", "2023-06-12"),
        ("2023-06-12", "2023-06-14"),
    ),
    late=(
        ("2023-06-14", "2023-06-19"),
        ("2023-06-15", "2023-06-19"),
        ("2023-06-19", "2023-06-21"),
    ),
    late_filers={12: 0, 47: 1, 63: 2, 77: 1, 99: 0, 126: 2},
    returned=(20, "2023-06-05", "2023-06-07", "2023-06-09", "2023-06-12"),
    corrected=(36, "2023-06-07", "2023-06-09", "2023-06-12"),
    extended=(55, "2023-06-09", "2023-06-16"),
    rectify_by="2023-06-30",
    reports=("2023-06-26", "2023-06-28"),
    accepted="2023-07-03",
    again="2023-07-06",
    settled="2023-07-10",
    reports_late=41,
    rejected=66,
    silent=117,
    unmet_on="2023-07-10",
)
AUGUST_DAYS = Timetable(
    round=AUGUST,
    filing=(
        ("2023-09-01", "2023-09-06"),
        ("2023-09-04", "2023-09-06"),
        ("2023-09-06", "2023-09-12"),
        ("2023-09-08", "2023-09-12"),
        ("2023-09-12", "2023-09-14"),
    ),
    late=(
        ("2023-09-14", "2023-09-18"),
        ("2023-09-15", "2023-09-18"),
        ("2023-09-18", "2023-09-20"),
    ),
    late_filers={3: 0, 47: 2, 82: 1, 101: 0, 112: 1, 119: 2},
    returned=(96, "2023-09-04", "2023-09-06", "2023-09-08", "2023-09-12"),
    corrected=(16, "2023-09-06", "2023-09-08", "2023-09-12"),
    rectify_by="2023-09-28",
    reports=("2023-09-25", "2023-09-26"),
    accepted="2023-09-28",
    again="2023-10-09",
    settled="2023-10-12",
    reports_late=45,
    rejected=18,
    silent=130,
)


def monitoring(project: Project, days: Timetable) -> Iterator[Act]:
    """A project's round: result, review, and the rectification where one is due."""
    yield from _result(project, days)
    if project.number in days.round.triggered:
        yield from _rectification(project, days)


def adjustment(project: Project) -> Iterator[Act]:
    """The summer's adjustment: another quantity, the same amount."""
    if project.number == ADJUSTED:
        reason = "建设内容优化，产出数量相应调整（示例）。"
        fields = {**target(project, _QUANTITY), "reason": reason}
        yield act("2023-07-17", unit(project), "target.adjust", project, **fields)
        yield act("2023-07-24", finance(TARGETS), "target.approve-adjustment", project)


def _result(project: Project, days: Timetable) -> Iterator[Act]:
    filed, reviewed = _days(project.number, days)
    fields = _filed(project, days.round)
    if days.extended and project.number == days.extended[0]:
        yield _extension(project, days.extended, days.round)
    if project.number == days.corrected[0]:
        _, filed, corrected, reviewed = days.corrected
        mistaken = {**fields, "executed": _yuan(measured(project, days.round).executed // 10)}
        yield act(filed, unit(project), "monitoring.file-result", project, **mistaken)
        yield _correction(corrected, project, fields)
    elif project.number == days.returned[0]:
        _, filed, returned, again, reviewed = days.returned
        yield act(filed, unit(project), "monitoring.file-result", project, **fields)
        reason = {"node": days.round.node, "reason": "请补充指标完成情况的佐证（示例）。"}
        yield act(returned, finance(MONITORING), "monitoring.return", project, **reason)
        explained = {**fields, "explanation": "已补充佐证材料（示例）。"}
        yield act(again, unit(project), "monitoring.file-result", project, **explained)
    else:
        yield act(filed, unit(project), "monitoring.file-result", project, **fields)
    yield _review(reviewed, project, days)


def _days(number: int, days: Timetable) -> tuple[str, str]:
    if number in days.late_filers:
        return days.late[days.late_filers[number]]
    if days.extended and number == days.extended[0]:
        return days.late[1]
    return days.filing[draw(f"day/{days.round.node}", number, len(days.filing))]


def _filed(project: Project, current: Round) -> dict[str, Any]:
    found = measured(project, current)
    is_adjusted = project.number == ADJUSTED and current is AUGUST
    promised = target(project, _QUANTITY if is_adjusted else None)
    return {
        "node": current.node,
        "executed": _yuan(found.executed),
        "indicators": [_reached(one, found.completion) for one in promised["indicators"]],
    }


def _reached(promised: Act, completion: int) -> Act:
    """The value by which an indicator has this completion, in hundredths of a percent."""
    actual = Decimal(promised["target"]) * completion / HUNDRED_PERCENT
    return {"id": promised["id"], "actual": f"{actual:f}"}


def _extension(project: Project, extended: tuple[int, str, str], current: Round) -> Act:
    _, on, until = extended
    return act(
        on,
        finance(MONITORING),
        "extend",
        project,
        deadline=f"monitoring.result:{current.node}",
        until=until,
        approver="合成审批人（示例）",
        reason="单位财务系统升级，数据暂时无法取得（示例）。",
    )


def _correction(on: str, project: Project, fields: dict[str, Any]) -> Act:
    replacement = dict(fields)
    node = replacement.pop("node")
    return act(
        on,
        unit(project),
        "correct",
        project,
        filing=f"monitoring.result:{node}",
        action="replace",
        reason="执行数少填一位（示例）。",
        replacement=replacement,
    )


def _review(on: str, project: Project, days: Timetable) -> Act:
    score = {"node": days.round.node, "score": f"{measured(project, days.round).score:f}"}
    notice = {"rectify_by": days.rectify_by} if project.number in days.round.triggered else {}
    return act(on, finance(MONITORING), "monitoring.review", project, **score, **notice)


def _rectification(project: Project, days: Timetable) -> Iterator[Act]:
    node, bureau = {"node": days.round.node}, finance(RECTIFICATION)
    if project.number == days.silent:
        if days.unmet_on is not None:
            finding = {**node, "reason": "整改期限已过，未提交整改报告（示例）。"}
            yield act(days.unmet_on, bureau, "rectification.find-unmet", project, **finding)
        return
    first = days.reports[draw(f"report/{days.round.node}", project.number, len(days.reports))]
    accepted = days.accepted
    if project.number == days.reports_late:
        first, accepted = days.again, days.settled
    if project.number == days.rejected:
        first, accepted = days.reports[0], days.settled
        yield _report(first, project, days)
        rejection = {**node, "reason": "整改措施不具体，请补充（示例）。"}
        yield act(days.reports[1], bureau, "rectification.reject", project, **rejection)
        first = days.again
    yield _report(first, project, days)
    yield act(accepted, bureau, "rectification.accept", project, **node)


def _report(on: str, project: Project, days: Timetable) -> Act:
    measures = "已调整实施计划，加快支付进度并补充佐证材料（示例）。"
    fields = {"node": days.round.node, "measures": measures}
    return act(on, unit(project), "rectification.report", project, **fields)


def _yuan(fen: int) -> str:
    return f"{Decimal(fen) / 100:f}"
