"""Ratios of two things measured in turns: their median, their spread, and whether they suffice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median


class Limit(StrEnum):
    """Whether a ratio may not fall below its limit or may not rise above it."""

    FLOOR = "floor"
    CEILING = "ceiling"


@dataclass(frozen=True, slots=True)
class Pair:
    """The same amount of work measured on both sides, one after the other."""

    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        """Ours relative to bare."""
        return self.ours / self.bare


@dataclass(frozen=True, slots=True)
class Asked:
    """What a measurement asks for: its name, its unit, and the limit of its ratio (none: told)."""

    what: str
    unit: str
    limit: float | None
    kind: Limit = Limit.FLOOR


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement: the pairs in their order (none: not run, `notes` says why)."""

    asked: Asked
    pairs: Sequence[Pair] = ()
    notes: Sequence[str] = ()

    @property
    def run(self) -> bool:
        """Whether it was measured at all."""
        return bool(self.pairs)

    @property
    def ratio(self) -> float:
        """The median of the pairs' ratios."""
        return median(pair.ratio for pair in self.pairs)

    @property
    def spread(self) -> tuple[float, float]:
        """The least and the greatest ratio."""
        ratios = [pair.ratio for pair in self.pairs]
        return min(ratios), max(ratios)

    @property
    def ours(self) -> float:
        """The median of our figures."""
        return median(pair.ours for pair in self.pairs)

    @property
    def bare(self) -> float:
        """The median of the bare figures."""
        return median(pair.bare for pair in self.pairs)

    @property
    def met(self) -> bool:
        """Whether the median keeps the limit; what was not run or has none keeps it."""
        if not self.run or self.asked.limit is None:
            return True
        if self.asked.kind is Limit.FLOOR:
            return self.ratio >= self.asked.limit
        return self.ratio <= self.asked.limit


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that is reported; `met` is whether it keeps its own limit (none: it has none)."""

    what: str
    value: str
    met: bool | None = None


@dataclass(slots=True)
class Findings:
    """All that one run found out."""

    measured: list[Measured] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    @property
    def missed(self) -> list[str]:
        """What does not keep its limit, by name."""
        measured = [one.asked.what for one in self.measured if not one.met]
        return measured + [one.what for one in self.figures if one.met is False]


YEARS = Asked("项目年 project years on the real server", "years/s", 0.8)
APPENDS = Asked("决定入库 decisions appended (SQLite)", "acts/s", None)
REBUILD = Asked("看板重建 boards rebuilt, one pass", "events/s", 0.35)
MEMORY = Asked("空闲内存 memory per cached idle workflow", "KiB", 1.2, Limit.CEILING)
SCALE = Asked("规模 cost per project, large against small", "of bare", 1.1, Limit.CEILING)
