"""What `bench.large` found, as a table on the terminal and as a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import psutil
from rich.table import Table

from bench.page import markdown_table

HEADER = ("stage", "wall s", "engine s", "worker s", "other s", "CPU ms a project", "of all cores")

Memory = Mapping[str, tuple[float, float]]
"""The resident memory of each process in MiB: now, and at most until now."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage took: seconds by the wall, and of CPU by process."""

    name: str
    wall: float
    cpu: Mapping[str, float]

    @property
    def total(self) -> float:
        """CPU seconds of all its processes."""
        return sum(self.cpu.values())

    @property
    def share(self) -> float:
        """The part of all cores that its processes used, 1 for all."""
        return self.total / (self.wall * (psutil.cpu_count() or 1))

    def cells(self, projects: int) -> tuple[str, ...]:
        """The stage as the cells of a row."""
        engine, worker = (self.cpu.get(name, 0.0) for name in ("engine", "worker"))
        other = self.total - engine - worker
        return (
            self.name,
            f"{self.wall:.1f}",
            *(f"{seconds:.2f}" for seconds in (engine, worker, other)),
            f"{1000 * self.total / projects:.2f}",
            f"{self.share:.0%}",
        )


@dataclass(frozen=True, slots=True)
class LargeFindings:
    """All that a run found of a year of so many projects."""

    projects: int
    stages: Sequence[Stage]
    memory: Mapping[str, Memory]

    def table(self) -> Table:
        """The stages, for the terminal."""
        table = Table(*HEADER)
        for stage in self.stages:
            table.add_row(*stage.cells(self.projects))
        return table

    def page(self, machine: Mapping[str, str]) -> str:
        """The page as Markdown."""
        return "\n".join(self._lines(machine))

    def _lines(self, machine: Mapping[str, str]) -> Iterator[str]:
        yield f"# A year of {self.projects:,} projects"
        yield ""
        yield "Written by `python -m bench.large --page FILE`: `jixiao up`, on the real clock."
        yield ""
        yield from markdown_table(("machine", ""), [*machine.items()])
        yield from markdown_table(HEADER, [stage.cells(self.projects) for stage in self.stages])
        yield "Resident memory, now and at most until then, in MiB:"
        yield ""
        parts = [*next(iter(self.memory.values()), {})]
        yield from markdown_table(
            ("after", *parts), [(name, *_cells(found)) for name, found in self.memory.items()]
        )


def _cells(memory: Memory) -> Iterator[str]:
    return (f"{now:,.0f} / {most:,.0f}" for now, most in memory.values())
