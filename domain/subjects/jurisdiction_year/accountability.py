"""Accountability of the bureau's own sections and of the counties' bureaus (KZ-059)."""

from __future__ import annotations

from dataclasses import replace

from domain.shared.people import accountability
from domain.shared.people.accountability import Answerable

_ANSWERABLE = Answerable(
    held=lambda state: state.accountability,
    with_held=lambda state, held: replace(state, accountability=held),
    rests_on=lambda _state: None,
    untrue=lambda _state: False,
)

DECIDE = accountability.deciders(_ANSWERABLE)
EVOLVE = accountability.evolvers(_ANSWERABLE)
UNDOABLE = accountability.undoable(_ANSWERABLE)
"""The acts of accountability that can be undone, by their names."""
