"""Check the filled-in files of a county: the units, the people and the portfolio.

Each file is read as a table and compared with the answers of `init` and with the other files.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from console.starting.answers import Answers, same_name, unit_faults
from console.starting.filled_file import Checked, FilledFile, texts
from console.starting.folder import Folder
from console.tables.headers import Fields
from console.tables.remembered import RememberedColumns
from console.tables.table import TableRow
from console.tables.units import Unit
from domain.kernel.look_alikes import look_alike, told_apart
from domain.kernel.vocabulary import Role

_OF_UNITS = {Role.UNIT.value, Role.DEPARTMENT.value}


def read_units(
    folder: Folder, answers: Answers, remembered: RememberedColumns | None = None
) -> tuple[tuple[Unit, ...], Checked]:
    """The units of the filled-in list; without a list, the units of the answers."""
    if not folder.units.exists():
        return answers.units, Checked()
    filled = FilledFile.of(folder.units, "units", remembered)
    named = [row for row in filled.rows if row.values["code"] and row.values["name"]]
    for at, name, why in unit_faults(tuple(map(_unit, named))):
        if name != "code":  # the reader of tables has reported a code that occurs twice
            zh, _, en = why.partition(" / ")
            filled.fault(named[at], name, zh, en)
    checked = filled.checked()
    known = {row.values["code"] for row in filled.rows}
    lost = tuple(_lost_unit(one, folder) for one in answers.units if one.code not in known)
    units = tuple(map(_unit, filled.whole_rows))
    return units, Checked(checked.faults, (*checked.missing, *lost), checked.read)


def _unit(row: TableRow) -> Unit:
    return Unit(row.values["code"], row.values["name"], row.values["department"])


def _lost_unit(unit: Unit, folder: Folder) -> str:
    return (
        f"{folder.units.name} 中没有答复里的单位 {unit.code} {unit.name}：请补上，或从 init.yaml "
        f"删去 / unit {unit.code} of the answers is not in {folder.units.name}"
    )


@dataclass(frozen=True, slots=True)
class People:
    """The fields of a `role.assign` for each row; the acting official's own role comes first."""

    roles: tuple[Mapping[str, str], ...]
    checked: Checked


def read_people(
    folder: Folder,
    answers: Answers,
    units: Sequence[Unit],
    today: date,
    remembered: RememberedColumns | None = None,
) -> People:
    """The complete rows of the list of people; an incomplete row is reported as missing.

    A row with a fault leaves no roles at all; a missing row holds up no other row.
    """
    if not folder.people.exists():
        return People((), Checked())
    filled = FilledFile.of(folder.people, "people", remembered)
    me = (answers.get("actor"), answers.get("organisation"), Role.FINANCE.value)
    known = {unit.code: unit.name for unit in units}
    for row in filled.rows:
        _check_person(filled, row, known, answers.get("organisation"))
    _check_actor(filled, me, today)
    whole = sorted(filled.whole_rows, key=lambda row: _who(row) != me)
    checked = filled.checked()
    return People(() if checked.faults else tuple(map(texts, whole)), checked)


def _who(row: TableRow) -> tuple[str, str, str]:
    return row.values["person"], row.values["organisation"], row.values["role"]


def _check_person(filled: FilledFile, row: TableRow, units: Mapping[str, str], bureau: str) -> None:
    values = row.values
    organisation = values["organisation"]
    if values["role"] in _OF_UNITS and organisation and organisation not in units:
        filled.fault(row, "organisation", *_no_unit(organisation, units))
    if values["role"] == Role.FINANCE and organisation and organisation != bureau:
        filled.fault(
            row,
            "organisation",
            f"财政部门的机构编码是 {bureau}，不是 {organisation}，请改正",
            f"the finance bureau is {bureau}, not {organisation}: correct it",
        )


def _no_unit(code: str, units: Collection[str]) -> tuple[str, str]:
    found = look_alike(code, units)
    zh, en = told_apart(code, found) if found else ("", "")
    listed = _listed(units)
    zh = f"（{zh}）" if zh else ""
    en = f" ({en})" if en else ""
    return (
        f"{code} 不在单位清单中{zh}，请改正，或先在单位清单中补上。清单中有：{listed}",
        f"{code} is no unit of the list{en}: correct it, or add it to the list of units",
    )


_MOST_LISTED = 20


def _listed(units: Collection[str]) -> str:
    shown = "、".join(list(units)[:_MOST_LISTED])
    return shown if len(units) <= _MOST_LISTED else f"{shown} 等 {len(units)} 个"


def _check_actor(filled: FilledFile, me: tuple[str, str, str], today: date) -> None:
    """Report a fault if the list would lock out the acting official, who submits it.

    Once the bureau's roles are assigned, only their holders act in them.
    """
    bureau = [row for row in filled.whole_rows if _who(row)[1:] == me[1:]]
    mine = [row for row in bureau if row.values["person"] == me[0]]
    runs = [
        row
        for row in mine
        if row.values["since"] <= today
        and (not row.values["until"] or row.values["until"] >= today)
    ]
    if bureau and not runs:
        filled.fault(
            (mine or bureau)[0],
            "person",
            f"办理人 {me[0]} 须有今日有效的财政部门任职，否则登记后无人可以继续办理：请补上一行，"
            "或改正日期",
            f"the acting {me[0]} needs a finance role that runs today, or nobody could go on: add "
            "it, or correct its days",
        )


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The portfolio for `year.open`.

    `content` is its CSV, empty while a row is incomplete or wrong. `total` is the sum of the
    initial budgets in yuan. `columns` gives the field of each column with an unusual title.
    """

    content: bytes
    projects: int
    checked: Checked
    total: Decimal = Decimal(0)
    columns: Fields | None = None


def read_portfolio(
    folder: Folder,
    answers: Answers,
    units: Sequence[Unit],
    remembered: RememberedColumns | None = None,
) -> Portfolio:
    """The filled-in portfolio; it has `content` only if all of its rows are complete and right."""
    path = folder.portfolio(answers.work_year)
    if not path.exists():
        return Portfolio(b"", 0, Checked())
    filled = FilledFile.of(path, "portfolio", remembered)
    names = {unit.code: unit.name for unit in units}
    for row in filled.rows:
        _check_project(filled, row, names, answers.work_year)
    checked = filled.checked()
    if not checked.is_whole:
        return Portfolio(b"", len(filled.rows), checked)
    total = sum((row.values["initial"] for row in filled.rows), Decimal(0))
    return Portfolio(filled.content, len(filled.rows), checked, total, filled.fields)


def _check_project(
    filled: FilledFile, row: TableRow, names: Mapping[str, str], work_year: int
) -> None:
    code, called, opened_on = (row.values[one] for one in ("unit_code", "unit_name", "opened_on"))
    name = names.get(code)
    if code and name is None:
        filled.fault(row, "unit_code", *_no_unit(code, names))
    elif name and called and same_name(name) != same_name(called):
        filled.fault(
            row,
            "unit_name",
            f"单位清单中 {code} 是 {name}，请改正编码或名称",
            f"the list of units has {name} for {code}: correct the code or the name",
        )
    if opened_on and opened_on.year > work_year:
        filled.fault(
            row,
            "opened_on",
            f"晚于工作年度 {work_year}，请改为该年或以前的日期",
            f"is after the work year {work_year}: write a day of that year or before",
        )
