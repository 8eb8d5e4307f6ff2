"""Builders of the acts that undo another act."""

from __future__ import annotations

from typing import Any

from domain.shared.filings.undoable import CorrectAct, WithdrawAct


def undo(act: str) -> WithdrawAct:
    """Withdraw an act of the bureau by its key."""
    return WithdrawAct(act=act, reason="录入有误")


def mend(act: str, replacement: dict[str, Any] | None = None, **follows: str) -> CorrectAct:
    """Correct an act by its key; `follows` says what becomes of the things that rest on it."""
    things = [{"of": of, "becomes": becomes} for of, becomes in follows.items()]
    return CorrectAct.model_validate(
        {"act": act, "reason": "录入有误", "follows": things, "replacement": replacement}
    )
