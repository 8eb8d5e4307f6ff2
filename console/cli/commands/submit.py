"""`jixiao submit`: send one act or a file of acts to the running stack, or try them without it."""

from __future__ import annotations

import asyncio
import json
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from activities.command_handler import CommandHandler
from activities.submission import NotSettled
from activities.submission import submit as submit_act
from console import logs
from console.cli.errors import InputError, complain
from console.cli.input.act_lines import ActLine, Frame, read_act_lines
from console.cli.input.engine_address import require_address
from console.cli.input.input_file import read_input
from console.cli.input.scenario_defaults import Filling
from console.cli.options import AsJson, Data, DryRun, StoreUrl
from console.settings import data_dir, store_url
from domain.kernel.vocabulary import SHANGHAI
from store import clock
from store.factory import open_log
from store.kind import require_kind
from store.port import EventLog, LogIdentity, LogKind
from store.views.overlay import Overlay

REFUSED = 3


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(submit)


def submit(
    file: Annotated[
        Path, typer.Argument(help="File of acts (JSONL, one act a line), or - for standard input.")
    ],
    jurisdiction: Annotated[str | None, typer.Option(help="Where lines name no subject.")] = None,
    work_year: Annotated[
        int | None, typer.Option(min=1, max=9999, help="Where lines name no subject.")
    ] = None,
    data: Data = None,
    store: StoreUrl = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Send acts to the running stack; exit 3 when one is refused, 2 for a file that cannot be read.

    The whole file is read and checked before the first act is sent. Sent again, the same file is
    the same acts: each has its effect once.
    """
    logs.configure()
    frame = Frame(jurisdiction, work_year)
    deliver(
        read_input(file), str(file), frame, data=data, store=store, dry_run=dry_run, as_json=as_json
    )


def deliver(
    content: bytes,
    file: str,
    frame: Frame,
    *,
    data: Path | None,
    store: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Send the acts of a file's content, or try them, and show what came of each.

    Raises `InputError` before the first one is sent, and `typer.Exit` for a refusal.
    """
    directory = data_dir(data)
    filling = Filling(work_year=frame.work_year)
    acts = read_act_lines(content, file, frame, dated=False, fill=filling)
    if not acts:
        raise InputError(file, None, "file", "has no act")
    with closing(open_log(store_url(directory, store))) as log:
        if dry_run:
            outcomes = _try(log, acts, filling)
        else:
            require_kind(log.identity(), LogKind.REAL)
            address = require_address(directory)
            for needed in filling.contents():
                log.put_content(needed)
            outcomes = _send(address, log.identity(), acts)
        refused = _show(outcomes, as_json)
    if refused:
        raise typer.Exit(REFUSED)


def _try(
    log: EventLog, acts: tuple[ActLine, ...], filling: Filling
) -> list[tuple[ActLine, dict[str, Any]]]:
    """Decide the acts one after the other over the log, which is not written."""
    overlay = Overlay(log)
    for content in filling.contents():
        overlay.put_content(content)
    deciding = CommandHandler(overlay)
    at = clock.now().astimezone(SHANGHAI)
    return [(act, deciding.submit(act.request, at).outcome) for act in acts]


def _send(
    address: str, identity: LogIdentity, acts: tuple[ActLine, ...]
) -> list[tuple[ActLine, dict[str, Any]]]:
    async def send() -> list[tuple[ActLine, dict[str, Any]]]:
        # only a sender needs the engine
        from console.engine.binding import binding_of, require_ours  # noqa: PLC0415
        from console.stack import connect  # noqa: PLC0415

        client = await connect(address)
        require_ours(await binding_of(client, identity), identity)
        screen = Console(stderr=True)
        shown = track(acts, "submitting", console=screen, disable=len(acts) == 1)
        return [(act, await submit_act(client, act.request)) for act in shown]

    try:
        return asyncio.run(send())
    except NotSettled as error:
        complain(f"{error}; send the same file again")
        raise typer.Exit(1) from error


def _show(outcomes: list[tuple[ActLine, dict[str, Any]]], as_json: bool) -> bool:
    refused = False
    for act, outcome in outcomes:
        if outcome["status"] == "refused":
            refused = True
            complain(f"line {act.line}: {outcome['code']}: {outcome['zh']}")
            complain(f"line {act.line}: {outcome['code']}: {outcome['en']}")
        if as_json:
            print(json.dumps(_told(act, outcome), ensure_ascii=False))
        elif outcome["status"] == "accepted":
            names = ", ".join(event["name"] for event in outcome["events"]) or "nothing to do"
            print(f"line {act.line}: {act.request.subject}: {names}")
    return refused


def _told(act: ActLine, outcome: dict[str, Any]) -> dict[str, Any]:
    return {
        "line": act.line,
        "subject": act.request.subject,
        "command": act.request.command,
        "command_id": str(act.request.command_id),
        "outcome": outcome,
    }
