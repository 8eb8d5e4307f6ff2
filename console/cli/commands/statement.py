"""`jixiao statement`: the figures of a work year, each with its source events."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.console import Console, Group, RenderableType
from rich.text import Text

from console.cli.ask_boards import nothing_of, place_in, readable, refuse, years_in
from console.cli.input.as_of import past_log
from console.cli.options import AsJson, AsOf, Data, NewestWorkYear, On, OneJurisdiction, StoreUrl
from console.cli.render.board_tables import position, table
from console.cli.render.evaluation_reports import show_reports
from console.cli.render.figure_words import TITLES, shown, titled
from domain.kernel.subject_ids import jurisdiction_year
from projections.evaluation_reports import reports_of
from projections.figures.figures import Figure, figures


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(statement)


def statement(
    jurisdiction: OneJurisdiction = None,
    work_year: NewestWorkYear = None,
    as_of: AsOf = None,
    on: On = None,
    data: Data = None,
    store: StoreUrl = None,
    reports: Annotated[
        bool, typer.Option("--reports", help="重点评价报告目录 / The list of reports.")
    ] = False,
    json_wanted: AsJson = False,
) -> None:
    """Show the figures of a work year, recomputed from the log, with the events behind each.

    --reports: the list of the reports of key evaluation instead, with their disclosure.

    --json: position, jurisdiction, work_year, figures [id, name, value, basis, budget_year,
    events, imported (those of the events that were imported)]. Amounts are in yuan; what has no
    value (a share of nothing) is null. With --reports: position, jurisdiction, work_year, reports
    [stream, name (null where confidential), unit, unit_name, counted_as, further, evaluated (yuan),
    score, grade, finalised_on, disclosure (unreported, undisclosed, disclosed, withheld),
    published_on, channel, lacking (dimensions of the framework without an indicator)].
    """
    with readable(), past_log(data, store, as_of, on) as log:
        at = log.last_position()
        place = place_in(log, jurisdiction, work_year, "--work-year")
        if not _opened(log.streams(f"{place.jurisdiction}/"), place.jurisdiction, place.year):
            given, known = f"{place.jurisdiction} {place.year}", years_in(log.streams(""))
            refuse(f"--work-year: {nothing_of(given, known)}")
        if reports:
            listed = reports_of(log, place.jurisdiction, place.year)
        else:
            found = figures(log, place.jurisdiction, place.year)
    if reports:
        show_reports(place.jurisdiction, place.year, listed, at, as_json=json_wanted)
    elif json_wanted:
        told = {"position": at, "jurisdiction": place.jurisdiction, "work_year": place.year}
        told["figures"] = [as_json(one) for one in found]
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        Console().print(_drawn(f"{place.jurisdiction} {place.year}", found, at))


def _opened(streams: list[str], jurisdiction: str, work_year: int) -> bool:
    """Whether the log has a work year's own budget year or the one before."""
    years = tuple(jurisdiction_year(jurisdiction, year) for year in (work_year - 1, work_year))
    return any(
        stream in years or stream.startswith(tuple(f"{y}/" for y in years)) for stream in streams
    )


def as_json(figure: Figure) -> dict[str, Any]:
    """A value of a figure as JSON values."""
    return {
        "id": figure.id,
        "name": figure.name,
        "value": figure.value or None,
        "basis": figure.basis,
        "budget_year": figure.budget_year,
        "events": [str(event) for event in figure.events],
        "imported": [str(event) for event in figure.imported],
    }


def _drawn(title: str, found: tuple[Figure, ...], at: int) -> RenderableType:
    drawn = table(
        f"{title} 工作情况数字 figures",
        "编号 id",
        "名称 name",
        "值 value",
        "事件 events",
        "其中导入 imported",
    )
    before = ""
    for one in found:
        if one.id != before:
            drawn.add_row(one.id, Text(f"{TITLES[one.id]} {one.budget_year}", style="bold"))
            before = one.id
        value = Text(shown(one.value, one.basis), justify="right")
        imported = str(len(one.imported)) if one.imported else ""
        drawn.add_row("", titled(one.name, one.basis), value, str(len(one.events)), imported)
    return Group(drawn, position(at))
