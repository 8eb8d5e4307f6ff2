"""Accountability of the bureau's own sections and of the counties' bureaus (KZ-059)."""

from __future__ import annotations

from dataclasses import replace

from domain.shared.people import accountability
from domain.shared.people.accountability import Answerable

_ANSWERABLE = Answerable(
    proposed=lambda state: state.accountability,
    with_proposed=lambda state, event: replace(state, accountability=event),
    rests_on=lambda _state: None,
)

DECIDE = accountability.deciders(_ANSWERABLE)
EVOLVE = accountability.evolvers(_ANSWERABLE)
