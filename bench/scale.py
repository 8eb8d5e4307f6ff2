"""`python -m bench.scale`: the cost of a project year in a large year against a small one.

One call measures one pair and adds it to the record; the median of the newest three pairs counts.
Each size has a server, a log and workers of its own. Both sizes go through the days in turns, so
what disturbs the machine for a while disturbs both. CPU is compared, not the wall clock: waiting
for other programs costs no CPU.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench.scale_record import (
    LARGE,
    RECORD,
    SMALL,
    Cost,
    Round,
    ScalePair,
    append,
    recorded,
    scale_of,
)
from bench.server import Server, running_server
from bench.sides import Side, drive, in_turn
from bench.table import cells
from bench.year import DatedAct, acts_of, codes, days
from bench.years import history_of
from console import logs
from domain.kernel.vocabulary import SHANGHAI

Say = Callable[[str], None]

_WARM = 10
_FIRST = "S"


@dataclass(frozen=True, slots=True)
class _Size:
    """The projects of one size, on both sides of a server of their own."""

    server: Server
    years: list[tuple[DatedAct, ...]]
    sides: tuple[Side, Side]

    @staticmethod
    async def warm(server: Server, projects: int) -> _Size:
        """Fill the caches of a server by a few years, not measured."""
        await drive(server.sides(), codes("W", min(_WARM, projects)))
        return _Size(server, [acts_of(code) for code in codes(_FIRST, projects)], server.sides())

    async def take_day(self, on: date, number: int) -> None:
        """Bring all projects to a day on both sides, and take its acts."""
        for side in in_turn(self.sides, number):
            await side.take_day(self.years, on)

    async def round(self) -> Round:
        """What the years cost; raises `NotAlike` where bare did something else."""
        await history_of(self.server, _FIRST)
        ours, bare = (self._cost(side) for side in self.sides)
        return Round(len(self.years), ours, bare)

    def _cost(self, side: Side) -> Cost:
        projects = len(self.years)
        cpu = {part: round(1000 * used / projects, 2) for part, used in side.cpu.items()}
        return Cost(cpu, round(1000 * side.seconds / projects, 2))


async def pair(directory: Path, small: int, large: int, say: Say) -> ScalePair:
    """Measure one pair, in directories of its own under `directory`."""
    for name in ("small", "large"):
        (directory / name).mkdir(parents=True)
    async with (
        running_server(directory / "small", say) as one,
        running_server(directory / "large", say) as other,
    ):
        sizes = [await _Size.warm(one, small), await _Size.warm(other, large)]
        for number, on in enumerate(days()):
            for size in in_turn(sizes, number):
                await size.take_day(on, number)
            say(f"{datetime.now(SHANGHAI):%H:%M} {on}, day {number + 1} of {len(days())}")
        rounds = [await size.round() for size in sizes]
    return ScalePair(datetime.now(SHANGHAI).date().isoformat(), *rounds)


def scale(
    small: Annotated[int, typer.Option(help="Projects of the small year.", min=1)] = SMALL,
    large: Annotated[int, typer.Option(help="Projects of the large year.", min=1)] = LARGE,
    record: Annotated[Path, typer.Option(help="The file that gets the pair.")] = RECORD,
    data: Annotated[Path | None, typer.Option(help="Keep the data here.")] = None,
) -> None:
    """Measure one pair of both sizes, add it to the record, and print the median of the newest."""
    logs.configure()
    screen = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="jixiao-scale-") as scratch:
        directory = (data or Path(scratch)).absolute()
        made = asyncio.run(pair(directory, small, large, screen.print))
    append(made, record)
    for line in (*made.small.lines(), *made.large.lines()):
        screen.print(line)
    _, ours, bare, ratio, spread, limit, met = cells(scale_of(recorded(record, made.sizes)))
    screen.print(f"large {ours}, small {bare}: {ratio} (spread {spread}, limit {limit}, met {met})")


if __name__ == "__main__":
    typer.run(scale)
