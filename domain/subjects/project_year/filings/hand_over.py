"""Handing a project over to who took over from its unit."""

from __future__ import annotations

from domain.shared.filings.hand_over import DECIDE, EVOLVE

__all__ = ["DECIDE", "EVOLVE"]
