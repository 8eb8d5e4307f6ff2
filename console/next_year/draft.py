"""The draft of a year: its file as it stands now, read and held against the year before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

from console.cli.errors import InputError
from console.cli.input.table_file import read_table_file
from console.next_year.differences import Differences, amounts_to_fill, differences, units_of
from console.next_year.files import Files
from console.next_year.year_before import YearBefore
from console.tables.kinds import KINDS
from console.tables.portfolio import Portfolio, read_portfolio
from console.tables.reader import read_table
from console.tables.remembered import RememberedColumns
from console.tables.written import with_cells
from domain.kernel.vocabulary import Role
from domain.subjects.jurisdiction_year.opening import OpenYear

_KIND = KINDS["portfolio"]
_AMOUNT = "initial"
_UNFILLED = replace(
    _KIND,
    columns=tuple(
        replace(one, required=one.required and one.field != _AMOUNT) for one in _KIND.columns
    ),
)
"""A portfolio whose amounts may be empty: a proposed one has none, and the reader counts faults."""


@dataclass
class Draft:
    """A draft of the year after `before`; `look` reads its file, and raises `InputError`."""

    before: YearBefore
    files: Files
    remembered: RememberedColumns
    content: bytes = field(init=False)
    portfolio: Portfolio = field(init=False)
    found: Differences = field(init=False)

    def look(self) -> None:
        """Read the file as it is now."""
        self.content = read_table_file(self.files.portfolio)
        given = self.remembered.given(_KIND, {})
        unfilled = read_table(self.content, _UNFILLED, given)
        is_whole = not unfilled.faults and all(
            row.values[_AMOUNT] is not None for row in unfilled.rows
        )
        if is_whole or not any(one.field == _AMOUNT for one in unfilled.columns):
            self.portfolio = read_portfolio(self.content, given)
        else:
            self.portfolio = Portfolio(unfilled)
        self.found = differences(self.before, self.portfolio.table)

    def is_as_shown(self) -> bool:
        """Whether the file is still the one that was read."""
        return read_table_file(self.files.portfolio) == self.content

    def is_opened_as(self, portfolio: str) -> bool:
        """Whether the file is the one that the year was opened with, by its sha256."""
        if not self.files.portfolio.exists():
            return False
        self.look()
        return sha256(self.portfolio.content).hexdigest() == portfolio

    def fill(self) -> int:
        """Write last year's amounts into the empty cells of rows that go on; how many."""
        table = self.portfolio.table
        cells = amounts_to_fill(self.found, table)
        filled = with_cells(self.content, _KIND, table.sheet, cells)
        self.files.folder.write(self.files.portfolio, filled)
        self.look()
        return len(cells)

    def opening(self, actor: str, organisation: str | None) -> dict[str, Any]:
        """The act that opens the year; the bureau is that of the year before unless it is said."""
        bureau = organisation or self.before.opened_by[1]
        return {
            "actor": {"id": actor, "organisation": bureau, "role": Role.FINANCE.value},
            "command": OpenYear.name,
            "subject": self.before.following,
            "portfolio_file": str(self.files.portfolio.absolute()),
        }

    @property
    def units(self) -> list[str]:
        """The units of the rows, each once."""
        return units_of(self.portfolio.table)

    @property
    def proposed(self) -> Decimal:
        """The sum of last year's amounts that would fill the empty cells, in yuan."""
        amounts = (one.candidate.proposed for one in self.found.fillable)
        return sum(amounts, start=Decimal(0))

    @property
    def errors(self) -> list[InputError]:
        """All faults of the file, by row."""
        file = str(self.files.portfolio)
        faults = sorted(self.found.faults, key=lambda one: one.place.row or 0)
        return [InputError(file, one.place.row, one.field, one.message()) for one in faults]
