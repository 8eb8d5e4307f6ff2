"""The list of reports of key evaluation as a table, or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from console.cli.render.board_tables import day, or_none, position, table
from console.cli.render.boards import as_json as in_json
from console.cli.render.figure_words import in_wan
from console.cli.render.rules_words import word
from domain.shared.evaluation_objects import NAMES, SPECIAL_BOND
from projections.evaluation_reports import Disclosure, Report

_DISCLOSURES = {
    Disclosure.UNREPORTED: "未形成报告 no report yet",
    Disclosure.UNDISCLOSED: "尚未公开 not disclosed yet",
    Disclosure.DISCLOSED: "已公开 disclosed",
    Disclosure.WITHHELD: "批准不公开 withheld",
}
_TYPES: dict[str, str] = {**NAMES, SPECIAL_BOND: "专项债券"}


def show_reports(
    jurisdiction: str, work_year: int, reports: Sequence[Report], at: int, *, as_json: bool
) -> None:
    """Print the list as the log had it at a position."""
    if as_json:
        told = {"position": at, "jurisdiction": jurisdiction, "work_year": work_year}
        told["reports"] = in_json(tuple(reports))
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    drawn = table(
        f"{jurisdiction} {work_year} 财政重点评价报告目录 reports of key evaluation",
        *("序号 no.", "单位 unit", "评价对象 object", "类型 type", "评价金额 evaluated"),
        *("得分 score", "框架缺少 lacking", "公开情况 disclosure", "日期 on"),
        "渠道 channel",
    )
    for number, one in enumerate(reports, start=1):
        drawn.add_row(*map(Text, (str(number), *_cells(one))))
    Console().print(or_none(drawn))
    found = Counter(one.disclosure for one in reports)
    Console().print(" · ".join(f"{_DISCLOSURES[one]} {found[one]}" for one in Disclosure))
    Console().print(position(at))


def _cells(one: Report) -> tuple[str, ...]:
    further = "、".join(_TYPES[kind] for kind in one.further)
    code = one.stream.rpartition("/")[2]
    return (
        f"{one.unit} {one.unit_name}",
        f"{code} {one.name or '（涉密）'}",
        _TYPES[one.counted_as] + (f"（兼 {further}）" if further else ""),
        "–" if one.evaluated is None else in_wan(one.evaluated),
        one.score or "–",
        "、".join(map(word, one.lacking)) or "–",
        _DISCLOSURES[one.disclosure],
        day(one.published_on),
        one.channel or "–",
    )
