"""`jixiao split`: a log with real years and years of drills split into two logs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from console import logs
from console.cli.error_words import bilingual
from console.cli.errors import complain
from console.cli.options import AsJson, Data, StoreUrl
from console.cli.render.progress_bar import bar
from console.cli.render.split_report import report_split
from console.settings import data_dir, directory_word, store_url
from store.port import LogKind
from store.splitting.split import NoSplit
from store.splitting.split import split as split_log

_REFUSED = 2

Real = Annotated[
    Path,
    typer.Option(
        "--real", parser=directory_word, metavar="NEW", help="New data directory of the real years."
    ),
]
Simulated = Annotated[
    Path,
    typer.Option(
        "--simulated",
        parser=directory_word,
        metavar="NEW",
        help="New data directory of the drills.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(split)


def split(
    real: Real,
    simulated: Simulated,
    data: Data = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Split a log with real years and years of drills into two data directories.

    The log itself is only read and stays unchanged. Each new log has its own identity and the
    subjects of its own years. The subjects of the jurisdictions (packs, rulings, people, calendar,
    policies, third parties) go into both logs. Events that belong to both are listed.
    """
    logs.configure()
    url = store_url(data_dir(data), store)
    places = {LogKind.REAL: real.absolute(), LogKind.SIMULATED: simulated.absolute()}
    try:
        with bar(Console(stderr=True), "拆分 splitting") as progress:
            done = split_log(url, places, progress)
    except NoSplit as error:
        complain(str(error))
        raise typer.Exit(_REFUSED) from error
    except OSError as error:
        complain(f"{error.filename or real}: {bilingual(error.strerror or str(error))}")
        raise typer.Exit(_REFUSED) from error
    report_split(done, as_json)
