"""`jixiao status`, `calendar`, `overdue`, `projections rebuild`: the boards, caught up first."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from console import logs
from console.boards import as_json, render_calendar, render_overdue, render_status
from console.options import AsJson, Data, StoreUrl
from console.settings import data_dir, projection_path, store_url
from domain.vocabulary import business_date
from projections import queries
from projections.answers import Place
from projections.errors import UnreadableEvent
from projections.projection import Projection, rebuild
from store.opening import open_log

BAD_INPUT = 2

A = TypeVar("A")
Ask = Callable[[sqlite3.Connection, Place], A]

Where = Annotated[
    str | None,
    typer.Option("--jurisdiction", help="Code of the jurisdiction (default: the only one)."),
]
Year = Annotated[
    int | None, typer.Option("--year", help="Budget year (default: the newest with projects).")
]
Unit = Annotated[str | None, typer.Option("--unit", help="Code of a unit.")]
Phase = Annotated[
    str | None, typer.Option("--phase", help="A phase; `monitoring` stands for its months.")
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
    subject: Annotated[str | None, typer.Argument(help="A project's code or stream.")] = None,
    jurisdiction: Where = None,
    year: Year = None,
    unit: Unit = None,
    phase: Phase = None,
    data: Data = None,
    store: StoreUrl = None,
    json_wanted: AsJson = False,
) -> None:
    """Show how a year's projects stand: phases, what waits for whom, due next, late."""

    def ask(boards: sqlite3.Connection, place: Place) -> Any:
        known = (place.jurisdiction, place.year)
        found = queries.status(boards, *known, subject=subject, unit=unit, phase=phase)
        if subject is not None and found.detail is None:
            _refuse(f"subject: no project {subject} in {place.jurisdiction} {place.year}")
        return found

    _show(_answer(data, store, jurisdiction, year, ask), render_status, json_wanted)


def calendar(
    jurisdiction: Where = None,
    year: Year = None,
    first: Annotated[
        Day | None, typer.Option("--from", formats=[_DAY], help="First day (inclusive).")
    ] = None,
    last: Annotated[
        Day | None, typer.Option("--to", formats=[_DAY], help="Last day (inclusive).")
    ] = None,
    unit: Unit = None,
    phase: Phase = None,
    data: Data = None,
    store: StoreUrl = None,
    json_wanted: AsJson = False,
) -> None:
    """Show the deadlines by day, with how many projects are in which state."""

    def ask(boards: sqlite3.Connection, place: Place) -> Any:
        start = first.date() if first else date(place.year, 1, 1)
        end = last.date() if last else date(place.year, 12, 31)
        if end < start:
            _refuse(f"--to: {end} is before {start}")
        known = (place.jurisdiction, place.year)
        return queries.calendar(boards, *known, start, end, unit=unit, phase=phase)

    _show(_answer(data, store, jurisdiction, year, ask), render_calendar, json_wanted)


def overdue(
    jurisdiction: Where = None,
    year: Year = None,
    on: Annotated[
        Day | None, typer.Option(formats=[_DAY], help="As of this day (default: today).")
    ] = None,
    unit: Unit = None,
    phase: Phase = None,
    data: Data = None,
    store: StoreUrl = None,
    json_wanted: AsJson = False,
) -> None:
    """Show what is overdue, by unit and role; in a drill as of the drill's own day."""
    today = business_date(datetime.now(UTC))

    def ask(boards: sqlite3.Connection, place: Place) -> Any:
        known = (place.jurisdiction, place.year)
        day = on.date() if on else None
        return queries.overdue(boards, *known, today=today, on=day, unit=unit, phase=phase)

    _show(_answer(data, store, jurisdiction, year, ask), render_overdue, json_wanted)


@projections.callback()
def _projections() -> None:
    """Keep the group a group while it has one command."""


@projections.command(name="rebuild")
def rebuild_all(data: Data = None, store: StoreUrl = None) -> None:
    """Build the read models anew from the log; the old ones stay until the new are complete."""
    logs.configure()
    directory = data_dir(data)
    screen = Console(stderr=True)
    with _readable(), closing(open_log(store_url(directory, store))) as log, _bar(screen) as bar:
        task = bar.add_task("事件 events", total=log.last_position())
        path = projection_path(directory)
        events = rebuild(log, path, lambda position: bar.update(task, completed=position))
    typer.echo(f"{events} events -> {path}")


def _answer(
    data: Path | None, store: str | None, jurisdiction: str | None, year: int | None, ask: Ask[A]
) -> A:
    logs.configure()
    directory = data_dir(data)
    url = store_url(directory, store)
    with (
        _readable(),
        closing(open_log(url)) as log,
        closing(Projection(log, projection_path(directory))) as boards,
    ):
        boards.catch_up()
        return boards.ask(lambda found: ask(found, _place(found, jurisdiction, year)))


def _place(boards: sqlite3.Connection, jurisdiction: str | None, year: int | None) -> Place:
    """The year that is meant: what is not given is the only jurisdiction, and its newest year."""
    if jurisdiction is not None and year is not None:
        return Place(jurisdiction, year)
    known = [
        place
        for place in queries.places(boards)
        if jurisdiction in {None, place.jurisdiction} and year in {None, place.year}
    ]
    jurisdictions = {place.jurisdiction for place in known}
    if not known:
        _refuse("--jurisdiction: there are no projects yet")
    if len(jurisdictions) > 1:
        _refuse(f"--jurisdiction: say which of {', '.join(sorted(jurisdictions))}")
    return max(known, key=lambda place: place.year)


def _refuse(line: str) -> NoReturn:
    typer.echo(line, err=True)
    raise typer.Exit(BAD_INPUT)


def _show(answer: A, render: Callable[[A], RenderableType], json_wanted: bool) -> None:
    if json_wanted:
        print(json.dumps(as_json(answer), ensure_ascii=False, indent=2))
    else:
        Console().print(render(answer))


@contextmanager
def _readable() -> Iterator[None]:
    """Say in one line what of the log or the boards cannot be read."""
    try:
        yield
    except (UnreadableEvent, sqlite3.Error) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


@contextmanager
def _bar(screen: Console) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=screen) as bar:
        yield bar
