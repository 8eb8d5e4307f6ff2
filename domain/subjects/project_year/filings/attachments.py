"""Attachments 附件 of a project."""

from __future__ import annotations

from domain.shared.filings.attachment import EVOLVE, deciders, own_department

__all__ = ["DECIDE", "EVOLVE"]

DECIDE = deciders(own_department)
