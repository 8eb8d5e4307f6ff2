"""`jixiao projections rebuild`: build the read models again from the log."""

from __future__ import annotations

from contextlib import closing

import typer
from rich.console import Console

from console import logs
from console.cli.ask_boards import readable
from console.cli.options import (
    Data,
    StoreUrl,
)
from console.cli.render.progress_bar import bar
from console.settings import data_dir, projection_path, store_url
from projections.boards.projection import rebuild
from store.factory import open_log

projections = typer.Typer(no_args_is_help=True, help="读模型 / The read models.")


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(projections, name="projections")


@projections.callback()
def _projections() -> None:
    """Stay a group although there is only one command."""


@projections.command(name="rebuild")
def rebuild_all(data: Data = None, store: StoreUrl = None) -> None:
    """Build the read models again from the log; the old ones stay until the new are complete."""
    logs.configure()
    directory = data_dir(data)
    path = projection_path(directory)
    with (
        readable(),
        closing(open_log(store_url(directory, store))) as log,
        bar(Console(stderr=True), "重建 rebuilding") as progress,
    ):
        events = rebuild(log, path, progress)
    typer.echo(f"事件 events {events} → {path}")
