"""Inputs of the evaluation rules outside the contract, each named by its field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.rules import BadInput, RuleBook
from domain.rules.test_contract import NEW_MAJOR
from domain.rules.test_contract_evaluation import (
    ACTED,
    COUNTED,
    COVERED,
    DRAWN,
    GRADED,
    HELD,
    PROCURED,
    RATED,
    SCORED,
)

INDICATOR = {
    "id": "a",
    "class": "output",
    "relation": ">=",
    "target": 10,
    "actual": 9,
    "points": 30,
    "level": None,
}
CANDIDATE = {
    "id": "a",
    "key_project": True,
    "one_off": False,
    "evaluated_before": False,
    "amount": 1,
}


def scored(**change: Any) -> dict[str, Any]:
    return {**SCORED, "indicators": [{**INDICATOR, **change}]}


def without(given: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key != name}


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("self_evaluation.due", {}, "work_year"),
    ("self_evaluation.due", {"work_year": 2025, "filed_on": None}, "filed_on"),
    ("self_evaluation.due", {"work_year": 2025, "node": "2025-05-31"}, "node"),
    ("county_report.due", {"work_year": 2025, "filed_on": "2025-06-10"}, "filed_on"),
    ("self_evaluation.score", {**SCORED, "budget": 0}, "budget"),
    ("self_evaluation.score", {**SCORED, "budget": "0.00"}, "budget"),
    ("self_evaluation.score", {**SCORED, "budget": -1}, "budget"),
    ("self_evaluation.score", {**SCORED, "executed": "-0.01"}, "executed"),
    ("self_evaluation.score", {**SCORED, "indicators": {}}, "indicators"),
    ("self_evaluation.score", {**SCORED, "indicators": [INDICATOR, INDICATOR]}, "indicators"),
    ("self_evaluation.score", {**SCORED, "indicators": [1]}, "indicators.0"),
    ("self_evaluation.score", scored(id=""), "indicators.0.id"),
    ("self_evaluation.score", scored(id=1), "indicators.0.id"),
    ("self_evaluation.score", scored(**{"class": "speed"}), "indicators.0.class"),
    ("self_evaluation.score", scored(relation="=="), "indicators.0.relation"),
    ("self_evaluation.score", scored(target=None), "indicators.0.target"),
    ("self_evaluation.score", scored(target="显著"), "indicators.0.target"),
    ("self_evaluation.score", scored(target=-1), "indicators.0.target"),
    ("self_evaluation.score", scored(relation="by"), "indicators.0.target"),
    (
        "self_evaluation.score",
        scored(relation="by", target="2026-10-31", actual="20261031"),
        "indicators.0.actual",
    ),
    ("self_evaluation.score", scored(points=-1), "indicators.0.points"),
    ("self_evaluation.score", scored(points="100.01"), "indicators.0.points"),
    ("self_evaluation.score", scored(level="100.01"), "indicators.0.level"),
    ("self_evaluation.score", scored(relation="qualitative"), "indicators.0.level"),
    ("self_evaluation.score", {**SCORED, "indicators": [without(INDICATOR, "level")]},
     "indicators.0.level"),
    ("self_evaluation.score", scored(unit="km"), "indicators.0.unit"),
    ("grade.bands", {"score": "100.01"}, "score"),
    ("grade.bands", {"score": None}, "score"),
    ("grade.score_source", {"available": []}, "available"),
    ("grade.score_source", {"available": ["self", "self"]}, "available"),
    ("grade.score_source", {"available": ["audit"]}, "available.0"),
    ("grade.final", {**GRADED, "score": "100.5"}, "score"),
    ("grade.final", {**GRADED, "failed_reviews": ["2025-05-31", "2025-05-31"]}, "failed_reviews"),
    ("grade.final", {**GRADED, "failed_reviews": ["2025-02-29"]}, "failed_reviews.0"),
    ("grade.final", {**GRADED, "failed_reviews": None}, "failed_reviews"),
    ("grade.final", {**GRADED, "audit_findings": -1}, "audit_findings"),
    ("grade.final", {**GRADED, "audit_findings": True}, "audit_findings"),
    ("grade.final", {**GRADED, "audit_findings": "1"}, "audit_findings"),
    ("grade.final", {**GRADED, "audit_findings": Decimal("1.5")}, "audit_findings"),
    ("grade.final", without(GRADED, "refused"), "refused"),
    ("department_evaluation.coverage", {**COVERED, "base": 0}, "base"),
    ("department_evaluation.coverage", {**COVERED, "selected": ["-1"]}, "selected.0"),
    ("department_evaluation.coverage", {**COVERED, "selected": 20}, "selected"),
    ("department_evaluation.priority", {"candidates": [CANDIDATE, CANDIDATE]}, "candidates"),
    ("department_evaluation.priority", {"candidates": [without(CANDIDATE, "amount")]},
     "candidates.0.amount"),
    ("authenticity.sample", {**DRAWN, "frame": []}, "frame"),
    ("authenticity.sample", {**DRAWN, "frame": ["a", "a"]}, "frame"),
    ("authenticity.sample", {**DRAWN, "frame": [" "]}, "frame.0"),
    ("authenticity.sample", {**DRAWN, "frame": ["\ud800"]}, "frame.0"),
    ("authenticity.sample", {**DRAWN, "seed": "\ud800"}, "seed"),
    ("authenticity.sample", {**DRAWN, "seed": None}, "seed"),
    ("authenticity.sample", {**DRAWN, "ratio": 0}, "ratio"),
    ("authenticity.sample", {**DRAWN, "ratio": "1.01"}, "ratio"),
    ("authenticity.sample", without(DRAWN, "ratio"), "ratio"),
    ("key_evaluation.minimum", {**COUNTED, "count": "10"}, "count"),
    ("key_evaluation.minimum", {**COUNTED, "funds": -1}, "funds"),
    ("key_evaluation.minimum", {**COUNTED, "funds_last_year": None}, "funds_last_year"),
    ("key_evaluation.budget_coverage", {"budget_types": ["fifth"]}, "budget_types.0"),
    ("key_evaluation.budget_coverage", {"budget_types": ["general_public"] * 2}, "budget_types"),
    ("key_evaluation.procurement", without(PROCURED, "procurement_reference"),
     "procurement_reference"),
    ("key_evaluation.procurement", {**PROCURED, "procurement_reference": 1},
     "procurement_reference"),
    ("key_evaluation.panel", {"members": ["npc_deputy_or_cppcc_member"]}, "members.0"),
    ("results.budget_action", {**ACTED, "grade": "优秀"}, "grade"),
    ("results.budget_action", {**ACTED, "planned": -1}, "planned"),
    ("results.budget_action", {**ACTED, "score": 101}, "score"),
    ("accountability.trigger", {**HELD, "who": "government"}, "who"),
    ("accountability.trigger", {**HELD, "untrue": None}, "untrue"),
    ("accountability.trigger", without(HELD, "untrue"), "untrue"),
    ("results.budget_action", {**ACTED, "department_projects": -1}, "department_projects"),
    ("results.budget_action", without(ACTED, "department_projects"), "department_projects"),
    ("exante.required", {**NEW_MAJOR, "funding": "town"}, "funding"),
    ("exante.required", without(NEW_MAJOR, "funding"), "funding"),
    ("disclosure.required", {"artefact": "report", "confidential": False}, "artefact"),
    ("disclosure.required", {"artefact": "project_target", "confidential": None}, "confidential"),
    ("disclosure.due", {"artefact": "report", "issued_on": None}, "artefact"),
    ("disclosure.due", {"artefact": "project_target"}, "issued_on"),
    ("disclosure.due", {"artefact": "project_target", "issued_on": "2025-02-29"}, "issued_on"),
    ("disclosure.due", {"artefact": "project_target", "issued_on": "9999-12-31"}, "issued_on"),
    ("disclosure.due",
     {"artefact": "project_target", "issued_on": None, "published_on": None}, "published_on"),
    ("budget.synchronised", {"artefact": "project_target"}, "artefact"),
    ("third_party.rating", {**RATED, "quantity": 101}, "quantity"),
    ("third_party.rating", without(RATED, "weights"), "weights"),
    ("third_party.rating", {**RATED, "weights": {"quantity": 1}}, "weights.quality"),
    ("third_party.rating", {**RATED, "weights": dict.fromkeys(
        ("quantity", "quality", "effect", "satisfaction"), "0.2")}, "weights"),
    ("budget.livelihood_share", {"livelihood": 1, "total": 0}, "total"),
    ("budget.livelihood_share", {"livelihood": -1, "total": 1}, "livelihood"),
    ("scope.budget_types", {"x": 1}, "x"),
    ("sections.lead", {"budget_type": None, "subject": None}, "budget_type"),
    ("sections.lead", {"budget_type": "fifth_budget", "subject": None}, "budget_type"),
    ("sections.lead", {"budget_type": None, "subject": "roads"}, "subject"),
    ("sections.lead", {"budget_type": "general_public"}, "subject"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "given", "field"), BAD)
def test_an_input_outside_the_contract_is_named(
    book: Callable[..., RuleBook], rule: str, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        book("653129").answer(rule, date(2025, 6, 1), given)

    assert refused.value.field == field


def test_a_qualitative_indicator_may_have_words_for_its_target(
    book: Callable[..., RuleBook],
) -> None:
    given = scored(relation="qualitative", target="显著提升", actual="有所提升", level=80)
    answer = book("653129").answer("self_evaluation.score", date(2025, 6, 1), given)

    assert answer.outcome["indicators"] == [{"id": "a", "points": "24.00"}]
