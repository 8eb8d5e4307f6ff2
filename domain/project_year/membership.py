"""A project as a member of a frame: the facts that selections and draws look at."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from domain.decision import Member
from domain.project_year.state import ProjectYear


def member_of(state: ProjectYear) -> Member | None:
    """The project with its facts, or none where it is not registered or was withdrawn."""
    project = state.project
    if project is None or state.withdrawn:
        return None
    return Member(state.stream, project.code, project.unit, facts_of(state))


def facts_of(state: ProjectYear) -> dict[str, Any]:
    """The facts of a registered project; amounts in yuan as strings, null where unknown."""
    project = state.known
    return {
        "origin": project.origin.value,
        "budget_type": project.budget_type.value,
        "key_project": project.key_project,
        "one_off": project.one_off,
        "confidential": project.confidential,
        "requested": str(project.requested),
        "budget": _text(state.budget),
        "executed": _text(state.executed),
    }


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
