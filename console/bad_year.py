"""`jixiao demo-bad-year`: 伽师县's budget year 2025, in which people do what people do."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from console import logs
from console.drill.files import read_drill_files
from console.drilling import drill_dir
from console.options import Data
from console.problems import tell
from projections.problems import problems_of

EXAMPLE = Path(__file__).parents[1] / "examples" / "653129-2025"
JURISDICTION, WORK_YEAR = "653129", 2025
UNTIL = date(2026, 7, 31)
"""The work year after the budget year goes on: key evaluations are due at the end of July."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo-bad-year")(demo_bad_year)


def demo_bad_year(
    data: Data = None,
    example: Annotated[Path, typer.Option(hidden=True)] = EXAMPLE,
) -> None:
    """Run 伽师县's budget year 2025 to July 2026, and show what went wrong and why."""
    logs.configure()
    from console.drill.run import Drill  # noqa: PLC0415 - the engine's client is slow to load
    from console.drill.shown import drilled  # noqa: PLC0415

    screen = Console()
    files = read_drill_files(
        example / "portfolio.csv", example / "scenario.jsonl", JURISDICTION, WORK_YEAR
    )
    directory = drill_dir(data, JURISDICTION, WORK_YEAR)
    drill = Drill(JURISDICTION, WORK_YEAR, files, UNTIL)
    found = asyncio.run(
        drilled(screen, directory, drill, lambda log: problems_of(log, f"{JURISDICTION}/"))
    )
    tell(screen, found)
    _point(screen, directory)


def _point(screen: Console, directory: Path) -> None:
    screen.print("Where to look next:")
    year = f"--jurisdiction {JURISDICTION} --year {WORK_YEAR}"
    for line in (
        f"problems {JURISDICTION}/{WORK_YEAR}/P02",
        f"history {JURISDICTION}/{WORK_YEAR}/P05",
        f"overdue {year}",
        f"calendar {year}",
        f"status {year}",
    ):
        told = f"  .venv/bin/jixiao {line} --data {directory}"
        screen.print(told, highlight=False, soft_wrap=True)
