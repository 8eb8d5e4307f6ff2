"""Handing a project over to who took over from its unit."""

from __future__ import annotations

from domain.shared.filings.hand_over import Belonging, deciders, evolvers

_PROJECT = Belonging("project")

DECIDE = deciders(_PROJECT)
EVOLVE = evolvers(_PROJECT)
