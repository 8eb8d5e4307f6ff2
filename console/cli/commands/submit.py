"""`jixiao submit`: send an act or a file of acts to the running stack, or try them without it."""

from __future__ import annotations

import asyncio
import json
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from activities.business_clock import NotNow, require_not_behind
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
from console.cli.render.kind_words import receipt_of
from console.settings import data_dir, store_url
from domain.kernel.vocabulary import SHANGHAI
from store import clock
from store.factory import open_log
from store.kind import require_kind
from store.port import EventLog, LogIdentity, LogKind
from store.views.overlay import Overlay

REFUSED = 3
BAD_INPUT = 2
ONLY_IN_A_DRILL = (
    "只有演练可以指定办理日期，请删去此项；办理时间以提交时为准 / "
    "only a drill dates acts: leave it out, an act is of the time when it is submitted"
)


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
    the same acts: each has its effect once. A line that says `on` is refused: only a drill dates
    acts. --json has the kind of the `log` (real or simulated) with each act.
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
    """Send the acts of a file's content, or try them, and show each result.

    Raises `InputError` before the first act is sent, and `typer.Exit` for a refusal.
    """
    directory = data_dir(data)
    filling = Filling(work_year=frame.work_year)
    acts = read_act_lines(content, file, frame, dated=False, fill=filling)
    if not acts:
        raise InputError(file, None, "file", "has no act")
    _require_no_days(acts, file)
    with closing(open_log(store_url(directory, store))) as log:
        require_kind(log.identity(), LogKind.REAL)
        if dry_run:
            outcomes = _try(log, acts, filling)
        else:
            require_kind(log.identity(), LogKind.REAL)
            address = require_address(directory)
            for needed in filling.contents():
                log.put_content(needed)
            outcomes = _send(address, log.identity(), acts)
        refused = _show(outcomes, log.identity().kind, as_json)
    if refused:
        raise typer.Exit(REFUSED)


def _require_no_days(acts: tuple[ActLine, ...], file: str) -> None:
    """Refuse lines with a date `on`: only a drill dates acts."""
    dated = [act for act in acts if act.on is not None]
    for act in dated:
        complain(str(InputError(file, act.line, "on", ONLY_IN_A_DRILL)))
    if dated:
        raise typer.Exit(BAD_INPUT)


def _try(
    log: EventLog, acts: tuple[ActLine, ...], filling: Filling
) -> list[tuple[ActLine, dict[str, Any]]]:
    """Decide the acts one after the other on an overlay; the log is not written."""
    overlay = Overlay(log)
    for content in filling.contents():
        overlay.put_content(content)
    deciding = CommandHandler(overlay)
    at = clock.now().astimezone(SHANGHAI)
    try:
        require_not_behind(log)
        return [(act, deciding.submit(act.request, at).outcome) for act in acts]
    except NotNow as why:
        complain(str(why))
        raise typer.Exit(1) from why


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
        screen, said = Console(stderr=True), set[str]()

        def waits(why: str) -> None:
            if why not in said:
                complain(f"等待 waiting: {why}")
            said.add(why)

        shown = track(acts, "submitting", console=screen, disable=len(acts) == 1)
        return [(act, await submit_act(client, act.request, waits=waits)) for act in shown]

    try:
        return asyncio.run(send())
    except NotSettled as error:
        complain(f"尚未办结，请稍后重新提交同一文件 / {error}; send the same file again")
        raise typer.Exit(1) from error


def _show(
    outcomes: list[tuple[ActLine, dict[str, Any]]], kind: LogKind | None, as_json: bool
) -> bool:
    refused, of = False, receipt_of(kind)
    for act, outcome in outcomes:
        if outcome["status"] == "refused":
            refused = True
            complain(f"line {act.line}: {of}{outcome['code']}: {outcome['zh']}")
            complain(f"line {act.line}: {of}{outcome['code']}: {outcome['en']}")
        if as_json:
            print(json.dumps(_told(act, outcome, kind), ensure_ascii=False))
        elif outcome["status"] == "accepted":
            names = ", ".join(event["name"] for event in outcome["events"]) or "nothing to do"
            print(f"line {act.line}: {of}{act.request.subject}: {names}")
    return refused


def _told(act: ActLine, outcome: dict[str, Any], kind: LogKind | None) -> dict[str, Any]:
    return {
        "log": kind.value if kind else None,
        "line": act.line,
        "subject": act.request.subject,
        "command": act.request.command,
        "command_id": str(act.request.command_id),
        "outcome": outcome,
    }
