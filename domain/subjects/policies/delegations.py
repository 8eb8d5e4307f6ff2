"""Delegation 委托 of what the policy's unit does."""

from __future__ import annotations

from domain.shared.filings.delegation import EVOLVE, deciders
from domain.subjects.policies.state import Policy

__all__ = ["DECIDE", "EVOLVE"]


def _unit_of(state: Policy) -> str:
    return state.known.unit


DECIDE = deciders(_unit_of)
