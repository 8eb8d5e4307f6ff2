"""`jixiao status`: the status of a year or of one subject."""

from __future__ import annotations

import sqlite3
from typing import Annotated, Any

import typer

from console.cli.ask_boards import answer, refuse, show
from console.cli.input.as_of import past_day
from console.cli.options import (
    AsJson,
    AsOf,
    BudgetYear,
    Data,
    Kind,
    On,
    OneJurisdiction,
    Phase,
    Responsible,
    StoreUrl,
    Unit,
)
from console.cli.render.boards import render_status
from domain.kernel.subject_ids import SubjectKind
from projections.boards import queries
from projections.boards.answers import Place


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(status)


def status(
    subject: Annotated[
        str | None, typer.Argument(help="A code, a stream, or its end: P001, unit/U01.")
    ] = None,
    jurisdiction: OneJurisdiction = None,
    year: BudgetYear = None,
    kind: Kind = None,
    unit: Unit = None,
    phase: Phase = None,
    role: Responsible = None,
    each: Annotated[bool, typer.Option("--each", help="List every subject too.")] = False,
    as_of: AsOf = None,
    on: On = None,
    data: Data = None,
    store: StoreUrl = None,
    json_wanted: AsJson = False,
) -> None:
    """Show how a year's projects, units and institutions stand, or one of them.

    --json: position, jurisdiction, year, projects, units, policies, institutions; phases [kind,
    phase, subjects]; next_due [kind, due, deadline, responsible, subjects]; waiting [kind,
    responsible, deadline, subjects]; late [kind, code, name, unit, unit_name, row]; each [subject]
    with --each; detail {subject, deadlines [row]} of one subject, else null.

    A row is stream, deadline, due, state, responsible, filed_on, source, reference,
    recorded_on (the day in the log, where an annotation gives filed_on). A subject is
    stream, kind, jurisdiction, year, code, name, unit, unit_name, origin, budget_type, phase,
    version, requested, adjusted, approved, executed, waiting_for [role:deadline], next_due,
    overdue [deadline], late_filings, closed, clock, last_at.
    """

    def ask(boards: sqlite3.Connection, place: Place) -> Any:
        known = (place.jurisdiction, place.year)
        one = subject and _the_one(boards, place, subject, kind)
        return queries.status(
            boards, *known, subject=one, kind=kind, unit=unit, phase=phase, role=role, each=each
        )

    past = past_day(as_of, on)
    show(answer(data, store, jurisdiction, year, past, ask), render_status, json_wanted)


def _the_one(
    boards: sqlite3.Connection, place: Place, subject: str, kind: SubjectKind | None
) -> str:
    """The stream of the requested subject."""
    found = queries.streams(boards, place.jurisdiction, place.year, subject, kind=kind)
    if not found:
        refuse(f"subject: no {subject} in {place.jurisdiction} {place.year}")
    if len(found) > 1:
        refuse(f"subject: {subject} is the code of several, say which of {', '.join(found)}")
    return found[0]
