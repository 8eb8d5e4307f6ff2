"""A stream summarised: its state, its trail and what is in force, as rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from domain.deciders import DECIDERS
from domain.decision import InForce
from domain.jurisdiction_year.state import JurisdictionYear
from domain.project_year.state import ProjectYear
from domain.subject import Subject
from domain.vocabulary import SHANGHAI
from projections.project_deadlines import deadline_rows, filings
from projections.rows import SubjectRow, Summary
from projections.trail import Trail


def summarise(subject: Subject, state: Any, trail: Trail, in_force: InForce) -> Summary:
    """The rows of a subject that has at least one event."""
    if trail.last_at is None:
        raise ValueError(f"{subject.stream} has no event")
    view = DECIDERS[subject.kind].view(state, in_force)
    known = _project_columns(state) if isinstance(state, ProjectYear) else _NO_PROJECT
    row = SubjectRow(
        stream=subject.stream,
        kind=subject.kind.value,
        jurisdiction=subject.jurisdiction,
        year=subject.year,
        code=subject.code,
        phase=str(view.phase),
        version=view.version,
        waiting_for=view.waiting_for,
        next_due=view.next_due,
        overdue=view.overdue,
        closed=view.closed,
        clock=state.clock if isinstance(state, JurisdictionYear) else None,
        last_at=trail.last_at.astimezone(SHANGHAI),
        **known,
    )
    project = isinstance(state, ProjectYear)
    return Summary(row, deadline_rows(state, trail, in_force) if project else ())


_NO_PROJECT: dict[str, Any] = {
    **dict.fromkeys(("project_name", "unit", "unit_name", "origin", "budget_type")),
    **dict.fromkeys(("requested", "approved", "executed")),
    "late_filings": 0,
}


def _project_columns(state: ProjectYear) -> dict[str, Any]:
    project = state.project
    if project is None:
        return _NO_PROJECT
    return {
        "project_name": project.name,
        "unit": project.unit,
        "unit_name": project.unit_name,
        "origin": project.origin.value,
        "budget_type": project.budget_type.value,
        "requested": _yuan(project.requested),
        "approved": _yuan(state.budget),
        "executed": _yuan(state.executed),
        "late_filings": sum(filing.late for _, filing in filings(state)),
    }


def _yuan(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"
