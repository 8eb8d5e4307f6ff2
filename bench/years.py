"""Project years on the real server, against the bare workflow on the same server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bench.histories import chain_of, require_alike
from bench.ratios import YEARS, Figure, Measured, Pair
from bench.server import Server
from bench.sides import Side, bare_id, drive
from bench.year import codes, subject_of

Say = Callable[[str], None]


@dataclass(slots=True)
class Rounds:
    """Rounds of so many project years, ours and bare in turns day by day."""

    server: Server
    projects: int
    say: Say
    _driven: list[tuple[Side, Side]] = field(default_factory=list)
    _history: str = ""

    async def warm_up(self) -> None:
        """Fill the caches with a tenth of a round, not measured."""
        await _drive(self.server, f"W{self.projects}", self.projects // 10 or 1)

    async def run(self) -> None:
        """Measure one round more; raises `NotAlike` where bare did something else in the first."""
        number = len(self._driven)
        first = f"Y{self.projects}-{number}-"
        sides = await _drive(self.server, first, self.projects)
        self._driven.append(sides)
        self._history = self._history or await history_of(self.server, first)
        ours, bare = (self.projects / side.seconds for side in sides)
        told = f"{ours:.1f}/s, bare {bare:.1f}/s"
        self.say(f"{self.projects} project years, round {number + 1}: {told}")

    def measured(self) -> Measured:
        """The rounds until now."""
        pairs = [Pair(*(self.projects / side.seconds for side in sides)) for sides in self._driven]
        return Measured(YEARS, pairs, [f"{self.projects} projects a round", self._history])

    def cpu(self) -> list[Figure]:
        """The CPU that a project year took, of each side."""
        return list(_cpu(self._driven, self.projects))


async def _drive(server: Server, first: str, projects: int) -> tuple[Side, Side]:
    ours, bare = server.sides()
    await drive([ours, bare], codes(first, projects))
    return ours, bare


async def history_of(server: Server, first: str) -> str:
    """What both sides made the engine do; raises `NotAlike` where it is not the same.

    `first` is how the codes of the driven projects begin.
    """
    subject = subject_of(codes(first, 1)[0])
    ours = await chain_of(server.client, subject)
    bare = await chain_of(server.client, bare_id(subject))
    require_alike(ours, bare)
    return f"{ours.said()}; bare {bare.total}"


def _cpu(driven: Sequence[tuple[Side, Side]], projects: int) -> Iterator[Figure]:
    years = projects * len(driven)
    for name, at in (("ours", 0), ("bare", 1)):
        sides = [sides[at] for sides in driven]
        parts = [
            f"{part} {1000 * sum(side.cpu[part] for side in sides) / years:.0f}"
            for part in ("worker", "server", "client")
        ]
        wall = 1000 * sum(side.seconds for side in sides) / years
        yield Figure(
            f"CPU per project year, {name}, {projects} projects",
            f"{', '.join(parts)} ms; {wall:.0f} ms by the wall",
        )
