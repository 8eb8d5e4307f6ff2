"""Funding by source 资金来源: the part of a project's money that each level of government gives.

The parts are held against the whole, and each of them against it as amounts are (`amounts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, Decision
from domain.kernel.message import Message
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Yuan
from domain.shared.filings import amounts

Source = Literal["central", "regional", "prefecture", "county"]

SOURCES: Mapping[Source, str] = {
    "central": "中央资金",
    "regional": "自治区资金",
    "prefecture": "地州资金",
    "county": "县级资金",
}
"""The levels of government in Chinese, as in the titles of a portfolio's columns."""

PARTS: Mapping[Source, str] = {source: f"{source}_funds" for source in SOURCES}
"""The fields of the parts, and the columns of a portfolio that may be left out."""

FUNDING = "funding"
"""The field of an act that holds the parts."""


class Funding(Message):
    """The parts of a project's amount by the level that gives them, in yuan; no word is 0."""

    central_funds: Yuan = Decimal(0)
    regional_funds: Yuan = Decimal(0)
    prefecture_funds: Yuan = Decimal(0)
    county_funds: Yuan = Decimal(0)

    @property
    def total(self) -> Decimal:
        """The sum of the parts, in yuan."""
        return sum(self.parts.values(), Decimal(0))

    @property
    def parts(self) -> dict[Source, Decimal]:
        """The parts by their sources, in yuan."""
        return {source: getattr(self, part) for source, part in PARTS.items()}

    def told(self) -> str:
        """The parts that are there, in Chinese."""
        return "、".join(f"{SOURCES[one]} {part:,f} 元" for one, part in self.parts.items() if part)


def source_of(funding: Funding | None) -> Source | None:
    """The source by which the rules on ex-ante assessment go; `None` without any.

    Any part of the county's makes it the county's (AMB-45); else the lowest level that gives.
    """
    parts: Mapping[Source, Decimal] = funding.parts if funding else {}
    return next((one for one in reversed(tuple(SOURCES)) if parts.get(one)), None)


def held(
    act: CommandContext[Any], funding: Funding | None, wholes: amounts.Others
) -> Refusal | None:
    """Refuse parts that do not sum to one of the whole amounts, or that are far from them."""
    if funding is None:
        return None
    if funding.total not in wholes.values():
        return _apart(funding, wholes)
    return amounts.held_values(act, _same(funding, wholes), _by_field(funding))


def confirmed(
    act: CommandContext[Any], funding: Funding | None, wholes: amounts.Others
) -> tuple[Decision[amounts.AmountConfirmed], ...]:
    """The confirmations of those parts that need one."""
    if funding is None:
        return ()
    return amounts.confirmed_values(act, _same(funding, wholes), _by_field(funding))


def _by_field(funding: Funding) -> dict[str, Decimal | None]:
    return {f"{FUNDING}.{PARTS[source]}": part for source, part in funding.parts.items()}


def _same(funding: Funding, wholes: amounts.Others) -> amounts.Others:
    return {name: whole for name, whole in wholes.items() if whole == funding.total}


def _apart(funding: Funding, wholes: amounts.Others) -> Refusal:
    name, whole = next(iter(wholes.items()))
    unit = "；可能把万元填成了元" if amounts.is_far_off(funding.total, whole) else ""
    return refusals.invalid(
        FUNDING,
        f"资金来源合计 {funding.total:,f} 元（{funding.told() or '各项均为 0'}），"
        f"与{name} {whole:,f} 元不符{unit}。请核对后以元为单位重新填报，各项之和应等于{name}。",
        f"the parts by source sum to {funding.total:,f} yuan, the amount is {whole:,f} yuan: "
        "correct the parts, in yuan, so that they sum to it.",
    )
