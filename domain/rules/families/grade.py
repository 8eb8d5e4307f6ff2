"""Grades (优秀、良好、一般、较差): their bands, their names, and which score counts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field as Constraint
from pydantic import model_validator

from domain.rules.engine.inputs import Field, Inputs, distinct, filled, one_of, score
from domain.rules.engine.rule import Rule
from domain.rules.engine.values import Limit, RuleValue

Grade = Literal["excellent", "good", "fair", "poor"]

GRADES: tuple[Grade, ...] = ("excellent", "good", "fair", "poor")
"""The ids, best first."""


def lower(one: Grade, other: Grade) -> Grade:
    """Give the lower of two grades."""
    return max(one, other, key=GRADES.index)


class Band(RuleValue):
    """A grade and the scores (points) that reach it."""

    grade: Grade
    line: Limit


class Bands(RuleValue):
    """The bands from the best grade down, and the grade of what reaches none of them."""

    bands: Annotated[tuple[Band, ...], Constraint(strict=False, min_length=1)]
    otherwise: Grade

    @model_validator(mode="after")
    def _downwards(self) -> Bands:
        if any(low.line.limit >= high.line.limit for high, low in pairwise(self.bands)):
            raise ValueError("each band must begin below the one before it")
        grades = [band.grade for band in self.bands]
        if grades != list(GRADES[: len(grades)]) or self.otherwise in grades:
            raise ValueError(f"the bands must be {', '.join(GRADES)}, in this order")
        return self

    def grade(self, score: Decimal) -> Grade:
        """Give the grade of a score."""
        reached = (band.grade for band in self.bands if band.line.met_by(score))
        return next(reached, self.otherwise)


def _bands(value: Bands, *, score: Decimal) -> Grade:
    return value.grade(score)


class Label(RuleValue):
    """The name of a grade in a text."""

    label: Annotated[str, Constraint(min_length=1)]


def _label(value: Label, **_: object) -> str:
    return value.label


SOURCES = ("self", "department", "finance")


class Precedence(RuleValue):
    """The evaluations whose scores count, the first of them before the others."""

    order: Annotated[
        tuple[Literal["self", "department", "finance"], ...],
        Constraint(strict=False, min_length=3, max_length=3),
    ]

    @model_validator(mode="after")
    def _each_once(self) -> Precedence:
        if set(self.order) != set(SOURCES):
            raise ValueError(f"each of {', '.join(SOURCES)} stands once")
        return self


def _source(value: Precedence, *, available: Sequence[str]) -> str:
    return next(source for source in value.order if source in available)


RULES = (
    Rule("grade.bands", "band", Inputs(Field("score", score)), Bands, _bands),
    Rule(
        "grade.labels",
        "form",
        Inputs(Field("grade", one_of(GRADES))),
        Label,
        _label,
        parts=GRADES,
        part_of=lambda asked: str(asked["grade"]),
    ),
    Rule(
        "grade.score_source",
        "selection",
        Inputs(Field("available", filled(distinct(one_of(SOURCES))))),
        Precedence,
        _source,
    ),
)
