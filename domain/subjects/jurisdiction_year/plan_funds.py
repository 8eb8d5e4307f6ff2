"""Last year's funds of key evaluations: those that the log has count, whatever was typed (KZ-020).

A bureau's first year in the log has none before it: the typed figure counts then, marked as stated.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.rules.engine.exact import total
from domain.subjects.jurisdiction_year.state import JurisdictionYear

KEY_FUNDS = "key_evaluation_funds"
"""The fact of a work year in the frame of a plan."""

Source = Literal["log", "stated"]


@dataclass(frozen=True, slots=True)
class LastYear:
    """Last year's funds in yuan and where they come from; null where nobody knows them.

    `stated` is the typed figure where that of the log counts instead of it.
    """

    funds: Decimal | None
    source: Source | None = None
    stated: Decimal | None = None


def selected_funds(state: JurisdictionYear) -> Decimal | None:
    """The funds of all projects that a year selected; null where it selected none."""
    amounts = [one.amount for one in state.selections.values() if one.amount is not None]
    return total(amounts) if amounts else None


def last_year(act: CommandContext[Any]) -> LastYear:
    """Last year's funds; a plan of the first version has the typed figure alone."""
    typed = act.command.funds_last_year
    if act.version == 1:
        return LastYear(typed)
    known = _known(act)
    if known is None:
        return LastYear(typed, None if typed is None else "stated")
    return LastYear(known, "log", typed if typed not in {None, known} else None)


def _known(act: CommandContext[Any]) -> Decimal | None:
    years = act.frame.members if act.frame else ()
    funds = (year.facts.get(KEY_FUNDS) for year in years)
    return next((Decimal(one) for one in funds if one is not None), None)


def a_difference_is_explained(
    _state: JurisdictionYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A typed figure that is not the log's has an explanation."""
    found = last_year(act)
    if found.stated is None or act.command.explanation is not None:
        return None
    return refusals.missing(
        "explanation",
        f"系统记录的上年度重点评价资金为 {found.funds:,f} 元，与所填 {found.stated:,f} 元不一致，"
        "以系统记录为准。请说明原因，或不填上年度资金。",
        f"the log has {found.funds:,f} yuan of key evaluations last year, {found.stated:,f} yuan "
        "were typed: the log counts. Explain the difference, or leave the figure out.",
    )
