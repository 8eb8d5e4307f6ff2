"""Rules on the sections of a finance bureau 内设科室: which of them leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

from pydantic import Field as Constraint
from pydantic import model_validator

from domain.rules.engine.errors import BadInput
from domain.rules.engine.inputs import Field, Inputs, nullable, one_of
from domain.rules.engine.rule import Rule, Withheld
from domain.rules.engine.values import RuleValue
from domain.rules.families.scope import BUDGET_TYPES, SUBJECTS, BudgetType, Subject

SectionKind = Literal[
    "social_insurance_section",
    "enterprise_section",
    "debt_management_centre",
    "evaluation_centre",
    "business_section",
]
SECTION_KINDS: tuple[SectionKind, ...] = get_args(SectionKind)
"""The sections that the texts name, by what they do; a bureau gives them codes and names."""


class Leading(RuleValue):
    """The section that leads on a special subject, or on a budget; the subject comes first."""

    subjects: Mapping[Subject, SectionKind] = Constraint(default_factory=dict)
    budget_types: Mapping[BudgetType, SectionKind] = Constraint(default_factory=dict)

    @model_validator(mode="after")
    def _names_a_section(self) -> Leading:
        if not self.subjects and not self.budget_types:
            raise ValueError("a value names the section of a subject or of a budget")
        return self


class _BudgetOrSubject(Inputs):
    """The input of a question that needs a budget or a special subject, or both."""

    __slots__ = ()

    def parse(self, given: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
        read = super().parse(given, prefix)
        if all(value is None for value in read.values()):
            raise BadInput(f"{prefix}budget_type", "give the budget type or the subject")
        return read


def _lead(
    value: Leading, *, budget_type: BudgetType | None, subject: Subject | None
) -> dict[str, str] | Withheld:
    section = value.subjects.get(subject) if subject else None
    section = section or (value.budget_types.get(budget_type) if budget_type else None)
    return {"section": section} if section else Withheld.NOT_STATED


RULES = (
    Rule(
        "sections.lead",
        "scope",
        _BudgetOrSubject(
            Field("budget_type", nullable(one_of(BUDGET_TYPES))),
            Field("subject", nullable(one_of(SUBJECTS))),
        ),
        Leading,
        _lead,
    ),
)
