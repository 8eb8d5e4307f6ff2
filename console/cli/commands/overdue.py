"""`jixiao overdue`: overdue deadlines, by role and by unit."""

from __future__ import annotations

import sqlite3
from typing import Any

import typer

from console.cli.ask_boards import answer_with_remits, of_section, show
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
from console.cli.render.boards import render_overdue
from projections.boards import queries
from projections.boards.answers import Place
from projections.boards.remits import RemitsOf


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(context_settings={**BUDGET_YEAR_WAS_YEAR})(overdue)


def overdue(
    jurisdiction: OneJurisdiction = None,
    year: BudgetYear = None,
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
    """Show what is overdue, by role and by unit: on the day of --on, of --as-of, or today.

    In a drill, today is the day of the last business instant in the log.

    --json: position, jurisdiction, year, on, clock; roles [responsible, deadlines, units,
    longest]; groups [unit, unit_name, responsible, lines [kind, code, name, days, row]], where a
    row is that of `status --json`.
    """
    past = past_day(as_of, on)
    today = today_of(past)

    def ask(boards: sqlite3.Connection, place: Place, remits: RemitsOf) -> Any:
        known = (place.jurisdiction, place.year)
        day = past.effective_by
        meant = day or queries.business_day(boards, *known, today)[0]
        return queries.overdue(
            boards,
            *known,
            today=today,
            on=day,
            kind=kind,
            unit=unit,
            phase=phase,
            role=role,
            streams=of_section(boards, place, remits, section, meant),
        )

    answered = answer_with_remits(data, store, jurisdiction, year, past, ask)
    show(answered._replace(drill=None), render_overdue, json_wanted)  # its title says so
