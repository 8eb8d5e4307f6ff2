"""`jixiao history`: the events and refused acts of a subject, in order.

Each line has the date, a mark, the title, the actor, the data, and the clauses.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from console.cli import suggestions
from console.cli.damaged_log import require_sound, tell_unread
from console.cli.errors import complain
from console.cli.input.as_of import leaves, past_log
from console.cli.options import AsJson, AsOf, Data, On, StoreUrl
from console.cli.render.acting import actor_json
from console.cli.render.annotated import annotated_as, annotated_lines, judged
from console.cli.render.delegated import who_of, whole_units
from console.cli.render.event_titles import dated_deadline_of, title_of
from console.cli.render.explain_json import held_as
from console.cli.render.history_highlights import REFUSED, headline, mark_of
from console.cli.render.imported import imported_as, imported_lines
from console.cli.render.labelled_fields import content_in_words, undone_or_left
from console.cli.render.trace import trace_json, trace_tree
from console.cli.render.wrapping import print_hanging
from console.cli.stream_meant import stream_meant
from console.cli.unknown_subject import unknown
from console.settings import data_dir, store_url
from domain.kernel.decider import Recorded
from domain.kernel.vocabulary import SHANGHAI
from domain.shared.catalogue.common_entries import IMPORTED
from domain.shared.deadlines.deadline_acts import Passed
from domain.shared.filings.delegation import DelegationGiven
from domain.shared.filings.import_messages import ActImported
from domain.subjects.catalogues import CATALOGUES
from projections.annotations import annotations_in, resting_on
from projections.explain.causation import Leaves, trace
from projections.explain.role_basis import RoleBasis
from projections.explain.unread import Unread
from projections.imports import import_of, imports_in
from store.port import CommandRow

_WHAT, _WHO = 44, 16
"""The widths of title and actor, in cells, if the line has room for clauses."""

_ROOMY = 90
"""The width, in cells, from which the output has columns."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(history)


def history(
    subject: Annotated[
        str,
        typer.Argument(
            help="A stream, or its end: 652825/2023/P001, P001.",
            autocompletion=suggestions.subjects,
        ),
    ],
    data: Data = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
    as_of: AsOf = None,
    on: On = None,
    full: Annotated[
        bool, typer.Option("--full", help="详细内容 / Each with all that is worth a line.")
    ] = False,
    event: Annotated[
        UUID | None,
        typer.Option("--trace", help="Follow this event's causes and effects across subjects."),
    ] = None,
) -> None:
    """Show what happened to a subject: who did what, when, by which clause; refusals too."""
    with past_log(data, store, as_of, on) as log:
        subject = stream_meant(log, subject)
        require_sound(store_url(data_dir(data), store), subject)
        if event is not None:
            with leaves(log, data) as linked:
                _trace(linked, subject, event, as_json)
                tell_unread(linked.unread.positions)
            return
        unread = Unread()
        holding = RoleBasis(log, subject, unread)
        entries = entries_of(log.read(subject), log.commands(subject), holding)
        if not entries:
            complain(f"subject: {unknown(log, subject)}")
            raise typer.Exit(2)
        delegated = whole_units(log, subject, entries, unread)
    if as_json:
        print(json.dumps(entries, ensure_ascii=False, indent=2))
    else:
        _tell(Console(), subject, entries, delegated, full)
    tell_unread(unread.positions)


def _trace(linked: Leaves, subject: str, event: UUID, as_json: bool) -> None:
    found = trace(linked, event)
    if found is None or found.event.leaf["stream"] != subject:
        complain(f"--trace: {subject} 没有事件 {event} / {subject} has no event {event}")
        raise typer.Exit(2)
    if as_json:
        print(json.dumps(trace_json(found), ensure_ascii=False, indent=2))
    else:
        Console().print(trace_tree(found))


def entries_of(
    events: list[Recorded[Any]], commands: list[CommandRow], holding: RoleBasis
) -> list[dict[str, Any]]:
    """Events and refusals in the order of recording, as JSON values."""
    found, imports = annotations_in(events), imports_in(events)
    remarked = _remarked(commands)
    entries = [
        {
            **_event(recorded),
            **imported_as(import_of(imports, recorded)),
            **held_as(holding.of(recorded)),
            **annotated_as(found.get(recorded.id, ()), resting_on(recorded, events, found)),
            **remarked.get(str(recorded.id), {}),
        }
        for recorded in events
    ]
    entries += [_refusal(row) for row in commands if row.outcome["status"] == "refused"]
    return sorted(entries, key=_order)


def _remarked(commands: Iterable[CommandRow]) -> dict[str, dict[str, Any]]:
    """The remarks on acts, each at the first event of its act, by the id of the event."""
    return {
        row.outcome["events"][0]["id"]: {"remarks": row.outcome["remarks"]}
        for row in commands
        if row.outcome.get("remarks") and row.outcome["events"]
    }


def _order(entry: dict[str, Any]) -> tuple[datetime, datetime]:
    """The sort key: the recording instant, then the order of storing."""
    recorded, stored = entry["recorded_at"], entry["stored_at"]
    return datetime.fromisoformat(recorded), datetime.fromisoformat(stored)


def _event(recorded: Recorded[Any]) -> dict[str, Any]:
    return {
        "kind": "event",
        "event_id": str(recorded.id),
        "version": recorded.version,
        "name": recorded.event.name,
        "effective_on": recorded.effective_on.isoformat(),
        "recorded_at": recorded.recorded_at.isoformat(),
        "stored_at": recorded.stored_at.isoformat(),
        "actor": actor_json(recorded.actor),
        "command_id": str(recorded.command_id),
        "caused_by": str(recorded.caused_by) if recorded.caused_by else None,
        "data": recorded.event.data(),
        "basis": list(recorded.basis),
    }


def _refusal(row: CommandRow) -> dict[str, Any]:
    return {
        "kind": "refusal",
        "name": row.act["command"],
        "recorded_at": row.recorded_at.isoformat(),
        "stored_at": row.stored_at.isoformat(),
        "actor": row.act["actor"],
        "command_id": str(row.command_id),
        "data": row.act["fields"],
        "outcome": row.outcome,
        "basis": row.outcome["basis"],
    }


def _tell(
    screen: Console,
    subject: str,
    entries: list[dict[str, Any]],
    whole: Sequence[dict[str, Any]],
    full: bool,
) -> None:
    screen.print(f"[bold]{escape(subject)}[/bold]")
    delegated = [*whole]
    left_out = False
    for entry in entries:
        refused = entry["kind"] == "refusal"
        if entry["name"] == DelegationGiven.name:
            delegated.append(entry["data"])
        who = who_of(entry, delegated, _when(entry["recorded_at"], full=False))
        when = f"{_when(entry['recorded_at'], full)} "
        line = _line(entry, who, full, screen.width - len(when))
        print_hanging(screen, when, line)
        told = _details(entry, refused) if full else _why(entry, refused)
        content = "" if full or refused else content_in_words(entry["name"], entry["data"])
        dropped = bool(content) and content not in line.plain
        said = (content,) if dropped and _is_marked(entry) else ()
        for detail in (*said, *told):
            print_hanging(screen, " " * len(when), Text(detail, "red" if refused else "dim"))
        left_out = left_out or (dropped and not said)
    if left_out and screen.is_terminal:
        screen.print("各项内容见 --full / what each says: --full")


def _is_marked(entry: dict[str, Any]) -> bool:
    """Whether an event has a mark: then its data are shown even if the line has no room."""
    if "imported" in entry or entry["name"] == Passed.name:
        return False
    recorded_at = datetime.fromisoformat(entry["recorded_at"])
    return mark_of(entry["name"], judged(entry), recorded_at) is not None


def _line(entry: dict[str, Any], who: str, full: bool, room: int) -> Text:
    """The line of an entry: mark, title, actor, then clauses and data.

    With `full`, clauses and data are left to the lines below. The parts stand in columns if `room`
    (in cells) is enough. The data are left out if they do not fit in the line.
    """
    name, data, refused = entry["name"], entry["data"], entry["kind"] == "refusal"
    recorded_at = datetime.fromisoformat(entry["recorded_at"])
    mark = REFUSED if refused else mark_of(name, judged(entry), recorded_at)
    mark = IMPORTED if mark is None and "imported" in entry else mark
    told = (
        (CATALOGUES.named(name), name)
        if refused
        else (title_of(name, data), name, dated_deadline_of(data))
    )
    what = headline(mark, *told)[1:]
    if full:
        return what.append(f"  {who}")
    clauses = "" if refused else " ".join(_clauses(entry["basis"]))
    line = _columns(what, who, clauses, (_WHAT, _WHO))
    if room < _ROOMY or line.cell_len > room:
        line = _columns(what, who, clauses, (0, 0))
    content = Text("" if refused else f" {content_in_words(name, data)}", style="dim")
    return line.append_text(content) if line.cell_len + content.cell_len <= room else line


def _columns(what: Text, who: str, clauses: str, widths: tuple[int, int]) -> Text:
    """Title, actor and clauses; the first two at least as wide as `widths`."""
    line = what.copy()
    line.append(" " * (widths[0] - what.cell_len))
    line.append(f" {who}{' ' * (widths[1] - cell_len(who))}")
    return line.append(f" {clauses}".rstrip(), style="green")


def _why(entry: dict[str, Any], refused: bool) -> Iterator[str]:
    """The lines below an entry that tell its circumstances.

    They are the reason of a refusal (a line per language), the true date of an event, the act that
    it undid, and the remarks on its act.
    """
    for one in entry.get("remarks", ()):
        yield f"提示 {one['zh']}"
        yield one["en"]
    yield from annotated_lines(entry)
    if entry["name"] == ActImported.name:
        yield from imported_lines(entry)
    if not refused:
        yield from undone_or_left(entry["name"], entry["data"])
    else:
        yield f"{entry['outcome']['code']}: {entry['outcome']['zh']}"
        yield entry["outcome"]["en"]


def _details(entry: dict[str, Any], refused: bool) -> Iterator[str]:
    yield from _why(entry, refused)
    content = "" if refused else content_in_words(entry["name"], entry["data"])
    if content:
        yield content
    held = entry.get("assignment")
    if held:
        yield f"任职 held {held['since']} – {held['until'] or '…'} · {held['document']}"
    clauses = _clauses(entry["basis"])
    if clauses:
        yield f"依据 {' '.join(clauses)}"


def _when(recorded_at: str, full: bool) -> str:
    at = datetime.fromisoformat(recorded_at).astimezone(SHANGHAI)
    return f"{at:%Y-%m-%d %H:%M}" if full else f"{at:%Y-%m-%d}"


def _clauses(basis: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(clause for answer in basis for clause in answer["clauses"]))
