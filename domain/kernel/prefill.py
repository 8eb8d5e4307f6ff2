"""Prefilled fields: what the log knows of an act that somebody is about to take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.kernel.message import Command


@dataclass(frozen=True, slots=True)
class Open:
    """A part of a known value that a person still has to give, by the name of its field.

    `hint` says what is to be given, in Chinese; `sample` is a value with which the act is tried.
    """

    field: str
    hint: str
    sample: Any = "1"


Prefill = Callable[[Any, date], Mapping[str, Any]]
"""The known fields of an act on a registered subject, as JSON values; null ones are not known."""

Prefills = Mapping[type[Command], Prefill]
"""The known fields of a subject's acts."""

TITLE = Open("title", "文本")
"""The title of a confidential subject's indicator: it is given again, not shown."""


def text(value: Decimal | date | None) -> str | None:
    """A number or a date as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else f"{value:f}"


def filed_again(indicators: tuple[Any, ...], *, secret: bool) -> list[dict[str, Any]] | None:
    """The indicators as they were filed, without their titles where the subject is secret."""
    hidden = {"title": TITLE} if secret else {}
    return [
        {**one.model_dump(mode="json", exclude_none=True), **hidden} for one in indicators
    ] or None


def points_left(indicators: tuple[Any, ...]) -> str | None:
    """The points that indicators leave to the execution of the budget, of 100."""
    return text(100 - sum(one.points for one in indicators)) if indicators else None


def reached(indicator: Any) -> dict[str, Any]:
    """The field of an indicator for what was reached."""
    if indicator.relation == "qualitative":
        return {"level": Open("level", "百分数，100 为全部", sample="100")}
    if indicator.relation == "by":
        return {"actual": Open("actual", "日期", sample=text(indicator.target))}
    return {"actual": Open("actual", "数")}
