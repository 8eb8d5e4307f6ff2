"""The keys that acts of signing may name: open proposals, and acts that need signatures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.kernel.decider import InForce
from domain.kernel.keys import KeyField, Keys, Naming, of_all
from domain.shared.signatures.asked import SIGNATURES, table_of
from domain.shared.signatures.messages import (
    ProposeAct,
    ReturnProposal,
    SignAct,
    WithdrawProposal,
)


def _open(state: Any, _naming: Naming, _in_force: InForce) -> Iterable[int]:
    numbers: Iterable[int] = state.proposals.open
    return numbers


def _signed(state: Any, naming: Naming, _in_force: InForce) -> Iterable[str]:
    """The act of the proposal that is named, else those of all that are open."""
    there = state.proposals.open
    named = there.get(naming.fields.get("number"))
    return (one.key for one in ((named,) if named else there.values()))


def _to_propose(_state: Any, _naming: Naming, in_force: InForce) -> Iterable[str]:
    """The acts of which the newest value of the parameter asks for more signatures than one."""
    values = in_force.parameters.get(SIGNATURES, ())
    table = table_of(values[-1][1]) if values else None
    return (name for name, number in (table or {}).items() if number > 1)


KEYS: Keys = {
    (ProposeAct, "act"): KeyField(_to_propose),
    (SignAct, "act"): KeyField(_signed),
    **of_all((SignAct, ReturnProposal, WithdrawProposal), "number", KeyField(_open)),
}
