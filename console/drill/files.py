"""The files of a drill: portfolio and scenario, checked before the drill starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from console.cli.input.act_ids import Frame
from console.cli.input.act_lines import ActLine, read_act_lines
from console.cli.input.input_file import read_input
from console.cli.input.portfolio_file import read_portfolio_file
from console.cli.input.scenario_defaults import Filling
from console.tables.table import Table
from domain.subjects.jurisdiction_year.portfolio import Row
from store.port import EventLog


@dataclass(frozen=True, slots=True)
class DrillFiles:
    """The input of a drill; `contents` are the contents that its acts name by sha256."""

    rows: tuple[Row, ...]
    acts: tuple[ActLine, ...]
    contents: tuple[bytes, ...]
    table: Table
    """The report on the reading of the portfolio."""

    def keep(self, log: EventLog) -> None:
        """Store the contents before any act names them."""
        for content in self.contents:
            log.put_content(content)


def read_drill_files(
    portfolio: Path, scenario: Path, jurisdiction: str, work_year: int
) -> DrillFiles:
    """Read and check both files; raises `InputError` naming file, line and field."""
    read = read_portfolio_file(portfolio)
    filling = Filling(read, "simulated")
    acts = read_act_lines(
        read_input(scenario),
        str(scenario),
        Frame(jurisdiction, work_year),
        dated=True,
        fill=filling,
    )
    return DrillFiles(read.rows, acts, tuple(filling.contents()), read.table)
