"""Board queries of the commands: the file of the boards, caught up, and the requested year."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Generic, NamedTuple, NoReturn, TypeVar

import typer
from rich.console import Console, RenderableType

from console import logs
from console.cli.damaged_log import blamed_on_damage
from console.cli.errors import complain
from console.cli.input.as_of import boards as boards_of
from console.cli.render.boards import as_json
from console.cli.render.kind_words import drill_line, warn
from console.settings import data_dir, store_url
from projections.boards import queries
from projections.boards.answers import Place
from projections.errors import UnreadableEvent
from store.factory import open_log
from store.views.as_of import PastDay, as_of

BAD_INPUT = 2

A = TypeVar("A")


class Answered(NamedTuple, Generic[A]):
    """The answer of the boards, with a line if the log is a drill's, otherwise null."""

    found: A
    drill: str | None


Ask = Callable[[sqlite3.Connection, Place], A]


def answer(
    data: Path | None,
    store: str | None,
    jurisdiction: str | None,
    year: int | None,
    past: PastDay,
    ask: Ask[A],
) -> Answered[A]:
    """The answer of the boards for the requested year, as of a past day if one is given."""
    logs.configure()
    directory = data_dir(data)
    url = store_url(directory, store)
    with (
        blamed_on_damage(url),
        readable(),
        closing(as_of(open_log(url), past)) as log,
        boards_of(log, directory, past) as boards,
    ):
        found = boards.ask(
            lambda found: ask(found, place_of(queries.places(found), jurisdiction, year))
        )
        return Answered(found, drill_line(log))


def place_of(places: Iterable[Place], jurisdiction: str | None, year: int | None) -> Place:
    """The requested jurisdiction and year; by default the only jurisdiction and its newest year."""
    if jurisdiction is not None and year is not None:
        return Place(jurisdiction, year)
    known = [
        place
        for place in places
        if jurisdiction in {None, place.jurisdiction} and year in {None, place.year}
    ]
    jurisdictions = {place.jurisdiction for place in known}
    if not known:
        refuse("--jurisdiction: there are no projects yet")
    if len(jurisdictions) > 1:
        refuse(f"--jurisdiction: say which of {', '.join(sorted(jurisdictions))}")
    return max(known, key=lambda place: place.year)


def refuse(line: str) -> NoReturn:
    """End with one line on the fault in the input."""
    complain(line)
    raise typer.Exit(BAD_INPUT)


def show(answered: Answered[A], render: Callable[[A], RenderableType], json_wanted: bool) -> None:
    """Print an answer as text or as JSON; the text begins with a line if the log is a drill's."""
    if json_wanted:
        print(json.dumps(as_json(answered.found), ensure_ascii=False, indent=2))
        return
    screen = Console()
    if answered.drill:
        warn(screen, answered.drill)
    screen.print(render(answered.found))


@contextmanager
def readable() -> Iterator[None]:
    """Turn errors of an unreadable log or board into one line."""
    try:
        yield
    except (UnreadableEvent, sqlite3.Error) as error:
        complain(str(error))
        raise typer.Exit(1) from error
