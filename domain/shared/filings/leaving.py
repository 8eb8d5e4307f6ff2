"""Leaving the year: money spent is named, and each open duty is ended by a decision."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from domain.kernel import refusals
from domain.kernel.message import Message
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Text


class EndedDuty(Message):
    """A duty that was open, by the key of its deadline, and what was decided on it."""

    of: Text
    decision: Text


def money_is_named(named: Decimal | None, known: Decimal | None) -> Refusal | None:
    """Refuse a withdrawal that does not name the amount executed so far, in yuan."""
    if known is None or named == known:
        return None
    return refusals.missing(
        "executed",
        f"已执行资金 {known:,f} 元，请在 executed 中如数填写，并在理由中说明如何处理。",
        f"{known:,f} yuan were executed: name them in `executed`, and say in the reason what "
        "becomes of them.",
    )


def duties_are_ended(ended: Iterable[EndedDuty], open_duties: Iterable[str]) -> Refusal | None:
    """Refuse a withdrawal that leaves a duty open, by the keys of the deadlines."""
    said = {one.of for one in ended}
    left = [duty for duty in open_duties if duty not in said]
    if not left:
        return None
    return refusals.missing(
        "duties",
        f"有未了事项，请在 duties 中逐项写明如何处理：{'、'.join(left)}。",
        f"duties are open: say in `duties` what was decided on each of {', '.join(left)}.",
        keys=tuple(left),
    )
