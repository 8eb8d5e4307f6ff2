"""The years that are run: their files, and the last day of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from console.cli.input.act_lines import ActLine
from console.drill.files import DrillFiles, read_drill_files

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@dataclass(frozen=True, slots=True)
class Year:
    """A jurisdiction's work year with its files, run until a day (inclusive)."""

    jurisdiction: str
    work_year: int
    files: DrillFiles
    until: date


def example(name: str) -> Year:
    """The year of an example (`<code>-<work year>`), whole."""
    code, _, year = name.partition("-")
    here = EXAMPLES / name
    files = read_drill_files(here / "portfolio.csv", here / "scenario.jsonl", code, int(year))
    return Year(code, int(year), files, date(int(year), 12, 31))


def acts_of(years: Sequence[Year]) -> list[ActLine]:
    """The acts of all years by day, each year's in their order."""
    acts = [act for year in years for act in year.files.acts if act.on and act.on <= year.until]
    return sorted(acts, key=lambda act: (act.on or date.max).timetuple()[1:3])
