"""Registration of a portfolio row: its stream, its act and its fields."""

from __future__ import annotations

from typing import Any

from domain.kernel.subject_ids import project_year, unit_year
from domain.shared.fan_out.messages import Reach
from domain.subjects.jurisdiction_year.portfolio import Row


def registration(row: Row, jurisdiction: str, work_year: int) -> Reach:
    """The system's act that registers a row, in the stream of the row's own budget year.

    A row of a budget year before the work year is imported history.
    """
    year, history = row.budget_year, row.budget_year < work_year
    if row.is_unit:
        stream = unit_year(jurisdiction, year, row.code)
        return Reach(stream, "unit.add", unit_fields(row, history=history))
    stream = project_year(jurisdiction, year, row.code)
    if history:
        return Reach(stream, "history.import", import_fields(row))
    return Reach(stream, "project.add", add_fields(row))


def add_fields(row: Row) -> dict[str, Any]:
    """The fields of the act `project.add`, as JSON values; amounts in yuan."""
    return {
        **_project(row),
        "opened_on": row.opened_on.isoformat(),
        "requested": f"{row.requested:f}",
    }


def import_fields(row: Row) -> dict[str, Any]:
    """The fields of the act `history.import`, as JSON values; amounts in yuan."""
    return {
        **_project(row),
        "initial": f"{row.initial:f}",
        **_known(row),
    }


def unit_fields(row: Row, *, history: bool) -> dict[str, Any]:
    """The fields of the act `unit.add`, as JSON values; overall expenditure in yuan."""
    return {
        "unit_name": row.name,
        "requested": f"{row.initial:f}",
        **_known(row),
        "confidential": row.confidential,
        "history": history,
    }


def _known(row: Row) -> dict[str, str]:
    amounts = {"adjusted": row.adjusted, "executed": row.executed}
    return {name: f"{amount:f}" for name, amount in amounts.items() if amount is not None}


def _project(row: Row) -> dict[str, Any]:
    split = row.funding
    funding = {} if split is None else {"funding": split.model_dump(mode="json")}
    return {
        "project_name": row.name,
        "unit": row.unit_code,
        "unit_name": row.unit_name,
        "budget_type": row.budget_type.value,
        "origin": row.origin.value,
        "is_new": row.is_new,
        "is_major": row.is_major,
        "one_off": row.one_off,
        "key_project": row.key_project,
        "subject_kind": row.subject_kind,
        "confidential": row.confidential,
        **funding,
    }
