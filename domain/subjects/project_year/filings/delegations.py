"""Delegation 委托 of what the project's unit does."""

from __future__ import annotations

from domain.shared.filings.delegation import EVOLVE, deciders
from domain.subjects.project_year.state import ProjectYear

__all__ = ["DECIDE", "EVOLVE"]


def _unit_of(state: ProjectYear) -> str:
    return state.known.unit


DECIDE = deciders(_unit_of)
