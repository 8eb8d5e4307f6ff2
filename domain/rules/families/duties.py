"""Rules on duties after a result: 约谈, 表彰, 追责."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field as Constraint

from domain.rules.engine.inputs import Before, Field, Inputs, boolean, one_of
from domain.rules.engine.rule import Rule
from domain.rules.engine.values import RuleValue

Measure = Literal[
    "circulated_criticism",
    "regulatory_talk",
    "commend",
    "time_limited_rectification",
    "other",
]
Measures = Annotated[tuple[Measure, ...], Constraint(strict=False, min_length=1)]


class MayTake(RuleValue):
    """The measures that may be taken on a result, and who takes them; null if nothing says who.

    `other` is a measure in words (等多种方式).
    """

    may: Measures
    by: Literal["finance"] | None = None


def _may(value: MayTake) -> dict[str, Any]:
    may: dict[str, Any] = {"may": list(value.may)}
    return may if value.by is None else {**may, "by": value.by}


class UnitMeasures(RuleValue):
    """The reward of an effective unit, and the duties of a unit of low rank."""

    effective: Measures
    rank_low: Measures


def _unit(value: UnitMeasures, *, effective: bool, rank_low: bool) -> list[str]:
    good: tuple[str, ...] = value.effective if effective else ()
    bad: tuple[str, ...] = value.rank_low if rank_low else ()
    return [*good, *bad]


Copied = Literal["party_committee", "government"]


class CopiedTo(RuleValue):
    """Those who get a copy of the appraisal's results."""

    items: Annotated[tuple[Copied, ...], Constraint(strict=False, min_length=1)]


def _copied_to(value: CopiedTo) -> list[str]:
    return list(value.items)


Fact = Literal[
    "duty_not_performed",
    "major_omission",
    "deducted_or_criticised",
    "ineffective",
    "poor_results",
    "untrue",
]
Answerable = Literal[
    "finance_section",
    "finance_principal",
    "department_principal",
    "implementing_unit",
    "project_lead",
]


class HeldToAccount(RuleValue):
    """The facts that lead to accountability, the persons, and who proposes and decides it."""

    facts: Annotated[tuple[Fact, ...], Constraint(strict=False, min_length=1)]
    whom: Annotated[tuple[Answerable, ...], Constraint(strict=False, min_length=1)]
    proposed_by: Literal["finance"] | None
    decided_by: Literal["government", "finance"] | None


class Accountability(RuleValue):
    """Accountability of finance and of departments; null where the text holds nobody of them.

    `untrue` is the accountability of a department for an untrue self-evaluation: it follows the
    veto (一票否决), whatever the other facts are.
    """

    finance: HeldToAccount | None
    department: HeldToAccount | None
    untrue: HeldToAccount | None = None


def _accountability(value: Accountability, *, who: str, **facts: bool) -> dict[str, Any]:
    held = (value.finance,) if who == "finance" else (value.untrue, value.department)
    whom = [
        person
        for one in held
        if one is not None and any(facts[fact] for fact in one.facts)
        for person in one.whom
    ]
    return {"hold_to_account": bool(whom), "whom": list(dict.fromkeys(whom))}


RULES = (
    Rule("results.measures", "use", Inputs(), MayTake, _may),
    Rule(
        "unit_appraisal.measures",
        "use",
        Inputs(Field("effective", boolean), Field("rank_low", boolean)),
        UnitMeasures,
        _unit,
    ),
    Rule("unit_appraisal.copied_to", "use", Inputs(), CopiedTo, _copied_to),
    Rule(
        "accountability.trigger",
        "gate",
        Inputs(
            Field("who", one_of(("finance", "department"))),
            Field("duty_not_performed", boolean),
            Field("major_omission", boolean),
            Field("deducted_or_criticised", boolean),
            Field("ineffective", boolean),
            Field("poor_results", boolean),
            Field("untrue", boolean, before=Before(False)),
        ),
        Accountability,
        _accountability,
    ),
)
