"""`jixiao up`: the whole stack on this machine."""

from __future__ import annotations

import asyncio
import signal
from contextlib import closing
from typing import Annotated

import typer
from rich.console import Console

from console import logs
from console.cli.commands.outbox import require_mail_settings
from console.cli.options import Data
from console.cli.render.kind_words import drill_line, rest_line, warn
from console.settings import data_dir, projection_path
from console.stack import Stack, running_stack
from projections.boards.followed_boards import followed_boards
from store import clock
from store.factory import open_log
from store.home import CopiedLog
from store.settings import without_password


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(up)


TakeOver = Annotated[
    bool,
    typer.Option(
        "--take-over",
        help="The log was copied or moved here: from now on this is the only one.",
    ),
]


def up(data: Data = None, takes_over: TakeOver = False) -> None:
    """Run server, worker and web UI on this machine until Ctrl-C, and print their addresses.

    Ends by itself, exit 1, where the clock of this machine is behind the log. Exit 1 too where
    files of the log were gone when it was stopped, and where the log is a copy of one that is in
    use elsewhere, unless --take-over.
    """
    logs.configure()
    require_mail_settings(data_dir(data))
    try:
        asyncio.run(_up_until_stopped(data, takes_over))
    except CopiedLog as error:
        warn(Console(stderr=True), str(error))
        raise typer.Exit(1) from error


async def _up_until_stopped(data: Data, takes_over: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    directory = data_dir(data)
    async with running_stack(
        directory,
        skip_time=False,
        ui=True,
        say=print,
        notices=True,
        alarm=_alarm,
        takes_over=takes_over,
    ) as stack:
        await asyncio.to_thread(_print_kind, stack)
        _print_addresses(stack)
        async with followed_boards(projection_path(directory), stack.store_url):
            await _first_of(stop, stack.refused)
        print("stopping")
        refused = stack.refused.is_set() or stack.files_gone
    print(f"stopped; the data stays in {directory}")
    if refused:
        raise typer.Exit(1)


def _alarm(line: str) -> None:
    warn(Console(), line)


async def _first_of(*events: asyncio.Event) -> None:
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for one in waiting:
        one.cancel()


def _print_kind(stack: Stack) -> None:
    """Print a warning about the log's dates, if needed before the first act."""
    with closing(open_log(stack.store_url)) as log:
        said = drill_line(log), rest_line(log, clock.now())
    for line, style in zip(said, ("bold red", "yellow"), strict=True):
        if line:
            warn(Console(), line, style)


def _print_addresses(stack: Stack) -> None:
    print(f"data       {stack.data_dir}")
    print(f"event log  {without_password(stack.store_url)}")
    print(f"Temporal   {stack.address} (namespace jixiao)")
    print(f"web UI     {stack.ui_address or 'with the server that TEMPORAL_ADDRESS names'}")
    print("ready; Ctrl-C stops everything", flush=True)
