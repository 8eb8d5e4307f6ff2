"""`python -m bench.one_subject`: what questions to one subject cost in a short and in a long log.

A question is a command in this process, on boards that are up to date; of its CPU seconds the least
of some runs counts, and the ratio of long to short is to be 1.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench.sqlite_log import Years, opened_year
from bench.year import codes, subject_of
from console import logs
from console.cli.command_list import whole
from projections.boards.projection import rebuild
from store import open_log, sqlite_url
from testkit.command_line import CommandLine
from testkit.long_log import lengthen

SHORT = 10_000
_RUNS = 7
_PAST = ("--as-of", "2023-08-01")


def one_subject(
    events: Annotated[int, typer.Option(help="Events of the long log.", min=SHORT)] = 1_000_000,
    data: Annotated[Path | None, typer.Option(help="Keep the two logs here.")] = None,
) -> None:
    """Ask both logs in turns, and print the CPU seconds of each question with their ratio."""
    logs.configure()
    screen = Console()
    with tempfile.TemporaryDirectory(prefix="jixiao-one-subject-") as scratch:
        directory = (data or Path(scratch)).absolute()
        folders = [directory / str(size) for size in (SHORT, events)]
        for folder, size in zip(folders, (SHORT, events), strict=True):
            screen.print(_made(folder, size))
        screen.print(f"{'CPU s':24}{SHORT:>12,}{events:>12,}{'ratio':>8}")
        for name, words in questions(folders[0]).items():
            short, long = _least(folders, words)
            screen.print(f"{name:24}{short:>12.4f}{long:>12.4f}{long / short:>8.2f}")


def _made(folder: Path, events: int) -> str:
    """Make a log of so many events with its boards, and say so; one that is there is taken."""
    if (folder / "projections.db").exists():
        return f"{folder}: as it is"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    decided = codes("B", 1)
    with opened_year(folder / "log.db") as (log, deciding):
        Years(deciding).run(decided)
        lengthen(folder / "log.db", subject_of(decided[0]), events)
        return f"{folder}: {rebuild(log, folder / 'projections.db'):,} events in the boards"


def questions(folder: Path) -> dict[str, tuple[str, ...]]:
    """What is asked of the one project that was really decided."""
    project = subject_of(codes("B", 1)[0])
    with closing(open_log(sqlite_url(folder / "log.db"))) as log:
        event = str(log.read(project)[-1].id)
    return {
        "history": ("history", project),
        "history --as-of": ("history", project, *_PAST),
        "history --trace": ("history", project, "--trace", event),
        "explain": ("explain", project),
        "explain --as-of": ("explain", project, *_PAST),
        "explain EVENT": ("explain", event),
        "diff": ("diff", project, "--as-of", "2023-03-01", *_PAST),
    }


def _least(folders: list[Path], words: tuple[str, ...]) -> list[float]:
    commands = CommandLine(whole())
    took: dict[Path, list[float]] = {folder: [] for folder in folders}
    for _ in range(_RUNS):
        for folder in folders:
            begun = time.process_time()
            commands.text(folder, *words)
            took[folder].append(time.process_time() - begun)
    return [min(took[folder]) for folder in folders]


if __name__ == "__main__":
    typer.run(one_subject)
