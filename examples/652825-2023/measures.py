"""What is measured of each project in May and August: execution, completion, score.

Rates are held as hundredths of a percent, so that every figure is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from projects import Project, draw

HUNDRED_PERCENT = 10_000


@dataclass(frozen=True)
class Round:
    """A monitoring round: its node, and by number the projects with which something happens.

    `exactly_20` deviates by exactly 20.00 percentage points, `exactly_60` scores exactly 60 points:
    neither triggers a rectification (QM-030: 超过 20%, 小于 60 分).
    """

    node: str
    execution: tuple[int, int]
    deviating: tuple[int, ...]
    low_score: tuple[int, ...]
    both: tuple[int, ...]
    exactly_20: int
    exactly_60: int

    @property
    def triggered(self) -> frozenset[int]:
        """The projects that have to rectify."""
        return frozenset((*self.deviating, *self.low_score, *self.both))


@dataclass(frozen=True)
class Measured:
    """One project's result; `executed` in fen, `completion` in hundredths of a percent."""

    executed: int
    completion: int
    score: Decimal


MAY = Round(
    node="2023-05-31",
    execution=(2800, 4600),
    deviating=(10, 24, 41, 58, 77, 93),
    low_score=(15, 33, 49, 66, 88, 104),
    both=(29, 71, 117),
    exactly_20=52,
    exactly_60=85,
)
AUGUST = Round(
    node="2023-08-31",
    execution=(5800, 7600),
    deviating=(7, 24, 45, 60, 79, 112),
    low_score=(18, 38, 49, 69, 90, 121),
    both=(29, 108, 130),
    exactly_20=31,
    exactly_60=74,
)


def measured(project: Project, current: Round) -> Measured:
    """Measure a project as of the node of a round."""
    execution, completion = _rates(project.number, current)
    executed = project.amount * 100 * execution // HUNDRED_PERCENT
    return Measured(executed, completion, _score(project.number, current))


def _rates(number: int, current: Round) -> tuple[int, int]:
    low, high = current.execution
    if number == current.exactly_20:
        execution = low + 200 if current is MAY else 6800
        return execution, execution + (2000 if current is MAY else -2000)
    if number in (*current.deviating, *current.both):
        return _apart(number, current)
    execution = low + draw(f"execution/{current.node}", number, high - low)
    apart = draw(f"completion/{current.node}", number, 2300) - 900
    if current is MAY:
        return execution, execution + apart
    spent, done = _rates(number, MAY)
    execution = max(execution, spent + 500)
    return execution, max(execution + apart, done)


def _apart(number: int, current: Round) -> tuple[int, int]:
    """Rates more than 20 points apart: barely so, with execution ahead, or execution behind."""
    behind = current.execution[0] - 1600 if current is MAY else current.execution[0] - 600
    execution = behind + draw(f"behind/{current.node}", number, 8) * 100
    if number == current.deviating[0]:
        return execution, execution + 2001
    if number == current.deviating[1]:
        ahead = current.execution[1] + 1500
        return ahead, ahead - 2450
    return execution, execution + 2100 + draw(f"apart/{current.node}", number, 1400)


def _score(number: int, current: Round) -> Decimal:
    half_points = draw(f"score/{current.node}", number, 40)
    if number == current.exactly_60:
        return Decimal(60)
    if number == current.low_score[0]:
        return Decimal("59.99")
    if number in (*current.low_score, *current.both):
        return 39 + Decimal(half_points) / 2
    if number in current.deviating or number == current.exactly_20:
        return 64 + Decimal(half_points) / 4
    return 72 + Decimal(half_points) / 2 + Decimal(draw(f"extra/{current.node}", number, 5))
