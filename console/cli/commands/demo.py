"""`jixiao demo`: 且末县's work year 2023 on the real engine, and its published figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from console import logs
from console.cli.input.published_file import read_published
from console.cli.options import Data
from console.cli.render.published import Published, compare, table
from console.drill.example import Example, point

EXAMPLE = Path(__file__).parents[3] / "examples" / "652825-2023"
JURISDICTION, WORK_YEAR = "652825", 2023
UNTIL = date(2023, 12, 31)
PUBLISHED = "published.json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    data: Data = None,
    example: Annotated[Path, typer.Option(hidden=True)] = EXAMPLE,
) -> None:
    """Run 且末县's work year 2023 to its close; exit 1 if a figure differs."""
    logs.configure()
    screen = Console()
    read_published(example / PUBLISHED)
    year = Example(example, JURISDICTION, WORK_YEAR, UNTIL)
    directory, published = year.drilled(screen, data, lambda log: compare(example / PUBLISHED, log))
    _tell(screen, published, directory)
    if not published.equal:
        raise typer.Exit(1)


def _tell(screen: Console, published: Published, directory: Path) -> None:
    screen.print(table(published))
    for figure, ambiguity, zh, en in published.doubts:
        screen.print(f"{figure} {ambiguity}: {zh}\n    {en}", highlight=False, markup=False)
    verdict = "every figure is reproduced" if published.equal else "A FIGURE DIFFERS"
    screen.print(f"[bold]{verdict}[/bold]")
    point(
        screen,
        (
            f"up --data {directory}                      (web UI, until Ctrl-C)",
            f"history 652825/2023/P001 --data {directory}",
            f"status --jurisdiction 652825 --budget-year 2023 --data {directory}",
            f"overdue --jurisdiction 652825 --budget-year 2023 --data {directory}",
        ),
    )
