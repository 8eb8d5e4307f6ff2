"""`jixiao demo`: 且末县's work year 2023 on the real engine, and its published figures."""

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
from console.published import Published, compare, table

EXAMPLE = Path(__file__).parents[1] / "examples" / "652825-2023"
JURISDICTION, WORK_YEAR = "652825", 2023
UNTIL = date(2023, 12, 31)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    data: Data = None,
    example: Annotated[Path, typer.Option(hidden=True)] = EXAMPLE,
) -> None:
    """Run 且末县's work year 2023 to its close; exit 1 if a figure differs."""
    logs.configure()
    from console.drill.run import Drill  # noqa: PLC0415 - the engine's client is slow to load
    from console.drill.shown import drilled  # noqa: PLC0415

    screen = Console()
    files = read_drill_files(
        example / "portfolio.csv", example / "scenario.jsonl", JURISDICTION, WORK_YEAR
    )
    directory = drill_dir(data, JURISDICTION, WORK_YEAR)
    drill = Drill(JURISDICTION, WORK_YEAR, files, UNTIL)
    published = asyncio.run(
        drilled(screen, directory, drill, lambda log: compare(example / "published.json", log))
    )
    _tell(screen, published, directory)
    if not published.equal:
        raise typer.Exit(1)


def _tell(screen: Console, published: Published, directory: Path) -> None:
    screen.print(table(published))
    for figure, ambiguity, zh, en in published.doubts:
        screen.print(f"{figure} {ambiguity}: {zh}\n    {en}", highlight=False)
    verdict = "every figure is reproduced" if published.equal else "A FIGURE DIFFERS"
    screen.print(f"[bold]{verdict}[/bold]")
    screen.print("Where to look next:")
    for line in (
        f"jixiao up --data {directory}                      (web UI, until Ctrl-C)",
        f"jixiao history 652825/2023/P001 --data {directory}",
        f"jixiao status --jurisdiction 652825 --year 2023 --data {directory}",
        f"jixiao overdue --jurisdiction 652825 --year 2023 --data {directory}",
    ):
        screen.print(f"  .venv/bin/{line}", highlight=False, soft_wrap=True)
