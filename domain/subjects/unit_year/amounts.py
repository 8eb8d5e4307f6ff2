"""The amounts of a unit's year against which those of an act are held."""

from __future__ import annotations

from decimal import Decimal

from domain.subjects.unit_year.state import UnitYear


def amounts_of(state: UnitYear) -> dict[str, Decimal]:
    """The amounts in yuan, by what they are: the approved target's, or those of the register."""
    target = state.approved_target
    if target is not None:
        return {"批复的整体支出绩效目标金额": target.amount}
    unit = state.known
    given = {"年初预算数": unit.requested, "调整后预算数": unit.adjusted}
    return {name: amount for name, amount in given.items() if amount is not None}
