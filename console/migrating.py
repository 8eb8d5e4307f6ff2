"""`jixiao migrate`: make or update the tables of the event log."""

from __future__ import annotations

import typer

from console.options import Data, StoreUrl
from console.settings import data_dir, store_url
from store.opening import migrate as migrate_store


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(migrate)


def migrate(data: Data = None, store: StoreUrl = None) -> None:
    """Make or update the tables of the event log; harmless when they are up to date."""
    directory = data_dir(data)
    url = store_url(directory, store)
    directory.mkdir(parents=True, exist_ok=True)
    report = migrate_store(url)
    print(f"{url}: {report}")
