"""One tiny run of everything: what is measured is what both sides really did."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.ratios import APPENDS, MEMORY, REBUILD, SCALE, YEARS, Measured, Pair
from bench.run import Sizes, measure
from bench.years import in_turns, scale

TINY = Sizes(
    projects=2,
    rounds=1,
    large=3,
    appended=2,
    rebuilt=4,
    idle=2,
    questions=50,
    replayed=40,
    units=57,
)


@pytest.mark.engine
async def test_a_tiny_run_measures_everything(tmp_path: Path) -> None:
    told: list[str] = []
    # when
    findings = await measure(tmp_path, TINY, told.append)
    # then
    measured = [YEARS, MEMORY, YEARS, SCALE, APPENDS, REBUILD]
    assert [one.asked for one in findings.measured] == measured
    assert all(one.ratio > 0 for one in findings.measured)
    assert len(findings.measured[3].pairs) == 1
    assert findings.measured[3].notes[0].startswith("3 projects a round against 2 projects")
    assert "20 updates" in findings.measured[0].notes[1]
    assert any("rules eval" in figure.what for figure in findings.figures)
    assert any("same rules" in figure.what for figure in findings.figures)
    assert any("jixiao --help" in figure.what for figure in findings.figures)


class Noted:
    """A size that notes its turns."""

    def __init__(self, name: str, turns: list[str]) -> None:
        self._name, self._turns = name, turns

    async def warm_up(self) -> None:
        self._turns.append(f"warm {self._name}")

    async def run(self) -> None:
        self._turns.append(self._name)


async def test_two_sizes_take_turns_and_each_round_another_begins() -> None:
    turns: list[str] = []

    await in_turns(Noted("100", turns), Noted("5000", turns), rounds=3)

    assert turns == ["warm 100", "warm 5000", "100", "5000", "5000", "100", "100", "5000"]


def measured(size: str, *ratios: float) -> Measured:
    return Measured(YEARS, [Pair(10 * ratio, 10) for ratio in ratios], [size])


def test_the_scale_is_the_median_of_its_pairs_each_of_one_round() -> None:
    found = scale(measured("100", 0.9, 0.8, 0.88), measured("5000", 0.6, 0.8, 0.55))

    assert [round(pair.ratio, 6) for pair in found.pairs] == [1.5, 1.0, 1.6]
    assert round(found.ratio, 6) == 1.5  # the medians of both sizes would give 0.88 to 0.6: 1.47
    assert "3 of each in turns" in found.notes[0]


def test_a_round_of_one_size_alone_is_no_pair() -> None:
    with pytest.raises(ValueError, match="zip"):
        scale(measured("100", 0.9, 0.9), measured("5000", 0.8))
