"""The record of the pairs that `python -m bench.scale` measured: one line of JSON for each pair."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.ratios import SCALE, Measured, Pair

RECORD = Path(__file__).with_name("scale-pairs.jsonl")
SMALL, LARGE = 100, 5_000
COUNTED = 3
"""The newest pairs of which the median counts."""

_COUNTED_PARTS = ("worker", "server")


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a project year on one side: CPU by process, and the wall clock; all in ms."""

    cpu: Mapping[str, float]
    wall: float

    @property
    def counted(self) -> float:
        """The CPU of worker and server; the client is the bench itself."""
        return sum(self.cpu[part] for part in _COUNTED_PARTS)


@dataclass(frozen=True, slots=True)
class Round:
    """A round of so many project years on both sides."""

    projects: int
    ours: Cost
    bare: Cost

    @property
    def relative(self) -> float:
        """The CPU of a project year of ours relative to a bare one."""
        return self.ours.counted / self.bare.counted

    def lines(self) -> list[str]:
        """The cost of a project year on each side, in words."""
        return [_line(self.projects, *side) for side in (("ours", self.ours), ("bare", self.bare))]


@dataclass(frozen=True, slots=True)
class ScalePair:
    """Two rounds of different sizes, measured at the same time."""

    date: str
    small: Round
    large: Round

    @property
    def sizes(self) -> tuple[int, int]:
        """The projects of both rounds."""
        return self.small.projects, self.large.projects

    @property
    def pair(self) -> Pair:
        """The cost at the large size, and at the small one; both relative to bare."""
        return Pair(self.large.relative, self.small.relative)


def append(pair: ScalePair, record: Path = RECORD) -> None:
    """Add a pair to the end of a record."""
    with record.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(pair), ensure_ascii=False) + "\n")


def recorded(record: Path = RECORD, sizes: tuple[int, int] = (SMALL, LARGE)) -> list[ScalePair]:
    """The pairs of these sizes in a record, the oldest first; without a file there are none."""
    if not record.exists():
        return []
    lines = record.read_text("utf-8").splitlines()
    return [one for one in map(_read, lines) if one.sizes == sizes]


def scale_of(pairs: Sequence[ScalePair]) -> Measured:
    """The median of the newest pairs; `make bench-scale` adds three."""
    newest = pairs[-COUNTED:]
    if not newest:
        return Measured(SCALE, (), ["not run: `make bench-scale` adds three pairs"])
    small, large = newest[0].sizes
    notes = [f"{large:,} projects against {small:,}, {len(newest)} of {COUNTED} pairs"]
    notes += [f"{one.date}: {'; '.join(one.large.lines() + one.small.lines())}" for one in newest]
    return Measured(SCALE, [one.pair for one in newest], notes)


def _line(projects: int, side: str, cost: Cost) -> str:
    parts = ", ".join(f"{part} {ms:.0f}" for part, ms in cost.cpu.items())
    return f"{projects:,} {side}: {parts} ms of CPU a project year; {cost.wall:.0f} ms by the wall"


def _read(line: str) -> ScalePair:
    stored = json.loads(line)
    return ScalePair(stored["date"], _round(stored["small"]), _round(stored["large"]))


def _round(stored: Mapping[str, object]) -> Round:
    return Round(stored["projects"], Cost(**stored["ours"]), Cost(**stored["bare"]))  # type: ignore[arg-type]
