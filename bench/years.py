"""Project years on the real server, against the bare workflow on the same server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bench.histories import chain_of, require_alike
from bench.ratios import SCALE, YEARS, Figure, Measured, Pair
from bench.server import Server
from bench.sides import Side, bare_id, drive
from bench.year import codes, subject_of

Say = Callable[[str], None]


async def project_years(
    server: Server, projects: int, rounds: int, say: Say
) -> tuple[Measured, list[Figure]]:
    """Measure rounds of so many project years, ours and bare in turns day by day."""
    await _driven(server, f"W{projects}", projects // 10 or 1)  # caches warm, not measured
    driven = []
    for number in range(rounds):
        sides = await _driven(server, f"Y{projects}-{number}-", projects)
        driven.append(sides)
        ours, bare = (projects / side.seconds for side in sides)
        say(f"{projects} project years, round {number + 1}: {ours:.1f}/s, bare {bare:.1f}/s")
    pairs = [Pair(projects / ours.seconds, projects / bare.seconds) for ours, bare in driven]
    history = await _history(server, f"Y{projects}-0-")
    return (
        Measured(YEARS, pairs, [f"{projects} projects a round", history]),
        list(_cpu(driven, projects)),
    )


def scale(small: Measured, large: Measured) -> Measured:
    """The cost per project at a large size against a small one, relative to bare at both."""
    notes = [f"{large.notes[0]} against {small.notes[0]}; shown are the years' ratios of both"]
    return Measured(SCALE, [Pair(small.ratio, large.ratio)], notes)


async def _driven(server: Server, first: str, projects: int) -> tuple[Side, Side]:
    ours, bare = server.sides()
    await drive([ours, bare], codes(first, projects))
    return ours, bare


async def _history(server: Server, first: str) -> str:
    """What both sides made the engine do; raises `NotAlike` where it is not the same."""
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
