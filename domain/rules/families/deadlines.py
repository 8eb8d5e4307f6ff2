"""Deadlines that are days of the work year, and other dates that a text names outright."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field as Constraint

from domain.rules.engine.inputs import Field, Inputs, day, year
from domain.rules.engine.rule import Rule
from domain.rules.engine.values import DayOfYear, Deadline, RuleValue, due_answer

DUE = (
    "target.overall.due",
    "self_evaluation.due",
    "department_evaluation.due",
    "overall_self_evaluation.due",
    "finance_review.due",
    "authenticity.due",
    "key_evaluation.due",
    "county_summary.due",
    "special_budgets_summary.due",
)
"""The rules that give one day of the work year and say whether a filing was in time."""

_WORK_YEAR = Field("work_year", year)


def _due(value: Deadline, *, work_year: int, filed_on: date | None = None) -> Mapping[str, Any]:
    return due_answer(value.due.in_year(work_year), filed_on, included=value.included)


class DaysOfYear(RuleValue):
    """Several days of the work year, each of them a due day; nothing rolls over."""

    due: Annotated[tuple[DayOfYear, ...], Constraint(strict=False, min_length=1)]
    roll: Literal["none"]


def _days(value: DaysOfYear, *, work_year: int) -> Mapping[str, list[str]]:
    return {"due": [due.in_year(work_year).isoformat() for due in value.due]}


class Window(RuleValue):
    """A span of days of the work year, both ends included."""

    first: DayOfYear
    last: DayOfYear


class Windows(RuleValue):
    """Several spans of days of the work year."""

    windows: Annotated[tuple[Window, ...], Constraint(strict=False, min_length=1)]


def _windows(value: Windows, *, work_year: int) -> list[list[str]]:
    return [
        [day.in_year(work_year).isoformat() for day in (window.first, window.last)]
        for window in value.windows
    ]


RULES = (
    *(
        Rule(
            due,
            "deadline",
            Inputs(_WORK_YEAR, Field("filed_on", day, required=False)),
            Deadline,
            _due,
        )
        for due in DUE
    ),
    Rule("county_report.due", "deadline", Inputs(_WORK_YEAR), DaysOfYear, _days),
    Rule("county_appraisal.windows", "deadline", Inputs(_WORK_YEAR), Windows, _windows),
)
