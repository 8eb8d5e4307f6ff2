"""Rules of the dual monitoring (双监控): when, of what, and what follows from a review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field as Constraint

from domain.rules.engine.exact import with_places
from domain.rules.engine.inputs import (
    Field,
    Inputs,
    day,
    distinct,
    filled,
    identifier,
    nullable,
    number,
    one_of,
    record,
    score,
    year,
)
from domain.rules.engine.rule import Fallback, Rule, Withheld
from domain.rules.engine.values import (
    DayOfYear,
    Limit,
    Number,
    Rounding,
    RuleValue,
    Whole,
    Word,
    Words,
    due_answer,
    month_after,
)
from domain.rules.families.deviation import Deviation, Trigger
from domain.rules.families.lists import item, items

SUBJECTS = ("project", "overall")


class Nodes(RuleValue):
    """The days as of which results are monitored, in the work year; none where no day is stated."""

    nodes: Annotated[tuple[DayOfYear, ...], Constraint(strict=False)]


def _nodes(value: Nodes, *, work_year: int, **_: object) -> list[str]:
    return [node.in_year(work_year).isoformat() for node in value.nodes]


class DayAfterNode(RuleValue):
    """The day of the month after a node by which its results are due.

    `included` says whether that day itself is in time (AMB-10); nothing rolls over.
    """

    day: Annotated[Whole, Constraint(ge=1, le=28)]
    of: Literal["month_after_node"]
    included: bool
    roll: Literal["none"]


def _due(
    value: DayAfterNode, *, node: date, filed_on: date | None = None, **_: object
) -> dict[str, str | None]:
    return due_answer(month_after(node, value.day), filed_on, included=value.included)


def _no_day(value: Nodes, *, node: date, **_: object) -> dict[str, str | None] | Withheld:
    stated = [one.in_year(node.year) for one in value.nodes]
    if stated and node not in stated:
        return Withheld.NOT_STATED
    return {"due": None, "status": "no_due_date"}


def _trigger(
    value: Trigger,
    *,
    execution_rate: Decimal,
    completion_rate: Decimal,
    review_score: Decimal | None,
) -> dict[str, Any]:
    if value.judgement:
        return {"rectify": None, "reasons": ["judgement"]}
    reasons = value.reasons(execution_rate, completion_rate, review_score)
    return {"rectify": bool(reasons), "reasons": reasons}


class Overall(RuleValue):
    """The overall completion of a target, made from the completion of its indicators (AMB-41).

    An indicator counts `at_most` so many percent, and weighs its points or as much as any other.
    """

    weights: Literal["points", "equal"]
    at_most: Number
    rounding: Rounding

    def of(self, indicators: Sequence[Mapping[str, Any]]) -> Decimal:
        """The overall completion in percent, rounded once."""
        points = [Fraction(one["points"]) for one in indicators]
        weighted = self.weights == "points" and any(points)
        weights = points if weighted else [Fraction(1)] * len(points)
        reached = [Fraction(min(one["completion"], self.at_most)) for one in indicators]
        whole = (part * weight for part, weight in zip(reached, weights, strict=True))
        return self.rounding.of(sum(whole, Fraction(0)) / sum(weights, Fraction(0)))


class CompletionRate(RuleValue):
    """How overall completion is made."""

    overall: Overall


def _completion_rate(
    value: CompletionRate, *, indicators: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    rate = value.overall.of(indicators)
    return {"completion_rate": with_places(rate, value.overall.rounding.places)}


class Levels(RuleValue):
    """The levels of two warning lines, in percent; null is open until ruled."""

    execution: Limit | None
    completion: Limit | None


class WarningLines(RuleValue):
    """The three lines: execution, completion, and the deviation between them."""

    levels: Levels
    deviation: Deviation


def _warning_lines(
    value: WarningLines, *, execution_rate: Decimal, completion_rate: Decimal
) -> dict[str, list[str]]:
    lines = {
        "execution": (value.levels.execution, execution_rate),
        "completion": (value.levels.completion, completion_rate),
    }
    touched = [name for name, (line, rate) in lines.items() if line and line.met_by(rate)]
    if value.deviation.met_by(execution_rate, completion_rate):
        touched.append("deviation")
    return {"touched": touched, "open": [name for name, (line, _) in lines.items() if not line]}


class Failed(RuleValue):
    """The review score that fails a review without a verdict; null is open until ruled."""

    score: Limit | None


def _failed(value: Failed, *, review_score: Decimal | None, verdict: str | None) -> bool | Withheld:
    if verdict is not None:
        return verdict == "不合格"
    if value.score is None:
        return Withheld.NEEDS_RULING
    return review_score is not None and value.score.met_by(review_score)


_INDICATOR = record(Field("id", identifier), Field("completion", number), Field("points", number))
_RATES = (Field("execution_rate", number), Field("completion_rate", number))
_REVIEW_SCORE = Field("review_score", nullable(score))
_SUBJECT = one_of(SUBJECTS)

RULES = (
    Rule(
        "monitoring.nodes",
        "deadline",
        Inputs(Field("work_year", year), Field("subject", _SUBJECT)),
        Nodes,
        _nodes,
        parts=SUBJECTS,
        part_of=lambda asked: str(asked["subject"]),
    ),
    Rule("monitoring.scope", "scope", Inputs(), Word, item),
    Rule(
        "monitoring.due",
        "deadline",
        Inputs(
            Field("node", day),
            Field("subject", _SUBJECT, required=False),
            Field("filed_on", day, required=False),
        ),
        DayAfterNode,
        _due,
        parts=SUBJECTS,
        part_of=lambda asked: str(asked.get("subject", "project")),
        fallback=Fallback("monitoring.nodes", _no_day),
    ),
    Rule(
        "monitoring.completion_rate",
        "ratio",
        Inputs(Field("indicators", filled(distinct(_INDICATOR, "id")))),
        CompletionRate,
        _completion_rate,
    ),
    Rule("monitoring.trigger", "threshold", Inputs(*_RATES, _REVIEW_SCORE), Trigger, _trigger),
    Rule("monitoring.between_nodes", "scope", Inputs(), Word, item),
    Rule("monitoring.baseline", "scope", Inputs(), Word, item),
    Rule("monitoring.round_analysis", "scope", Inputs(), Word, item),
    Rule("monitoring.score_use", "use", Inputs(), Words, items),
    Rule("monitoring.warning_lines", "threshold", Inputs(*_RATES), WarningLines, _warning_lines),
    Rule(
        "monitoring.failed",
        "threshold",
        Inputs(_REVIEW_SCORE, Field("verdict", nullable(one_of(("合格", "不合格"))))),
        Failed,
        _failed,
    ),
)
