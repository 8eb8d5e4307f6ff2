"""`jixiao status`, `calendar`, `overdue`, `projections rebuild`: the boards, caught up first."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from console import logs
from console.cli.input.as_of import past_day
from console.cli.input.board_query import answer, readable, refuse, show
from console.cli.options import AsJson, AsOf, Data, On, StoreUrl
from console.cli.render.boards import render_calendar, render_overdue, render_status
from console.cli.render.progress_bar import bar
from console.settings import data_dir, projection_path, store_url
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role, business_date
from projections.boards import queries
from projections.boards.answers import Place
from projections.boards.projection import rebuild
from store.factory import open_log

Where = Annotated[
    str | None,
    typer.Option("--jurisdiction", help="Code of the jurisdiction (default: the only one)."),
]
Year = Annotated[
    int | None,
    typer.Option(
        "--year", min=1, max=9999, help="Budget year (default: the newest with projects)."
    ),
]
Kind = Annotated[
    SubjectKind | None, typer.Option("--kind", help="A kind of subject (default: every one).")
]
Unit = Annotated[str | None, typer.Option("--unit", help="Code of a unit.")]
Phase = Annotated[
    str | None, typer.Option("--phase", help="A phase; `monitoring` stands for its months.")
]
Who = Annotated[
    Role | None, typer.Option("--role", help="Who is responsible for what waits or is due.")
]
Day = datetime
_DAY = "%Y-%m-%d"

projections = typer.Typer(no_args_is_help=True, help="读模型 / The read models.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (status, calendar, overdue):
        app.command()(command)
    app.add_typer(projections, name="projections")


def status(
    subject: Annotated[
        str | None, typer.Argument(help="A code, a stream, or its end: P001, unit/U01.")
    ] = None,
    jurisdiction: Where = None,
    year: Year = None,
    kind: Kind = None,
    unit: Unit = None,
    phase: Phase = None,
    role: Who = None,
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

    A row is stream, deadline, due, state, responsible, filed_on, source, reference. A subject is
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
    """The stream that is meant by a subject."""
    found = queries.streams(boards, place.jurisdiction, place.year, subject, kind=kind)
    if not found:
        refuse(f"subject: no {subject} in {place.jurisdiction} {place.year}")
    if len(found) > 1:
        refuse(f"subject: {subject} is the code of several, say which of {', '.join(found)}")
    return found[0]


def calendar(
    jurisdiction: Where = None,
    year: Year = None,
    first: Annotated[
        Day | None, typer.Option("--from", formats=[_DAY], help="First day (inclusive).")
    ] = None,
    last: Annotated[
        Day | None, typer.Option("--to", formats=[_DAY], help="Last day (inclusive).")
    ] = None,
    kind: Kind = None,
    unit: Unit = None,
    phase: Phase = None,
    role: Who = None,
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

    def ask(boards: sqlite3.Connection, place: Place) -> Any:
        start = first.date() if first else date(place.year, 1, 1)
        end = last.date() if last else date(place.year, 12, 31)
        if end < start:
            refuse(f"--to: {end} is before {start}")
        known = (place.jurisdiction, place.year)
        return queries.calendar(
            boards, *known, start, end, kind=kind, unit=unit, phase=phase, role=role
        )

    past = past_day(as_of, on)
    show(answer(data, store, jurisdiction, year, past, ask), render_calendar, json_wanted)


def overdue(
    jurisdiction: Where = None,
    year: Year = None,
    kind: Kind = None,
    unit: Unit = None,
    phase: Phase = None,
    role: Who = None,
    as_of: AsOf = None,
    on: On = None,
    data: Data = None,
    store: StoreUrl = None,
    json_wanted: AsJson = False,
) -> None:
    """Show what is overdue, by role and by unit: on the day of --on, of --as-of, or today.

    In a drill, today is the drill's own day: that of the last business instant known then.

    --json: position, jurisdiction, year, on, clock; roles [responsible, deadlines, units,
    longest]; groups [unit, unit_name, responsible, lines [kind, code, name, days, row]], where a
    row is that of `status --json`.
    """
    past = past_day(as_of, on)
    now = business_date(datetime.now(UTC))
    today = min(now, past.recorded_by or now)

    def ask(boards: sqlite3.Connection, place: Place) -> Any:
        known = (place.jurisdiction, place.year)
        day = past.effective_by
        return queries.overdue(
            boards, *known, today=today, on=day, kind=kind, unit=unit, phase=phase, role=role
        )

    show(answer(data, store, jurisdiction, year, past, ask), render_overdue, json_wanted)


@projections.callback()
def _projections() -> None:
    """Keep the group a group while it has one command."""


@projections.command(name="rebuild")
def rebuild_all(data: Data = None, store: StoreUrl = None) -> None:
    """Build the read models anew from the log; the old ones stay until the new are complete."""
    logs.configure()
    directory = data_dir(data)
    path = projection_path(directory)
    with (
        readable(),
        closing(open_log(store_url(directory, store))) as log,
        bar(Console(stderr=True), "重建 rebuilding") as told,
    ):
        events = rebuild(log, path, told)
    typer.echo(f"事件 events {events} → {path}")
