"""The boards on the terminal and as JSON: `status`, `calendar`, `overdue`. No rule, no SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from console.cli.render import board_words as words
from console.cli.render.board_tables import (
    STYLES,
    day,
    done,
    named,
    or_none,
    position,
    state,
    states,
    table,
)
from console.cli.render.planned import planned_table
from console.cli.render.wrapping import Words
from domain.shared.filings.funding import Funding
from projections.boards.answers import (
    Calendar,
    Detail,
    Late,
    NextDue,
    Overdue,
    OverdueGroup,
    Status,
)
from projections.boards.rows import DeadlineRow, DeadlineState, Source, SubjectRow

SHOWN = 20
"""The number of lines shown of a list; `--json` gives all."""


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
    """The status of a year: phases, waits, next due dates, late deadlines."""
    counts = f"项目 projects: {answer.projects} · 单位整体支出 unit years: {answer.units}"
    title = f"{answer.jurisdiction} {answer.year} {counts}"
    parts: list[RenderableType] = [Text(title, style="bold")]
    if answer.detail is not None:
        parts.append(_detail(answer.detail, answer.over))
    else:
        parts += [_phases(answer), _waiting(answer)]
        if answer.over:
            parts.append(_due("期限已过，当日结束时登记逾期 over, found overdue soon", answer.over))
        parts.append(_due("即将到期 due next", answer.next_due))
        if answer.late:
            parts.append(_late(answer.late))
        if answer.planned:
            parts.append(planned_table(answer.planned))
        if answer.each:
            parts.append(_each(answer.each))
    return Group(*parts, position(answer.position))


def render_calendar(answer: Calendar) -> RenderableType:
    """The deadlines by date, with their states."""
    title = f"{answer.jurisdiction} {answer.year} 期限 deadlines {answer.first} – {answer.last}"
    columns = ("期限 due", "事项 what", "责任 who", "对象 of", "数量 subjects", "状态 states")
    drawn = table(title, *columns)
    for line in answer.lines:
        what, who = words.deadline(line.deadline), words.role(line.responsible)
        of, subjects = words.kind(line.kind), str(line.subjects)
        drawn.add_row(str(line.due), what, who, of, subjects, states(line.states))
    return Group(or_none(drawn), position(answer.position))


def render_overdue(answer: Overdue) -> RenderableType:
    """The overdue deadlines by role, then by unit and role."""
    title = f"{answer.jurisdiction} {answer.year} 逾期 overdue"
    on = f"{answer.on} ({words.CLOCKS[answer.clock]})"
    tables = [_overdue_roles(answer), *(_overdue_group(group) for group in answer.groups)]
    parts: Iterable[RenderableType] = tables if answer.groups else [Text("无 none", style="green")]
    return Group(Text(f"{title} {on}", style="bold"), *parts, position(answer.position))


def _overdue_roles(answer: Overdue) -> Table:
    drawn = table(None, "责任 who", "逾期 deadlines", "单位 units", "最长天数 longest, days")
    for role in answer.roles:
        counts = (role.deadlines, role.units, role.longest)
        drawn.add_row(words.role(role.responsible), *map(str, counts))
    return drawn


def _overdue_group(group: OverdueGroup) -> Table:
    whose = named(group.unit, group.unit_name).plain if group.unit else words.NO_UNIT
    title = f"{whose} · {words.role(group.responsible)}: {len(group.lines)}"
    drawn = table(title, "天数 days", "对象 of", "名称 name", "事项 what", "期限 due", "依据 by")
    for line in group.lines:
        drawn.add_row(
            Text(str(line.days), style=STYLES.get(line.row.state, "")),
            words.kind(line.kind),
            named(line.code, line.name),
            words.deadline(line.row.deadline),
            str(line.row.due),
            Text(words.source(line.row)),
        )
    return drawn


def _phases(answer: Status) -> RenderableType:
    drawn = table(None, "对象 of", "阶段 phase", "数量 subjects")
    for count in answer.phases:
        drawn.add_row(words.kind(count.kind), words.phase(count.phase), str(count.subjects))
    return or_none(drawn)


def _waiting(answer: Status) -> RenderableType:
    drawn = table("等待 waiting for", "责任 who", "事项 what", "对象 of", "数量 subjects")
    for wait in answer.waiting:
        what, of = words.deadline(wait.deadline), words.kind(wait.kind)
        drawn.add_row(words.role(wait.responsible), what, of, str(wait.subjects))
    return or_none(drawn)


def _due(title: str, found: Sequence[NextDue]) -> RenderableType:
    columns = ("期限 due", "事项 what", "责任 who", "对象 of", "数量 subjects")
    drawn = table(title, *columns)
    for due in found[:SHOWN]:
        what, who = words.deadline(due.deadline), words.role(due.responsible)
        drawn.add_row(str(due.due), what, who, words.kind(due.kind), str(due.subjects))
    return _shortened(drawn, len(found))


def _late(late: tuple[Late, ...]) -> RenderableType:
    drawn = table(
        f"迟报和逾期 late: {len(late)}",
        *("期限 due", "状态 state", "单位 unit", "名称 name", "事项 what", "报送 filed"),
    )
    for item in late[:SHOWN]:
        drawn.add_row(
            str(item.row.due),
            _with_extension(item),
            named(item.unit, item.unit_name),
            named(item.code, item.name),
            words.deadline(item.row.deadline),
            done(item.row),
        )
    return _shortened(drawn, len(late))


def _with_extension(item: Late) -> Text:
    """The state, with an extension that came after a late filing."""
    found = state(item.row.state)
    is_later = item.row.source is Source.EXTENSION and item.row.reference
    return found.append(f" · 事后延期 {item.row.reference}") if is_later else found


def _each(rows: tuple[SubjectRow, ...]) -> RenderableType:
    columns = ("对象 subject", "名称 name", "阶段 phase", "等待 waiting for", "下一期限 next due")
    drawn = table(None, *columns, "逾期 overdue")
    for row in rows:
        drawn.add_row(
            Text(row.stream),
            named(row.name),
            words.phase(row.phase),
            ", ".join(words.wait(wait) for wait in row.waiting_for) or "–",
            day(row.next_due),
            Text(", ".join(map(words.deadline, row.overdue)) or "–", style="red"),
        )
    return or_none(drawn)


def _detail(detail: Detail, over: Sequence[NextDue]) -> RenderableType:
    row = detail.subject
    facts = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    facts.add_column(style="cyan", no_wrap=True)
    facts.add_column(overflow="fold")
    for label, value in (
        (words.kind(row.kind), named(row.code or row.stream, row.name).plain),
        ("单位 unit", named(row.unit, row.unit_name).plain),
        *((("负责科室 section", _charged(detail)),) if detail.sections else ()),
        ("阶段 phase", words.phase(row.phase)),
        ("申请 requested (元 yuan)", row.requested or "–"),
        *((("资金来源 funding (元 yuan)", _by_source(row.funding)),) if row.funding else ()),
        ("调整 adjusted (元 yuan)", row.adjusted or "–"),
        ("批复 approved (元 yuan)", row.approved or "–"),
        ("执行 executed (元 yuan)", row.executed or "–"),
        ("等待 waiting for", ", ".join(words.wait(wait) for wait in row.waiting_for) or "–"),
        ("迟报 late filings", str(row.late_filings)),
        *((("启用前导入 imported acts", str(row.imported)),) if row.imported else ()),
    ):
        facts.add_row(label, Words.of(value))
    return Group(facts, _deadlines(detail.deadlines, over))


def _charged(detail: Detail) -> str:
    return "、".join(f"{one.code} {one.name}" for one in detail.sections)


def _by_source(funding: Mapping[str, str]) -> str:
    """The parts of a project's money that are there, by the level of government that gives them."""
    return Funding.model_validate(funding).told() or "0"


def _deadlines(rows: tuple[DeadlineRow, ...], over: Sequence[NextDue]) -> RenderableType:
    days = {(one.due, one.deadline) for one in over}
    drawn = table(
        "期限 deadlines",
        *("期限 due", "状态 state", "事项 what", "责任 who", "办结 done", "依据 by"),
    )
    for row in rows:
        what, who = words.deadline(row.deadline), words.role(row.responsible)
        by = Text(words.source(row))
        is_over = row.state is DeadlineState.OPEN and (row.due, row.deadline) in days
        stands = Text(_OVER, style="yellow") if is_over else state(row.state)
        drawn.add_row(str(row.due), stands, what, who, done(row), by)
    return or_none(drawn)


_OVER = "期限已过 over"
"""The state of an open deadline whose day is over, until the system finds it overdue."""


def _shortened(drawn: Table, lines: int) -> RenderableType:
    """A table with the number of lines left out."""
    if lines <= SHOWN:
        return or_none(drawn)
    return Group(drawn, Text(f"… {lines - SHOWN} more: --json", style="dim"))
