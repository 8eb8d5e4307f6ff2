"""Acts of the rows of a table, as a file of acts has them: for people to look at, and to submit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from console.tables import in_bulk
from console.tables.done_acts import YEAR, imports_of
from console.tables.faults import Fault, Place
from console.tables.grid import said
from console.tables.indicator_cells import NOT_FILED
from console.tables.kinds import Values
from console.tables.library import acts_of_versions
from console.tables.table import Table, TableRow
from domain.kernel.subject_ids import organisations, project_year
from domain.subjects.project_year.targets.indicators import Indicator

IMPORTS = frozenset({"done", YEAR})
"""The kinds of tables whose rows are imports."""
_OF_INDICATOR = tuple(one for one in Indicator.model_fields if one not in NOT_FILED)
_OF_TARGET = ("amount", "execution_points")


def acts_of(table: Table, jurisdiction: str, year: int) -> Iterator[dict[str, Any]]:
    """The acts of a sound table, without who takes them; of projects of a budget year."""
    if table.kind.name == "indicators":
        yield from _targets(table, jurisdiction, year)
        return
    if table.kind.name in IMPORTS:
        yield from imports_of(table, jurisdiction, year)
        return
    if table.kind.name == "library":
        yield from acts_of_versions([row.values for row in table.rows], jurisdiction)
        return
    if table.kind.name == "bulk":
        yield from (in_bulk.act_of(row.values, jurisdiction, year) for row in table.rows)
        return
    for row in table.rows:
        fields = _fields(row.values, [*row.values])
        project = fields.pop("project", None)
        of_project = project is not None and project_year(jurisdiction, year, project)
        subject = of_project or organisations(jurisdiction)
        yield {"command": table.kind.command, "subject": subject, **fields}


def faults_of_targets(table: Table) -> Iterator[Fault]:
    """What is said of a whole target in several rows, and differs."""
    for rows in _by_project(table).values():
        for name in _OF_TARGET:
            values = _values(rows, name)
            if len(set(values)) > 1:
                yield Fault(
                    f"同一项目的“{table.kind.column(name).title}”前后不一：{'、'.join(values)}",
                    f"differs among the rows of one project: {', '.join(values)}",
                    name,
                    Place(table.sheet, rows[-1].row),
                )


def _targets(table: Table, jurisdiction: str, year: int) -> Iterator[dict[str, Any]]:
    for project, rows in _by_project(table).items():
        whole = {name: values[0] for name in _OF_TARGET if (values := _values(rows, name))}
        yield {
            "command": table.kind.command,
            "subject": project_year(jurisdiction, year, project),
            **whole,
            "indicators": [_fields(row.values, _OF_INDICATOR) for row in rows],
        }


def _by_project(table: Table) -> dict[str, list[TableRow]]:
    found: dict[str, list[TableRow]] = {}
    for row in table.rows if table.kind.name == "indicators" else ():
        found.setdefault(row.values["project"], []).append(row)
    return found


def _values(rows: Sequence[TableRow], name: str) -> list[str]:
    return [said(row.values[name]) for row in rows if row.values[name] is not None]


def _fields(values: Values, names: Sequence[str]) -> dict[str, Any]:
    """The fields of an act: texts, and truth values as they are; what is empty is left out."""
    found = {name: values[name] for name in names if values[name] is not None}
    return {
        name: value if isinstance(value, bool) else said(value) for name, value in found.items()
    }
