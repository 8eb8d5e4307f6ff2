"""Handing a policy over to who took over from its unit."""

from __future__ import annotations

from domain.shared.filings.hand_over import Belonging, deciders, evolvers

_POLICY = Belonging("policy")

DECIDE = deciders(_POLICY)
EVOLVE = evolvers(_POLICY)
