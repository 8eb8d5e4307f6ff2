"""`jixiao work-ledger`: the ledger of a year's progress 年度工作推进总台账."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from console.cli.ask_boards import answer_with_log, of_section, remits_of, show
from console.cli.input.as_of import past_day, today_of
from console.cli.options import (
    AsJson,
    AsOf,
    Data,
    NewestWorkYear,
    On,
    OneJurisdiction,
    Section,
    StoreUrl,
    Unit,
)
from console.cli.render.output_file import require_place
from console.cli.render.work_ledger import render_ledger
from console.cli.render.work_ledger_file import OPTION, ledger_file
from projections.boards import queries
from projections.boards.answers import Place
from projections.boards.board_selection import position_of
from projections.boards.remits import Remits
from projections.work_ledger.ledger import Wanted, lines, with_counties
from projections.work_ledger.lines import Ledger, Line, RollUp
from store.port import EventLog

_Counties = Annotated[
    bool,
    typer.Option("--counties", help="汇总所辖县（市） / With the counties below, in this log."),
]
_County = Annotated[
    str | None, typer.Option("--county", help="县（市）代码 / Only what is about this county.")
]
_File = Annotated[
    Path | None,
    typer.Option(
        OPTION,
        metavar="FILE",
        help="逐项写入 .csv 或 .xlsx / Write every duty with its evidence into this file.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("work-ledger")(work_ledger)


def work_ledger(
    jurisdiction: OneJurisdiction = None,
    work_year: NewestWorkYear = None,
    counties: _Counties = False,
    county: _County = None,
    unit: Unit = None,
    section: Section = None,
    file: _File = None,
    as_of: AsOf = None,
    on: On = None,
    data: Data = None,
    store: StoreUrl = None,
    json_wanted: AsJson = False,
) -> None:
    """Show every duty of a work year by section and county: its day, how it stands, how late it is.

    The bureau's own duties, the counties', the units', and the deadlines of every phase; a task
    without a day while it is waited for. In a drill, today is the day of the last business instant
    in the log. --file writes one line for each duty, with the record and the document that show
    that it is done.

    --json: position, jurisdiction, work_year, on, clock, sections, counties {code: name}; groups
    [jurisdiction, kind, duty, responsible, county, sections, first_due, last_due, counts {done,
    done_late, open, over, escalated, dropped}, longest (days)].
    """
    past = past_day(as_of, on)
    today = today_of(past)
    if file is not None:
        require_place(file, OPTION)

    def ask(boards: sqlite3.Connection, place: Place, log: EventLog) -> Ledger:
        day, clock = _day(boards, place, past.effective_by, today)
        own = remits_of(log, place.jurisdiction, day)
        of_section(boards, place, lambda _on: own, section, day)

        def remits(code: str, on_day: date) -> Remits:
            return own if code == place.jurisdiction else remits_of(log, code, on_day)

        given, wanted = (log, boards, place.jurisdiction, place.year), Wanted(unit, section, county)
        found = (
            with_counties(*given, remits, day, wanted) if counties else lines(*given, own, wanted)
        )
        rolled_up = _written(found, file)
        return Ledger(
            position_of(boards),
            place.jurisdiction,
            place.year,
            day,
            clock,
            {one.code: one.name for one in own.sections},
            rolled_up.counties,
            rolled_up.groups(),
        )

    given = (data, store, jurisdiction, work_year, past)
    answered = answer_with_log(*given, ask, option="--work-year")
    show(answered._replace(drill=None), render_ledger, json_wanted)  # its title says so


def _day(
    boards: sqlite3.Connection, place: Place, given: date | None, today: date
) -> tuple[date, Literal["given", "real", "simulated"]]:
    if given is not None:
        return given, "given"
    return queries.business_day(boards, place.jurisdiction, place.year, today)


def _written(found: Iterable[Line], file: Path | None) -> RollUp:
    """What the lines come to, each written into the file as it is read."""
    rolled_up = RollUp()
    with ledger_file(file) as write:
        for line in found:
            rolled_up.take(line)
            write(line)
    return rolled_up
