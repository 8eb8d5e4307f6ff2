"""`jixiao explain`: the reasons of a decision, as text, as JSON, or as one page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from console.cli import suggestions
from console.cli.damaged_log import require_sound, tell_unread
from console.cli.errors import complain
from console.cli.input.as_of import leaves, past_log
from console.cli.options import AsJson, AsOf, Data, On, StoreUrl
from console.cli.render.explain_json import as_json
from console.cli.render.explain_page import page
from console.cli.render.explain_text import told
from console.cli.render.output_file import write_output
from console.cli.stream_meant import stream_meant
from console.cli.unknown_subject import unknown
from console.settings import data_dir, store_url
from domain.kernel.vocabulary import business_date
from projections.explain.causation import Leaves
from projections.explain.explanation import Explained, explain_decision, explain_subject
from store import clock
from store.port import EventLog


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(explain)


def explain(
    what: Annotated[
        str,
        typer.Argument(
            metavar="DECISION|SUBJECT",
            help="事件号、命令号或对象 / An event id, a command id, or a subject.",
            autocompletion=suggestions.subjects,
        ),
    ],
    as_of: AsOf = None,
    on: On = None,
    data: Data = None,
    store: StoreUrl = None,
    json_out: AsJson = False,
    html: Annotated[
        Path | None,
        typer.Option("--html", help="写成一页 / Write one page that stands alone.", metavar="FILE"),
    ] = None,
) -> None:
    """Show who decided what, when, on which data, under which rule, clause and ruling, and why."""
    url = store_url(data_dir(data), store)
    with past_log(data, store, as_of, on) as log:
        if _uuid(what) is None:
            what = stream_meant(log, what, "explain")
            require_sound(url, what)
        with leaves(log, data) as linked:
            found = _explained(log, linked, what)
    if _uuid(what) is not None:
        require_sound(url, _stream_of(found[0]))
    if html is not None:
        write_output(html, page(what, found, _past(as_of, on)), "--html")
        print(html)
    elif json_out:
        print(json.dumps([as_json(one) for one in found], ensure_ascii=False, indent=2))
    else:
        told(Console(), what, found)
    tell_unread(linked.unread.positions)


def _explained(log: EventLog, linked: Leaves, what: str) -> list[Explained]:
    asked = _uuid(what)
    if asked is None:
        found = explain_subject(log, linked, what)
    else:
        found = explain_decision(log, linked, asked)
    if not found:
        why = unknown(log, what) if asked is None else f"库中没有此项 / nothing is known of {what}"
        complain(f"explain: {why}")
        raise typer.Exit(2)
    return found


def _stream_of(one: Explained) -> str:
    """The subject of an event or of a refused act."""
    return one.recorded.stream if one.recorded else one.row.stream if one.row else ""


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _past(as_of: str | None, on: str | None) -> str:
    days = [("截至 as of", as_of), ("生效 effective on", on)]
    said = [f"{name} {day}" for name, day in days if day]
    return " · ".join(said) or f"{business_date(clock.now()):%Y-%m-%d}"
