"""All measurements of one run, one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.appending import appending
from bench.memory import memory
from bench.prefecture import PROJECTS, UNITS
from bench.ratios import Findings
from bench.rebuilding import rebuilding
from bench.replaying import replaying
from bench.rules import rules
from bench.scale_record import recorded, scale_of
from bench.server import running_server
from bench.starting import starting
from bench.years import Rounds

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured.

    `projects`, `appended` and `idle` are projects a round, `rebuilt` projects in a log, `questions`
    to the rules, `replayed` projects of so many `units` in a year that is decided again.
    """

    projects: int
    rounds: int
    appended: int
    rebuilt: int
    idle: int
    questions: int
    replayed: int
    units: int

    @staticmethod
    def usual(projects: int, rounds: int) -> Sizes:
        """The sizes that go with a number of projects."""
        return Sizes(
            projects=projects,
            rounds=rounds,
            appended=min(40, projects),
            rebuilt=min(2000, 20 * projects),
            idle=min(200, 2 * projects),
            questions=min(50_000, 500 * projects),
            replayed=min(PROJECTS, 49 * projects),
            units=min(UNITS, 9 * projects),
        )


async def measure(directory: Path, sizes: Sizes, say: Say) -> Findings:
    """Measure everything in directories of their own under `directory`."""
    findings = Findings()
    await _on_the_server(_new(directory / "server"), sizes, say, findings)
    say("appending decisions")
    appended = _new(directory / "append")
    findings.measured.append(
        await asyncio.to_thread(appending, appended, sizes.appended, sizes.rounds)
    )
    say("rebuilding boards")
    rebuilt = _new(directory / "rebuild")
    findings.measured.append(
        await asyncio.to_thread(rebuilding, rebuilt, sizes.rebuilt, sizes.rounds)
    )
    say("asking rules")
    asked = _new(directory / "rules")
    findings.figures.extend(await asyncio.to_thread(rules, asked, sizes.questions))
    say("starting the command line")
    started = _new(directory / "start")
    findings.figures.extend(await asyncio.to_thread(starting, started, sizes.rounds + 2))
    say("deciding a prefecture's year, and again under other rules")
    decided = _new(directory / "replay")
    findings.figures.extend(
        await asyncio.to_thread(replaying, decided, sizes.replayed, sizes.units)
    )
    return findings


async def _on_the_server(directory: Path, sizes: Sizes, say: Say, findings: Findings) -> None:
    async with running_server(directory, say) as server:
        say("idle workflows")
        idle = await memory(server, sizes.idle, rounds=2)
        years = Rounds(server, sizes.projects, say)
        await years.warm_up()
        for _ in range(sizes.rounds):
            await years.run()
        findings.measured += [years.measured(), idle, scale_of(recorded())]
        findings.figures += years.cpu()


def _new(directory: Path) -> Path:
    directory.mkdir(parents=True)
    return directory
