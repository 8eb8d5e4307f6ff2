"""Rules that put candidates in order, or draw a sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from math import ceil
from typing import Annotated, Any, Literal

from pydantic import Field as Constraint

from domain.rules.engine.inputs import (
    BeforeInItems,
    Field,
    Inputs,
    boolean,
    distinct,
    filled,
    identifier,
    nullable,
    number,
    proportion,
    record,
    text,
)
from domain.rules.engine.rule import Rule, Withheld
from domain.rules.engine.values import Number, RuleValue, Words
from domain.rules.families.lists import items

Candidates = Sequence[Mapping[str, Any]]


class NotYetEvaluated(RuleValue):
    """Candidates of these kinds come first while they were never evaluated; then by amount."""

    first: Annotated[
        tuple[Literal["key_project", "one_off"], ...], Constraint(strict=False, min_length=1)
    ]
    unless: Literal["evaluated_before"]
    then: Literal["largest_amount"]


def _not_yet_evaluated(value: NotYetEvaluated, *, candidates: Candidates) -> list[str]:
    def rank(one: Mapping[str, Any]) -> tuple[bool, Decimal, str]:
        first = any(one[kind] for kind in value.first) and not one[value.unless]
        return not first, one["amount"].copy_negate(), one["id"]

    return [one["id"] for one in sorted(candidates, key=rank)]


class MostCriteria(RuleValue):
    """Candidates that meet more of these criteria come first; then by amount."""

    criteria: Annotated[
        tuple[
            Literal["party_government_decision", "broad_coverage", "public_attention", "influence"],
            ...,
        ],
        Constraint(strict=False, min_length=1),
    ]
    then: Literal["largest_amount"]


def _most_criteria(value: MostCriteria, *, candidates: Candidates) -> list[str]:
    def rank(one: Mapping[str, Any]) -> tuple[int, Decimal, str]:
        met = sum(one[criterion] for criterion in value.criteria)
        return -met, one["amount"].copy_negate(), one["id"]

    return [one["id"] for one in sorted(candidates, key=rank)]


class Draw(RuleValue):
    """The draw of a sample: the proportion of the frame by count, rounded up.

    The frame is ordered by the sha256 of seed, newline and id, so that anybody can repeat the
    draw. A null `ratio` is open until ruled.
    """

    ratio: Annotated[Number, Constraint(gt=0, le=1)] | None
    rounding: Literal["up"]
    order: Literal["sha256_of_seed_and_id"]


def _sample(
    value: Draw, *, frame: Sequence[str], ratio: Decimal | None, seed: str
) -> list[str] | Withheld:
    wanted = value.ratio if ratio is None else ratio
    if wanted is None:
        return Withheld.NEEDS_RULING

    def lot(name: str) -> tuple[str, str]:
        return sha256(f"{seed}\n{name}".encode()).hexdigest(), name

    return sorted(sorted(frame, key=lot)[: ceil(Fraction(wanted) * len(frame))])


_FLAGS = ("key_project", "one_off", "evaluated_before")
_CRITERIA = ("party_government_decision", "broad_coverage", "public_attention", "influence")


def _candidates(*flags: str, before: BeforeInItems | None = None) -> Field:
    fields = (Field(flag, boolean) for flag in flags)
    one = record(Field("id", identifier), *fields, Field("amount", number))
    return Field("candidates", distinct(one, "id"), before=before)


RULES = (
    Rule(
        "department_evaluation.priority",
        "selection",
        Inputs(_candidates(*_FLAGS)),
        NotYetEvaluated,
        _not_yet_evaluated,
    ),
    Rule(
        "key_evaluation.priority",
        "selection",
        Inputs(_candidates(*_CRITERIA, before=BeforeInItems("influence", value=False))),
        MostCriteria,
        _most_criteria,
    ),
    Rule("key_evaluation.types", "selection", Inputs(), Words, items),
    Rule(
        "authenticity.sample",
        "selection",
        Inputs(
            Field("frame", filled(distinct(identifier))),
            Field("ratio", nullable(proportion)),
            Field("seed", text),
        ),
        Draw,
        _sample,
    ),
)
