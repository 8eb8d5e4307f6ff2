"""`jixiao demo-bad-year`: 伽师县's budget year 2025, with lateness, mistakes and corrections."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from console import logs
from console.cli.ask_boards import remits_of
from console.cli.commands.problems import tell
from console.cli.options import Data
from console.cli.render.work_ledger import render_ledger
from console.drill.example import Example, point
from projections.boards.problems import Problem, problems_of
from projections.work_ledger.ledger import own_ledger
from projections.work_ledger.lines import Ledger
from store.port import EventLog

EXAMPLE = Path(__file__).parents[3] / "examples" / "653129-2025"
JURISDICTION, WORK_YEAR = "653129", 2025
UNTIL = date(2026, 7, 31)
"""A day in the following work year: key evaluations are due at the end of July."""

_YEAR = f"--jurisdiction {JURISDICTION} --budget-year {WORK_YEAR}"
_LOOK = (
    f"problems {JURISDICTION}/{WORK_YEAR}/P02",
    f"history {JURISDICTION}/{WORK_YEAR}/P05",
    f"overdue {_YEAR}",
    f"work-ledger --jurisdiction {JURISDICTION} --work-year {WORK_YEAR + 1}",
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
    directory, (found, ledgers) = year.drilled(screen, data, _read)
    tell(screen, found)
    for ledger in ledgers:
        screen.print(render_ledger(ledger))
    point(screen, (f"{line} --data {directory}" for line in _LOOK))


def _read(log: EventLog) -> tuple[tuple[Problem, ...], tuple[Ledger, ...]]:
    """What went wrong, and what the bureau did of its own duties in both work years."""
    remits = remits_of(log, JURISDICTION, UNTIL)
    years = (WORK_YEAR, WORK_YEAR + 1)
    ledgers = tuple(own_ledger(log, JURISDICTION, year, remits) for year in years)
    return problems_of(log, f"{JURISDICTION}/"), ledgers
