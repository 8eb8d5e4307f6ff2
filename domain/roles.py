"""Who may take which act: the one check that every subject makes first."""

from __future__ import annotations

from typing import Any

from domain.decision import Act
from domain.refusal import Code, Refusal


def may_take(act: Act[Any]) -> Refusal | None:
    """Refuse an actor whose role may not take the act."""
    if act.actor.role in act.command.who:
        return None
    allowed = ", ".join(sorted(act.command.who))
    return Refusal(
        Code.WRONG_ROLE,
        f"角色 {act.actor.role} 不得办理 {act.command.name}，应由 {allowed} 办理。",
        f"{act.actor.role} may not take {act.command.name}; {allowed} may.",
    )
