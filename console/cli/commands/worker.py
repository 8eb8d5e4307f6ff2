"""`jixiao worker`: a worker alone."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Annotated

import typer

from console import logs
from console.cli.commands.outbox import require_mail_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(worker)


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
