"""The contract of evaluation, results, disclosure and scope: what each value rests on.

test_contract.py asks the tables of the packs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from domain.rules import RuleBook

Book = Callable[..., RuleBook]
P, O = "provisional", "open"  # noqa: E741 - one letter each keeps the table readable

SCORED = {"budget": 100, "executed": 50, "indicators": []}
GRADED = {
    "score": "95",
    "failed_reviews": ["2025-05-31", "2025-08-31"],
    "rectified": False,
    "refused": False,
    "audit_findings": 0,
    "major_problem": False,
    "untrue_self_evaluation": False,
}
ACTED = {
    "grade": "fair",
    "score": "70",
    "planned": "1000",
    "targets_met": True,
    "overlapping": False,
    "veto": False,
    "department_projects": None,
}
COVERED = {"selected": ["20"], "base": "100"}
NONE: dict[str, Any] = {"candidates": []}
DRAWN = {"frame": ["p1"], "ratio": None, "seed": "s"}
HELD = {
    "who": "finance",
    "duty_not_performed": True,
    "major_omission": False,
    "deducted_or_criticised": False,
    "ineffective": False,
    "poor_results": False,
    "untrue": False,
}
RATED = {"quantity": 1, "quality": 1, "effect": 1, "satisfaction": 1, "weights": None}
PROCURED = {"procured": True, "procurement_reference": "1"}
COUNTED = {"count": 10, "funds": 1, "funds_last_year": 1}
LED = {"budget_type": "social_insurance_funds", "subject": None}
JS, QM, BZ, LT, KZ = "653129", "652825", "652800", "652822", "653000"
STEPS = {"AMB-06": P, "AMB-07": P, "AMB-17": P, "AMB-18": P, "AMB-19": P, "AMB-20": P, "AMB-21": P}
CAP = {"AMB-06": P, "AMB-07": P, "AMB-17": P, "AMB-18": P}
DEDUCT = {"AMB-08": O, "AMB-09": P, "AMB-18": O}


def year(number: int) -> dict[str, Any]:
    return {"work_year": number}


def duty(name: str, number: int) -> dict[str, Any]:
    return {"duty": name, **year(number)}


def fed_back(source: str, grade: str = "fair") -> dict[str, str]:
    return {"source": source, "grade": grade}


def artefact(name: str) -> dict[str, Any]:
    return {"artefact": name, "confidential": False}


# jurisdiction, day, rule, input, clauses cited, ambiguities with their status
CITED: list[tuple[str, str, str, dict[str, Any], list[str], dict[str, str]]] = [
    (JS, "2025-01-01", "self_evaluation.due", year(2025), ["JS-057"], {"AMB-10": P}),
    (KZ, "2023-01-01", "self_evaluation.due", year(2023), ["KZ-014"], {"AMB-10": P}),
    (QM, "2024-01-01", "self_evaluation.scope", {}, ["BZ-042"], {}),
    (LT, "2024-06-01", "self_evaluation.score", SCORED, ["CN-02"], {"CN-02": P}),
    (QM, "2023-06-01", "grade.bands", {"score": 90}, ["CN-03"], {"AMB-16": P, "AMB-17": P}),
    (LT, "2024-06-01", "grade.bands", {"score": 90}, ["LT-031", "LT-032", "CN-03"],
     {"AMB-16": P, "AMB-17": P}),
    (BZ, "2024-06-01", "grade.score_source", {"available": ["self"]}, ["CN-04"], {"AMB-36": P}),
    (JS, "2025-06-01", "grade.score_source", {"available": ["self"]}, ["JS-063"], {"AMB-36": P}),
    (KZ, "2023-06-01", "department_evaluation.due", year(2023), ["KZ-015"], {"AMB-10": P}),
    (QM, "2024-06-01", "department_evaluation.coverage", COVERED, ["QM-045"], {"AMB-12": P}),
    (LT, "2024-06-01", "department_evaluation.coverage", COVERED, ["BZ-043"], {"AMB-12": P}),
    (JS, "2025-06-01", "department_evaluation.priority", NONE, ["JS-060"], {}),
    (JS, "2025-06-01", "overall_self_evaluation.due", year(2025), ["JS-080"], {"AMB-10": P}),
    (KZ, "2023-06-01", "finance_review.due", year(2023), ["KZ-018"], {"AMB-10": P}),
    (JS, "2025-06-01", "authenticity.due", year(2025), ["JS-074"], {"AMB-10": P}),
    (JS, "2025-06-01", "authenticity.sample", DRAWN, ["JS-074"], {"AMB-13": O}),
    (KZ, "2023-06-01", "key_evaluation.due", year(2023), ["KZ-019"], {"AMB-10": P}),
    (JS, "2025-06-01", "key_evaluation.priority", NONE, ["JS-064"], {"AMB-15": P}),
    (JS, "2025-06-01", "key_evaluation.types", {}, ["JS-066"], {}),
    (LT, "2024-06-01", "key_evaluation.types", {}, ["LT-026"], {}),
    (QM, "2023-06-01", "key_evaluation.framework", {}, ["QM-051"], {}),
    (LT, "2024-06-01", "key_evaluation.framework", {}, ["LT-027"], {}),
    (LT, "2024-06-01", "key_evaluation.priority", NONE, ["LT-024"], {"AMB-15": P}),
    (KZ, "2023-06-01", "key_evaluation.minimum", COUNTED, ["KZ-020"], {"AMB-30": P}),
    (LT, "2024-06-01", "key_evaluation.budget_coverage", {"budget_types": []},
     ["LT-024", "LT-025"], {"AMB-40": P}),
    (JS, "2025-06-01", "key_evaluation.procurement", PROCURED, ["JS-067"], {}),
    (JS, "2025-06-01", "key_evaluation.panel", {"members": []}, ["JS-068"], {}),
    (JS, "2025-06-01", "grade.final", GRADED, ["CN-03", "JS-056", "JS-072", "JS-073", "JS-075"],
     STEPS),
    (KZ, "2023-06-01", "grade.final", GRADED, ["CN-03", "KZ-013", "KZ-024", "KZ-025", "KZ-027"],
     STEPS),
    (QM, "2024-01-01", "grade.final", GRADED, ["CN-03", "BZ-038"], CAP),
    (QM, "2023-12-31", "grade.final", GRADED, ["CN-03"], {"AMB-17": P}),
    (JS, "2024-06-01", "grade.final", GRADED, ["CN-03"], {"AMB-17": P}),
    (JS, "2024-06-01", "results.budget_action", ACTED, ["JS-040"], {"AMB-09": P}),
    (JS, "2025-06-01", "results.budget_action", ACTED, ["JS-040", "JS-075", "JS-078"], DEDUCT),
    (KZ, "2023-06-01", "results.budget_action", ACTED, ["KZ-027", "KZ-030"], DEDUCT),
    (QM, "2024-06-01", "results.budget_action", ACTED, ["QM-035", "QM-036", "QM-037"],
     {"AMB-09": P}),
    (LT, "2025-06-01", "results.budget_action", ACTED, ["LT-038"], {"AMB-09": P}),
    (JS, "2025-06-01", "results.measures", {}, ["JS-077"], {}),
    (JS, "2025-01-01", "feedback.required", fed_back("audit_finding"), ["JS-041", "JS-101"], {}),
    (KZ, "2023-01-01", "feedback.required", fed_back("self_evaluation"), ["KZ-003", "KZ-067"], {}),
    (QM, "2023-01-01", "feedback.required", fed_back("self_evaluation"), ["QM-036"], {}),
    (LT, "2024-01-01", "feedback.required", fed_back("key_evaluation"), ["LT-033"], {}),
    (LT, "2025-01-01", "feedback.required", fed_back("self_evaluation"), ["LT-033", "LT-046"], {}),
    (QM, "2024-06-01", "unit_appraisal.measures", {"effective": True, "rank_low": True},
     ["QM-008"], {}),
    (KZ, "2023-06-01", "accountability.trigger", HELD, ["KZ-027", "KZ-059", "KZ-060"], {}),
    (JS, "2025-06-01", "accountability.trigger", HELD, ["JS-075"], {}),
    (JS, "2025-06-01", "disclosure.required", artefact("adjusted_target"),
     ["JS-019", "JS-085", "JS-095"], {"AMB-22": P}),
    (KZ, "2023-06-01", "disclosure.required", artefact("overall_target"), ["KZ-048", "KZ-049"],
     {"AMB-22": P}),
    (QM, "2024-06-01", "disclosure.required", artefact("project_target"), ["QM-054"],
     {"AMB-22": P}),
    (LT, "2024-06-01", "disclosure.required", artefact("self_evaluation_form"), ["BZ-052"],
     {"AMB-22": P}),
    (JS, "2025-06-01", "disclosure.due", {"artefact": "adjusted_target", "issued_on": None},
     ["JS-019", "JS-085", "JS-095"], {"AMB-22": P}),
    (LT, "2024-06-01", "disclosure.due", {"artefact": "overall_target", "issued_on": None},
     ["LT-008"], {"AMB-22": P}),
    (LT, "2024-01-01", "disclosure.not_before", {"artefact": "overall_target"}, ["LT-008"],
     {"AMB-22": P}),
    (KZ, "2023-01-01", "disclosure.excepted", {"artefact": "project_target"},
     ["KZ-045", "KZ-049"], {"AMB-22": P}),
    (LT, "2024-01-01", "budget.synchronised", {}, ["LT-007"], {}),
    (QM, "2024-01-01", "budget.synchronised", {}, ["BZ-029"], {}),
    (JS, "2025-06-01", "third_party.rating", RATED, ["JS-091"], {"AMB-39": O}),
    (JS, "2025-06-01", "third_party.inspection", {"leads": True}, ["JS-088", "JS-089", "JS-090"],
     {}),
    (KZ, "2023-06-01", "county_report.due", year(2023), ["KZ-042"], {"AMB-10": P, "AMB-31": P}),
    (KZ, "2023-06-01", "county_appraisal.windows", year(2023), ["KZ-043"], {}),
    (KZ, "2023-06-01", "county_summary.due", year(2023), ["KZ-050"], {"AMB-10": P}),
    (KZ, "2023-06-01", "special_budgets_summary.due", year(2023), ["KZ-036"], {}),
    (JS, "2025-06-01", "bureau_duty.due", duty("score_sheet", 2025), ["JS-062", "JS-063"],
     {"AMB-10": P}),
    (JS, "2025-06-01", "bureau_duty.due", duty("training", 2025), ["JS-092", "JS-102"], {}),
    (KZ, "2023-06-01", "bureau_duty.due", duty("authenticity_draw", 2023), ["KZ-026", "KZ-064"],
     {"AMB-10": P}),
    (QM, "2023-06-01", "bureau_duty.due", duty("congress_report", 2023), ["QM-054"], {}),
    (QM, "2023-06-01", "congress_report.content", {}, ["QM-054"], {}),
    (BZ, "2024-06-01", "bureau_duty.due", duty("year_end_meeting", 2024), ["BZ-023"], {}),
    (BZ, "2024-06-01", "bureau_duty.due", duty("annual_appraisal", 2024), ["BZ-019"], {}),
    (BZ, "2024-06-01", "bureau_duty.due", duty("county_guidance", 2024), ["BZ-060"], {}),
    (QM, "2024-06-01", "bureau_duty.due", duty("annual_plan", 2024), ["QM-005"], {}),
    (QM, "2024-06-01", "bureau_duty.due", duty("joint_supervision", 2024), ["BZ-062"], {}),
    (LT, "2025-06-01", "bureau_duty.due", duty("practice", 2025), ["LT-005"], {}),
    (JS, "2024-06-01", "bureau_duty.due", duty("annual_appraisal", 2024), ["JS-016"], {}),
    (KZ, "2023-06-01", "bureau_duty.due", duty("system_link", 2023), ["KZ-044"], {}),
    (KZ, "2023-06-01", "county_results_use.due", year(2023), ["KZ-031"], {}),
    (QM, "2023-06-01", "scope.budget_types", {}, ["QM-001"], {}),
    (KZ, "2023-06-01", "scope.subjects", {}, ["KZ-037", "KZ-038", "KZ-039", "KZ-040"], {}),
    (BZ, "2024-06-01", "budget.livelihood_share", {"livelihood": 7, "total": 10}, ["BZ-021"], {}),
    (JS, "2025-01-01", "sections.lead", LED, ["JS-082"], {}),
    (KZ, "2023-01-01", "sections.lead", LED,
     ["KZ-035", "KZ-039", "KZ-053", "KZ-054", "KZ-055", "KZ-056"], {}),
]  # fmt: skip

NOT_STATED: list[tuple[str, str, str, dict[str, Any]]] = [
    (JS, "2024-12-31", "self_evaluation.due", year(2025)),
    (QM, "2024-06-01", "key_evaluation.due", year(2024)),
    (QM, "2023-12-31", "self_evaluation.scope", {}),
    (BZ, "2024-06-01", "results.budget_action", ACTED),
    (BZ, "2025-06-01", "feedback.required", fed_back("key_evaluation")),
    (JS, "2024-12-31", "feedback.required", fed_back("self_evaluation")),
    (KZ, "2022-12-31", "feedback.required", fed_back("self_evaluation")),
    (QM, "2024-06-01", "feedback.required", fed_back("self_evaluation", "good")),
    (LT, "2024-12-31", "feedback.required", fed_back("self_evaluation")),
    (LT, "2024-12-31", "results.budget_action", ACTED),
    (BZ, "2025-06-01", "department_evaluation.priority", NONE),
    (QM, "2023-06-01", "authenticity.sample", DRAWN),
    (JS, "2025-06-01", "key_evaluation.minimum", COUNTED),
    (KZ, "2023-06-01", "key_evaluation.panel", {"members": []}),
    (LT, "2024-06-01", "scope.budget_types", {}),
    (QM, "2024-06-01", "scope.subjects", {}),
    (KZ, "2023-06-01", "third_party.inspection", {"leads": True}),
    (JS, "2025-06-01", "county_summary.due", year(2025)),
    (JS, "2024-12-31", "bureau_duty.due", duty("score_sheet", 2025)),
    (KZ, "2023-06-01", "bureau_duty.due", duty("training", 2023)),
    (QM, "2024-06-01", "bureau_duty.due", duty("score_sheet", 2024)),
    (LT, "2025-06-01", "bureau_duty.due", duty("congress_report", 2025)),
    (JS, "2025-06-01", "congress_report.content", {}),
    (LT, "2025-06-01", "bureau_duty.due", duty("year_end_meeting", 2025)),
    (BZ, "2023-12-31", "bureau_duty.due", duty("year_end_meeting", 2024)),
    (LT, "2025-06-01", "bureau_duty.due", duty("third_party_plan", 2025)),
    (QM, "2024-06-01", "bureau_duty.due", duty("county_guidance", 2024)),
    (JS, "2025-06-01", "county_results_use.due", year(2025)),
    (JS, "2024-12-31", "disclosure.required", artefact("third_party_rating")),
    (QM, "2024-06-01", "disclosure.required", artefact("adjusted_target")),
    (JS, "2025-06-01", "budget.livelihood_share", {"livelihood": 7, "total": 10}),
    (QM, "2024-06-01", "disclosure.due", {"artefact": "project_target", "issued_on": None}),
    (JS, "2025-06-01", "disclosure.not_before", {"artefact": "project_target"}),
    (QM, "2024-06-01", "disclosure.excepted", {"artefact": "adjusted_target"}),
    (LT, "2024-06-01", "disclosure.not_before", {"artefact": "key_evaluation_report"}),
    (KZ, "2023-06-01", "disclosure.due", {"artefact": "overall_target", "issued_on": None}),
    (QM, "2023-12-31", "budget.synchronised", {}),
    (JS, "2023-12-31", "budget.synchronised", {}),
    (KZ, "2024-06-01", "budget.synchronised", {}),
    (LT, "2024-06-01", "budget.livelihood_share", {"livelihood": 7, "total": 10}),
    (JS, "2024-12-31", "sections.lead", LED),
    (KZ, "2022-12-31", "sections.lead", LED),
    (BZ, "2025-06-01", "sections.lead", LED),
    (JS, "2020-02-24", "grade.final", GRADED),
    ("000000", "2025-06-01", "results.measures", {}),
]


def test_steps_of_several_packs_answer_together(book: Book) -> None:
    facts = {**GRADED, "failed_reviews": ["2024-05-31", "2024-08-31"], "refused": True}
    answer = book(LT).answer("grade.final", date(2024, 6, 1), facts)

    assert [source.id for source in answer.sources] == ["000000", "652800"]
    assert [step["clause"] for step in answer.outcome["chain"]] == ["CN-03", "BZ-038"]
    assert answer.outcome["grade"] == "fair"
    assert answer.outcome["score"] == "95"
