"""Attachments 附件 of a third-party institution: the bureau's own papers on it."""

from __future__ import annotations

from domain.shared.filings.attachment import EVOLVE, deciders

__all__ = ["DECIDE", "EVOLVE"]

DECIDE = deciders()
