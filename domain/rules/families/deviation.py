"""Rules on deviation: the gap between execution and completion, and when it calls for action."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import model_validator

from domain.rules.engine.exact import HUNDRED, multiply, subtract
from domain.rules.engine.values import Limit, RuleValue, stands

Measure = Literal["percentage_points", "relative_to_completion", "relative_to_execution"]
"""How a deviation is measured (AMB-02); always as an absolute difference."""


class Deviation(RuleValue):
    """A limit of the deviation between the execution rate and the completion rate.

    In percentage points, or in percent of one of the two rates. Compared exactly, without
    division. Where the rate divided by is 0, any difference is beyond every limit and none is
    within it.
    """

    line: Limit
    measure: Measure

    def met_by(self, execution: Decimal, completion: Decimal) -> bool:
        """Whether the deviation of two rates (percent) is on the declared side of the limit."""
        apart = subtract(execution, completion).copy_abs()  # abs() would round
        if self.measure == "percentage_points":
            return self.line.met_by(apart)
        base = completion if self.measure == "relative_to_completion" else execution
        if base == 0:
            return apart > 0
        return stands(self.line.side, multiply(apart, HUNDRED), multiply(self.line.limit, base))


class Trigger(RuleValue):
    """The condition under which a review leads to rectification.

    Either the reviewer's judgement, without any number, or a review score (points), a deviation,
    or both. `combine` says whether one condition is enough (AMB-03); `joined_by` is the word of
    the text behind that reading.
    """

    judgement: bool
    score: Limit | None = None
    deviation: Deviation | None = None
    combine: Literal["either", "both"] | None = None
    joined_by: str | None = None

    @model_validator(mode="after")
    def _judgement_or_numbers(self) -> Trigger:
        measured = [rule for rule in (self.score, self.deviation) if rule is not None]
        if self.judgement == bool(measured):
            raise ValueError("a trigger is either the reviewer's judgement or has a number")
        joined = {self.combine is not None, self.joined_by is not None}
        if joined != {len(measured) == 2}:  # noqa: PLR2004
            raise ValueError("combine and joined_by stand exactly where there are two conditions")
        return self

    def reasons(self, execution: Decimal, completion: Decimal, score: Decimal | None) -> list[str]:
        """Name the conditions that lead to rectification; none where it is not due."""
        reasons = []
        if self.score is not None and score is not None and self.score.met_by(score):
            reasons.append("score")
        if self.deviation is not None and self.deviation.met_by(execution, completion):
            reasons.append("deviation")
        if self.combine == "both" and len(reasons) < 2:  # noqa: PLR2004
            return []
        return reasons
