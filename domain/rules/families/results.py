"""Rules on the use of results 结果应用 in next year's budget."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field as Constraint
from pydantic import model_validator

from domain.rules.engine.exact import Mode, canonical, multiply, rounded
from domain.rules.engine.inputs import Field, Inputs, boolean, number, one_of, score
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


class Deduction(RuleValue):
    """The part of next year's planned amount that is deducted, rounded to `unit` yuan."""

    ratio: Annotated[Number, Constraint(gt=0, le=1)]
    base: Literal["planned"]
    unit: Annotated[Number, Constraint(gt=0)]
    mode: Mode

    def amount(self, planned: Decimal) -> Decimal:
        """Give the amount deducted, in yuan; never more than what is planned."""
        units = Fraction(self.ratio) * Fraction(planned) / Fraction(self.unit)
        return min(multiply(rounded(units, 0, self.mode), self.unit), planned)


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
        "deduction": canonical(amount.amount(planned)) if amount else None,
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
        ),
        BudgetUses,
        _budget_action,
    ),
)
