"""`jixiao rectifications`: the ledger of rectification 问题整改台账, by unit and source."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from console.cli.ask_boards import answer_with_remits, of_section, show
from console.cli.input.as_of import past_day, today_of
from console.cli.options import (
    BUDGET_YEAR_WAS_YEAR,
    AsJson,
    AsOf,
    BudgetYear,
    Data,
    On,
    OneJurisdiction,
    Section,
    StoreUrl,
    Unit,
)
from console.cli.render.board_tables import day, or_none, table
from domain.shared.rectification.problems import SOURCE_NAMES
from projections.boards import queries
from projections.boards.answers import Place
from projections.boards.remits import RemitsOf
from projections.rectification_ledger import Ledger, Line, Standing, Step, ledger_of
from store.port import EventLog

_STANDINGS = {
    Standing.OPEN: "未销号 open",
    Standing.OVERDUE: "逾期未销号 overdue",
    Standing.CLOSED: "已销号 closed",
}
_SOURCES: dict[str, str] = {"monitoring": "绩效监控", **SOURCE_NAMES}
_STYLES = {Standing.OVERDUE: "red", Standing.CLOSED: "dim"}
_STEPS = {
    Step.NO_FEEDBACK: "待反馈 no feedback",
    Step.NO_NOTICE: "未下发整改通知 no notice",
    Step.TO_PROPOSE: "待提出整改措施 measures awaited",
    Step.NOTIFIED: "已通知，待整改 notified",
    Step.REPORTED: "整改报告待审核 report waits",
    Step.REFUSED: "单位拒绝整改，待认定 refused",
    Step.UNMET: "认定未整改 found unmet",
    Step.REFUSAL_FOUND: "认定拒不整改 found refused",
    Step.ACCEPTED: "整改已认可 accepted",
    Step.LAPSED: "漏发通知，已登记例外 bureau's lapse",
    Step.CARRIED_OVER: "结转整改 carried over",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(context_settings={**BUDGET_YEAR_WAS_YEAR})(rectifications)


def rectifications(
    jurisdiction: OneJurisdiction = None,
    year: BudgetYear = None,
    unit: Unit = None,
    section: Section = None,
    source: Annotated[
        str | None, typer.Option(help="来源 one source: monitoring, self_evaluation, …")
    ] = None,
    as_of: AsOf = None,
    on: On = None,
    data: Data = None,
    store: StoreUrl = None,
    json_wanted: AsJson = False,
) -> None:
    """Show what is to be rectified, by unit and source: open, overdue, closed.

    Failed monitoring rounds, and the problems that were fed back from evaluations of projects,
    policies and the overall expenditure of units. A line is closed
    by accepting the rectification, or by an exception where the bureau sent no notice; a finding
    that it is unmet or refused does not close it. A feedback that is owed is a line too.

    --json: position, jurisdiction, year, on; lines [stream, name (null where confidential), unit,
    unit_name, source (monitoring, self_evaluation, department_evaluation, key_evaluation,
    authenticity_check, audit_finding, overall_evaluation), node, problem,
    text, failed, notified_on, due, step (no_feedback, no_notice, to_propose, notified,
    reported, refused, unmet, refusal_found, accepted, lapsed, carried_over), refused, standing
    (open, overdue, closed)].
    """
    past = past_day(as_of, on)
    today = today_of(past)

    def ask(boards: sqlite3.Connection, place: Place, remits: RemitsOf) -> Any:
        day = past.effective_by or _day_of(boards, place, today)
        return place, day, of_section(boards, place, remits, section, day)

    def finish(log: EventLog, asked: Any) -> Any:
        place, on_day, streams = asked
        found = ledger_of(log, place.jurisdiction, place.year, on_day)
        mine = tuple(
            one
            for one in found.lines
            if unit in {None, one.unit}
            and source in {None, one.source}
            and (streams is None or one.stream in streams)
        )
        return Ledger(found.position, found.jurisdiction, found.year, found.on, mine)

    given = (data, store, jurisdiction, year, past)
    show(answer_with_remits(*given, ask, finish), _drawn, json_wanted)


def _day_of(boards: sqlite3.Connection, place: Place, today: date) -> date:
    return queries.business_day(boards, place.jurisdiction, place.year, today)[0]


def _drawn(found: Ledger) -> RenderableType:
    drawn = table(
        f"{found.jurisdiction} {found.year} 问题整改台账 rectifications {found.on}",
        *("单位 unit", "对象 subject", "来源 source", "事项 matter", "通知 notified", "期限 due"),
        *("办理情况 step", "状态 state"),
    )
    for one in found.lines:
        drawn.add_row(*map(Text, _cells(one)), style=_STYLES.get(one.standing, ""))
    sources = [source for source in _SOURCES if any(one.source == source for one in found.lines)]
    each = [
        f"{_SOURCES[source]}：{_counts(one for one in found.lines if one.source == source)}"
        for source in (sources if len(sources) > 1 else ())
    ]
    return Group(or_none(drawn), *map(Text, each), Text(_counts(found.lines)))


def _cells(one: Line) -> tuple[str, ...]:
    refused = "（单位已拒绝 own refusal）" if one.refused and one.step is not Step.REFUSED else ""
    return (
        f"{one.unit} {one.unit_name}",
        f"{one.stream.rpartition('/')[2]} {one.name or ''}".strip(),
        _SOURCES[one.source],
        f"{one.node} 监控" if one.node else f"{one.problem or ''} {one.text or ''}".strip() or "–",
        day(one.notified_on),
        day(one.due),
        _STEPS[one.step] + refused,
        _STANDINGS[one.standing],
    )


def _counts(lines: Iterable[Line]) -> str:
    found = Counter(one.standing for one in lines)
    return " · ".join(f"{_STANDINGS[one]} {found[one]}" for one in Standing)
