"""Attachments 附件 of a work year: the bureau's own papers."""

from __future__ import annotations

from typing import Any

from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Role
from domain.shared.filings.attachment import EVOLVE, deciders
from domain.subjects.jurisdiction_year.state import JurisdictionYear

__all__ = ["DECIDE", "EVOLVE"]


def _not_the_bureau(
    state: JurisdictionYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    if act.actor.role is Role.FINANCE:
        return None
    return Refusal(
        Code.WRONG_ROLE,
        f"{state.stream} 的附件由财政部门（finance）提交；单位请附到本单位或项目。",
        f"papers of {state.stream} are attached by finance: a unit attaches to its own year "
        "or project.",
    )


DECIDE = deciders(_not_the_bureau)
