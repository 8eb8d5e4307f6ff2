"""Board queries of the commands: the file of the boards, caught up, and the requested year."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Generic, NamedTuple, NoReturn, TypeVar

import typer
from rich.console import Console, RenderableType

from console import logs
from console.cli.damaged_log import BuiltOn, blamed_on_damage, tell_missing
from console.cli.errors import complain
from console.cli.input.as_of import boards as boards_of
from console.cli.render.boards import as_json
from console.cli.render.kind_words import drill_line, warn
from console.settings import data_dir, store_url
from domain.kernel.subject_ids import SubjectKind, organisations, parse_subject, subject_of
from projections.boards import queries
from projections.boards.answers import Place
from projections.boards.links import BoardLinks
from projections.boards.remits import Remits, RemitsOf
from projections.errors import UnreadableEvent
from store.factory import open_log
from store.port import EventLog
from store.views.as_of import PastDay, as_of

BAD_INPUT = 2

A = TypeVar("A")


class Answered(NamedTuple, Generic[A]):
    """The answer of the boards, with a line if the log is a drill's, otherwise null."""

    found: A
    drill: str | None


Ask = Callable[[sqlite3.Connection, Place], A]
AskWithRemits = Callable[[sqlite3.Connection, Place, RemitsOf], A]
AskWithLog = Callable[[sqlite3.Connection, Place, EventLog], A]


def answer(
    data: Path | None,
    store: str | None,
    jurisdiction: str | None,
    year: int | None,
    past: PastDay,
    ask: Ask[A],
    finish: Callable[[EventLog, A], A] = lambda _log, found: found,
    *,
    option: str = "--budget-year",
) -> Answered[A]:
    """The answer of the boards, as on a past day where one is given, about the year meant.

    `finish` adds what the boards do not have, from the log of that day; `option` gives the year.
    """
    given = (data, store, jurisdiction, year, past)
    return answer_with_remits(
        *given, lambda boards, place, _remits: ask(boards, place), finish, option=option
    )


def answer_with_remits(
    data: Path | None,
    store: str | None,
    jurisdiction: str | None,
    year: int | None,
    past: PastDay,
    ask: AskWithRemits[A],
    finish: Callable[[EventLog, A], A] = lambda _log, found: found,
    *,
    option: str = "--budget-year",
) -> Answered[A]:
    """The answer of the boards as `answer` gives it; `ask` is told the remits of sections too."""

    def asked(boards: sqlite3.Connection, place: Place, log: EventLog) -> A:
        return ask(boards, place, lambda on: remits_of(log, place.jurisdiction, on))

    given = (data, store, jurisdiction, year, past)
    return answer_with_log(*given, asked, finish, option=option)


def answer_with_log(
    data: Path | None,
    store: str | None,
    jurisdiction: str | None,
    year: int | None,
    past: PastDay,
    ask: AskWithLog[A],
    finish: Callable[[EventLog, A], A] = lambda _log, found: found,
    *,
    option: str = "--budget-year",
) -> Answered[A]:
    """The answer of the boards as `answer` gives it; `ask` has the log of that day too."""
    logs.configure()
    directory = data_dir(data)
    url = store_url(directory, store)
    with (
        blamed_on_damage(url),
        readable(),
        closing(as_of(open_log(url), past)) as log,
        boards_of(log, directory, past) as boards,
    ):

        def asked(found: sqlite3.Connection) -> tuple[A, datetime | None, BuiltOn]:
            place = _meant(found, jurisdiction, year, option)
            links = BoardLinks(found)
            latest = queries.latest_at(found, place.jurisdiction)
            told = ask(found, place, log)
            return told, latest, BuiltOn(links.built_on(), links.count())

        found, latest, built_on = boards.ask(asked)
        if past == PastDay():
            tell_missing(url, built_on)
        return Answered(finish(log, found), drill_line(log, latest))


def remits_of(log: EventLog, jurisdiction: str, on: date) -> Remits:
    """The remits of a jurisdiction's sections on a day, as the log has them."""
    from projections.boards.in_force_cache import InForceCache  # noqa: PLC0415 - few ask for them

    return Remits(InForceCache(log).of(parse_subject(organisations(jurisdiction))), on)


def of_section(
    boards: sqlite3.Connection, place: Place, remits: RemitsOf, section: str | None, on: date
) -> frozenset[str] | None:
    """The subjects that the section is in charge of on a day; `None` where none is named."""
    if section is None:
        return None
    there = remits(on)
    known = {one.code: one.name for one in there.sections}
    if section not in known:
        listed = ", ".join(f"{code} {name}" for code, name in known.items()) or "–"
        refuse(
            f"--section: {place.jurisdiction} 在 {on} 没有科室 {section}，已有 / no section "
            f"{section} on {on}, there are: {listed}"
        )
    return there.streams_of(boards, place.jurisdiction, section)


def _meant(
    boards: sqlite3.Connection, jurisdiction: str | None, year: int | None, option: str
) -> Place:
    """The year meant by the options; an opened year counts if no year has a project."""
    return place_of(
        queries.places(boards),
        jurisdiction,
        year,
        others=queries.opened(boards),
        is_known=lambda place: queries.is_known(boards, place),
        option=option,
    )


def place_of(
    places: Iterable[Place],
    jurisdiction: str | None,
    year: int | None,
    *,
    others: Iterable[Place] = (),
    is_known: Callable[[Place], bool] = lambda _place: True,
    option: str = "--budget-year",
) -> Place:
    """The place meant by the options; the default is the only jurisdiction and its newest year.

    If no place fits, one of the `others` is taken. An unknown jurisdiction or year is refused, and
    the message lists the known ones; `option` is the option that gives the year.
    """
    places, others = list(places), list(others)
    if jurisdiction is not None and year is not None and is_known(Place(jurisdiction, year)):
        return Place(jurisdiction, year)
    known = _fitting(places, jurisdiction, year) or _fitting(others, jurisdiction, year)
    if not known:
        refuse(_unknown([*places, *others], jurisdiction, year, option))
    jurisdictions = sorted({place.jurisdiction for place in known})
    if len(jurisdictions) > 1:
        which = ", ".join(jurisdictions)
        refuse(f"--jurisdiction: 请指明是哪一个 / say which of {which}")
    return max(known, key=lambda place: place.year)


def _fitting(places: list[Place], jurisdiction: str | None, year: int | None) -> list[Place]:
    return [
        place
        for place in places
        if jurisdiction in {None, place.jurisdiction} and year in {None, place.year}
    ]


def _unknown(
    places: list[Place], jurisdiction: str | None, year: int | None, option: str = "--budget-year"
) -> str:
    given = " ".join(str(one) for one in (jurisdiction, year) if one is not None)
    is_there = jurisdiction in {None, *(place.jurisdiction for place in places)}
    return f"{option if is_there else '--jurisdiction'}: {nothing_of(given, places)}"


def nothing_of(given: str, places: Iterable[Place]) -> str:
    """The message that the given place is unknown, with the known years."""
    listed = sorted({(place.jurisdiction, place.year) for place in places})
    if not listed:
        return "库中尚无年度，请先办理 year.open / no year is open yet: take year.open first"
    known = ", ".join(f"{jurisdiction} {year}" for jurisdiction, year in listed)
    return f"库中没有 {given}，已有 / nothing is known of {given}, there are: {known}"


def require_known(log: EventLog, jurisdiction: str, year: int) -> None:
    """Refuse a year that a log does not have; the message names the years that it has."""
    known = years_in(log.streams(""))
    if Place(jurisdiction, year) not in known:
        refuse(_unknown([*known], jurisdiction, year))


def place_in(
    log: EventLog, jurisdiction: str | None, year: int | None, option: str = "--budget-year"
) -> Place:
    """The place meant by the options, of a log that is read without the boards.

    The default is the only jurisdiction and its newest year with a project, else its newest year.
    """
    if jurisdiction is not None and year is not None:
        return Place(jurisdiction, year)
    streams = [*log.streams("")]
    subjects = filter(None, map(subject_of, streams))
    projects = {
        Place(one.jurisdiction, one.year)
        for one in subjects
        if one.kind is SubjectKind.PROJECT_YEAR and one.year is not None
    }
    return place_of(projects, jurisdiction, year, others=years_in(streams), option=option)


def years_in(streams: Iterable[str]) -> set[Place]:
    """The years of all streams that have one."""
    subjects = filter(None, map(subject_of, streams))
    return {Place(one.jurisdiction, one.year) for one in subjects if one.year is not None}


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
