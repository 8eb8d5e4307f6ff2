"""The boards on the terminal and as JSON: `status`, `calendar`, `overdue`. No rule, no SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from console import board_words as words
from projections.answers import (
    Calendar,
    CalendarLine,
    Detail,
    Late,
    Overdue,
    OverdueGroup,
    Status,
)
from projections.rows import DeadlineRow, DeadlineState

SHOWN = 20
"""How many lines of a list are shown; `--json` gives all."""

_STYLES = {
    DeadlineState.OVERDUE: "red",
    DeadlineState.ESCALATED: "bold red",
    DeadlineState.MET_LATE: "yellow",
    DeadlineState.DUE: "yellow",
    DeadlineState.MET: "green",
}


def as_json(answer: Any) -> Any:
    """An answer as JSON values: dates in ISO 8601, amounts as text in yuan."""
    if is_dataclass(answer) and not isinstance(answer, type):
        return {field.name: as_json(getattr(answer, field.name)) for field in fields(answer)}
    if isinstance(answer, Mapping):
        return {str(as_json(key)): as_json(value) for key, value in answer.items()}
    if isinstance(answer, tuple):
        return [as_json(item) for item in answer]
    if isinstance(answer, Enum):
        return answer.value
    return answer.isoformat() if isinstance(answer, date | datetime) else answer


def render_status(answer: Status) -> RenderableType:
    """How a year stands: phases, what waits for whom, what is due next, what is late."""
    title = f"{answer.jurisdiction} {answer.year} 项目 projects: {answer.projects}"
    parts: list[RenderableType] = [Text(title, style="bold")]
    if answer.detail is not None:
        parts.append(_detail(answer.detail))
    else:
        parts += [_phases(answer), _waiting(answer), _next_due(answer)]
    if answer.late and answer.detail is None:
        parts.append(_late(answer.late))
    return Group(*parts, _position(answer.position))


def render_calendar(answer: Calendar) -> RenderableType:
    """The deadlines by day, with how they stand."""
    title = f"{answer.jurisdiction} {answer.year} 期限 deadlines {answer.first} – {answer.last}"
    table = _table(title, "期限 due", "事项 what", "责任 who", "项目 projects", "状态 states")
    for line in answer.lines:
        what, who = words.deadline(line.deadline), words.role(line.responsible)
        table.add_row(str(line.due), what, who, str(line.projects), _states(line))
    return Group(_or_none(table), _position(answer.position))


def render_overdue(answer: Overdue) -> RenderableType:
    """What is overdue, by unit and role."""
    title = f"{answer.jurisdiction} {answer.year} 逾期 overdue"
    day = f"{answer.on} ({words.CLOCKS[answer.clock]})"
    tables = [_overdue_group(group) for group in answer.groups]
    parts: Iterable[RenderableType] = tables or [Text("无 none", style="green")]
    return Group(Text(f"{title} {day}", style="bold"), *parts, _position(answer.position))


def _overdue_group(group: OverdueGroup) -> Table:
    who = words.role(group.responsible)
    title = f"{group.unit} {group.unit_name} · {who}: {len(group.lines)}"
    table = _table(title, "天数 days", "项目 project", "事项 what", "期限 due", "依据 by")
    for line in group.lines:
        table.add_row(
            Text(str(line.days), style=_STYLES.get(line.row.state, "")),
            Text(f"{line.code} {line.project_name}"),
            words.deadline(line.row.deadline),
            str(line.row.due),
            Text(words.source(line.row)),
        )
    return table


def _phases(answer: Status) -> RenderableType:
    table = _table(None, "阶段 phase", "项目 projects")
    for count in answer.phases:
        table.add_row(words.phase(count.phase), str(count.projects))
    return _or_none(table)


def _waiting(answer: Status) -> RenderableType:
    table = _table("等待 waiting for", "责任 who", "事项 what", "项目 projects")
    for wait in answer.waiting:
        what = words.deadline(wait.deadline)
        table.add_row(words.role(wait.responsible), what, str(wait.projects))
    return _or_none(table)


def _next_due(answer: Status) -> RenderableType:
    table = _table("即将到期 due next", "期限 due", "事项 what", "责任 who", "项目 projects")
    for due in answer.next_due[:SHOWN]:
        what, who = words.deadline(due.deadline), words.role(due.responsible)
        table.add_row(str(due.due), what, who, str(due.projects))
    return _or_none(table)


def _late(late: tuple[Late, ...]) -> RenderableType:
    table = _table(
        f"迟报和逾期 late: {len(late)}",
        *("期限 due", "状态 state", "单位 unit", "项目 project", "事项 what", "报送 filed"),
    )
    for item in late[:SHOWN]:
        table.add_row(
            str(item.row.due),
            _state(item.row.state),
            Text(f"{item.unit} {item.unit_name}"),
            Text(f"{item.code} {item.project_name}"),
            words.deadline(item.row.deadline),
            _day(item.row.filed_on),
        )
    more = Text(f"… {len(late) - SHOWN} more: --json", style="dim")
    return Group(table, more) if len(late) > SHOWN else table


def _detail(detail: Detail) -> RenderableType:
    row = detail.subject
    facts = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    facts.add_column(style="cyan", no_wrap=True)
    facts.add_column()
    for label, value in (
        ("项目 project", f"{row.code} {row.project_name or ''}"),
        ("单位 unit", f"{row.unit or ''} {row.unit_name or ''}"),
        ("阶段 phase", words.phase(row.phase)),
        ("申请 requested (元 yuan)", row.requested or "–"),
        ("批复 approved (元 yuan)", row.approved or "–"),
        ("执行 executed (元 yuan)", row.executed or "–"),
        ("等待 waiting for", ", ".join(_wait(wait) for wait in row.waiting_for) or "–"),
        ("迟报 late filings", str(row.late_filings)),
    ):
        facts.add_row(label, Text(value))
    return Group(facts, _deadlines(detail.deadlines))


def _deadlines(rows: tuple[DeadlineRow, ...]) -> RenderableType:
    table = _table(
        "期限 deadlines",
        *("期限 due", "状态 state", "事项 what", "责任 who", "办结 done", "依据 by"),
    )
    for row in rows:
        what, who = words.deadline(row.deadline), words.role(row.responsible)
        done, by = _day(row.filed_on), Text(words.source(row))
        table.add_row(str(row.due), _state(row.state), what, who, done, by)
    return _or_none(table)


def _wait(wait: str) -> str:
    role, _, deadline = wait.partition(":")
    return f"{words.role(role)}: {words.deadline(deadline)}"


def _states(line: CalendarLine) -> Text:
    found = [(state, line.states[state]) for state in DeadlineState if state in line.states]
    shown = (
        Text(f"{words.STATES[state]} {count}", style=_STYLES.get(state, ""))
        for state, count in found
    )
    return Text(" · ").join(shown)


def _state(state: DeadlineState) -> Text:
    return Text(words.STATES[state], style=_STYLES.get(state, ""))


def _day(day: date | None) -> str:
    return day.isoformat() if day else "–"


def _table(title: str | None, *columns: str) -> Table:
    shown = None if title is None else Text(title, style="bold")  # a name is no markup
    table = Table(title=shown, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _or_none(table: Table) -> RenderableType:
    if table.row_count:
        return table
    return Text(f"{table.title or ''} 无 none".strip(), style="dim")


def _position(position: int) -> Text:
    return Text(f"日志位置 log position {position}", style="dim")
