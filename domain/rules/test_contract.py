"""The contract of the rules, family by family, before and after each date of effect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from domain.rules import RuleBook
from domain.rules import test_contract_evaluation as evaluation

Book = Callable[..., RuleBook]

NODE = {"node": "2024-05-31"}
OVERALL = {"node": "2024-06-30", "subject": "overall"}
PROJECTS = {"work_year": 2024, "subject": "project"}
UNITS = {"work_year": 2024, "subject": "overall"}
NEW_MAJOR = {"subject": "project", "is_new": True, "is_major": True, "funding": None}
SUPPORTED = {"report_filed": True, "review_result": "支持"}
UNREASONABLE = {"target_filed": True, "reasonable": False, "adjusted": False}
SOUND = {"factual_basis": True, "prepared": True, "target_clear": True}
COMMON = {"kind": "common", "in_library": False}
FAR_APART = {"execution_rate": "40", "completion_rate": "61", "review_score": None}
REACHED = {"indicators": [{"id": "A", "completion": "50", "points": "10"}]}
LINES = {"execution_rate": "40", "completion_rate": "61"}
UNSCORED = {"review_score": None, "verdict": "不合格"}
WEIGHTS = {"classes": {"execution": 10, "output": 50, "benefit": 30, "satisfaction": 10}}
INVESTMENT = {"county_level_investment": "2000000", "specialised": False}

# jurisdiction, day, rule, input, clauses cited, ambiguities with their status
CITED: list[tuple[str, str, str, dict[str, Any], list[str], dict[str, str]]] = [
    ("652825", "2023-01-01", "exante.required", NEW_MAJOR, ["QM-010", "QM-011"],
     {"AMB-15": "provisional"}),
    ("652825", "2023-01-01", "exante.dimensions", {}, ["QM-015"], {}),
    ("652825", "2023-01-01", "exante.gate", SUPPORTED, ["QM-011", "QM-012", "QM-016"],
     {"AMB-28": "provisional"}),
    ("652825", "2023-01-01", "target.gate", UNREASONABLE, ["QM-020"], {}),
    ("652825", "2023-01-01", "target.indicator_classes", {}, ["QM-019"], {}),
    ("652825", "2024-01-01", "target.indicator_standards", {}, ["BZ-046"], {}),
    ("652825", "2023-01-01", "target.weights", WEIGHTS, ["CN-01"], {"CN-01": "provisional"}),
    ("652825", "2023-01-01", "monitoring.nodes", PROJECTS, ["QM-032"], {"AMB-11": "provisional"}),
    ("652825", "2023-01-01", "monitoring.nodes", UNITS, ["QM-031"], {"AMB-11": "provisional"}),
    ("652825", "2023-01-01", "monitoring.due", NODE, ["QM-032"], {"AMB-11": "provisional"}),
    ("652825", "2023-01-01", "monitoring.due", OVERALL, ["QM-031"],
     {"AMB-11": "provisional", "AMB-34": "provisional"}),
    ("652825", "2023-01-01", "monitoring.scope", {}, ["QM-032"], {"AMB-32": "provisional"}),
    ("652825", "2024-06-05", "monitoring.trigger", FAR_APART, ["QM-030"],
     {"AMB-01": "provisional", "AMB-02": "provisional", "AMB-03": "provisional"}),
    ("652825", "2024-06-05", "monitoring.failed", UNSCORED, ["QM-030"],
     {"AMB-05": "provisional"}),
    ("652800", "2024-01-01", "exante.required", NEW_MAJOR, ["BZ-058"],
     {"AMB-15": "provisional"}),
    ("652800", "2024-01-01", "exante.dimensions", {}, ["BZ-033"], {}),
    ("652800", "2024-01-01", "target.indicator_standards", {}, ["BZ-046"], {}),
    ("652800", "2024-01-01", "monitoring.nodes", PROJECTS, ["BZ-036"], {"AMB-11": "provisional"}),
    ("652800", "2024-01-01", "monitoring.due", NODE, ["BZ-036"], {"AMB-11": "provisional"}),
    ("652800", "2024-01-01", "monitoring.nodes", UNITS, ["BZ-041"], {"AMB-34": "provisional"}),
    ("652800", "2024-01-01", "monitoring.due", OVERALL, ["BZ-041"], {"AMB-34": "provisional"}),
    ("652800", "2024-01-01", "monitoring.trigger", FAR_APART, ["BZ-037"], {}),
    ("652825", "2023-01-01", "monitoring.completion_rate", REACHED, ["QM-030"],
     {"AMB-41": "provisional"}),
    ("652800", "2024-01-01", "monitoring.completion_rate", REACHED, ["BZ-037"],
     {"AMB-41": "provisional"}),
    ("652822", "2024-01-01", "monitoring.completion_rate", REACHED, ["LT-021"],
     {"AMB-41": "provisional"}),
    ("653129", "2025-06-05", "monitoring.completion_rate", REACHED, ["JS-037"],
     {"AMB-41": "provisional"}),
    ("653000", "2023-01-01", "monitoring.completion_rate", REACHED, ["KZ-012"],
     {"AMB-41": "provisional"}),
    ("652800", "2024-01-01", "monitoring.failed", UNSCORED, ["BZ-038"], {"AMB-05": "open"}),
    ("652822", "2024-01-01", "monitoring.trigger", FAR_APART, ["LT-021"],
     {"AMB-01": "provisional", "AMB-02": "provisional"}),
    ("652822", "2024-01-01", "monitoring.warning_lines", LINES, ["LT-019", "LT-020", "LT-021"],
     {"AMB-01": "provisional", "AMB-02": "provisional", "AMB-38": "open"}),
    ("652822", "2025-01-01", "monitoring.between_nodes", {}, ["LT-036"], {}),
    ("653129", "2024-01-01", "monitoring.score_use", {}, ["JS-035"], {}),
    ("652822", "2024-01-01", "monitoring.baseline", {}, ["LT-015"], {}),
    ("652822", "2024-01-01", "monitoring.round_analysis", {}, ["LT-048"], {}),
    ("652822", "2024-01-01", "library.gate", SOUND, ["LT-011"], {}),
    ("652822", "2024-01-01", "monitoring.scope", {}, ["LT-043"],
     {"AMB-27": "provisional", "AMB-32": "provisional"}),
    ("652822", "2025-01-01", "target.gate", UNREASONABLE, ["LT-011", "LT-035", "LT-040"], {}),
    ("653129", "2024-06-05", "monitoring.nodes", PROJECTS, ["JS-036"],
     {"AMB-11": "provisional", "AMB-35": "provisional"}),
    ("653129", "2025-06-05", "monitoring.trigger", FAR_APART, ["JS-037"],
     {"AMB-01": "provisional", "AMB-02": "provisional", "AMB-03": "provisional"}),
    ("653129", "2025-06-05", "monitoring.due", NODE, ["JS-054"], {"AMB-10": "provisional"}),
    ("653129", "2025-06-05", "exante.reassessment", INVESTMENT, ["JS-049"],
     {"AMB-14": "provisional"}),
    ("653129", "2024-06-05", "exante.gate", SUPPORTED, ["JS-025"], {"AMB-28": "provisional"}),
    ("653129", "2025-06-05", "exante.gate", SUPPORTED, ["JS-050", "JS-098"],
     {"AMB-28": "provisional"}),
    ("653000", "2023-01-01", "exante.reassessment", INVESTMENT, ["KZ-006"], {"AMB-14": "open"}),
    ("653000", "2023-01-01", "monitoring.due", OVERALL, ["KZ-034"],
     {"AMB-11": "provisional", "AMB-34": "provisional"}),
]  # fmt: skip

NOT_STATED: list[tuple[str, str, str, dict[str, Any]]] = [
    ("652825", "2022-12-31", "monitoring.trigger", FAR_APART),
    ("652825", "2022-12-31", "monitoring.due", NODE),
    ("652825", "2023-06-05", "monitoring.due", {"node": "2023-06-30"}),
    ("652825", "2023-12-31", "target.indicator_standards", {}),
    ("652825", "2024-06-05", "target.overall.due", {"work_year": 2024}),
    ("652825", "2024-06-05", "target.overall_dimensions", {}),
    ("652825", "2024-06-05", "target.indicator_source", COMMON),
    ("652825", "2024-06-05", "target.joint_review", {"subject": "project"}),
    ("653129", "2026-06-05", "target.joint_review", {"subject": "overall"}),
    ("652825", "2024-06-05", "library.gate", SOUND),
    ("652825", "2024-06-05", "exante.reassessment", INVESTMENT),
    ("652825", "2024-06-05", "monitoring.warning_lines", LINES),
    ("652822", "2024-12-31", "monitoring.between_nodes", {}),
    ("652800", "2025-06-05", "monitoring.between_nodes", {}),
    ("652822", "2023-12-31", "monitoring.round_analysis", {}),
    ("652822", "2023-12-31", "monitoring.baseline", {}),
    ("653129", "2025-06-05", "monitoring.baseline", {}),
    ("653129", "2025-06-05", "monitoring.round_analysis", {}),
    ("653129", "2023-12-31", "monitoring.score_use", {}),
    ("652822", "2025-06-05", "monitoring.score_use", {}),
    ("653100", "2025-06-05", "monitoring.score_use", {}),
    ("652800", "2023-12-31", "exante.required", NEW_MAJOR),
    ("652800", "2023-12-31", "monitoring.nodes", PROJECTS),
    ("652800", "2023-12-31", "monitoring.nodes", UNITS),
    ("652800", "2023-12-31", "monitoring.due", OVERALL),
    ("652825", "2024-06-05", "monitoring.due", {"node": "2024-07-31", "subject": "overall"}),
    ("652822", "2024-06-05", "monitoring.due", {"node": "2024-07-31", "subject": "overall"}),
    ("652800", "2024-06-05", "monitoring.scope", {}),
    ("652800", "2024-06-05", "exante.gate", SUPPORTED),
    ("652800", "2024-06-05", "target.gate", UNREASONABLE),
    ("652800", "2024-06-05", "target.indicator_classes", {}),
    ("653129", "2024-12-31", "target.gate", UNREASONABLE),
    ("653129", "2024-06-05", "monitoring.due", {"node": "2024-08-31"}),
    ("653129", "2024-06-05", "target.indicator_source", COMMON),
    ("653000", "2023-06-05", "exante.dimensions", {}),
    ("650000", "2025-06-05", "monitoring.nodes", PROJECTS),
    ("653100", "2025-06-05", "exante.required", NEW_MAJOR),
    ("000000", "2025-06-05", "monitoring.trigger", FAR_APART),
    ("000000", "2020-02-24", "target.weights", WEIGHTS),
]


@pytest.mark.parametrize(
    ("code", "on", "rule", "given", "clauses", "rulings"), [*CITED, *evaluation.CITED]
)
def test_what_a_value_rests_on(
    book: Book,
    code: str,
    on: str,
    rule: str,
    given: dict[str, Any],
    clauses: list[str],
    rulings: dict[str, str],
) -> None:
    answer = book(code).answer(rule, date.fromisoformat(on), given)

    assert [citation.clause for citation in answer.citations] == clauses
    assert {ruling.ambiguity: ruling.status for ruling in answer.rulings} == rulings
    assert answer.pack.id == code
    assert answer.sources


@pytest.mark.parametrize(("code", "on", "rule", "given"), [*NOT_STATED, *evaluation.NOT_STATED])
def test_what_no_level_states_binds_nothing(
    book: Book, code: str, on: str, rule: str, given: dict[str, Any]
) -> None:
    answer = book(code).answer(rule, date.fromisoformat(on), given)

    assert (answer.outcome, answer.reason, answer.stated) == (None, "not_stated", False)
    assert (answer.citations, answer.rulings, answer.sources) == ((), (), ())
    assert answer.pack.id == code


def test_what_a_value_rests_on_does_not_depend_on_the_branch(book: Book) -> None:
    given = {"review_score": "0", "verdict": None}
    ruled = book("652800").answer("monitoring.failed", date(2024, 1, 1), UNSCORED)
    unruled = book("652800").answer("monitoring.failed", date(2024, 1, 1), given)

    assert (ruled.outcome, ruled.reason) == (True, None)
    assert (unruled.outcome, unruled.reason) == (None, "needs_ruling")
    assert ruled.citations == unruled.citations
    assert ruled.rulings == unruled.rulings


def test_an_inherited_value_names_the_pack_that_it_comes_from(book: Book) -> None:
    answer = book("652825").answer("target.indicator_standards", date(2024, 1, 1), {})

    assert answer.pack.id == "652825"
    assert [source.id for source in answer.sources] == ["652800"]


def test_a_node_at_the_end_of_the_calendar_is_bad_input(book: Book) -> None:
    with pytest.raises(ValueError, match="node"):
        book("653000").ask("monitoring.due", date(2023, 6, 1), node="9999-12-31")
