"""The file of the next year held against the year before: what is new, goes on, ended, changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from console.next_year.candidates import Candidate
from console.next_year.year_before import YearBefore
from console.tables.choice_words import kind_of
from console.tables.faults import Fault, Place
from console.tables.headers import Mapped
from console.tables.kinds import Values
from console.tables.table import Table, TableRow
from domain.shared.people.successions import ended, unit_on
from domain.subjects.jurisdiction_year.portfolio import UNIT

_COMPARED = ("name", "unit_code", "budget_type", "is_major", "key_project", "confidential")


@dataclass(frozen=True, slots=True)
class Changed:
    """A field of a project or unit with what it was before, and what the file says."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class GoesOn:
    """A row with what it continues; `amount` in yuan is null while it is not filled in."""

    row: int
    candidate: Candidate
    amount: Decimal | None
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class New:
    """A row that the year before does not have; `shown` is its code, with its name where public."""

    row: int
    shown: str
    amount: Decimal | None
    is_unit: bool


@dataclass(frozen=True, slots=True)
class Differences:
    """The rows that go on, are new, or are taken up again; what ended, and what is left out.

    `missing` are the rows with an empty cell that must be filled in, with the titles of the cells;
    `faults` is everything else that is wrong with the file.
    """

    going_on: tuple[GoesOn, ...]
    again: tuple[GoesOn, ...]
    new: tuple[New, ...]
    ended: tuple[Candidate, ...]
    left_out: tuple[Candidate, ...]
    missing: dict[int, tuple[str, ...]]
    faults: tuple[Fault, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the projects' amounts that are filled in, in yuan."""
        goes_on = (*self.going_on, *self.again)
        given = [one.amount for one in goes_on if not one.candidate.is_unit]
        given += [one.amount for one in self.new if not one.is_unit]
        return sum((one for one in given if one is not None), Decimal(0))

    @property
    def total_before(self) -> Decimal:
        """The sum of last year's amounts of the projects that go on, in yuan."""
        projects = (one.candidate for one in self.going_on if not one.candidate.is_unit)
        return sum((one.amount for one in projects), Decimal(0))

    @property
    def unfilled(self) -> tuple[GoesOn, ...]:
        """The rows that go on and have no amount yet."""
        empty = [one for one in self.going_on if one.amount is None]
        return tuple(one for one in empty if one.row in self.missing)

    @property
    def fillable(self) -> tuple[GoesOn, ...]:
        """The rows without an amount that last year's is known of: not of a unit's part."""
        return tuple(one for one in self.unfilled if one.candidate.is_whole)


def differences(before: YearBefore, table: Table) -> Differences:
    """Hold a portfolio as it was read, faults and all, against the year before."""
    known = {one.key: one for one in before.candidates}
    rows = [row for row in table.rows if row.values.get("code") is not None]
    found = [(row, known.get(_key(row.values))) for row in rows]
    there = {_key(row.values) for row in rows}
    missing = _missing(table)
    others = [one for one in table.faults if not one.is_missing]
    others += [fault for row in rows for fault in _faults(before, table, row)]
    goes_on = [_goes_on(row, one) for row, one in found if one is not None]
    gone = [one for one in before.candidates if one.key not in there]
    return Differences(
        tuple(one for one in goes_on if one.candidate.ended is None),
        tuple(one for one in goes_on if one.candidate.ended is not None),
        tuple(_new(row) for row, one in found if one is None),
        tuple(one for one in gone if one.ended is not None),
        tuple(one for one in gone if one.ended is None),
        missing,
        tuple(others),
    )


def _key(values: Values) -> tuple[bool, str]:
    return kind_of(str(values.get("subject_kind"))) == UNIT, str(values["code"])


def _missing(table: Table) -> dict[int, tuple[str, ...]]:
    empty = [row.row for row in table.rows if row.values["initial"] is None]
    wrong = {one.place.row for one in table.faults if one.field == "initial"}
    title = table.kind.column("initial").title
    found: dict[int, tuple[str, ...]] = {row: (title,) for row in empty if row not in wrong}
    for one in table.faults:
        if one.is_missing and one.place.row is not None:
            title = table.kind.column(one.field).title
            found[one.place.row] = (*found.get(one.place.row, ()), title)
    return found


def _goes_on(row: TableRow, one: Candidate) -> GoesOn:
    values = row.values
    was = {
        "name": one.name,
        "unit_code": one.unit_before,
        "budget_type": one.budget_type.value,
        "is_major": one.is_major,
        "key_project": one.key_project,
        "confidential": one.confidential,
    }
    compared = _COMPARED if not one.is_unit else ("name", "confidential")
    changes = tuple(
        Changed(name, was[name], values[name])
        for name in compared
        if values[name] is not None and values[name] != was[name]
    )
    return GoesOn(row.row, one, values["initial"], changes)


def _new(row: TableRow) -> New:
    values = row.values
    is_told = values["name"] is not None and values["confidential"] is False
    shown = f"{values['code']} {values['name']}" if is_told else str(values["code"])
    return New(row.row, shown, values["initial"], _key(values)[0])


def _faults(before: YearBefore, table: Table, row: TableRow) -> Iterator[Fault]:
    """A day outside the year, and a unit that is no more on its day."""
    on, unit = row.values["opened_on"], row.values["unit_code"]
    if on is None:
        return
    if on.year != before.next_year:
        yield Fault(
            f"登记日期须在 {before.next_year} 年内：以前年度的项目已在库中，不再列入",
            f"is no day of {before.next_year}: the projects of {before.year} are in the log",
            "opened_on",
            _place(table, row.row, "opened_on", str(on)),
        )
        return
    end = ended(before.successions, unit, on) if unit is not None else None
    if end is not None:
        stream = f"{before.jurisdiction}/{before.year}/{row.values['code']}"
        theirs = unit_on(before.successions, unit, stream, on)
        yield Fault(
            f"{unit} 自 {end.since} 起已撤并（{end.document}），由 {end.names} 承接，"
            f"请改填 {theirs}",
            f"{unit} is no more since {end.since}, {end.names} took over: write {theirs}",
            "unit_code",
            _place(table, row.row, "unit_code", unit),
        )


def _place(table: Table, row: int, field: str, value: str) -> Place:
    column: Mapped | None = next((one for one in table.columns if one.field == field), None)
    if column is None:
        return Place(table.sheet, row)
    return Place(table.sheet, row, column.column, column.header, value)


def amounts_to_fill(found: Differences, table: Table) -> dict[tuple[int, int], Decimal]:
    """What fills the empty amounts of rows that go on, by row and column, in the file's unit."""
    column = next((one for one in table.columns if one.field == "initial"), None)
    if column is None:
        return {}
    return {
        (one.row, column.column): one.candidate.proposed / column.scale for one in found.fillable
    }


def units_of(table: Table) -> list[str]:
    """The units of the rows, each once."""
    units = (row.values["unit_code"] for row in table.rows)
    return sorted({str(one) for one in units if one is not None})
