"""What came back, held against what is known: units, people and portfolio of a county."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from console.cli.error_words import bilingual
from console.cli.errors import InputError
from console.starting.answers import Answers, Unit, same_name, unit_faults
from console.starting.columns import PEOPLE, PORTFOLIO, UNITS, Column
from console.starting.filled import Filled, FilledRow, read_filled
from console.starting.folder import Folder
from domain.kernel.vocabulary import Role
from domain.subjects.jurisdiction_year.portfolio import (
    COLUMNS,
    PortfolioError,
    Row,
    read_rows,
)
from domain.subjects.jurisdiction_year.portfolio_cells import READ

_TITLES = {column.field: column.title for column in (*UNITS, *PEOPLE, *PORTFOLIO)}
_OF_UNITS = {Role.UNIT.value, Role.DEPARTMENT.value}

Json = dict[str, str]


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that came back: `missing` says what is still to be filled in, one line each."""

    faults: tuple[InputError, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong and nothing missing."""
        return not self.faults and not self.missing


def read_units(folder: Folder, answers: Answers) -> tuple[tuple[Unit, ...], Checked]:
    """The units of the list that came back; those answered where there is none yet."""
    if not folder.units.exists():
        return answers.units, Checked()
    filled = read_filled(folder.units, UNITS)
    units = tuple(
        Unit(row.texts["code"], row.texts["name"], row.texts["department"] or None)
        for row in filled.rows
    )
    for at, name, why in unit_faults(units):
        if units[at].code and units[at].name:
            filled.fault(filled.rows[at].line, _title(UNITS, name), why)
    known = {unit.code for unit in units}
    lost = tuple(_lost_unit(one) for one in answers.units if one.code not in known)
    checked = Checked(tuple(filled.faults), (*_unfinished(filled), *lost))
    whole = [row.line for row in filled.rows if not row.missing]
    lines = [row.line for row in filled.rows]
    return tuple(unit for unit, line in zip(units, lines, strict=True) if line in whole), checked


def _lost_unit(unit: Unit) -> str:
    return (
        f"units.xlsx 中没有答复里的单位 {unit.code} {unit.name}：请补上，或从 init.yaml 删去 / "
        f"unit {unit.code} of the answers is not in units.xlsx"
    )


def _title(columns: Sequence[Column], name: str) -> str:
    return next(column.title for column in columns if column.field == name)


def _unfinished(filled: Filled) -> Iterator[str]:
    for row in filled.unfinished:
        titles = "、".join(row.missing)
        yield f"{filled.file} 第 {row.line} 行缺 {titles} / line {row.line} is not filled in yet"


@dataclass(frozen=True, slots=True)
class People:
    """The roles of people as `role.assign` takes them, the actor's own first."""

    roles: tuple[Json, ...]
    checked: Checked


def read_people(folder: Folder, answers: Answers, units: Sequence[Unit], today: date) -> People:
    """The rows of people that are whole; an unfinished row is missing, and holds up no other."""
    if not folder.people.exists():
        return People((), Checked())
    filled = read_filled(folder.people, PEOPLE)
    me = (answers.get("actor"), answers.get("organisation"), Role.FINANCE.value)
    seen: dict[tuple[str, ...], int] = {}
    known = {unit.code for unit in units}
    for row in filled.rows:
        _check_person(filled, row, known, answers.get("organisation"))
        key = tuple(row.texts[name] for name in ("person", "organisation", "role", "since"))
        first = seen.setdefault(key, row.line)
        if first != row.line and all(key):
            filled.fault(row.line, "人员", f"与第 {first} 行重复 / is on line {first} too")
    whole = [row for row in filled.rows if not row.missing]
    _check_actor(filled, whole, me, today)
    whole.sort(key=lambda row: _who(row) != me)
    roles = tuple({k: v for k, v in row.texts.items() if v} for row in whole)
    nobody = () if filled.rows else (f"{folder.people} 尚未填写 / nobody is filled in yet",)
    checked = Checked(tuple(filled.faults), (*_unfinished(filled), *nobody))
    return People(roles if not filled.faults else (), checked)


def _who(row: FilledRow) -> tuple[str, str, str]:
    texts = row.texts
    return texts["person"], texts["organisation"], texts["role"]


def _check_person(filled: Filled, row: FilledRow, units: Collection[str], bureau: str) -> None:
    texts = row.texts
    for name in ("since", "until"):
        if texts[name] and (why := _day_fault(texts[name])):
            filled.fault(row.line, _title(PEOPLE, name), why)
            return
    if texts["until"] and texts["until"] < texts["since"]:
        filled.fault(row.line, "截止日期", "早于任职日期 / is before the first day")
    organisation = texts["organisation"]
    if texts["role"] in _OF_UNITS and organisation and organisation not in units:
        why = (
            f"{organisation} 不在单位清单中，请改正，或先在 units.xlsx 中补上 / "
            f"{organisation} is no unit of the list: correct it, or add it to units.xlsx"
        )
        filled.fault(row.line, "单位编码", why)
    if texts["role"] == Role.FINANCE and organisation and organisation != bureau:
        why = (
            f"财政部门的机构编码是 {bureau}，不是 {organisation} / "
            f"the finance bureau is {bureau}, not {organisation}"
        )
        filled.fault(row.line, "单位编码", why)


def _day_fault(text: str) -> str | None:
    try:
        READ["opened_on"](text)
    except ValueError as error:
        return bilingual(str(error))
    return None


def _check_actor(
    filled: Filled, whole: Sequence[FilledRow], me: tuple[str, str, str], today: date
) -> None:
    """Refuse a list of the bureau's people that would lock out who is about to submit it."""
    bureau = [row for row in whole if _who(row)[1:] == me[1:]]
    mine = [row for row in bureau if row.texts["person"] == me[0]]
    now = today.isoformat()
    runs = [
        row
        for row in mine
        if row.texts["since"] <= now and (not row.texts["until"] or row.texts["until"] >= now)
    ]
    if not bureau or runs:
        return
    line = (mine or bureau)[0].line
    why = (
        f"办理人 {me[0]} 须有今日有效的财政部门任职，否则登记后无人可以继续办理 / the acting "
        f"{me[0]} needs a finance role that runs today, or nobody could go on"
    )
    filled.fault(line, "人员", why)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The portfolio as it is submitted: `content` is its CSV, empty where it cannot be yet.

    `total` is the sum of the initial budgets, in yuan.
    """

    content: bytes
    projects: int
    checked: Checked
    total: Decimal = Decimal(0)


def read_portfolio(folder: Folder, answers: Answers, units: Sequence[Unit]) -> Portfolio:
    """The portfolio that came back; it is submitted when all of its rows are whole."""
    path = folder.portfolio(answers.work_year)
    if not path.exists():
        return Portfolio(b"", 0, Checked())
    filled = read_filled(path, PORTFOLIO)
    names = {unit.code: unit.name for unit in units}
    seen: dict[tuple[object, ...], int] = {}
    for row in filled.rows:
        parsed = _parsed(filled, row)
        if parsed is not None:
            _check_row(filled, row.line, parsed, names, answers.work_year)
            key = (parsed.budget_year, parsed.is_unit, parsed.code.casefold())
            first = seen.setdefault(key, row.line)
            if first != row.line:
                why = f"{parsed.code} 与第 {first} 行重复 / is on line {first} too"
                filled.fault(row.line, "项目编码", why)
    nothing = () if filled.rows else (f"{path} 尚未填写 / no project is filled in yet",)
    checked = Checked(tuple(filled.faults), (*_unfinished(filled), *nothing))
    if not checked.is_whole:
        return Portfolio(b"", len(filled.rows), checked)
    total = sum((Decimal(row.texts["initial"]) for row in filled.rows), Decimal(0))
    content = _csv(row.texts for row in filled.rows)
    return Portfolio(content, len(filled.rows), checked, total)


def _parsed(filled: Filled, row: FilledRow) -> Row | None:
    """A row as a portfolio has it; each cell that is filled in is checked, whatever is missing."""
    faults = 0
    for name, text in row.texts.items():
        if not text:
            continue
        try:
            READ[name](text)
        except ValueError as error:
            filled.fault(row.line, _title(PORTFOLIO, name), bilingual(str(error)))
            faults += 1
    if faults or row.missing or not row.is_sound:
        return None
    found = None
    for read in read_rows(_csv([row.texts])):
        if isinstance(read, PortfolioError):
            title = _TITLES.get(read.field, read.field)
            filled.fault(row.line, title, bilingual(read.message))
        else:
            found = read
    return found


def _check_row(
    filled: Filled, line: int, row: Row, names: Mapping[str, str], work_year: int
) -> None:
    name = names.get(row.unit_code)
    if name is None:
        why = (
            f"{row.unit_code} 不在单位清单中，请改正，或先在 units.xlsx 中补上 / "
            f"{row.unit_code} is no unit of the list: correct it, or add it to units.xlsx"
        )
        filled.fault(line, "单位编码", why)
    elif same_name(name) != same_name(row.unit_name):
        why = f"单位清单中 {row.unit_code} 是 {name} / the list of units has {name}"
        filled.fault(line, "单位名称", why)
    if row.opened_on.year > work_year:
        why = f"晚于工作年度 {work_year} / is after the work year {work_year}"
        filled.fault(line, "登记日期", why)


def _csv(rows: Iterable[Json]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()
