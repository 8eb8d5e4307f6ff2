"""The final grade: the band of the score, then each cap, forced grade and veto in its order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field as Constraint

from domain.rules.engine.exact import canonical
from domain.rules.engine.inputs import Field, Inputs, boolean, count, day, distinct, score
from domain.rules.engine.rule import Rule, Step, Withheld
from domain.rules.engine.values import DayOfYear, Limit, RuleValue
from domain.rules.families.grade import Bands, Grade, lower


class MonitoringCap(RuleValue):
    """The best grade left after failed monitoring reviews that were not rectified.

    Either every node of one calendar year failed, or any two consecutive ones (AMB-06). Where
    `refusal` is true, failing to rectify is not enough: it was refused (拒不整改).
    """

    nodes: Annotated[tuple[DayOfYear, ...], Constraint(strict=False, min_length=2)]
    within: Literal["calendar_year", "any_consecutive"]
    refusal: bool
    at_best: Grade

    def failed(self, reviews: Collection[date]) -> bool:
        """Whether enough reviews failed."""
        years = {review.year for review in reviews}
        rounds = {year: [node.in_year(year) in reviews for node in self.nodes] for year in years}
        if self.within == "calendar_year":
            return any(all(one) for one in rounds.values())
        runs = ([*one, *rounds.get(year + 1, [])] for year, one in rounds.items())
        return any(first and second for run in runs for first, second in pairwise(run))


class AuditCap(RuleValue):
    """The best grade left from a number of formal findings on (AMB-21)."""

    findings: Limit
    at_best: Grade


class Forced(RuleValue):
    """The grade that a major problem leads to; `needs` is what establishes one (AMB-20)."""

    grade: Grade
    needs: Annotated[tuple[Literal["document_reference", "decider"], ...], Constraint(strict=False)]


class Vetoed(RuleValue):
    """The grade after an untrue self-evaluation (一票否决).

    `recovery` says which funds are recovered; null is open until ruled (AMB-19) and concerns the
    amount only, never the grade.
    """

    grade: Grade
    recovery: Literal["all", "unspent", "misused"] | None


@dataclass(frozen=True, slots=True)
class _Facts:
    score: Decimal
    failed_reviews: Sequence[date]
    rectified: bool
    refused: bool
    audit_findings: int
    major_problem: bool
    untrue_self_evaluation: bool


def _banded(value: Bands, facts: _Facts, _: Grade | None) -> Grade | None:
    return value.grade(facts.score)


def _capped_by_monitoring(value: MonitoringCap, facts: _Facts, grade: Grade) -> Grade | None:
    unrectified = not facts.rectified and (facts.refused or not value.refusal)
    if not unrectified or not value.failed(frozenset(facts.failed_reviews)):
        return None
    return lower(grade, value.at_best)


def _capped_by_audit(value: AuditCap, facts: _Facts, grade: Grade) -> Grade | None:
    if not value.findings.met_by(Decimal(facts.audit_findings)):
        return None
    return lower(grade, value.at_best)


def _forced(value: Forced, facts: _Facts, _: Grade) -> Grade | None:
    return value.grade if facts.major_problem else None


def _vetoed(value: Vetoed, facts: _Facts, _: Grade) -> Grade | None:
    return value.grade if facts.untrue_self_evaluation else None


_SHAPES: Mapping[str, type[RuleValue]] = {
    "band": Bands,
    "monitoring_cap": MonitoringCap,
    "audit_cap": AuditCap,
    "major_problem": Forced,
    "veto": Vetoed,
}
_TAKE: Mapping[str, Callable[[Any, _Facts, Any], Grade | None]] = {
    "band": _banded,
    "monitoring_cap": _capped_by_monitoring,
    "audit_cap": _capped_by_audit,
    "major_problem": _forced,
    "veto": _vetoed,
}


def _final(value: Sequence[Step], **asked: Any) -> dict[str, Any] | Withheld:
    if value[0].part != "band":
        return Withheld.NOT_STATED
    facts, grade, chain = _Facts(**asked), None, []
    for step in value:
        after = _TAKE[step.part](step.value, facts, grade)
        if after is not None:
            chain.append({"step": step.part, "from": grade, "to": after, "clause": step.clause})
            grade = after
    return {"grade": grade, "score": canonical(facts.score), "chain": chain}


RULES = (
    Rule(
        "grade.final",
        "cap",
        Inputs(
            Field("score", score),
            Field("failed_reviews", distinct(day)),
            Field("rectified", boolean),
            Field("refused", boolean),
            Field("audit_findings", count),
            Field("major_problem", boolean),
            Field("untrue_self_evaluation", boolean),
        ),
        _SHAPES,
        _final,
        parts=tuple(_SHAPES),
    ),
)
