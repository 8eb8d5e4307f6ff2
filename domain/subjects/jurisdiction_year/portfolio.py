"""The portfolio file: projects and units, one per line, as CSV in UTF-8 (design, section 6)."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from domain.kernel.columns import Column
from domain.kernel.plain_text import NotUtf8, shown, utf8
from domain.kernel.vocabulary import BudgetType, Code, Origin, Yuan
from domain.shared.filings.funding import PARTS, Funding
from domain.subjects.jurisdiction_year.opening import Opening
from domain.subjects.jurisdiction_year.portfolio_cells import READ

_LONGEST_LINE = 20_000
_EMPTY = "is empty: a header and one line per project are expected"
_KEY = frozenset({"opened_on", "subject_kind", "code"})
"""The columns that tell a row from every other one."""
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
    central_funds: Annotated[
        Yuan | None,
        Column("中央资金", "中央", "中央财政资金", "中央补助资金", "中央补助", "资金来源中央"),
    ] = None
    regional_funds: Annotated[
        Yuan | None,
        Column(
            "自治区资金", "自治区", "自治区财政资金", "自治区补助资金", "省级资金", "资金来源自治区"
        ),
    ] = None
    prefecture_funds: Annotated[
        Yuan | None,
        Column(
            "地州资金", "地州", "地区资金", "州级资金", "地（州）资金", "市级资金", "资金来源地州"
        ),
    ] = None
    county_funds: Annotated[
        Yuan | None,
        Column(
            "县级资金", "县", "县级财力", "县级财政资金", "县本级资金", "本级财力", "资金来源县"
        ),
    ] = None

    @property
    def funding(self) -> Funding | None:
        """The amount by the level of government that gives it; `None` where no cell is filled."""
        parts = {column: getattr(self, column) for column in PARTS.values()}
        given = {column: part for column, part in parts.items() if part is not None}
        return Funding(**given) if given else None

    @property
    def budget_year(self) -> int:
        """The budget year: the year of the day on which it was opened (AMB-24)."""
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

COLUMNS = tuple(one.name for one in fields(Row) if one.name not in {"line", *PARTS.values()})
"""The columns of a portfolio file, each needed once, in any order."""


def parse_portfolio(content: bytes) -> tuple[Row, ...]:
    """Read a portfolio file; raises `PortfolioError` at the first thing that is wrong."""
    rows: list[Row] = []
    for read in read_rows(content):
        if isinstance(read, PortfolioError):
            raise read
        rows.append(read)
    return tuple(rows)


def read_rows(content: bytes) -> Iterator[Row | PortfolioError]:
    """The rows of a portfolio file and all its faults, in the order of the lines.

    A wrong header, or a text that is no CSV, ends the reading: nothing after it can be told.
    """
    try:
        records = _records(_decoded(content))
        line, header = next(records, (1, []))
        faults = [*_header_faults(line, header)]
        yield from faults
        if not faults:
            yield from _rows(line, header, records)
    except PortfolioError as error:
        yield error


def _rows(
    line: int, header: list[str], records: Iterator[tuple[int, list[str]]]
) -> Iterator[Row | PortfolioError]:
    is_empty = True
    first: dict[tuple[int, bool, str], int] = {}
    for at, cells in records:
        is_empty = False
        values, faults = _cells(at, header, cells)
        yield from faults
        if values.keys() >= _KEY:
            key = (values["opened_on"].year, values["subject_kind"] == UNIT, values["code"])
            before = first.setdefault(key, at)
            if before != at:
                faults.append(PortfolioError(at, "code", _twice(values["code"], before)))
                yield faults[-1]
        if not faults:
            yield Row(line=at, **values)
    if is_empty:
        raise PortfolioError(line, "file", "has a header but no project")


def _twice(code: str, line: int) -> str:
    return f"{shown(code)} stands on line {line} too"


def openings(rows: Sequence[Row], work_year: int) -> tuple[Opening, ...]:
    """The days on which projects and units are registered, the earliest first, with how many."""
    days = Counter(row.registered_on(work_year) for row in rows)
    return tuple(Opening(on=on, projects=days[on]) for on in sorted(days))


def lines_by_year(rows: Sequence[Row]) -> dict[int, list[int]]:
    """The lines of the rows of each budget year, the earliest year first."""
    years = sorted({row.budget_year for row in rows})
    return {year: [row.line for row in rows if row.budget_year == year] for year in years}


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


def _header_faults(line: int, header: list[str]) -> Iterator[PortfolioError]:
    if not header:
        yield PortfolioError(1, "file", _EMPTY)
        return
    for at, column in enumerate(header):
        if column not in {*COLUMNS, *PARTS.values()}:
            yield PortfolioError(line, "header", f"{shown(column)} is no column of a portfolio")
        elif column in header[:at]:
            yield PortfolioError(line, column, "the column stands twice")
    for column in COLUMNS:
        if column not in header:
            yield PortfolioError(line, column, "the column is missing")


def _cells(
    line: int, columns: list[str], cells: list[str]
) -> tuple[dict[str, Any], list[PortfolioError]]:
    """The values of a line's sound cells, and its faults."""
    if len(cells) < len(columns):
        short = PortfolioError(line, columns[len(cells)], "the line ends before this column")
        return {}, [short]
    if len(cells) > len(columns):
        why = f"the line has {len(cells)} cells, the header {len(columns)}"
        return {}, [PortfolioError(line, "file", why)]
    values: dict[str, Any] = {}
    faults: list[PortfolioError] = []
    for column, cell in zip(columns, cells, strict=True):
        try:
            values[column] = READ[column](cell)
        except ValueError as error:
            faults.append(PortfolioError(line, column, str(error)))
    faults += [PortfolioError(line, *fault) for fault in _between_cells(values)]
    return values, faults


def _between_cells(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The faults of cells that do not fit another one of their line: column and message."""
    if values.get("origin") is Origin.MID_YEAR and values.get("adjusted", "") is None:
        yield "adjusted", "is needed for an addition within the year"
    code, unit = values.get("code"), values.get("unit_code")
    if values.get("subject_kind") == UNIT and code and unit and code != unit:
        yield "unit_code", f"{shown(unit)} must be {shown(code)}, the unit's own code"
    for column, _zh, en in wrong_funding(values):
        yield column, en


def wrong_funding(values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The fault of a row's funding by source: column, and message in Chinese and English.

    The parts of a project sum to the amount that is asked for (`Row.requested`).
    """
    given = {one: values[one] for one in PARTS.values() if values.get(one) is not None}
    first = next(iter(given), None)
    if first is None:
        return
    if values.get("subject_kind") == UNIT:
        yield first, "单位整体不填资金来源，只有项目填", "is of projects only, not of a unit"
        return
    column, title = _whole_of(values)
    whole, total = values.get(column), sum(given.values(), Decimal(0))
    if whole is not None and total != whole:
        yield (
            first,
            f"资金来源合计 {total:,f} 元，与{title} {whole:,f} 元不符，请核对元与万元",
            f"the funding by source sums to {total:f} yuan, and {column} is {whole:f} yuan",
        )


def _whole_of(values: Mapping[str, Any]) -> tuple[str, str]:
    """The column of the amount that is asked for, and its title."""
    added = values.get("origin") is Origin.MID_YEAR and values.get("adjusted") is not None
    return ("adjusted", "全年预算数") if added else ("initial", "年初预算数")
