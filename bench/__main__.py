"""`python -m bench`: measure, print the table, write docs/performance.md."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench.machine import machine
from bench.page import page
from bench.run import Sizes, measure
from bench.table import figures, table
from console import logs

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


def bench(
    projects: Annotated[int, typer.Option(help="Project years a round.", min=1)] = 100,
    rounds: Annotated[int, typer.Option(help="Rounds of each measurement.", min=1)] = 3,
    check: Annotated[bool, typer.Option(help="Exit 1 where a limit is missed.")] = False,
    written: Annotated[Path, typer.Option("--page", help="Where to write the page.")] = PAGE,
    data: Annotated[Path | None, typer.Option(help="Keep the data here.")] = None,
) -> None:
    """Measure what the product costs beside a bare workflow, bare SQLite and bare decoding."""
    logs.configure()
    screen = Console()
    here = machine()
    sizes = Sizes.usual(projects, rounds)
    with tempfile.TemporaryDirectory(prefix="jixiao-bench-") as scratch:
        directory = (data or Path(scratch)).absolute()
        findings = asyncio.run(measure(directory, sizes, screen.print))
    screen.print(table(findings))
    screen.print(figures(findings))
    written.write_text(page(findings, here), encoding="utf-8")
    screen.print(f"written: {written}")
    if check and findings.missed:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(bench)
