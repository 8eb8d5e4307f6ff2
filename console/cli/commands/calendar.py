"""`jixiao calendar`: the deadlines of a year by day."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import Annotated, Any

import typer

from console.cli.ask_boards import answer_with_remits, of_section, refuse, show
from console.cli.input.as_of import past_day, today_of
from console.cli.options import (
    BUDGET_YEAR_WAS_YEAR,
    AsJson,
    AsOf,
    BudgetYear,
    Data,
    Kind,
    On,
    OneJurisdiction,
    Phase,
    Responsible,
    Section,
    StoreUrl,
    Unit,
)
from console.cli.render.boards import render_calendar
from projections.boards import queries
from projections.boards.answers import Place
from projections.boards.remits import RemitsOf

Day = datetime


_DAY = "%Y-%m-%d"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(context_settings={**BUDGET_YEAR_WAS_YEAR})(calendar)


def calendar(
    jurisdiction: OneJurisdiction = None,
    year: BudgetYear = None,
    first: Annotated[
        Day | None, typer.Option("--from", formats=[_DAY], help="First day (inclusive).")
    ] = None,
    last: Annotated[
        Day | None, typer.Option("--to", formats=[_DAY], help="Last day (inclusive).")
    ] = None,
    kind: Kind = None,
    unit: Unit = None,
    phase: Phase = None,
    role: Responsible = None,
    section: Section = None,
    as_of: AsOf = None,
    on: On = None,
    data: Data = None,
    store: StoreUrl = None,
    json_wanted: AsJson = False,
) -> None:
    """Show the deadlines by day, with how many subjects are in which state.

    --json: position, jurisdiction, year, first, last; lines [kind, due, deadline, responsible,
    subjects, states {state: subjects}].
    """

    def ask(boards: sqlite3.Connection, place: Place, remits: RemitsOf) -> Any:
        start = first.date() if first else date(place.year, 1, 1)
        end = last.date() if last else date(place.year, 12, 31)
        if end < start:
            refuse(f"--to: {end} 早于 {start} / {end} is before {start}")
        known = (place.jurisdiction, place.year)
        day = past.effective_by or queries.business_day(boards, *known, today_of(past))[0]
        return queries.calendar(
            boards,
            *known,
            start,
            end,
            kind=kind,
            unit=unit,
            phase=phase,
            role=role,
            streams=of_section(boards, place, remits, section, day),
        )

    past = past_day(as_of, on)
    given = (data, store, jurisdiction, year, past)
    show(answer_with_remits(*given, ask), render_calendar, json_wanted)
