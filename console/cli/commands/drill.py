"""`jixiao drill`: run a scenario on the real engine with the clock skipped."""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import closing
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from console import logs
from console.cli.commands.outbox import write_notices
from console.cli.errors import InputError
from console.cli.options import Data, Jurisdiction, WorkYear
from console.cli.render.output_file import require_place, write_output
from console.cli.render.table_read import show_tables
from console.drill.files import read_drill_files
from console.drill.report import report
from console.settings import data_dir, store_url
from store import clock
from store.factory import open_log
from store.kind import NO_DRILL_HERE
from store.port import EventLog, LogKind, StoreNotMigrated


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(drill)


def drill_dir(data: Path | None, jurisdiction: str, work_year: int) -> Path:
    """A data directory for one drill; raises `InputError` if it already has a log."""
    if data is None:
        name = f"{jurisdiction}-{work_year}-{clock.now():%Y%m%d-%H%M%S}-{os.getpid()}"
        return data_dir() / "drills" / name
    directory = data_dir(data)
    _require_no_log(directory)
    return directory


def drill(
    jurisdiction: Jurisdiction,
    work_year: WorkYear,
    portfolio: Annotated[Path, typer.Option(help="Projects (XLSX, or text by comma or tab).")],
    scenario: Annotated[Path, typer.Option(help="Acts by day (JSONL).")],
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Last day (default: the work year's end)."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--json", help="Write the report here.")] = None,
    data: Data = None,
    go_on: Annotated[
        bool, typer.Option("--continue", help="Go on with a drill that was stopped.")
    ] = False,
    notices: Annotated[
        bool, typer.Option("--notices", help="Write the notices as files too; none is mailed.")
    ] = False,
) -> None:
    """Run exactly the acts of a scenario, every deadline a timer, and report what came of it.

    A drill that was stopped goes on with --continue and the same files: acts that its log has are
    answered by it, and workflows that the engine lost are started again.
    """
    logs.configure()
    from console.drill.board import watching  # noqa: PLC0415 - the engine's client is slow to load
    from console.drill.continuing import answered_by  # noqa: PLC0415
    from console.drill.rates import PLAYED, results_by_rates  # noqa: PLC0415
    from console.drill.run import Drill, drill_stack, run_drill  # noqa: PLC0415

    files = read_drill_files(portfolio, scenario, jurisdiction, work_year)
    show_tables([(str(portfolio), files.table)])
    screen = Console(stderr=True)
    if count := results_by_rates(files.acts):
        screen.print(PLAYED.format(count=count), markup=False)
    if out is not None:
        require_place(out, "--json")
    last = until.date() if until else date(work_year, 12, 31)
    directory, answered = data_dir(data), None
    if go_on:
        with closing(_log_to_go_on_with(directory)) as log:
            answered = answered_by(log, files.acts, scenario, jurisdiction)
    else:
        _require_no_log(directory)
    ordered = Drill(jurisdiction, work_year, files, last, answered)

    async def run() -> None:
        say = partial(screen.print, markup=False)
        async with drill_stack(directory, ui=False, say=say) as stack:
            with watching(screen, jurisdiction, work_year) as watch:
                progress = await run_drill(ordered, stack, watch)
            with closing(open_log(stack.store_url)) as log:
                told = report(log, progress.taken, jurisdiction, work_year)
            if out is not None:
                write_output(out, json.dumps(told, ensure_ascii=False, indent=1) + "\n", "--json")
            print(json.dumps(told["summary"], ensure_ascii=False))
            if notices:
                write_notices(stack.store_url, directory)

    asyncio.run(run())
    told_where = f"data in {directory}; look with: jixiao status --data {directory} …"
    screen.print(told_where, markup=False)


def _require_no_log(directory: Path) -> None:
    if (directory / "log.db").exists():
        why = "a drill needs a data directory of its own (or --continue, to go on with one)"
        raise InputError(str(directory), None, "--data", why)


def _log_to_go_on_with(directory: Path) -> EventLog:
    try:
        log = open_log(store_url(directory))
    except StoreNotMigrated as error:
        raise InputError(str(directory), None, "--continue", str(error)) from error
    if log.identity().kind is LogKind.REAL:
        log.close()
        raise InputError(str(directory), None, "--continue", NO_DRILL_HERE)
    return log
