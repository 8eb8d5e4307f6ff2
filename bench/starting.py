"""How soon the command line answers: CPU of a page of help, of a small board, of a table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median

import psutil

from bench.office_table import write_office_table
from bench.ratios import Figure
from bench.sqlite_log import Years, opened_year
from bench.year import codes

BOUNDS = {"--help": 0.5, "status": 1.0, "table check": 5.0}
"""The CPU seconds that a call is to stay below."""

_PROJECTS = 10


def starting(directory: Path, calls: int) -> list[Figure]:
    """Measure so many calls of each, in processes of their own; the boards are caught up before."""
    with opened_year(directory / "log.db") as (_, deciding):
        Years(deciding).run(codes("S-", _PROJECTS))
    table = directory / "portfolio.xlsx"
    write_office_table(table)
    words = {
        "--help": ["--help"],
        "status": ["status", "--data", str(directory)],
        "table check": ["table", "check", "portfolio", str(table), "--data", str(directory)],
    }
    _cpu_of(words["status"])
    return [_figure(called, [_cpu_of(words[called]) for _ in range(calls)]) for called in BOUNDS]


def _figure(called: str, seconds: list[float]) -> Figure:
    bound, middle = BOUNDS[called], median(seconds)
    met = "below" if middle < bound else "NOT below"
    return Figure(
        f"start: CPU of `jixiao {called}`",
        f"{middle:.2f} s ({min(seconds):.2f}–{max(seconds):.2f}), {met} {bound:g} s",
    )


def _cpu_of(words: list[str]) -> float:
    """The CPU seconds of a call; raises `CalledProcessError` where it fails."""
    before = _of_children()
    command = [sys.executable, "-m", "console", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    return _of_children() - before


def _of_children() -> float:
    times = psutil.Process().cpu_times()
    return float(times.children_user + times.children_system)
