"""Duties of the work year: what a clause gives the bureau, and what its counties file with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field as Constraint

from domain.rules.engine.inputs import Field, Inputs, day, one_of, year
from domain.rules.engine.rule import Rule
from domain.rules.engine.values import Deadline, RuleValue, due_answer

BUREAU_DUTIES = (
    "score_sheet",
    "key_evaluation_plan",
    "key_evaluation_selection",
    "authenticity_draw",
    "results_checklist",
    "congress_report",
    "training",
    "year_end_meeting",
    "annual_plan",
    "annual_appraisal",
    "third_party_plan",
    "exante_norms",
    "effectiveness_evaluation",
    "county_guidance",
    "joint_supervision",
    "public_channel",
    "publicity",
    "practice",
    "system_link",
    "data_use",
)
"""The duties, each a part of its own: a jurisdiction has those that its texts give it."""


class BureauDuty(RuleValue):
    """A duty of the work year: `by` a day, or (null) before the year is closed."""

    by: Deadline | None


class ReportContent(RuleValue):
    """What a report to the congress has; `published`: the public gets the same at once (同步)."""

    items: Annotated[tuple[Literal["targets", "results"], ...], Constraint(strict=False)]
    published: bool


def _content(value: ReportContent) -> dict[str, Any]:
    return {"items": list(value.items), "published": value.published}


def _due(
    value: BureauDuty, *, work_year: int, filed_on: date | None = None, **_: object
) -> Mapping[str, Any]:
    if value.by is None:
        return {"due": None, "status": "no_due_date"}
    return due_answer(value.by.due.in_year(work_year), filed_on, included=value.by.included)


RULES = (
    Rule("congress_report.content", "gate", Inputs(), ReportContent, _content),
    Rule(
        "county_results_use.due",
        "deadline",
        Inputs(Field("work_year", year), Field("filed_on", day, required=False)),
        BureauDuty,
        _due,
    ),
    Rule(
        "bureau_duty.due",
        "deadline",
        Inputs(
            Field("duty", one_of(BUREAU_DUTIES)),
            Field("work_year", year),
            Field("filed_on", day, required=False),
        ),
        BureauDuty,
        _due,
        parts=BUREAU_DUTIES,
        part_of=lambda asked: str(asked["duty"]),
    ),
)
