"""`jixiao up`: the whole stack on this machine."""

from __future__ import annotations

import asyncio
import signal

import typer

from console import logs
from console.cli.commands.outbox import require_mail_settings
from console.cli.options import Data
from console.settings import data_dir, projection_path
from console.stack import Stack, running_stack
from projections.boards.followed_boards import followed_boards
from store.settings import without_password


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(up)


def up(data: Data = None) -> None:
    """Run server, worker and web UI on this machine until Ctrl-C, and print their addresses."""
    logs.configure()
    require_mail_settings(data_dir(data))
    asyncio.run(_up_until_stopped(data))


async def _up_until_stopped(data: Data) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    directory = data_dir(data)
    async with running_stack(directory, skip_time=False, ui=True, say=print, notices=True) as stack:
        _print_addresses(stack)
        async with followed_boards(projection_path(directory), stack.store_url):
            await stop.wait()
        print("stopping")
    print(f"stopped; the data stays in {directory}")


def _print_addresses(stack: Stack) -> None:
    print(f"data       {stack.data_dir}")
    print(f"event log  {without_password(stack.store_url)}")
    print(f"Temporal   {stack.address} (namespace jixiao)")
    print(f"web UI     {stack.ui_address or 'with the server that TEMPORAL_ADDRESS names'}")
    print("ready; Ctrl-C stops everything", flush=True)
