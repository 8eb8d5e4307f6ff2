"""The portfolio file: projects and units, one per line, as CSV in UTF-8 (design, section 6)."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from domain.kernel.columns import Column
from domain.kernel.plain_text import NotUtf8, shown, utf8
from domain.kernel.vocabulary import BudgetType, Code, Origin, Yuan
from domain.subjects.jurisdiction_year.opening import Opening
from domain.subjects.jurisdiction_year.portfolio_cells import READ

_LONGEST_LINE = 20_000
_BLANKS = re.compile("[ \t\r\n\u00a0\u3000]+")


class PortfolioError(ValueError):
    """A portfolio that cannot be read: `line` as an editor counts it, and the column."""

    def __init__(self, line: int, field: str, message: str) -> None:
        super().__init__(f"{line}: {field}: {message}")
        self.line = line
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Row:
    """One project or unit of the portfolio, from the line on which it begins; amounts in yuan."""

    line: int
    code: Annotated[Code, Column("项目编码", "项目代码", "编码", "项目编号")]
    name: Annotated[str, Column("项目名称", "名称", is_name=True)]
    unit_code: Annotated[Code, Column("单位编码", "单位代码", "预算单位编码", "实施单位编码")]
    unit_name: Annotated[
        str, Column("单位名称", "预算单位", "预算单位名称", "实施单位", is_name=True)
    ]
    budget_type: Annotated[BudgetType, Column("预算类型", "预算类别")]
    origin: Annotated[Origin, Column("来源", "预算来源", "预算安排方式")]
    opened_on: Annotated[date, Column("登记日期", "入库日期", "启动日期")]
    is_new: Annotated[bool, Column("是否新增", "新增项目", "是否新增项目")]
    is_major: Annotated[bool, Column("是否重大", "重大项目", "是否重大项目")]
    one_off: Annotated[bool, Column("是否一次性", "一次性项目", "是否一次性项目")]
    key_project: Annotated[bool, Column("是否重点", "重点项目", "是否重点项目")]
    subject_kind: Annotated[str | None, Column("类别", "对象类别", "对象类型")]
    confidential: Annotated[bool, Column("是否涉密", "涉密", "涉密项目")]
    initial: Annotated[Yuan, Column("年初预算数", "年初预算", "年初预算金额", "金额", "预算金额")]
    adjusted: Annotated[Yuan | None, Column("全年预算数", "调整后预算数", "调整预算数")]
    executed: Annotated[Yuan | None, Column("全年执行数", "执行数", "预算执行数")]

    @property
    def budget_year(self) -> int:
        """The budget year: that of the day on which it was opened (AMB-24)."""
        return self.opened_on.year

    @property
    def is_unit(self) -> bool:
        """Whether the row is a unit with its overall expenditure, not a project."""
        return self.subject_kind == UNIT

    def registered_on(self, work_year: int) -> date:
        """The day on which it is registered: what is of an earlier year, with the work year."""
        return max(self.opened_on, date(work_year, 1, 1))

    @property
    def requested(self) -> Decimal:
        """The amount asked for: the initial budget, for an addition within the year the adjusted.

        Parsing refuses an addition without an adjusted amount.
        """
        if self.origin is Origin.INITIAL or self.adjusted is None:
            return self.initial
        return self.adjusted


UNIT = "unit"
"""The subject kind of a row that is a unit."""

COLUMNS = tuple(field.name for field in fields(Row) if field.name != "line")
"""The columns of a portfolio file, each needed once, in any order."""


def parse_portfolio(content: bytes) -> tuple[Row, ...]:
    """Read a portfolio file; raises `PortfolioError` at the first thing that is wrong."""
    records = _records(_decoded(content))
    line, header = next(records, (1, []))
    if not header:
        raise PortfolioError(1, "file", "is empty: a header and one line per project are expected")
    columns = _columns(line, header)
    rows: list[Row] = []
    first: dict[tuple[int, bool, str], int] = {}
    for at, cells in records:
        row = _row(at, columns, cells)
        key = (row.budget_year, row.is_unit, row.code)
        if key in first:
            raise PortfolioError(at, "code", f"{row.code!r} stands on line {first[key]} too")
        first[key] = at
        rows.append(row)
    if not rows:
        raise PortfolioError(line, "file", "has a header but no project")
    return tuple(rows)


def openings(rows: Sequence[Row], work_year: int) -> tuple[Opening, ...]:
    """The days on which projects and units are registered, the earliest first, with how many."""
    days = Counter(row.registered_on(work_year) for row in rows)
    return tuple(Opening(on=on, projects=days[on]) for on in sorted(days))


def _decoded(content: bytes) -> str:
    try:
        return utf8(content)
    except NotUtf8 as error:
        raise PortfolioError(error.line, "file", str(error)) from None


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give each record that is not blank, with the line on which it begins."""
    reader = csv.reader(_lines(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise PortfolioError(line, "file", f"is no CSV here: {error}") from error
        cells = [_BLANKS.sub(" ", cell).strip(" ") for cell in cells]
        if any(cells):
            yield line, cells


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > _LONGEST_LINE:
            raise PortfolioError(
                number, "file", f"has a line of more than {_LONGEST_LINE} characters"
            )
        yield line


def _columns(line: int, header: list[str]) -> list[str]:
    for column in header:
        if column not in COLUMNS:
            raise PortfolioError(line, "header", f"{shown(column)} is no column of a portfolio")
        if header.count(column) > 1:
            raise PortfolioError(line, column, "the column stands twice")
    for column in COLUMNS:
        if column not in header:
            raise PortfolioError(line, column, "the column is missing")
    return header


def _row(line: int, columns: list[str], cells: list[str]) -> Row:
    if len(cells) < len(columns):
        raise PortfolioError(line, columns[len(cells)], "the line ends before this column")
    if len(cells) > len(columns):
        raise PortfolioError(
            line, "file", f"the line has {len(cells)} cells, the header {len(columns)}"
        )
    values: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=True):
        try:
            values[column] = READ[column](cell)
        except ValueError as error:
            raise PortfolioError(line, column, str(error)) from None
    if values["origin"] is Origin.MID_YEAR and values["adjusted"] is None:
        raise PortfolioError(line, "adjusted", "is needed for an addition within the year")
    row = Row(line=line, **values)
    if row.is_unit and row.unit_code != row.code:
        raise PortfolioError(line, "unit_code", "of a unit is its own code")
    return row
