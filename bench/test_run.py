"""One tiny run of everything: what is measured is what both sides really did."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.ratios import APPENDS, MEMORY, REBUILD, SCALE, YEARS
from bench.run import Sizes, measure

TINY = Sizes(
    projects=2,
    rounds=1,
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
    measured = [YEARS, MEMORY, SCALE, APPENDS, REBUILD]
    assert [one.asked for one in findings.measured] == measured
    assert all(one.ratio > 0 for one in findings.measured if one.run)
    assert "20 updates" in findings.measured[0].notes[1]
    assert any("rules eval" in figure.what for figure in findings.figures)
    assert any("same rules" in figure.what for figure in findings.figures)
    assert any("jixiao --help" in figure.what for figure in findings.figures)
