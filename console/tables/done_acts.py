"""The imports of a table of what was done before, and the documents that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from console.tables.done import KEY, content_of_rows
from console.tables.faults import Fault, Place
from console.tables.grid import said
from console.tables.table import Table, TableRow
from domain.kernel.subject_ids import project_year
from domain.subjects.project_year.imports.acts import IMPORTABLE
from domain.subjects.project_year.imports.messages import ImportAct

_IS_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def imports_of(table: Table, jurisdiction: str, year: int) -> Iterator[dict[str, Any]]:
    """The imports of a sound table, in the order of their days."""
    for rows in _in_order(table):
        values = rows[0].values
        document = said(values["document"])
        named = "document" if _IS_SHA256.fullmatch(document) else "document_file"
        yield {
            "command": ImportAct.name,
            "subject": project_year(jurisdiction, year, values["project"]),
            "act": said(values["act"]),
            "done_on": said(values["done_on"]),
            "done_by": said(values["done_by"]),
            named: document,
            "content": _as_json(content_of_rows(values, [one.values for one in rows])),
        }


def _in_order(table: Table) -> list[list[TableRow]]:
    """The rows of each act, the earliest first; of a day, in the order of the year."""
    found: dict[tuple[Any, ...], list[TableRow]] = {}
    for row in table.rows:
        found.setdefault(tuple(row.values[name] for name in KEY[:-1]), []).append(row)
    names = [*IMPORTABLE]

    def order(rows: list[TableRow]) -> tuple[date, int]:
        values = rows[0].values
        return values["done_on"], names.index(values["act"])

    return sorted(found.values(), key=order)


def _as_json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _as_json(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_as_json(one) for one in value]
    return value if isinstance(value, bool) else said(value)


def faults_of_documents(table: Table, folder: Path) -> Iterator[Fault]:
    """The rows whose document is no file of the folder of the table."""
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
