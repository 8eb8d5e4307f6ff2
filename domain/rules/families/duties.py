"""Rules on duties after a result: 约谈, 表彰, 追责."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field as Constraint

from domain.rules.engine.inputs import Field, Inputs, boolean, one_of
from domain.rules.engine.rule import Rule
from domain.rules.engine.values import RuleValue

Measure = Literal[
    "circulated_criticism",
    "regulatory_talk",
    "commend",
    "time_limited_rectification",
]
Measures = Annotated[tuple[Measure, ...], Constraint(strict=False, min_length=1)]


class MayTake(RuleValue):
    """The measures that finance may take on a result."""

    may: Measures


def _may(value: MayTake) -> dict[str, list[str]]:
    return {"may": list(value.may)}


class UnitMeasures(RuleValue):
    """The reward of an effective unit, and the duties of a unit of low rank."""

    effective: Measures
    rank_low: Measures


def _unit(value: UnitMeasures, *, effective: bool, rank_low: bool) -> list[str]:
    good: tuple[str, ...] = value.effective if effective else ()
    bad: tuple[str, ...] = value.rank_low if rank_low else ()
    return [*good, *bad]


Fact = Literal[
    "duty_not_performed",
    "major_omission",
    "deducted_or_criticised",
    "ineffective",
    "poor_results",
]
Answerable = Literal[
    "finance_section",
    "finance_principal",
    "department_principal",
    "implementing_unit",
    "project_lead",
]


class HeldToAccount(RuleValue):
    """Which facts lead to accountability, of whom, and who proposes and decides it."""

    facts: Annotated[tuple[Fact, ...], Constraint(strict=False, min_length=1)]
    whom: Annotated[tuple[Answerable, ...], Constraint(strict=False, min_length=1)]
    proposed_by: Literal["finance"] | None
    decided_by: Literal["government"] | None


class Accountability(RuleValue):
    """Accountability of finance and of departments; null where the text holds nobody of them."""

    finance: HeldToAccount | None
    department: HeldToAccount | None


def _accountability(value: Accountability, *, who: str, **facts: bool) -> dict[str, Any]:
    held = value.finance if who == "finance" else value.department
    if held is None or not any(facts[fact] for fact in held.facts):
        return {"hold_to_account": False, "whom": []}
    return {"hold_to_account": True, "whom": list(held.whom)}


RULES = (
    Rule("results.measures", "use", Inputs(), MayTake, _may),
    Rule(
        "unit_appraisal.measures",
        "use",
        Inputs(Field("effective", boolean), Field("rank_low", boolean)),
        UnitMeasures,
        _unit,
    ),
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
        ),
        Accountability,
        _accountability,
    ),
)
