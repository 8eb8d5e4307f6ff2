"""`jixiao diff`: the differences between two past days, and the events that caused them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from typing import Annotated

import typer
from rich.console import Console

from console import logs
from console.cli import suggestions
from console.cli.ask_boards import nothing_of, place_of, readable, refuse, years_in
from console.cli.damaged_log import blamed_on_damage
from console.cli.error_words import bilingual
from console.cli.input.as_of import day_of
from console.cli.options import AsJson, Data, OneJurisdiction, StoreUrl
from console.cli.render.diff_report import Difference, as_json, drawn
from console.settings import data_dir, store_url
from domain.kernel.subject_ids import Subject, SubjectKind, parse_subject
from projections.boards.answers import Place
from projections.differences.differences import (
    between,
    differing,
    differing_figures,
    differing_of,
)
from projections.gc_control import without_collector
from store.factory import open_log
from store.port import EventLog
from store.views.as_of import PastDay, PastLog

_Days = Annotated[
    list[str] | None,
    typer.Option(
        "--as-of",
        help="给两次：先、后两日 / Given twice: the first day and the second, both inclusive.",
        metavar="DATE",
    ),
]
_WorkYear = Annotated[
    int | None,
    typer.Option("--work-year", help="Work year, as 2023 (default: the newest with projects)."),
]
_Limit = Annotated[
    int, typer.Option("--limit", min=0, help="最多列出多少对象 / How many subjects to list.")
]
_Subject = Annotated[
    str | None,
    typer.Argument(
        help="对象（默认全年） / A stream id, as 652825/2023/P001.",
        autocompletion=suggestions.subjects,
    ),
]

_YEARLY = frozenset(
    {SubjectKind.PROJECT_YEAR, SubjectKind.UNIT_YEAR, SubjectKind.JURISDICTION_YEAR}
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(diff)


def diff(
    subject: _Subject = None,
    as_of: _Days = None,
    jurisdiction: OneJurisdiction = None,
    work_year: _WorkYear = None,
    limit: _Limit = 40,
    data: Data = None,
    store: StoreUrl = None,
    json_wanted: AsJson = False,
) -> None:
    """Show what differs between what was known on two days, and the events that it comes from.

    Phases, waits, what is overdue or late, days, amounts, scores, grades, use of results; of a work
    year (with the budget year before it, which it evaluates) the figures too.

    --json: first, second {as_of, position}; jurisdiction, work_year; subjects [subject, name,
    changes [what, before, after, causes]]; figures [id, name, basis, budget_year, before, after,
    causes]; events {event_id: {subject, name, title, mark, effective_on, recorded_at, actor}}.
    Causes are event ids, in the order of recording. With SUBJECT, position is null.
    """
    logs.configure()
    days = _days(as_of or [])
    url = store_url(data_dir(data), store)
    with (
        readable(),
        blamed_on_damage(url),
        closing(open_log(url)) as log,
        without_collector(),
    ):
        first, second = (PastLog(log, PastDay(recorded_by=day)) for day in days)
        told = _told(first, second, days, subject, jurisdiction, work_year)
    if json_wanted:
        print(json.dumps(as_json(told), ensure_ascii=False, indent=2))
    else:
        Console().print(drawn(told, limit))


def _days(given: list[str]) -> tuple[date, date]:
    if len(given) != len(("first", "second")):
        refuse(
            f"--as-of: 须给出前后两日，现有 {len(given)} 个 / give it twice, for the first day and "
            f"the second; it is given {len(given)}×"
        )
    first, second = (day_of("--as-of", one) for one in given)
    if first is None or second is None or second < first:
        refuse(
            f"--as-of: {second} 早于 {first}，请先写较早的一日 / {second} is before {first}; give "
            "the earlier day first"
        )
    return first, second


def _told(
    first: PastLog,
    second: PastLog,
    days: tuple[date, date],
    subject: str | None,
    jurisdiction: str | None,
    work_year: int | None,
) -> Difference:
    if subject is not None:
        found = _subject(second, subject, days[1])
        changed = differing_of(first, second, found)
        return Difference(days, None, Place(found.jurisdiction, 0), changed)
    at = (first.last_position(), second.last_position())
    known = [parse_subject(stream) for stream in second.streams(jurisdiction or "")]
    place = place_of(_places(known), jurisdiction, work_year, option="--work-year")
    streams = [one.stream for one in known if _in(one, place)]
    if not streams:
        given = f"{place.jurisdiction} {place.year}"
        refuse(f"--work-year: {nothing_of(given, years_in(second.streams('')))}")
    news = list(between(first, second))
    changed = differing(first, second, news, place.jurisdiction, streams)
    moved = differing_figures(first, second, news, place.jurisdiction, place.year)
    return Difference(days, at, place, changed, moved)


def _subject(log: EventLog, subject: str, day: date) -> Subject:
    try:
        found = parse_subject(subject)
    except ValueError as error:
        refuse(f"subject: {bilingual(str(error))}")
    if not log.versions([subject]):
        refuse(f"subject: 截至 {day} 库中没有 {subject} / nothing is known of {subject} on {day}")
    return found


def _places(known: Iterable[Subject]) -> list[Place]:
    kinds = (SubjectKind.PROJECT_YEAR, SubjectKind.UNIT_YEAR)
    return [Place(one.jurisdiction, one.year or 0) for one in known if one.kind in kinds]


def _in(subject: Subject, place: Place) -> bool:
    """Whether a work year concerns a subject, or the subject has no year."""
    if subject.jurisdiction != place.jurisdiction:
        return False
    return subject.kind not in _YEARLY or subject.year in {place.year - 1, place.year}
