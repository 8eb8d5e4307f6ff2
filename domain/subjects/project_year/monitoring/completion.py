"""Overall completion of the target: computed from the value that each indicator reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.message import Message
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, KnownCode, Measured, Percent, Points, Text
from domain.rules.engine.exact import canonical
from domain.rules.families.completion import ROUNDING, completion_of
from domain.rules.families.monitoring import Overall
from domain.subjects.project_year.monitoring.baseline import baseline
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.indicators import Completion, Indicator

if TYPE_CHECKING:
    from domain.subjects.project_year.monitoring.rounds import FileResult

_NUMBER: TypeAdapter[Decimal] = TypeAdapter(Measured)
_DAY: TypeAdapter[date] = TypeAdapter(Day)
_UNSTATED = Overall(weights="points", at_most=Decimal(100), rounding=ROUNDING)
"""How overall completion is made where no rule says it."""


def _as_text(value: Any) -> Any:
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return f"{value}" if is_number else value


class Reached(Message):
    """One indicator of a result: the `actual` value reached by the node, as a number or a day.

    A qualitative one has a `level` instead, in percent. The system computes its completion;
    `completion` is for imports of which only the percentages are known.
    """

    id: KnownCode
    actual: Annotated[Text | None, BeforeValidator(_as_text)] = None
    level: Points | None = None
    completion: Percent | None = None


def fed(rate: Decimal) -> str:
    """A rate in percent as the rules of monitoring are asked: rounded once (AMB-41)."""
    return f"{ROUNDING.of(Fraction(rate)):f}"


def plain(rounded: str) -> Decimal:
    """A rounded rate without zeros at its end, as events and letters have it."""
    return Decimal(canonical(Decimal(rounded)))


def only_rate_is_known(command: FileResult) -> bool:
    """Whether a result has the overall rate alone, and percentages of its indicators at most."""
    typed = (one.completion is not None for one in command.indicators)
    return command.completion_rate is not None and all(typed)


def completion_is_computed(
    state: ProjectYear, act: CommandContext[FileResult], in_force: InForce
) -> Refusal | None:
    """The result has the value that each approved indicator reached, and no typed percentage."""
    measured, command = baseline(state, act, in_force), act.command
    if not measured.ids:
        return None if command.completion_rate is not None else _no_rate()
    there = {given.id for given in command.indicators}
    absent = [one for one in measured.ids if one not in there]
    if absent:
        return _absent(absent)
    if command.completion_rate is not None:
        return _typed("completion_rate")
    given = {one.id: one for one in command.indicators}
    promised = (*measured.counts, *measured.beside)
    return next(filter(None, (_unreadable(one, given[one.id]) for one in promised)), None)


def _no_rate() -> Refusal:
    return refusals.missing(
        "completion_rate",
        "本项目没有已批复的绩效目标，无法由指标计算，请填写目标完成率（completion_rate）。",
        "the project has no approved target to compute from: give its `completion_rate`.",
    )


def _absent(ids: Sequence[str]) -> Refusal:
    return refusals.missing(
        "indicators",
        f"缺少已批复的指标 {'、'.join(ids)}：总体完成率由系统按各指标的实际完成值计算，"
        "请逐项填写实际完成值（actual），定性指标填写达到程度（level），再重新填报。",
        f"{', '.join(ids)} of the approved target is missing: overall completion is computed from "
        "what each indicator reached. Give `actual` of each (a qualitative one: `level`).",
    )


def _typed(field: str) -> Refusal:
    return refusals.invalid(
        field,
        "完成率由系统按各指标的实际完成值计算，请勿填写完成率，只填实际完成值（actual），"
        "定性指标填写达到程度（level）。",
        "completion is computed from what the indicators reached: leave it out.",
    )


def _unreadable(promised: Indicator, given: Reached) -> Refusal | None:
    if given.completion is not None:
        return _typed("indicators")
    if _value(promised, given) is not None:
        return None
    kinds = {
        "qualitative": ("level", "0 至 100 的百分数", "a level, 0 to 100 percent"),
        "by": ("actual", "实际完成日期，如 2025-08-20", "the day it was reached"),
    }
    field, zh, en = kinds.get(promised.relation, ("actual", "数字", "a number"))
    named = {"level": "达到程度（level）", "actual": "实际完成值（actual）"}[field]
    return refusals.invalid(
        "indicators",
        f"指标 {promised.id}“{promised.title}”的{named}须为{zh}。",
        f"`{field}` of indicator {promised.id} is {en}.",
    )


def _value(promised: Indicator, given: Reached) -> Decimal | date | None:
    """What an indicator reached, or none if it is not given or cannot be read."""
    if promised.relation == "qualitative":
        return given.level
    reader = _DAY if promised.relation == "by" else _NUMBER
    try:
        return reader.validate_python(given.actual)
    except ValidationError:
        return None


class Computed(NamedTuple):
    """The overall rate in percent, the completion of each indicator, and the rules behind them."""

    completion_rate: Decimal
    indicators: tuple[Completion, ...]
    basis: tuple[Answer, ...] = ()


def completed(
    act: CommandContext[FileResult], promised: Sequence[Indicator], in_force: InForce
) -> Computed:
    """The completion of a target's indicators.

    A result of the first version, and one without an approved target, keeps what was typed.
    """
    command, typed = act.command, act.command.completion_rate
    if typed is not None:
        return Computed(typed, tuple(_as_typed(command.indicators)))
    found = tuple(_completions(promised, command.indicators))
    points = {one.id: one.points for one in promised}
    asked = [
        {"id": one.id, "completion": f"{one.completion:f}", "points": f"{points[one.id]:f}"}
        for one in found
    ]
    answer = in_force.ask("monitoring.completion_rate", act.effective_on, indicators=asked)
    if answer.stated:
        return Computed(plain(answer.outcome["completion_rate"]), found, (answer,))
    weighed = [{"completion": one.completion, "points": points[one.id]} for one in found]
    return Computed(plain(f"{_UNSTATED.of(weighed):f}"), found, (answer,))


def _as_typed(indicators: Sequence[Reached]) -> Iterator[Completion]:
    for one in indicators:
        if one.completion is None:
            raise ValueError(f"{one.id}: no completion was typed")
        yield Completion(id=one.id, actual=one.actual, completion=one.completion)


def _completions(
    promised: Sequence[Indicator], indicators: Sequence[Reached]
) -> Iterator[Completion]:
    given = {one.id: one for one in indicators}
    for indicator in promised:
        one = given[indicator.id]
        value = _value(indicator, one)
        if value is None:
            raise ValueError(f"{indicator.id}: its value cannot be read")
        percent = completion_of(indicator.relation, indicator.target, value)
        yield Completion(
            id=one.id, actual=one.actual, level=one.level, completion=_to_28_digits(percent)
        )


def _to_28_digits(number: Fraction) -> Decimal:
    return Decimal(f"{Decimal(number.numerator) / Decimal(number.denominator):f}")
