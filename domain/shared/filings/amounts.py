"""Amounts held against the subject's other amounts, so that 万元 typed as 元 is noticed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, Deciders, Decision, Evolvers, Recorded
from domain.kernel.message import WITHHOLDABLE, Event
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role, Text, Yuan

CONFIRMATION = "amount_confirmed"
"""The field of an act by which an unusual amount is confirmed: the reason for it."""

_TEN_THOUSAND = (Decimal(5_000), Decimal(20_000))
"""The ratios (inclusive) that are about 10,000: 元 where the other amount is in 万元."""

_TEN = 10
"""From this many times another amount on (inclusive) an amount is remarked on."""

_THOUSANDTH = Decimal("0.001")
"""The smallest ratio that needs no confirmation."""


class AmountConfirmed(Event, name="amount.confirmed", version=1):
    """An amount of the act, in yuan, that is far from the other amounts was confirmed."""

    field: Text
    amount: Yuan
    reason: Annotated[Text, WITHHOLDABLE]


def is_far_off(amount: Decimal, other: Decimal) -> bool:
    """Whether an amount is about 10,000 times another amount, or under a thousandth of it.

    An amount of zero is no amount in a wrong unit.
    """
    if not amount or not other:
        return False
    least, most = _TEN_THOUSAND
    return amount < other * _THOUSANDTH or other * least <= amount <= other * most


Others = Mapping[str, Decimal]
"""The other amounts of a subject, in yuan, by what they are in Chinese."""


def held(act: CommandContext[Any], others: Others, *fields: str) -> Refusal | None:
    """Refuse an amount of the act that is far from one of the others and is not confirmed."""
    return held_values(act, others, _values(act, fields))


def held_values(
    act: CommandContext[Any], others: Others, values: Mapping[str, Decimal | None]
) -> Refusal | None:
    """The same for amounts, in yuan, by the fields of the act that they come from.

    Acts that the system takes are not held: nobody is there to confirm.
    """
    if act.command.amount_confirmed is not None or act.actor.role is Role.SYSTEM:
        return None
    return next((_refused(*one) for one in _far_off(values, others)), None)


def confirmed(
    act: CommandContext[Any], others: Others, *fields: str
) -> tuple[Decision[AmountConfirmed], ...]:
    """The confirmations of those amounts of the act that need one."""
    return confirmed_values(act, others, _values(act, fields))


def confirmed_values(
    act: CommandContext[Any], others: Others, values: Mapping[str, Decimal | None]
) -> tuple[Decision[AmountConfirmed], ...]:
    """The same for amounts, in yuan, by the fields of the act that they come from."""
    reason = act.command.amount_confirmed
    if reason is None:
        return ()
    far_off = {field: amount for field, amount, _, _ in _far_off(values, others)}
    return tuple(
        Decision(AmountConfirmed(field=field, amount=amount, reason=reason), cause=0)
        for field, amount in far_off.items()
    )


Remarks = tuple[tuple[str, str], ...]
"""What is to be noticed about an act, in Chinese and English."""


def beyond(executed: Decimal | None, budget: Decimal | None) -> Remarks:
    """The remark that more is executed than the budget (both in yuan); none up to the budget."""
    if not executed or not budget or executed <= budget:
        return ()
    rate = f"{executed * 100 / budget:.2f}".rstrip("0").rstrip(".")
    zh = f"执行数 {executed:,f} 元超出预算 {budget:,f} 元，执行率 {rate}%，请核对"
    en = f"{executed:,f} yuan executed of a budget of {budget:,f} yuan, {rate} %: check it"
    return ((zh, en),)


def apart(amount: Decimal, others: Others) -> Remarks:
    """The remarks that an amount is ten times another amount or more, or a tenth or less."""
    return tuple(
        (
            f"金额 {amount:,f} 元与{name} {other:,f} 元相差较大（{_apart(amount, other)}），请核对",
            f"{amount:,f} yuan is far from {other:,f} yuan, another amount here: check it",
        )
        for name, other in others.items()
        if amount and other and (amount >= _TEN * other or other >= _TEN * amount)
    )


def told(command: Any) -> dict[str, Any]:
    """The fields of an act that its own event takes over."""
    return {name: value for name, value in vars(command).items() if name != CONFIRMATION}


def _values(act: CommandContext[Any], fields: tuple[str, ...]) -> dict[str, Decimal | None]:
    return {field: getattr(act.command, field) for field in fields}


def _far_off(
    values: Mapping[str, Decimal | None], others: Others
) -> Iterator[tuple[str, Decimal, str, Decimal]]:
    for field, amount in values.items():
        for name, other in others.items():
            if amount is not None and is_far_off(amount, other):
                yield field, amount, name, other


def _refused(field: str, amount: Decimal, name: str, other: Decimal) -> Refusal:
    return refusals.invalid(
        field,
        f"所填金额 {amount:,f} 元与{name} {other:,f} 元相差悬殊（{_apart(amount, other)}），"
        "可能把万元填成了元。请核对后以元为单位重新填报；"
        "金额确实无误的，请填写“金额无误的理由”后重新提交。",
        f"{amount:,f} yuan is far from {other:,f} yuan, another amount of the subject: "
        f"give the amount in yuan, not in 10,000 yuan; "
        f"if it is right, give the reason in {CONFIRMATION} and submit again.",
    )


def _apart(amount: Decimal, other: Decimal) -> str:
    if amount > other:
        return f"约为其 {amount / other:,.0f} 倍"
    return f"约为其 {other / amount:,.0f} 分之一"


def _unchanged(state: Any, _recorded: Recorded[AmountConfirmed]) -> Any:
    return state


DECIDE: Deciders = {}
EVOLVE: Evolvers = {AmountConfirmed: _unchanged}
