"""Attachments 附件 of a unit's year."""

from __future__ import annotations

from typing import Any

from domain.attachments import EVOLVE, deciders
from domain.decision import Act
from domain.unit_year.state import UnitYear

__all__ = ["DECIDE", "EVOLVE"]


def _anybody(_state: UnitYear, _act: Act[Any]) -> None:
    """Strangers are refused with every act."""


DECIDE = deciders(_anybody)
