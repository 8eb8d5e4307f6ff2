"""The day on which something was held: today or before."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext
from domain.kernel.refusal import Refusal


def still_to_come(held_on: date, act: CommandContext[Any]) -> Refusal | None:
    """Refuse to record what has not taken place yet."""
    if held_on <= act.day:
        return None
    return refusals.invalid(
        "held_on", "日期不得晚于今天，请在办理之后登记。", "record it on the day or after it."
    )
