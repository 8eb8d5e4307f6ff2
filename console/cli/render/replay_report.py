"""The report of a replay: a summary by rule, the changes with both clauses, moved figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from console.cli.render.acting import actor_json
from console.cli.render.board_tables import TextTable
from console.cli.render.event_titles import title_of
from projections.ending import Ending
from projections.what_if.changes import (
    Change,
    ChangeKind,
    Outcome,
    Replayed,
    RuleChange,
    Said,
    Stricter,
)

KINDS = {
    ChangeKind.CHANGED: "结果不同 changed",
    ChangeKind.REFUSED: "将被拒绝 now refused",
    ChangeKind.ADMITTED: "将被受理 now admitted",
    ChangeKind.REFUSED_OTHERWISE: "拒绝理由不同 refused otherwise",
    ChangeKind.DROPPED: "不再发生 no longer taken",
    ChangeKind.ADDED: "系统新增 taken by the system",
}
FOLLOWS = "前述变化的后果 follows from earlier changes"
_STYLES = {ChangeKind.REFUSED: "red", ChangeKind.ADMITTED: "green", ChangeKind.DROPPED: "dim"}


def as_json(told: Replayed) -> dict[str, Any]:
    """The result of a replay as JSON values; numbers as strings, except counts."""
    return {
        "decided": told.decided,
        "same_under_other_clauses": told.rests,
        "by_rule": [
            {"rule": rule, "kind": kind.value, "count": count}
            for (rule, kind), count in by_rule(told)
        ],
        "changed": len(told.changes),
        "changes": [_change(change) for change in told.changes],
        "stricter_since": [_stricter(one) for one in told.stricter],
        "moved": [
            {"subject": one.stream, "recorded": _ending(one.recorded), "other": _ending(one.other)}
            for one in told.moved
        ],
        "figures": [
            {
                "id": one.id,
                "name": one.name,
                "budget_year": one.budget_year,
                "recorded": one.recorded or None,
                "other": one.other or None,
            }
            for one in told.figures
        ],
        "cannot_be_known": [
            {"subject": one.stream, "role": one.role, "deadline": one.deadline}
            for one in told.unknown
        ],
    }


def by_rule(told: Replayed) -> list[tuple[tuple[str | None, ChangeKind], int]]:
    """The number of changes by rule and kind; without a rule, they follow from other changes."""
    counts: Counter[tuple[str | None, ChangeKind]] = Counter()
    for change in told.changes:
        rules = tuple(dict.fromkeys(one.rule for one in change.rules))
        for rule in rules or (None,):
            counts[rule, change.kind] += 1
    return sorted(counts.items(), key=lambda one: (one[0][0] is None, -one[1], str(one[0])))


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "subject": change.stream,
        "command": change.command,
        "command_id": str(change.command_id),
        "actor": actor_json(change.actor),
        "on": change.on.isoformat(),
        "recorded": _outcome(change.recorded),
        "other": _outcome(change.other),
        "rules": [
            {"rule": one.rule, "recorded": _said(one.recorded), "other": _said(one.other)}
            for one in change.rules
        ],
    }


def _stricter(one: Stricter) -> dict[str, Any]:
    return {
        "subject": one.stream,
        "command": one.command,
        "command_id": str(one.command_id),
        "actor": actor_json(one.actor),
        "on": one.on.isoformat(),
        "version": one.version,
        "newest": one.newest,
        "policy": one.policy,
        "recorded": _outcome(one.recorded),
        "today": _outcome(one.today),
        "rules": [{"rule": rule, "today": _said(said)} for rule, said in one.grounds],
    }


def _outcome(outcome: Outcome | None) -> dict[str, Any] | None:
    if outcome is None:
        return None
    if outcome.refused:
        return {"status": "refused", "code": outcome.code, "zh": outcome.zh, "en": outcome.en}
    events = [{"name": name, "data": data} for name, data in outcome.events]
    return {"status": "accepted", "events": events}


def _said(said: Said | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {
        "outcome": said.outcome,
        "reason": said.reason,
        "clauses": list(said.clauses),
        "supposed": said.supposed,
    }


def _ending(ending: Ending) -> dict[str, Any]:
    return {
        "grade": ending.grade,
        "score": None if ending.score is None else f"{ending.score:f}",
        "actions": list(ending.actions),
        "deduction": None if ending.deduction is None else f"{ending.deduction:f}",
    }


def show(screen: Console, told: Replayed, limit: int) -> None:
    """Show a replay on a terminal, with at most `limit` changes and open questions."""
    screen.print(
        Text(
            f"重新决定 decided again {told.decided} · 变化 changes {len(told.changes)} · "
            f"结果相同而依据不同 same under other clauses {told.rests} · "
            f"今后从严 stricter since {len(told.stricter)}",
            style="bold",
        )
    )
    if told.stricter:
        screen.print(_stricter_table(told, limit))
    if not told.changes and not told.figures:
        screen.print("没有任何变化 nothing changes")
        return
    screen.print(_by_rule(told))
    screen.print(_changes(told, limit))
    if told.moved:
        screen.print(_moved(told, limit))
    if told.figures:
        screen.print(_figures(told))
    if told.unknown:
        screen.print(_unknown(told, limit))


def _by_rule(told: Replayed) -> Table:
    table = _table("按规则 by rule", "规则 rule", "变化 change", "项 count")
    for (rule, kind), count in by_rule(told):
        table.add_row(rule or FOLLOWS, KINDS[kind], str(count))
    return table


def _changes(told: Replayed, limit: int) -> Table:
    title = "变化 changes" + _of(limit, len(told.changes))
    table = _table(
        title, "日期 on", "对象 subject", "事项 act", "原 recorded", "另 other", "依据 by"
    )
    for change in told.changes[:limit]:
        act = Text(KINDS[change.kind], style=_STYLES.get(change.kind, "cyan"))
        act.append(f"\n{change.command}")
        rules = "\n".join(_clauses(change.rules)) or FOLLOWS
        row = (_told(change.recorded), _told(change.other), rules)
        table.add_row(change.on.isoformat(), change.stream, act, *row)
    return table


def _stricter_table(told: Replayed, limit: int) -> Table:
    title = "今后从严：原决定不变，按现行程序另行处理 stricter since: they stay as they were"
    table = _table(
        title + _of(limit, len(told.stricter)),
        "日期 on",
        "对象 subject",
        "事项 act",
        "原 recorded",
        "现行 today",
        "依据 by",
    )
    for one in told.stricter[:limit]:
        act = f"{one.command}\n第 {one.version} 版 → 第 {one.newest} 版"
        rules = (f"{rule}: {_cited(said)}" for rule, said in one.grounds)
        by = "\n".join((one.policy or "–", *rules))
        row = (_told(one.recorded), _told(one.today), by)
        table.add_row(one.on.isoformat(), one.stream, act, *row)
    return table


def _clauses(rules: tuple[RuleChange, ...]) -> Iterator[str]:
    for one in rules:
        yield f"{one.rule}: {_cited(one.recorded)} → {_cited(one.other)}"


def _cited(said: Said | None) -> str:
    if said is None:
        return "未问及 not asked"
    clauses = " ".join(said.clauses) or "没有规定 not stated"
    return f"{clauses}（假设 supposed）" if said.supposed else clauses


def _told(outcome: Outcome | None) -> str:
    if outcome is None:
        return "–"
    if outcome.refused:
        return f"拒绝 {outcome.code}: {outcome.zh} {outcome.en}"
    return "\n".join(_event(name, data) for name, data in outcome.events) or "无 none"


def _event(name: str, data: Any) -> str:
    worth = {key: data[key] for key in _WORTH if key in data}
    fields = " ".join(f"{key} {_short(value)}" for key, value in worth.items())
    return f"{title_of(name, data)} {fields}".strip()


_WORTH = ("node", "deadline", "score", "grade", "rectify", "reasons", "actions", "deduction")


def _short(value: Any) -> str:
    return ", ".join(map(str, value)) or "–" if isinstance(value, list) else str(value)


def _moved(told: Replayed, limit: int) -> Table:
    title = "等次、扣减 grades and deductions" + _of(limit, len(told.moved))
    table = _table(title, "对象 subject", "原 recorded", "另 other")
    for one in told.moved[:limit]:
        table.add_row(one.stream, _ended(one.recorded), _ended(one.other))
    return table


def _ended(ending: Ending) -> str:
    shown = _ending(ending)
    return " · ".join(f"{name} {_short(value)}" for name, value in shown.items() if value) or "–"


def _figures(told: Replayed) -> Table:
    table = _table(
        "数字 figures", "编号 id", "名称 name", "预算年度 year", "原 recorded", "另 other"
    )
    for one in told.figures:
        year = str(one.budget_year)
        table.add_row(one.id, one.name, year, one.recorded or "–", one.other or "–")
    return table


def _unknown(told: Replayed, limit: int) -> Table:
    title = "无从得知：当时未曾要求，无人办理 cannot be known: nobody was asked"
    table = _table(title + _of(limit, len(told.unknown)), "对象 subject", "谁 who", "事项 what")
    for one in told.unknown[:limit]:
        table.add_row(one.stream, one.role, one.deadline)
    return table


def _of(limit: int, count: int) -> str:
    return f" {limit} / {count} (--limit)" if count > limit else f" {count}"


def _table(title: str, *columns: str) -> Table:
    shown = Text(title, style="bold")  # a name is not markup
    table = TextTable(title=shown, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
