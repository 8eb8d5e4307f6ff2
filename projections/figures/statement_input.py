"""The input of a statement: the year's figures as fields of `statement.issue`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from projections.figures.figures import Figure, figures
from store.port import EventLog


def statement_fields(found: Iterable[Figure], position: int) -> dict[str, Any]:
    """The fields of `statement.issue` from the figures of a log at a position, as JSON values."""
    return {"position": str(position), "figures": [_stated(one) for one in found if one.value]}


def stated_of(log: EventLog, jurisdiction: str, work_year: int) -> dict[str, Any]:
    """The fields of `statement.issue` from the current log."""
    position = log.last_position()
    return statement_fields(figures(log, jurisdiction, work_year), position)


def _stated(figure: Figure) -> dict[str, Any]:
    basis = {} if figure.basis is None else {"basis": figure.basis}
    return {
        "id": figure.id,
        "name": figure.name,
        "value": figure.value,
        **basis,
        "budget_year": str(figure.budget_year),
        "events": [str(event) for event in figure.events],
    }
