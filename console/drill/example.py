"""An example year, drilled for an audience, with commands to try afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from console.cli.commands.drill import drill_dir
from console.drill.files import read_drill_files
from store.port import EventLog

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Example:
    """The files of a work year, and the last day (inclusive) of its drill."""

    folder: Path
    jurisdiction: str
    work_year: int
    until: date

    def drilled(
        self, screen: Console, data: Path | None, read: Callable[[EventLog], T]
    ) -> tuple[Path, T]:
        """Run the year in a new data directory; returns the directory and the parsed files.

        Raises `InputError` for unreadable files, and for a directory that has a log.
        """
        from console.drill.run import Drill  # noqa: PLC0415 - the engine's client is slow to load
        from console.drill.shown import drilled  # noqa: PLC0415

        year = (self.jurisdiction, self.work_year)
        files = read_drill_files(
            self.folder / "portfolio.csv", self.folder / "scenario.jsonl", *year
        )
        directory = drill_dir(data, *year)
        drill = Drill(*year, files, self.until)
        return directory, asyncio.run(drilled(screen, directory, drill, read))


def point(screen: Console, commands: Iterable[str]) -> None:
    """Print the commands to try next, as typed in the project's folder."""
    screen.print("Where to look next:")
    for command in commands:
        told = f"  .venv/bin/jixiao {command}"
        screen.print(told, highlight=False, soft_wrap=True, markup=False)
