"""`jixiao problems`: problems and their corrections, each with reason and clause."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from console.cli import suggestions
from console.cli.ask_boards import nothing_of, refuse, years_in
from console.cli.input.as_of import past_day, past_log
from console.cli.options import AsJson, AsOf, Data, On, StoreUrl
from console.cli.render.board_tables import table
from console.cli.render.problem_words import KINDS, head, quote, why
from console.cli.render.wrapping import print_hanging
from console.cli.stream_meant import ended_so
from console.cli.unknown_subject import instead_of
from domain.kernel.subject_ids import subject_of
from domain.kernel.vocabulary import business_date
from domain.shared.names import role_name
from projections.boards.problems import Kind, Problem, problems_of
from projections.boards.rows import DeadlineRow
from store import clock
from store.port import EventLog, LogKind
from store.views.as_of import PastDay

_STYLES = {
    Kind.REFUSAL: "bold red",
    Kind.OVERDUE: "red",
    Kind.ESCALATION: "bold red",
    Kind.CAP: "bold magenta",
    Kind.VETO: "bold magenta",
    Kind.UNREACHED: "bold red",
    Kind.REMINDER: "yellow",
    Kind.LATE: "yellow",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(problems)


def problems(
    subject: Annotated[
        str,
        typer.Argument(
            help="A stream, its beginning or its end: 652825/2023/P001, 652825/2023, P001.",
            autocompletion=suggestions.subjects,
        ),
    ] = "",
    kind: Annotated[
        list[Kind] | None, typer.Option("--kind", help="Only these kinds (repeatable).")
    ] = None,
    as_of: AsOf = None,
    on: On = None,
    data: Data = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Show what went wrong and how it was put right: reason and clause of each, by subject.

    --json: a list of {kind, subject, on, recorded_at, actor, role, name, data, clauses, step,
    outcome, now, extended}; step of caps and vetoes, outcome of refusals and of what did not
    reach a subject, now of a deadline's reminder or lapse {state, due, filed_on} as it stands,
    extended of a late filing {until, on, approver}, else null.
    """
    past = past_day(as_of, on)
    with past_log(data, store, as_of, on) as log:
        if subject and not log.streams(subject):
            subject = ended_so(log, subject) or refuse(f"subject: {_unknown(log, subject)}")
        found = [
            one
            for one in problems_of(log, subject, _day(log, past))
            if not kind or one.kind in kind
        ]
    if as_json:
        print(json.dumps([_json(one) for one in found], ensure_ascii=False, indent=2))
    else:
        tell(Console(), found)


def _unknown(log: EventLog, subject: str) -> str:
    beside = instead_of(log, subject) if subject_of(subject) else None
    return beside or nothing_of(subject, years_in(log.streams("")))


def _day(log: EventLog, past: PastDay) -> date | None:
    """The day on which roles are held or not; none on a drill's log that is read as it stands."""
    given = past.recorded_by or past.effective_by
    is_real = log.identity().kind is LogKind.REAL
    return given or (business_date(clock.now()) if is_real else None)


def tell(screen: Console, found: Sequence[Problem]) -> None:
    """Print the problems by subject, then the number of each kind, and the clauses' text."""
    for stream, own in groupby(found, key=lambda one: one.subject):
        screen.print(Text(f"\n{stream}", style="bold"))
        for one in own:
            _tell_one(screen, one)
    _count(screen, found)
    _quote(screen, found)


def _tell_one(screen: Console, one: Problem) -> None:
    line = Text()
    line.append(KINDS[one.kind], style=_STYLES.get(one.kind, "bold"))
    line.append(f"  {head(one)}  ", style="cyan")
    line.append(f"{one.actor}（{role_name(one.role)}）")
    print_hanging(screen, f"{one.on}  ", line)
    reasons = [text for text in why(one) if text]
    if one.clauses:
        reasons.append(f"依据 by {' '.join(one.clauses)}")
    for text in reasons:
        print_hanging(screen, " " * 12, Text(text, style="dim"))


def _count(screen: Console, found: Iterable[Problem]) -> None:
    counts = Counter(one.kind for one in found)
    drawn = table("合计 in all", "类别 kind", "数量 number")
    for kind in Kind:
        if counts[kind]:
            drawn.add_row(KINDS[kind], str(counts[kind]))
    screen.print(drawn if counts else Text("无 none", style="green"))


def _quote(screen: Console, found: Iterable[Problem]) -> None:
    for clause in sorted({clause for one in found for clause in one.clauses}):
        print_hanging(screen, f"{clause} ", Text(quote(clause), style="dim"))


def _json(one: Problem) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "subject": one.subject,
        "on": one.on.isoformat(),
        "recorded_at": one.recorded_at.isoformat(),
        "actor": one.actor,
        "role": one.role,
        "name": one.name,
        "data": dict(one.data),
        "clauses": list(one.clauses),
        "step": one.step,
        "outcome": one.outcome,
        "now": _now(one.now),
        "extended": one.extended,
    }


def _now(row: DeadlineRow | None) -> dict[str, Any] | None:
    if row is None:
        return None
    filed_on = row.filed_on.isoformat() if row.filed_on else None
    return {"state": row.state.value, "due": row.due.isoformat(), "filed_on": filed_on}
