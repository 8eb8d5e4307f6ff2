"""The imports of a table of what was done before, and the documents that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from console.tables import done_year
from console.tables.done import KEY, OF_ACT, content_of_rows
from console.tables.faults import Fault, Place
from console.tables.grid import said
from console.tables.table import Table, TableRow
from domain.kernel.subject_ids import jurisdiction_year, project_year
from domain.shared.filings.import_messages import ImportAct
from domain.subjects.project_year.imports.acts import IMPORTABLE

YEAR = "done-year"
"""The kind of table that is of a work year."""
_ALIKE = ("done_by", "document")
_IS_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def imports_of(table: Table, jurisdiction: str, year: int) -> Iterator[dict[str, Any]]:
    """The imports of a sound table, in the order of their days."""
    of_year = table.kind.name == YEAR
    for rows in _in_order(table):
        values = rows[0].values
        said_in = [one.values for one in rows]
        document = said(values["document"])
        named = "document" if _IS_SHA256.fullmatch(document) else "document_file"
        content = (
            done_year.content_of_rows(said_in) if of_year else content_of_rows(values, said_in)
        )
        yield {
            "command": ImportAct.name,
            "subject": jurisdiction_year(jurisdiction, year)
            if of_year
            else project_year(jurisdiction, year, values["project"]),
            "act": said(values["act"]),
            "done_on": said(values["done_on"]),
            "done_by": said(values["done_by"]),
            named: document,
            "content": _as_json(content),
        }


def _in_order(table: Table) -> list[list[TableRow]]:
    """The rows of each act, the earliest first; of a day, in the order of the year."""
    of_year = table.kind.name == YEAR
    found: dict[tuple[Any, ...], list[TableRow]] = {}
    for row in table.rows:
        names = done_year.OF_ACT if of_year else KEY[:-1]
        found.setdefault(tuple(row.values[name] for name in names), []).append(row)
    acts = done_year.ACTS if of_year else (*IMPORTABLE,)

    def order(rows: list[TableRow]) -> tuple[date, int]:
        values = rows[0].values
        return values["done_on"], acts.index(values["act"])

    return sorted(found.values(), key=order)


def _as_json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _as_json(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_as_json(one) for one in value]
    return value if isinstance(value, bool) else said(value)


def faults_of_done(table: Table, folder: Path) -> Iterator[Fault]:
    """What is said of one act in several rows and differs, and documents that are not there."""
    for first, *others in _in_order(table):
        for row in others:
            for name in _ALIKE if table.kind.name == YEAR else OF_ACT:
                if row.values[name] != first.values[name]:
                    yield _differing(table, name, first, row)
    yield from _absent_documents(table, folder)


def _differing(table: Table, name: str, first: TableRow, row: TableRow) -> Fault:
    title = table.kind.column(name).title
    return Fault(
        f"同一事项的“{title}”与第 {first.row} 行不一致",
        f"differs from line {first.row}, which is of the same act",
        name,
        Place(table.sheet, row.row),
    )


def _absent_documents(table: Table, folder: Path) -> Iterator[Fault]:
    for row in table.rows:
        document = said(row.values["document"])
        if _IS_SHA256.fullmatch(document) or (folder / document).is_file():
            continue
        yield Fault(
            f"未找到依据文件 {document}，请放在表格同一文件夹内，或填写已提交附件的 sha256",
            f"there is no file {document} beside the table",
            "document",
            Place(table.sheet, row.row),
        )
