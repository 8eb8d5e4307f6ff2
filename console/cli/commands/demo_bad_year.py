"""`jixiao demo-bad-year`: 伽师县's budget year 2025, with lateness, mistakes and corrections."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from console import logs
from console.cli.commands.problems import tell
from console.cli.options import Data
from console.drill.example import Example, point
from projections.boards.problems import problems_of

EXAMPLE = Path(__file__).parents[3] / "examples" / "653129-2025"
JURISDICTION, WORK_YEAR = "653129", 2025
UNTIL = date(2026, 7, 31)
"""A day in the following work year: key evaluations are due at the end of July."""

_YEAR = f"--jurisdiction {JURISDICTION} --budget-year {WORK_YEAR}"
_LOOK = (
    f"problems {JURISDICTION}/{WORK_YEAR}/P02",
    f"history {JURISDICTION}/{WORK_YEAR}/P05",
    f"overdue {_YEAR}",
    f"calendar {_YEAR}",
    f"status {_YEAR}",
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo-bad-year")(demo_bad_year)


def demo_bad_year(
    data: Data = None,
    example: Annotated[Path, typer.Option(hidden=True)] = EXAMPLE,
) -> None:
    """Run 伽师县's budget year 2025 to July 2026, and show what went wrong and why."""
    logs.configure()
    screen = Console()
    year = Example(example, JURISDICTION, WORK_YEAR, UNTIL)
    directory, found = year.drilled(screen, data, lambda log: problems_of(log, f"{JURISDICTION}/"))
    tell(screen, found)
    point(screen, (f"{line} --data {directory}" for line in _LOOK))
