"""Attachments 附件 of a project."""

from __future__ import annotations

from typing import Any

from domain.attachments import EVOLVE, deciders
from domain.decision import Act
from domain.delegation import for_unit
from domain.project_year.state import ProjectYear
from domain.refusal import Refusal
from domain.vocabulary import Role

__all__ = ["DECIDE", "EVOLVE"]


def _stranger(state: ProjectYear, act: Act[Any]) -> Refusal | None:
    """Refuse the department of another unit; that of units is refused with every act."""
    if act.actor.role is not Role.DEPARTMENT:
        return None
    return for_unit(state.delegations, act, state.known.unit)


DECIDE = deciders(_stranger)
