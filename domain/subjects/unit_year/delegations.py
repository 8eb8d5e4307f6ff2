"""Delegation 委托 of what the unit and its department do."""

from __future__ import annotations

from domain.shared.filings.delegation import EVOLVE, deciders
from domain.subjects.unit_year.state import UnitYear

__all__ = ["DECIDE", "EVOLVE"]


def _unit_of(state: UnitYear) -> str:
    return state.known.code


DECIDE = deciders(_unit_of)
