"""`jixiao worker`: a worker alone."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path
from typing import Annotated

import typer

from console import logs
from console.cli.commands.outbox import require_mail_settings
from console.cli.errors import InputError, complain
from console.settings import data_dir, directory_word, named_store
from store.settings import JIXIAO_STORE


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(worker)


def worker(
    address: Annotated[str, typer.Option(help="Temporal server, host:port.")],
    store: Annotated[
        str | None, typer.Option(help="URL of the event log (default: JIXIAO_STORE).")
    ] = None,
    notices: Annotated[
        Path | None,
        typer.Option(
            parser=directory_word,
            metavar="DIR",
            help="Data directory to send notices from; without it, it sends none.",
        ),
    ] = None,
) -> None:
    """Run a worker alone until SIGTERM or Ctrl-C.

    Exit 4 where the clock of this machine is behind the log, 1 where the log takes no acts.
    """
    from activities.business_clock import NotNow  # noqa: PLC0415
    from console.cli.clock_watch import CLOCK_WRONG  # noqa: PLC0415
    from console.worker import run_worker  # noqa: PLC0415 - the engine's client is slow to load

    logs.configure(logging.INFO, machine=True)
    url = named_store(store) or os.environ.get(JIXIAO_STORE)
    if not url:
        why = f"请用 {JIXIAO_STORE} 指明日志 / name the event log by it, or by {JIXIAO_STORE}"
        raise InputError("jixiao worker", None, "--store", why)
    if notices is not None:
        notices = data_dir(notices)
        require_mail_settings(notices)
    try:
        asyncio.run(run_worker(address, url, notices))
    except NotNow as why:
        complain(str(why))
        raise typer.Exit(CLOCK_WRONG) from why
