"""`jixiao drill`: run a scenario on the real engine with the clock skipped."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from console import logs
from console.drill.files import read_drill_files
from console.drill.report import report
from console.errors import InputError
from console.options import Data, Jurisdiction, WorkYear
from console.settings import data_dir
from store.opening import open_log


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(drill)


def drill_dir(data: Path | None, jurisdiction: str, work_year: int) -> Path:
    """A data directory for one drill; raises `InputError` for one that has a log already."""
    if data is None:
        name = f"{jurisdiction}-{work_year}-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}"
        return data_dir() / "drills" / name
    directory = data_dir(data)
    if (directory / "log.db").exists():
        raise InputError(str(directory), None, "--data", "a drill needs a directory of its own")
    return directory


def drill(
    jurisdiction: Jurisdiction,
    work_year: WorkYear,
    portfolio: Annotated[Path, typer.Option(help="Projects (CSV or XLSX).")],
    scenario: Annotated[Path, typer.Option(help="Acts by day (JSONL).")],
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Last day (default: the work year's end)."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--json", help="Write the report here.")] = None,
    data: Data = None,
) -> None:
    """Run exactly the acts of a scenario, every deadline a timer, and report what came of it."""
    logs.configure()
    from console.drill.board import watching  # noqa: PLC0415 - the engine's client is slow to load
    from console.drill.run import Drill, drill_stack, run_drill  # noqa: PLC0415

    files = read_drill_files(portfolio, scenario, jurisdiction, work_year)
    last = until.date() if until else date(work_year, 12, 31)
    directory = data_dir(data)
    if (directory / "log.db").exists():
        raise InputError(
            str(directory), None, "--data", "a drill needs a data directory of its own"
        )
    screen = Console(stderr=True)

    async def run() -> None:
        async with drill_stack(directory, ui=False, say=screen.print) as stack:
            with watching(screen, jurisdiction, work_year) as watch:
                progress = await run_drill(
                    Drill(jurisdiction, work_year, files, last), stack, watch
                )
            log = open_log(stack.store_url)
            try:
                told = report(log, progress.taken, jurisdiction, work_year)
            finally:
                log.close()
            if out is not None:
                out.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
            print(json.dumps(told["summary"], ensure_ascii=False))

    asyncio.run(run())
    screen.print(f"data in {directory}; look with: jixiao status --data {directory} …")
