"""Rules on feedback 结果反馈: after which evaluation problems are fed back to the unit."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import Field as Constraint

from domain.rules.engine.inputs import Field, Inputs, nullable, one_of
from domain.rules.engine.rule import Rule, Withheld
from domain.rules.engine.values import RuleValue
from domain.rules.families.grade import GRADES, Grade

Source = Literal[
    "self_evaluation",
    "department_evaluation",
    "key_evaluation",
    "authenticity_check",
    "audit_finding",
    "overall_evaluation",
]
SOURCES: tuple[Source, ...] = get_args(Source)
"""Where problems come from beside monitoring, in the order of the year."""


class Feedback(RuleValue):
    """The sources whose problems are fed back; `grades` are those of a result, null for any.

    `measure_by` is who proposes the measure; null where the text does not say.
    """

    sources: Annotated[tuple[Source, ...], Constraint(strict=False, min_length=1)]
    grades: Annotated[tuple[Grade, ...], Constraint(strict=False, min_length=1)] | None = None
    measure_by: Literal["unit"] | None = None


def _required(value: Feedback, *, source: Source, grade: Grade | None) -> dict[str, Any] | Withheld:
    if source not in value.sources:
        return Withheld.NOT_STATED
    if value.grades is not None and grade not in value.grades:
        return Withheld.NOT_STATED
    return {"measure_by": value.measure_by}


RULES = (
    Rule(
        "feedback.required",
        "gate",
        Inputs(Field("source", one_of(SOURCES)), Field("grade", nullable(one_of(GRADES)))),
        Feedback,
        _required,
    ),
)
