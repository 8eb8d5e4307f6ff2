"""Which targets of indicators the score can count: what a target accepts can be scored."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from domain.kernel import refusals
from domain.kernel.refusal import Refusal
from domain.subjects.project_year.targets.indicators import Indicator

_LIKE_A_DAY = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", re.ASCII)
_LIKE_A_MONTH = re.compile(r"(20[23]\d)(0[1-9]|1[0-2])", re.ASCII)
_UNITS_OF_DAYS = frozenset(
    {None, "日期", "时间", "年月日", "年月", "年", "月", "日", "天", "号", "时点"}
)
"""Units of measure with which a number that is written as a day is meant as one."""
_TURNED = {"<=": ">=", "<": ">", ">=": "<=", ">": "<", "=": "="}


def unscorable(one: Indicator) -> Refusal | None:
    """Refuse an indicator that cannot be scored, with the way to say it."""
    target = one.target
    if one.relation == "qualitative":
        return None
    if one.relation == "by":
        return None if isinstance(target, date) else _no_day(one)
    if not isinstance(target, Decimal):
        return _no_number(one)
    if target < 0:
        return _negative(one, target)
    if one.unit_of_measure in _UNITS_OF_DAYS and (day := _day_in(f"{target:f}")):
        return _like_a_day(one, f"{target:f}", day)
    return None


def _day_in(target: str) -> str | None:
    """How the day is written that a number looks like, as 20261031, 202610 or 2026.10."""
    digits = target.replace(".", "") if target[4:5] == "." else target
    if found := _LIKE_A_DAY.fullmatch(digits):
        year, month, day = map(int, found.groups())
        is_day = day <= monthrange(year, month)[1]
        return f"{year}-{month:02}-{day:02}" if is_day else "YYYY-MM-DD"
    if found := _LIKE_A_MONTH.fullmatch(digits):
        year, month = map(int, found.groups())
        return f"{year}-{month:02}-{monthrange(year, month)[1]:02}"
    return None


def cannot_be_scored(indicators: Iterable[Indicator]) -> tuple[str, ...]:
    """The ids of indicators with a negative target, which no rule can score."""
    return tuple(one.id for one in indicators if isinstance(one.target, Decimal) and one.target < 0)


def _negative(one: Indicator, target: Decimal) -> Refusal:
    turned, size = _TURNED[one.relation], f"{-target:f}"
    return refusals.invalid(
        "indicators",
        f"指标 {one.id}“{one.title}”的目标值 {one.relation} {target:f} 为负数，无法计分。"
        f"请改用正数表述，例如把变动率改为下降率：下降率 {turned} {size}。",
        f"indicator {one.id} has a negative target, which no rule can score: "
        f"say it as a decrease, {turned} {size}.",
    )


def _no_number(one: Indicator) -> Refusal:
    return refusals.invalid(
        "indicators",
        f"指标 {one.id}“{one.title}”的关系为 {one.relation}，目标值须为数字；"
        "以日期为目标的，关系填 by；无法量化的，关系填 qualitative。",
        f"indicator {one.id} of relation {one.relation} needs a number as its target: "
        "a day has relation by, what is not measured relation qualitative.",
    )


def _no_day(one: Indicator) -> Refusal:
    return refusals.invalid(
        "indicators",
        f"指标 {one.id}“{one.title}”的关系为 by，目标值须为日期，如 2026-10-31。",
        f"indicator {one.id} of relation by needs a day as its target, as 2026-10-31.",
    )


def _like_a_day(one: Indicator, target: str, day: str) -> Refusal:
    return refusals.invalid(
        "indicators",
        f"指标 {one.id}“{one.title}”的目标值 {target} 像是日期。以日期为目标的，关系填 by，"
        f"目标值填 {day}；确为数值的，请填写计量单位（unit_of_measure）。",
        f"the target {target} of indicator {one.id} looks like a day: write relation by and "
        f"{day}; if it is a number, give its unit_of_measure.",
    )
