"""Rules on the use of results 结果应用 in next year's budget."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field as Constraint
from pydantic import model_validator

from domain.rules.engine.exact import Mode, canonical, multiply, rounded, subtract
from domain.rules.engine.inputs import (
    Before,
    Field,
    Inputs,
    boolean,
    nullable,
    number,
    one_of,
    score,
)
from domain.rules.engine.rule import Rule
from domain.rules.engine.values import Limit, Number, RuleValue
from domain.rules.families.grade import GRADES, Grade

Action = Literal[
    "priority",
    "urge_improvement",
    "reduce_or_cancel",
    "adjust",
    "deduct",
    "recover",
    "not_arranged",
    "rectify",
    "clear_carry_over",
    "reduce",
]
Fact = Literal["targets_missed", "overlapping", "veto", "deduction_due"]
"""The facts beside the grade; `deduct` gives `deduction_due`."""


Ratio = Annotated[Number, Constraint(gt=0, le=1)]
DEPARTMENT_PROJECTS = "department_projects"


class Band(RuleValue):
    """The ratio of the scores that meet a limit."""

    score: Limit
    ratio: Ratio


class Deduction(RuleValue):
    """The part of an amount that is deducted, rounded to `unit` yuan.

    `base` is what it is a part of: the project's planned amount of next year (`planned` is an
    earlier word for it), or the planned amount of all projects of the department. The part is one
    `ratio`, or that of the first of the `bands` that the score meets. `floor` is what the base
    keeps at least, in yuan.
    """

    ratio: Ratio | None = None
    bands: Annotated[tuple[Band, ...], Constraint(strict=False)] = ()
    base: Literal["planned", "project_planned", "department_projects"]
    unit: Annotated[Number, Constraint(gt=0)]
    mode: Mode
    floor: Annotated[Number, Constraint(ge=0)] = Decimal(0)

    @model_validator(mode="after")
    def _has_a_ratio(self) -> Deduction:
        if (self.ratio is None) != bool(self.bands):
            raise ValueError("a deduction has a ratio or bands, and not both")
        return self

    def amount(self, score: Decimal, planned: Decimal, department: Decimal | None) -> str | None:
        """Give the amount deducted, in yuan; null without a base or a ratio for the score."""
        base = department if self.base == DEPARTMENT_PROJECTS else planned
        ratio = self.ratio_of(score)
        if base is None or ratio is None:
            return None
        units = Fraction(ratio) * Fraction(base) / Fraction(self.unit)
        deducted = multiply(rounded(units, 0, self.mode), self.unit)
        return canonical(max(min(deducted, subtract(base, self.floor)), Decimal(0)))

    def ratio_of(self, score: Decimal) -> Decimal | None:
        """The ratio of a score; null if it meets none of the bands."""
        if self.ratio is not None:
            return self.ratio
        return next((band.ratio for band in self.bands if band.score.met_by(score)), None)


class Use(RuleValue):
    """The use of a result with one of these grades, or with one of these facts.

    `alternatives`: one of the actions is enough. `in_principle` (原则上): a recorded exception may
    depart from it.
    """

    grades: Annotated[tuple[Grade, ...], Constraint(strict=False)] = ()
    facts: Annotated[tuple[Fact, ...], Constraint(strict=False)] = ()
    actions: Annotated[tuple[Action, ...], Constraint(strict=False, min_length=1)]
    alternatives: bool = False
    in_principle: bool = False

    @model_validator(mode="after")
    def _has_a_condition(self) -> Use:
        if not self.grades and not self.facts:
            raise ValueError("a use names a grade or a fact")
        return self

    def holds(self, grade: str, facts: Mapping[str, bool]) -> bool:
        """Whether this use applies."""
        return grade in self.grades or any(facts[fact] for fact in self.facts)


class Deducted(RuleValue):
    """A score that leads to a deduction.

    A null `amount` is open until ruled (AMB-08). `lowered_grades` are those that a score may
    disagree with: whether such a grade alone leads to a deduction is `follows_grade`, null until
    ruled (AMB-18).
    """

    score: Limit
    amount: Deduction | None
    lowered_grades: Annotated[tuple[Grade, ...], Constraint(strict=False, min_length=1)]
    follows_grade: bool | None

    def holds(self, grade: str, score: Decimal) -> bool:
        """Whether an amount is deducted without anybody's further decision."""
        return self.score.met_by(score) or bool(self.follows_grade and grade in self.lowered_grades)


class BudgetUses(RuleValue):
    """The uses of results, in the order of the documents."""

    uses: Annotated[tuple[Use, ...], Constraint(strict=False, min_length=1)]
    deduct: Deducted | None = None

    @model_validator(mode="after")
    def _a_deduction_has_its_score(self) -> BudgetUses:
        if any("deduction_due" in use.facts for use in self.uses) != (self.deduct is not None):
            raise ValueError("deduct stands exactly where a use follows from deduction_due")
        return self


def _budget_action(
    value: BudgetUses,
    *,
    grade: str,
    score: Decimal,
    planned: Decimal,
    targets_met: bool,
    overlapping: bool,
    veto: bool,
    department_projects: Decimal | None,
) -> dict[str, Any]:
    due = value.deduct is not None and value.deduct.holds(grade, score)
    facts = {
        "targets_missed": not targets_met,
        "overlapping": overlapping,
        "veto": veto,
        "deduction_due": due,
    }
    uses = [use for use in value.uses if use.holds(grade, facts)]
    amount = value.deduct.amount if value.deduct is not None and due else None
    return {
        "actions": [action for use in uses for action in use.actions],
        "alternatives": any(use.alternatives for use in uses),
        "in_principle": any(use.in_principle for use in uses),
        "deduction": amount.amount(score, planned, department_projects) if amount else None,
    }


RULES = (
    Rule(
        "results.budget_action",
        "use",
        Inputs(
            Field("grade", one_of(GRADES)),
            Field("score", score),
            Field("planned", number),
            Field("targets_met", boolean),
            Field("overlapping", boolean),
            Field("veto", boolean),
            Field(DEPARTMENT_PROJECTS, nullable(number), before=Before(None)),
        ),
        BudgetUses,
        _budget_action,
    ),
)
