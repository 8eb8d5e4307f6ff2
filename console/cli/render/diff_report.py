"""The report of a difference between two days: by subject and figure, with causes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from console.cli.render import board_words as words
from console.cli.render.acting import actor_json
from console.cli.render.board_tables import table
from console.cli.render.event_titles import deadline_of, title_of
from console.cli.render.figure_words import TITLES, shown, titled
from console.cli.render.history_highlights import headline, mark_of
from console.cli.render.rules_words import word
from domain.kernel.decider import Recorded
from domain.kernel.vocabulary import SHANGHAI, business_date
from domain.shared.names import role_name
from projections.boards.answers import Place
from projections.differences.change_tracker import Change, Changed
from projections.differences.comparison_snapshot import DUE, FILED, SCORE
from projections.differences.differences import ChangedFigure

_WHAT = {
    "phase": "阶段 phase",
    "waiting_for": "等待 waiting for",
    "overdue": "逾期 overdue",
    "late": "迟报 late",
    "requested": "申请 requested (元 yuan)",
    "adjusted": "调整 adjusted (元 yuan)",
    "approved": "批复 approved (元 yuan)",
    "executed": "执行 executed (元 yuan)",
    "score": "最终得分 final score",
    "grade": "最终等次 final grade",
    "actions": "结果应用 use of results",
    "deduction": "扣减 deduction (元 yuan)",
}
_SOURCES = {
    "self": "自评得分 score of the self-evaluation",
    "department": "部门评价得分 score of the department",
    "finance": "财政评价得分 score of finance",
}
_BINDING = {
    "pack": "规则包 pack",
    "ruling": "裁定 ruling",
    "calendar": "工作日历 calendar",
    "notice": "通知 notice",
    "parameter": "参数 parameter",
    "role": "任职 role",
    "unit": "单位撤并 unit",
    "library": "指标库 library",
    "ended": "停用指标 ended indicator",
}
_CAUSES = 4
"""At most this many causes are listed one by one; more are counted by title."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The differences between two days (inclusive).

    `positions` are the events that the log had on each. A single subject has neither a work year
    nor positions: the events of other subjects are not read for it.
    """

    days: tuple[date, date]
    positions: tuple[int, int] | None
    place: Place
    subjects: tuple[Changed, ...]
    figures: tuple[ChangedFigure, ...] = ()


def as_json(told: Difference) -> dict[str, Any]:
    """The difference as JSON values; an event that caused several changes is listed once."""
    first, second = (
        {"as_of": day.isoformat(), "position": at}
        for day, at in zip(told.days, told.positions or (None, None), strict=True)
    )
    changes = [change for one in told.subjects for change in one.changes]
    behind = [*(one.causes for one in changes), *(one.causes for one in told.figures)]
    events = {one.id: one for causes in behind for one in causes}
    return {
        "first": first,
        "second": second,
        "jurisdiction": told.place.jurisdiction,
        "work_year": told.place.year or None,
        "subjects": [
            {
                "subject": one.stream,
                "name": one.name,
                "changes": [_change(change) for change in one.changes],
            }
            for one in told.subjects
        ],
        "figures": [_figure(one) for one in told.figures],
        "events": {str(one): _event(recorded) for one, recorded in events.items()},
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "what": change.what,
        "before": change.before,
        "after": change.after,
        "causes": [str(cause.id) for cause in change.causes],
    }


def _figure(one: ChangedFigure) -> dict[str, Any]:
    return {
        "id": one.after.id,
        "name": one.after.name,
        "basis": one.after.basis,
        "budget_year": one.after.budget_year,
        "before": (one.before.value if one.before else None) or None,
        "after": one.after.value or None,
        "causes": [str(cause.id) for cause in one.causes],
    }


def _event(cause: Recorded[Any]) -> dict[str, Any]:
    name, data = cause.event.name, cause.event.data()
    mark = mark_of(name, data, cause.recorded_at)
    return {
        "subject": cause.stream,
        "name": name,
        "title": title_of(name, data),
        "mark": mark.id if mark else None,
        "effective_on": cause.effective_on.isoformat(),
        "recorded_at": cause.recorded_at.astimezone(SHANGHAI).isoformat(),
        "actor": actor_json(cause.actor),
    }


def drawn(told: Difference, limit: int) -> RenderableType:
    """A difference on a terminal, with at most `limit` subjects."""
    first, second = told.days
    year = f" {told.place.year}" if told.place.year else ""
    counts = f"对象 subjects {len(told.subjects)} · 数字 figures {len(told.figures)}"
    title = f"{told.place.jurisdiction}{year} {first} → {second} · {counts}"
    parts: list[RenderableType] = [Text(title, style="bold")]
    if not told.subjects and not told.figures:
        parts.append(Text("没有差异 nothing differs", style="dim"))
    if told.subjects:
        parts.append(_subjects(told, limit))
    if len(told.subjects) > limit:
        more = f"… {len(told.subjects) - limit} more: --limit, --json"
        parts.append(Text(more, style="dim"))
    if told.figures:
        parts.append(_figures(told))
    if told.positions:
        at = " → ".join(map(str, told.positions))
        parts.append(Text(f"日志位置 log position {at}", style="dim"))
    return Group(*parts)


def _subjects(told: Difference, limit: int) -> RenderableType:
    first, second = map(str, told.days)
    drawn = table(None, "对象、事项 what", first, second, "起因 cause")
    for one in told.subjects[:limit]:
        drawn.add_row(*(Text(part, style="bold") for part in (one.stream, one.name or "")))
        for change in one.changes:
            what, causes = change.what, _causes(change.causes)
            before, after = _apart(what, change.before, change.after)
            drawn.add_row(f"  {_what(what)}", _said(what, before), _said(what, after), causes)
    return drawn


def _figures(told: Difference) -> RenderableType:
    first, second = map(str, told.days)
    drawn = table(None, "数字 figure", first, second, "起因 cause")
    before = ""
    for one in told.figures:
        figure = one.after
        if figure.id != before:
            title = f"{figure.id} {TITLES[figure.id]} {figure.budget_year}"
            drawn.add_row(Text(title, style="bold"))
            before = figure.id
        then = shown(one.before.value if one.before else None, figure.basis)
        now = shown(figure.value, figure.basis)
        drawn.add_row(f"  {titled(figure.name, figure.basis)}", then, now, _causes(one.causes))
    return drawn


def _causes(causes: Iterable[Recorded[Any]]) -> Text:
    """The causes: date, mark, title and actor of each, or the number of events of each title."""
    found = tuple(causes)
    if len(found) <= _CAUSES:
        return Text("\n").join(map(_cause, found))
    counted = Counter(title_of(one.event.name, one.event.data()) for one in found)
    days = sorted(business_date(one.recorded_at) for one in found)
    lines = [f"{title} ×{count}" for title, count in counted.items()]
    return Text("\n".join([f"{days[0]} – {days[-1]}", *lines]))


def _cause(one: Recorded[Any]) -> Text:
    name, data = one.event.name, one.event.data()
    mark, of = mark_of(name, data, one.recorded_at), deadline_of(data)
    what = headline(mark, title_of(name, data), name, of)
    line = Text(f"{business_date(one.recorded_at)}").append_text(what)
    return line.append(f" {one.actor.id}（{role_name(one.actor.role)}）")


def _what(what: str) -> str:
    if what.startswith(DUE):
        return f"期限 due · {words.deadline(what.removeprefix(DUE))}"
    if what.startswith(FILED):
        _, name, node, of = what.split(":")
        return " ".join(part for part in (title_of(name, {}), node, of) if part)
    kind, _, of = what.partition(":")
    if kind in _BINDING:
        return f"{_BINDING[kind]} {words.deadline(of) if kind == 'notice' else of}"
    if what.startswith(SCORE):
        return _SOURCES[what.removeprefix(SCORE)]
    return _WHAT[what]


def _apart(what: str, before: Any, after: Any) -> tuple[Any, Any]:
    """Of two lists, the elements that only one of them has; other values unchanged."""
    if what.startswith(FILED) or not isinstance(before or after, list):
        return before, after
    then, now = before or [], after or []
    gone = [one for one in then if one not in now]
    come = [one for one in now if one not in then]
    return gone or None, come or None


def _said(what: str, value: Any) -> str:
    if value is None:
        return "–"
    if what.startswith(FILED):
        return f"×{len(value)}" if isinstance(value, list | dict) else str(value)
    if what.startswith("ruling:"):
        return f"{value['text']} {json.dumps(value['value'], ensure_ascii=False)}"
    if what.startswith("pack:"):
        return f"{value[:12]}…"
    said = _WORDS.get(what, str)
    return "\n".join(map(said, value)) if isinstance(value, list) else said(value)


_WORDS: dict[str, Callable[[str], str]] = {
    "phase": words.phase,
    "waiting_for": words.wait,
    "overdue": words.deadline,
    "late": words.deadline,
    "actions": word,
    "grade": word,
}
