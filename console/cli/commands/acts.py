"""`jixiao acts`: the acts that are possible on a subject now, and a template for each."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from activities.trial import Trial
from console import logs
from console.cli import suggestions
from console.cli.ask_boards import answer, refuse
from console.cli.earlier_acts import EarlierActs
from console.cli.errors import complain
from console.cli.options import AsJson, BudgetYear, Data, OneJurisdiction, StoreUrl, role_option
from console.cli.render import board_words as words
from console.cli.render.acts import NOW, act_json, hints, render_acts
from console.cli.render.kind_words import drill_line, warn
from console.cli.templates.actors import Actors
from console.cli.templates.possible import Acts, PossibleAct
from console.cli.unknown_subject import instead_of
from console.settings import data_dir, store_url
from domain.kernel.decider import Decider
from domain.kernel.message import Command
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import SubjectKind, subject_of
from domain.kernel.vocabulary import SHANGHAI, Role
from domain.subjects.catalogues import CATALOGUES
from domain.subjects.registry import DECIDERS
from projections.boards import queries
from projections.boards.answers import Place
from projections.boards.summary import confidential_of, name_of
from store import clock
from store.factory import open_log
from store.port import EventLog, LogKind
from store.views.as_of import PastDay

_OF_A_YEAR = {SubjectKind.PROJECT_YEAR, SubjectKind.UNIT_YEAR}
"""The kinds of subjects that a year with rules registers."""

_All = Annotated[
    bool, typer.Option("--all", help="全部 / Also the acts that are out of place now.")
]
_Role = Annotated[Role | None, role_option("角色 / Only the acts of this role")]
_Key = Annotated[
    str | None,
    typer.Option(
        "--key",
        help="期限、填报等 / The deadline, filing or the like of the template.",
        autocompletion=suggestions.keys,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(acts)


def acts(
    subject: Annotated[
        str,
        typer.Argument(
            help="A code, a stream, or its end: P001, unit/U01.",
            autocompletion=suggestions.subjects,
        ),
    ],
    command: Annotated[
        str | None,
        typer.Argument(
            help="An act: print its template, one line of JSON.", autocompletion=suggestions.acts
        ),
    ] = None,
    role: _Role = None,
    key: _Key = None,
    every: _All = False,
    jurisdiction: OneJurisdiction = None,
    year: BudgetYear = None,
    data: Data = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Show the acts that are possible on a subject now, by whom; or print the template of one.

    Each act is tried by the rules that decide it, on the subject as it is now, with what the log
    knows filled in; nothing is stored. `jixiao acts SUBJECT ACT > act.jsonl` writes a line for
    `jixiao submit`; each 〔待填〕 in it is to be replaced, and a line with one left is refused.
    --json: subject, phase, closed and acts [command, title, role, now (taken, fill, depends,
    refused), refusal {code, zh, en, field}, to_fill, optional, keys, template]: every act.
    """
    logs.configure()
    url = store_url(data_dir(data), store)
    stream = _stream(subject, data, store, jurisdiction, year)
    with closing(open_log(url)) as log:
        trial = Trial(log, stream, _now(log))
        _require_begun(log, trial)
        found = Acts(trial, Actors(log, trial), EarlierActs(log))
        if command is not None:
            _print_template(_chosen(found, trial, command, role, key), as_json=as_json)
            return
        all_acts = [act for act in found.all() if role in {None, act.role}]
        _show(log, trial, all_acts, every=every, as_json=as_json)


def _require_begun(log: EventLog, trial: Trial) -> None:
    """End where a subject is not there and cannot begin so: known otherwise, or without packs."""
    if trial.is_known:
        return
    why = instead_of(log, trial.subject.stream)
    needs_rules = trial.subject.kind in _OF_A_YEAR
    if why is None and needs_rules and isinstance(trial.in_force, Refusal):
        why = f"{trial.in_force.zh} / {trial.in_force.en}"
    if why is not None:
        refuse(f"subject: {why}")


def _stream(
    subject: str,
    data: Path | None,
    store: str | None,
    jurisdiction: str | None,
    year: int | None,
) -> str:
    """The stream that is meant: a whole stream as it is, else what the boards know by it."""
    if subject_of(subject) is not None:
        return subject

    def ask(boards: sqlite3.Connection, place: Place) -> tuple[str, tuple[str, ...]]:
        found = queries.streams(boards, place.jurisdiction, place.year, subject)
        return f"{place.jurisdiction} {place.year}", found

    where, found = answer(data, store, jurisdiction, year, PastDay(), ask).found
    if not found:
        refuse(f"subject: {where} 没有 {subject} / no {subject} in {where}")
    if len(found) > 1:
        which = ", ".join(found)
        refuse(f"subject: {subject} 有多个，请指明 / is the code of several, say which of {which}")
    return found[0]


def _now(log: EventLog) -> datetime:
    """The business instant: now, in a drill that of its newest act."""
    newest = log.newest_recorded_at()
    is_drill = log.identity().kind is LogKind.SIMULATED
    return (newest if is_drill and newest else clock.now()).astimezone(SHANGHAI)


def _chosen(acts: Acts, trial: Trial, name: str, role: Role | None, key: str | None) -> PossibleAct:
    """The act of a name by the first role that may take it now, or by the role that is asked."""
    known = {command.name: command for command in trial.decider.COMMANDS}
    command = known.get(name)
    roles = sorted(command.who - {Role.SYSTEM}) if command else []
    if command is None or not roles:
        listed = ", ".join(one for one, found in known.items() if found.who != {Role.SYSTEM})
        kind = words.kind(trial.subject.kind)
        elsewhere = [words.kind(one) for one, found in DECIDERS.items() if name in _names(found)]
        if command is None and elsewhere:
            where = "、".join(elsewhere)
            refuse(
                f"command: {name} 不在{kind}上办理，在以下对象上办理 / is taken on: {where}"
                f"{_SHAPES.get(elsewhere[0], '')}"
            )
        refuse(f"command: {kind} 没有事项 {name}，已有 / no act {name}, there are: {listed}")
    if role is not None and role not in roles:
        refuse(f"--role: {name} 由以下角色办理 / is taken by: {', '.join(roles)}")
    given = _given(trial, command, key)
    found = [acts.of(command, one, _title(name), given) for one in ([role] if role else roles)]
    return min(found, key=lambda one: (list(NOW).index(one.now), one.role is not Role.FINANCE))


def _names(decider: Decider) -> frozenset[str]:
    return frozenset(one.name for one in decider.COMMANDS)


_SHAPES = {
    words.kind(SubjectKind.UNIT_YEAR): "（如 such as 653130/2026/unit/U01）",
    words.kind(SubjectKind.PROJECT_YEAR): "（如 such as 653130/2026/P001）",
    words.kind(SubjectKind.JURISDICTION_YEAR): "（如 such as 653130/2026）",
}


def _given(trial: Trial, command: type[Command], key: str | None) -> dict[str, str]:
    """The key field of an act with the key that is asked for."""
    if key is None:
        return {}
    fields = {name: trial.keys(command, name, {}) for name in command.model_fields}
    for name, there in fields.items():
        if key in there:
            return {name: key}
    listed = "、".join(one for there in fields.values() for one in there) or "–"
    return refuse(f"--key: {command.name} 没有 {key}，可填 / no {key}, these fit: {listed}")


def _title(command: str) -> str:
    return CATALOGUES.acts[command].title


def _print_template(act: PossibleAct, *, as_json: bool) -> None:
    """Print the line on standard output, and about it on standard error."""
    if as_json:
        print(json.dumps(act_json(act), ensure_ascii=False, indent=2))
        return
    for line in hints(act):
        complain(line)
    print(json.dumps(act.template, ensure_ascii=False))


def _show(
    log: EventLog, trial: Trial, acts: Sequence[PossibleAct], *, every: bool, as_json: bool
) -> None:
    view = trial.view
    phase = str(view.phase) if view else "unknown"
    if as_json:
        told = {
            "subject": trial.subject.stream,
            "phase": phase,
            "closed": bool(view and view.closed),
            "acts": [act_json(act) for act in acts],
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    screen = Console()
    if drill := drill_line(log):
        warn(screen, drill)
    screen.print(render_acts(_heading(trial, phase), acts, every=every))


def _heading(trial: Trial, phase: str) -> str:
    """The kind, name（id）and phase of the subject; a confidential one has no name."""
    name = "涉密项目 confidential" if confidential_of(trial.state) else name_of(trial.state)
    stream = trial.subject.stream
    known = f"{name}（{stream}）" if name else stream
    return f"{words.kind(trial.subject.kind)} {known} · {words.phase(phase)}"
