"""`jixiao indicators`: the library of indicators 绩效指标库, listed, searched and counted."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from console.cli.ask_boards import readable, refuse
from console.cli.input.as_of import past_day, past_log, today_of
from console.cli.options import AsJson, AsOf, Data, On, OneJurisdiction, StoreUrl
from console.cli.render.board_tables import day, or_none, table
from console.cli.render.boards import as_json
from console.tables.choice_words import WORDS
from domain.kernel.indicator_library import LibraryIndicator
from domain.kernel.subject_ids import subject_of
from projections.indicator_list import Listed, library_of, listed
from store.port import EventLog

_Search = Annotated[
    str, typer.Option("--search", help="编码、名称或来源中的文字 / Text in code, title or source.")
]
_Class = Annotated[
    str | None, typer.Option("--class", help="大类编码 / The code of a class of indicators.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("indicators")(show_indicators)


def show_indicators(
    jurisdiction: OneJurisdiction = None,
    search: _Search = "",
    in_class: _Class = None,
    as_of: AsOf = None,
    on: On = None,
    data: Data = None,
    store: StoreUrl = None,
    json_wanted: AsJson = False,
) -> None:
    """Show the library of indicators: versions, counts by class, and the indicators searched for.

    Without --search and --class, no indicator is listed in the text.

    --json: jurisdiction, on; editions [library, edition, standard, classes, indicators, in_force];
    all_classes, all_indicators, own_classes, own_indicators; classes [library, code, title,
    indicators]; indicators [library, code, title, in_class, level, unit_of_measure, direction,
    reference, source, last_day].
    """
    past = past_day(as_of, on)
    with readable(), past_log(data, store, as_of, on) as log:
        state = library_of(log, _meant(log, jurisdiction))
    found = listed(state, past.effective_by or today_of(past), search, in_class)
    if json_wanted:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        return
    _print(found, with_indicators=bool(search or in_class))


def _meant(log: EventLog, jurisdiction: str | None) -> str:
    """The jurisdiction meant: the only one of the log where none is given."""
    if jurisdiction is not None:
        return jurisdiction
    there = sorted({one.jurisdiction for one in map(subject_of, log.streams("")) if one})
    if len(there) != 1:
        refuse(f"--jurisdiction: 请指明是哪一个 / say which of {', '.join(there) or '–'}")
    return there[0]


def _print(found: Listed, *, with_indicators: bool) -> None:
    screen = Console()
    editions = table(
        f"{found.jurisdiction} 指标库版本 versions of the library {found.on}",
        *("地区 library", "版本 edition", "指标体系文件 standard", "大类 classes"),
        *("指标 indicators", "状态 state"),
    )
    for one in found.editions:
        state = "现行 in force" if one.in_force else "未采用或已替换 not in force"
        counts = (str(one.classes), str(one.indicators))
        editions.add_row(*map(Text, (one.library, one.edition, one.standard, *counts, state)))
    screen.print(or_none(editions))
    classes = table(
        "现行大类 classes in force", "地区 library", "编码 code", "大类 class", "指标 indicators"
    )
    for kind in found.classes:
        classes.add_row(*map(Text, (kind.library, kind.code, kind.title, str(kind.indicators))))
    screen.print(or_none(classes))
    if with_indicators:
        _print_indicators(screen, found)
    screen.print(
        f"现行共 in force {found.all_classes} 类 classes {found.all_indicators} 条 indicators · "
        f"其中本级 own {found.own_classes} 类 classes {found.own_indicators} 条 indicators"
    )


def _print_indicators(screen: Console, found: Listed) -> None:
    drawn = table(
        "指标 indicators",
        *("编码 code", "指标 title", "大类 class", "级次 level", "单位 unit", "方向 direction"),
        *("参考值 reference", "来源 source", "停用 last day"),
    )
    for one in found.indicators:
        drawn.add_row(*map(Text, _cells(one)))
    screen.print(or_none(drawn))


def _cells(one: LibraryIndicator) -> tuple[str, ...]:
    return (
        one.code,
        one.title,
        one.in_class,
        str(one.level),
        one.unit_of_measure or "–",
        WORDS[one.direction][0] if one.direction else "–",
        one.reference or "–",
        one.source or "–",
        day(one.last_day),
    )
