"""`python -m bench.scale`: the cost of a project year in a large year against a small one.

Each size has a server, a log and workers of its own. A year's projects are in three shares; a share
of the large year and the same share of the small one are a pair. So one call measures three pairs,
each with all projects of its year beside it, and adds them to the record; the median counts. All
shares go through the days in turns, so what disturbs the machine for a while disturbs all. CPU is
compared, not the wall clock: waiting for other programs costs no CPU.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterator
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

SHARES = 3
"""How many shares the projects of a year are in."""

_WARM = 10


@dataclass(frozen=True, slots=True)
class _Share:
    """A share of the projects of a year, on both sides of the year's server."""

    first: str
    years: list[tuple[DatedAct, ...]]
    sides: tuple[Side, Side]

    async def take_day(self, on: date, number: int) -> None:
        """Bring the share's projects to a day on both sides, and take its acts."""
        for side in in_turn(self.sides, number):
            await side.take_day(self.years, on)

    def cost(self, side: Side) -> Cost:
        """What a project year of this share cost on a side."""
        projects = len(self.years)
        cpu = {part: round(1000 * used / projects, 2) for part, used in side.cpu.items()}
        return Cost(cpu, round(1000 * side.seconds / projects, 2))


@dataclass(frozen=True, slots=True)
class _Size:
    """The projects of one size, in shares, on a server of their own."""

    server: Server
    projects: int
    shares: list[_Share]

    @staticmethod
    async def warm(server: Server, projects: int) -> _Size:
        """Fill the caches of a server by a few years, not measured."""
        await drive(server.sides(), codes("W", min(_WARM, projects)))
        return _Size(server, projects, list(_shares(server, projects)))

    async def rounds(self) -> list[Round]:
        """What the years of each share cost; raises `NotAlike` where bare did something else."""
        await history_of(self.server, self.shares[0].first)
        return [
            Round(self.projects, *(share.cost(side) for side in share.sides))
            for share in self.shares
        ]


def _shares(server: Server, projects: int) -> Iterator[_Share]:
    for number in range(SHARES):
        first, count = f"S{number}-", len(range(number, projects, SHARES))
        yield _Share(first, [acts_of(code) for code in codes(first, count)], server.sides())


async def pairs(directory: Path, small: int, large: int, say: Say) -> list[ScalePair]:
    """Measure a pair for each share, in directories of its own under `directory`.

    Each size has at least as many projects as there are shares.
    """
    for name in ("small", "large"):
        (directory / name).mkdir(parents=True)
    async with (
        running_server(directory / "small", say) as one,
        running_server(directory / "large", say) as other,
    ):
        sizes = [await _Size.warm(one, small), await _Size.warm(other, large)]
        for number, on in enumerate(days()):
            for share in in_turn([share for size in sizes for share in size.shares], number):
                await share.take_day(on, number)
            say(f"{datetime.now(SHANGHAI):%H:%M} {on}, day {number + 1} of {len(days())}")
        rounds = [await size.rounds() for size in sizes]
    today = datetime.now(SHANGHAI).date().isoformat()
    return [ScalePair(today, *both) for both in zip(*rounds, strict=True)]


def scale(
    small: Annotated[int, typer.Option(help="Projects of the small year.", min=SHARES)] = SMALL,
    large: Annotated[int, typer.Option(help="Projects of the large year.", min=SHARES)] = LARGE,
    record: Annotated[Path, typer.Option(help="The file that gets the pairs.")] = RECORD,
    data: Annotated[Path | None, typer.Option(help="Keep the data here.")] = None,
) -> None:
    """Measure three pairs of both sizes, add them to the record, and print their median."""
    logs.configure()
    screen = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="jixiao-scale-") as scratch:
        directory = (data or Path(scratch)).absolute()
        made = asyncio.run(pairs(directory, small, large, screen.print))
    for one in made:
        append(one, record)
        for line in (*one.small.lines(), *one.large.lines()):
            screen.print(line)
    _, ours, bare, ratio, spread, limit, met = cells(scale_of(recorded(record, (small, large))))
    screen.print(f"large {ours}, small {bare}: {ratio} (spread {spread}, limit {limit}, met {met})")


if __name__ == "__main__":
    typer.run(scale)
