"""What every act of a unit's year is checked for before its phase decides."""

from __future__ import annotations

from typing import Any

from domain import refusals
from domain.decision import Act
from domain.delegation import for_unit
from domain.refusal import Code, Refusal
from domain.unit_year.state import UnitYear
from domain.vocabulary import Role

_OWN = frozenset({Role.UNIT, Role.DEPARTMENT})


def admit(state: UnitYear, act: Act[Any]) -> Refusal | None:
    """Refuse an act on an unknown or withdrawn unit, or of a stranger not delegated to."""
    if state.unit is None:
        return Refusal(
            Code.UNKNOWN_SUBJECT,
            f"{state.stream} 尚未登记，请先由财政部门登记单位（unit.add）。",
            f"{state.stream} is not registered: the finance bureau registers a unit first "
            "(unit.add).",
        )
    if state.withdrawn:
        return refusals.withdrawn(state.stream)
    if act.actor.role in _OWN:
        return for_unit(state.delegations, act, state.unit.code)
    return None
