"""Rules of the ex-ante assessment (事前绩效评估) and of entry into the project library."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field as Constraint

from domain.rules.engine.inputs import (
    Before,
    Field,
    Inputs,
    boolean,
    nullable,
    number,
    one_of,
)
from domain.rules.engine.rule import Rule, Withheld
from domain.rules.engine.values import Limit, RuleValue, Words
from domain.rules.families.lists import items

Extent = Literal["none", "new", "new_and_major"]


FUNDING = ("central", "regional", "prefecture", "county")
"""The levels of government that a project's money comes from."""

Funding = Literal["central", "regional", "prefecture", "county"]


class AssessedSubjects(RuleValue):
    """The projects and the policies that must be assessed.

    `major_of` are the levels of government whose money has every major project assessed, new or
    not.
    """

    projects: Extent
    policies: Extent
    major_of: Annotated[tuple[Funding, ...], Constraint(strict=False)] = ()


def _required(
    value: AssessedSubjects, *, subject: str, is_new: bool, is_major: bool, funding: str | None
) -> str:
    if subject == "project" and is_major and funding in value.major_of:
        return "required"
    extent = value.projects if subject == "project" else value.policies
    if extent == "none" or not is_new or (extent == "new_and_major" and not is_major):
        return "not_required"
    return "required"


class Reassessed(RuleValue):
    """The condition of a reassessment by finance: from an amount in yuan, or if specialised.

    A null `amount` was lost in the document; it is open until ruled.
    """

    amount: Limit | None
    specialised: bool


def _reassessment(
    value: Reassessed, *, county_level_investment: Decimal, specialised: bool
) -> str | Withheld:
    if specialised and value.specialised:
        return "may_commission"
    if value.amount is None:
        return Withheld.NEEDS_RULING
    met = value.amount.met_by(county_level_investment)
    return "may_commission" if met else "not_applicable"


class ReportGate(RuleValue):
    """The consequence of a missing report, and of a report that was reviewed as 不支持."""

    without_report: Literal["refuse", "advisory"]
    not_supported: Literal["refuse", "advisory"]


def _gate(value: ReportGate, *, report_filed: bool, review_result: str | None) -> str:
    if not report_filed:
        return value.without_report
    if review_result is None:
        return "pending"
    return "admit" if review_result == "支持" else value.not_supported


class LibraryGate(RuleValue):
    """The defects that keep a project out of the library."""

    without_factual_basis: Literal["refuse"]
    unprepared: Literal["refuse"]
    unclear_target: Literal["refuse"]


def _library(value: LibraryGate, *, factual_basis: bool, prepared: bool, target_clear: bool) -> str:
    if not factual_basis:
        return value.without_factual_basis
    if not prepared:
        return value.unprepared
    return "admit" if target_clear else value.unclear_target


RULES = (
    Rule(
        "exante.required",
        "scope",
        Inputs(
            Field("subject", one_of(("project", "policy"))),
            Field("is_new", boolean),
            Field("is_major", boolean),
            Field("funding", nullable(one_of(FUNDING)), before=Before(None)),
        ),
        AssessedSubjects,
        _required,
    ),
    Rule("exante.dimensions", "form", Inputs(), Words, items),
    Rule(
        "exante.reassessment",
        "threshold",
        Inputs(Field("county_level_investment", number), Field("specialised", boolean)),
        Reassessed,
        _reassessment,
    ),
    Rule(
        "exante.gate",
        "gate",
        Inputs(
            Field("report_filed", boolean),
            Field("review_result", nullable(one_of(("支持", "不支持")))),
        ),
        ReportGate,
        _gate,
    ),
    Rule(
        "library.gate",
        "gate",
        Inputs(
            Field("factual_basis", boolean),
            Field("prepared", boolean),
            Field("target_clear", boolean),
        ),
        LibraryGate,
        _library,
    ),
)
