"""Attachments 附件 of a unit's year."""

from __future__ import annotations

from domain.shared.filings.attachment import EVOLVE, deciders

__all__ = ["DECIDE", "EVOLVE"]

DECIDE = deciders()
