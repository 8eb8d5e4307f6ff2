"""`jixiao selections`: selections and draws for evaluation, with the required minimum."""

from __future__ import annotations

import json

import typer
from rich.console import Console
from rich.text import Text

from console.cli.ask_boards import place_in, readable, require_known
from console.cli.input.as_of import past_log
from console.cli.options import (
    BUDGET_YEAR_WAS_YEAR,
    AsJson,
    AsOf,
    BudgetYear,
    Data,
    On,
    OneJurisdiction,
    StoreUrl,
)
from console.cli.render.board_tables import day, or_none, table
from console.cli.render.boards import as_json
from console.cli.render.rules_words import word
from projections.boards.selections import Selection, selections

_WHAT = {
    "department-evaluation": "部门评价 department evaluation",
    "key-evaluation": "财政重点评价 key evaluation",
    "authenticity": "真实性核查 authenticity",
}
_STATES = {
    "none": "未选取 not selected",
    "refused": "未受理 refused",
    "planned": "已计划 planned",
    "selected": "已选取 selected",
}
_MET = {True: "达到 met", False: "未达到 not met", None: "–"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("selections", context_settings={**BUDGET_YEAR_WAS_YEAR})(show_selections)


def show_selections(
    jurisdiction: OneJurisdiction = None,
    year: BudgetYear = None,
    as_of: AsOf = None,
    on: On = None,
    data: Data = None,
    store: StoreUrl = None,
    json_wanted: AsJson = False,
) -> None:
    """Show what departments and the bureau selected and drew, and what it is short of.

    --json: a list of {subject, what, state, on, planned, selected, ratio, met, shortfall, missing,
    clauses, types, preferred}; ratio in percent, shortfall in yuan. types: how many objects of key
    evaluation are counted as each type; preferred: the types that a text names first.
    """
    with readable(), past_log(data, store, as_of, on) as log:
        place = place_in(log, jurisdiction, year)
        require_known(log, place.jurisdiction, place.year)
        found = selections(log, place.jurisdiction, place.year)
    if json_wanted:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        return
    drawn = table(
        f"{place.jurisdiction} {place.year} 选取 selections",
        *("对象 of", "事项 what", "状态 state", "日期 on", "所选 selected", "占比 share, %"),
        *("要求 minimum", "尚缺 short of", "类型 types", "依据 by"),
    )
    for one in found:
        drawn.add_row(*map(Text, _cells(one)))
    Console().print(or_none(drawn))


def _cells(one: Selection) -> tuple[str, ...]:
    number = f" ({len(one.selected)}/{one.planned})" if one.planned else ""
    short = [f"{one.shortfall} 元 yuan"] if one.shortfall not in {None, "0"} else []
    return (
        one.subject.partition("/")[2],
        _WHAT[one.what],
        _STATES[one.state],
        day(one.on),
        (", ".join(one.selected) or "–") + number,
        one.ratio or "–",
        _MET[one.met],
        ", ".join((*short, *map(word, one.missing))) or "–",
        _types(one),
        " ".join(one.clauses) or "–",
    )


def _types(one: Selection) -> str:
    """The types of the objects, and those that a text prefers and that none is counted as."""
    counted = [f"{word(kind)} {number}" for kind, number in one.types.items()]
    left = [word(kind) for kind in one.preferred if kind not in one.types]
    wanted = f"（优先选取 preferred：{'、'.join(left)}）" if left else ""
    return ("、".join(counted) + wanted) or "–"
