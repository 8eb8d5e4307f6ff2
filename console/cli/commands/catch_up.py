"""`jixiao catch-up`: the duties that were over when a year was opened late, and the ways on."""

from __future__ import annotations

import json
import sqlite3
from enum import StrEnum
from typing import Annotated, Any

import typer

from console.cli import suggestions
from console.cli.ask_boards import answer
from console.cli.errors import printable
from console.cli.options import AsJson, Data, OneJurisdiction, StoreUrl
from console.cli.render.catch_up import json_of, lines_of
from console.cli.templates.catch_up import Bureau, ways
from domain.kernel.subject_ids import jurisdiction_year
from domain.kernel.vocabulary import business_date
from domain.subjects.jurisdiction_year.opening import YearOpened
from projections.boards.answers import Place
from projections.late_opening import LateOpening, late_opening
from store import clock
from store.port import EventLog
from store.views.as_of import PastDay


class Way(StrEnum):
    """A way on from a duty that was over."""

    IMPORT = "import"
    DROP = "drop"
    LATE = "late"


_WorkYear = Annotated[
    int | None,
    typer.Option(
        "--work-year",
        min=1,
        max=9999,
        help="Work year, as 2026 (default: the newest).",
        autocompletion=suggestions.years,
    ),
]
_Lines = Annotated[
    Way | None,
    typer.Option("--lines", help="只列事项行 / Print only the act lines of this way, one a line."),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="catch-up")(catch_up)


def catch_up(
    jurisdiction: OneJurisdiction = None,
    work_year: _WorkYear = None,
    lines: _Lines = None,
    data: Data = None,
    store: StoreUrl = None,
    json_wanted: AsJson = False,
) -> None:
    """Show the duties that were over when a year was opened late, and the ways on from each.

    An act that was done before is imported (history.import-act) with its day and its document; a
    duty that nobody does any more is dropped by an exception (exception.grant) with approver and
    reason; the others are done late. Each way has a line for `jixiao submit`; each 〔待填〕 in it
    is to be replaced. --lines prints the lines of one way alone. --json: position, jurisdiction,
    work_year, opened, duties [stream, kind, code, name (null where confidential), unit, entered,
    duty, responsible, planned, reference, standing (first, waits, open, imported, dropped,
    done), act, filed_on, ways {import, drop, late}].
    """
    told: list[Any] = []

    def ask(_boards: sqlite3.Connection, place: Place) -> Any:
        return place

    def finish(log: EventLog, place: Any) -> Any:
        found = late_opening(log, place.jurisdiction, place.year)
        bureau, today = _bureau(log, found), business_date(clock.now())
        told.extend(ways(one, bureau, today) for one in found.duties)
        return found

    given = (data, store, jurisdiction, work_year, PastDay())
    found: LateOpening = answer(*given, ask, finish, option="--work-year").found
    if lines is not None:
        for own in told:
            if lines.value in own:
                print(json.dumps(own[lines.value], ensure_ascii=False))
    elif json_wanted:
        print(json.dumps(json_of(found, told), ensure_ascii=False, indent=2))
    else:
        for line in lines_of(found, told):
            print(printable(line))


def _bureau(log: EventLog, found: LateOpening) -> Bureau:
    """Who opened the year acts for the bureau, until somebody else is written there."""
    for one in log.read(jurisdiction_year(found.jurisdiction, found.work_year)):
        if isinstance(one.event, YearOpened):
            return Bureau(one.actor.id, one.actor.organisation)
    return Bureau()
