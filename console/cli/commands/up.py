"""`jixiao up`: the whole stack on this machine; `jixiao worker`: a worker alone."""

from __future__ import annotations

import asyncio
import logging
import signal
from pathlib import Path
from typing import Annotated

import typer

from console import logs
from console.cli.commands.outbox import require_mail_settings
from console.cli.options import Data
from console.settings import data_dir
from console.stack import Stack, running_stack


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(up)
    app.command()(worker)


def up(data: Data = None) -> None:
    """Run server, worker and web UI on this machine until Ctrl-C, and print their addresses."""
    logs.configure()
    require_mail_settings(data_dir(data))
    asyncio.run(_up_until_stopped(data))


def worker(
    address: Annotated[str, typer.Option(help="Temporal server, host:port.")],
    store: Annotated[str, typer.Option(help="URL of the event log.")],
    notices: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Data directory to send notices from; without it, it sends none.",
        ),
    ] = None,
) -> None:
    """Run a worker alone until SIGTERM or Ctrl-C."""
    from console.worker import run_worker  # noqa: PLC0415 - the engine's client is slow to load

    logs.configure(logging.INFO, machine=True)
    if notices is not None:
        require_mail_settings(notices)
    asyncio.run(run_worker(address, store, notices))


async def _up_until_stopped(data: Data) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    directory = data_dir(data)
    async with running_stack(directory, skip_time=False, ui=True, say=print, notices=True) as stack:
        _print_addresses(stack)
        await stop.wait()
        print("stopping")
    print(f"stopped; the data stays in {directory}")


def _print_addresses(stack: Stack) -> None:
    print(f"data       {stack.data_dir}")
    print(f"event log  {stack.store_url}")
    print(f"Temporal   {stack.address} (namespace jixiao)")
    print(f"web UI     {stack.ui_address or 'with the server that TEMPORAL_ADDRESS names'}")
    print("ready; Ctrl-C stops everything", flush=True)
