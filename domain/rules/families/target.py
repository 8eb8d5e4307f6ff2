"""Rules of the performance targets (绩效目标)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import Field as Constraint
from pydantic import model_validator

from domain.rules.engine.exact import total
from domain.rules.engine.inputs import Field, Inputs, boolean, number, one_of, record
from domain.rules.engine.rule import Rule
from domain.rules.engine.values import Number, RuleValue, Words
from domain.rules.families.lists import items


class TargetGate(RuleValue):
    """The consequence of a missing target, and of an unreasonable target that was not adjusted.

    A null `without_target` means that the document is silent: nothing is bound.
    """

    without_target: Literal["refuse"] | None
    unreasonable: Literal["refuse", "advisory"]


def _gate(value: TargetGate, *, target_filed: bool, reasonable: bool, adjusted: bool) -> str:
    if not target_filed and value.without_target is not None:
        return value.without_target
    return "admit" if reasonable or adjusted else value.unreasonable


class IndicatorSource(RuleValue):
    """The kinds of indicator that must come from the library."""

    from_library: Annotated[
        tuple[Literal["common", "specific"], ...], Constraint(strict=False, min_length=1)
    ]


def _source(value: IndicatorSource, *, kind: str, in_library: bool) -> str:
    return "accept" if in_library or kind not in value.from_library else "reject"


Reviewed = Literal["project", "overall", "library"]


class JointReview(RuleValue):
    """The targets, and the library of indicators, that unit, bureau and third party review."""

    subjects: Annotated[tuple[Reviewed, ...], Constraint(strict=False, min_length=1)]


def _joint_review(value: JointReview, *, subject: str) -> str:
    return "required" if subject in value.subjects else "not_required"


Class = Literal["execution", "output", "benefit", "satisfaction"]
_DEFAULTS: tuple[Class, ...] = get_args(Class)


class Points(RuleValue):
    """The sum of the classes' points, and the points of execution; `default` is the usual value."""

    sum: Number
    execution: Number
    default: dict[Class, Number]

    @model_validator(mode="after")
    def _default_is_valid(self) -> Points:
        if set(self.default) != set(_DEFAULTS) or self.wrong(self.default):
            raise ValueError("the default must be valid itself")
        return self

    def wrong(self, classes: Mapping[Any, Decimal]) -> list[str]:
        """Name what is wrong with a distribution of points."""
        wrong = []
        if total(classes.values()) != self.sum:
            wrong.append("sum")
        if classes["execution"] != self.execution:
            wrong.append("execution")
        return wrong


class Weights(RuleValue):
    """The distribution of a self-evaluation's points over its classes."""

    points: Points


def _weights(value: Weights, *, classes: Mapping[Any, Decimal]) -> str | dict[str, list[str]]:
    invalid = value.points.wrong(classes)
    return {"invalid": invalid} if invalid else "valid"


_CLASSES = record(
    *(Field(name, number) for name in _DEFAULTS),
    Field("cost", number, required=False),
)

RULES = (
    Rule(
        "target.gate",
        "gate",
        Inputs(
            Field("target_filed", boolean),
            Field("reasonable", boolean),
            Field("adjusted", boolean),
        ),
        TargetGate,
        _gate,
    ),
    Rule(
        "target.indicator_source",
        "gate",
        Inputs(Field("kind", one_of(("common", "specific"))), Field("in_library", boolean)),
        IndicatorSource,
        _source,
    ),
    Rule(
        "target.joint_review",
        "gate",
        Inputs(Field("subject", one_of(get_args(Reviewed)))),
        JointReview,
        _joint_review,
    ),
    Rule("target.indicator_standards", "form", Inputs(), Words, items),
    Rule("target.indicator_classes", "form", Inputs(), Words, items),
    Rule("target.overall_dimensions", "form", Inputs(), Words, items),
    Rule("target.weights", "ratio", Inputs(Field("classes", _CLASSES)), Weights, _weights),
)
