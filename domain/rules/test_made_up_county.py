"""A county that no code has heard of, from one file: its own values, the rest inherited."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from domain.rules import PackSet, RuleBook
from domain.rules.conftest import RULES
from domain.rules.engine.cases import failing, undated
from domain.rules.engine.mutation import unnoticed

ON = date(2025, 6, 1)

COUNTY = """\
# 一个虚构的县，只写与上级不同的规定。
jurisdiction: "990002"
name: {zh: 虚构县, en: Made-up County}
inherits: "652800"
version: "1"

rules:
  - id: grade.final
    kind: cap
    values:
      - effective: 2025-01-01
        part: audit_cap
        value: {findings: {limit: 3, side: at_least}, at_best: good}
        cite: [{clause: KZ-024, document: a.txt, quote: 发现三个以上问题的，不得评为优秀}]
        interpretations: [{of: AMB-18}, {of: AMB-21}]
    tests:
      - on: 2024-12-31
        input: {score: 95, failed_reviews: [], rectified: false, refused: false, audit_findings: 3, major_problem: false, untrue_self_evaluation: false}
  - id: department_evaluation.coverage
    kind: ratio
    values:
      - effective: 2025-01-01
        value:
          share: {limit: 35, side: above}
          of: department_budget
          rounding: {places: 1, mode: down}
        cite: [{clause: KZ-016, document: a.txt, quote: 超过35%}]
        interpretations: [{of: AMB-12, at: of}]
    tests:
      - {on: 2024-12-31, input: {selected: [20], base: 100}, expect: {ratio: "20.00", met: true, shortfall: "0"}, cites: [BZ-043]}
      - {on: 2025-01-01, input: {selected: [35], base: 100}, expect: {ratio: "35.0", met: false, shortfall: "0"}}
      - {on: 2025-01-01, input: {selected: ["34.99"], base: 100}, expect: {ratio: "34.9", met: false, shortfall: "0.01"}}
      - {on: 2025-01-01, input: {selected: ["35.01"], base: 100}, expect: {ratio: "35.0", met: true, shortfall: "0"}}
  - id: disclosure.required
    kind: gate
    values:
      - effective: 2025-01-01
        part: adjusted_target
        value: {when: promptly, by: [unit], channel: finance_portal, excepted: []}
        cite: [{clause: KZ-046, document: a.txt, quote: 及时公开}]
        interpretations: [{of: AMB-22}]
    tests:
      - {on: 2024-12-31, input: {artefact: adjusted_target, confidential: false}, reason: not_stated}
      - on: 2025-01-01
        input: {artefact: adjusted_target, confidential: false}
        expect: {required: true, approval_required: false, when: promptly, by: [unit], channel: finance_portal}
  - id: results.budget_action
    kind: use
    values:
      - effective: 2025-01-01
        value:
          uses:
            - {grades: [poor], actions: [not_arranged], in_principle: true}
            - {facts: [deduction_due], actions: [deduct]}
          deduct:
            score: {limit: 70, side: at_most}
            amount: {ratio: 0.25, base: planned, unit: 100, mode: up}
            lowered_grades: [poor]
            follows_grade: false
        cite: [{clause: KZ-030, document: a.txt, quote: 不高于70分的扣减四分之一}]
    tests:
      - on: 2024-12-31
        input: {grade: poor, score: 70, planned: 1001, targets_met: true, overlapping: false, veto: false}
        reason: not_stated
"""  # noqa: E501
FACTS = {
    "score": 95,
    "failed_reviews": ["2025-05-31", "2025-08-31"],
    "rectified": False,
    "refused": False,
    "audit_findings": 2,
    "major_problem": True,
    "untrue_self_evaluation": False,
}


@pytest.fixture(scope="module")
def packs_with_it(texts: dict[str, bytes]) -> PackSet:
    return PackSet.of([*texts.items(), ("990002.yaml", COUNTY.encode())])


@pytest.fixture(scope="module")
def county(packs_with_it: PackSet) -> RuleBook:
    return RuleBook(packs_with_it, "990002")


def grade(county: RuleBook, **change: Any) -> Any:
    return county.answer("grade.final", ON, {**FACTS, **change}).outcome


def test_its_own_step_joins_the_inherited_ones(county: RuleBook) -> None:
    answer = county.answer("grade.final", ON, {**FACTS, "audit_findings": 3, "refused": True})

    assert [step["step"] for step in answer.outcome["chain"]] == [
        "band",
        "monitoring_cap",
        "audit_cap",
    ]
    assert [source.id for source in answer.sources] == ["000000", "652800", "990002"]
    assert grade(county)["grade"] == "excellent"
    assert grade(county, audit_findings=3)["grade"] == "good"
    assert grade(county, audit_findings=3, refused=True)["grade"] == "fair"


def test_its_own_artefact_stands_beside_the_inherited_ones(county: RuleBook) -> None:
    asked = {"artefact": "overall_target", "confidential": False}
    inherited = county.answer("disclosure.required", ON, asked)
    own = county.answer("disclosure.required", ON, {**asked, "artefact": "adjusted_target"})

    assert [one.clause for one in inherited.citations] == ["BZ-029", "BZ-052"]
    assert own.outcome["channel"] == "finance_portal"


def test_its_own_deduction_needs_no_ruling(county: RuleBook) -> None:
    given = {"planned": 1001, "targets_met": True, "overlapping": False, "veto": False}
    asked = {**given, "grade": "poor", "score": 70, "department_projects": None}
    answer = county.answer("results.budget_action", ON, asked)

    assert answer.outcome == {
        "actions": ["not_arranged", "deduct"],
        "alternatives": False,
        "in_principle": True,
        "deduction": "300",
    }


def test_its_tests_are_run_and_its_weak_ones_found(packs_with_it: PackSet) -> None:
    unseen = {fault.field for fault in unnoticed(packs_with_it, "990002")}
    failed = [fault.field for fault in failing(packs_with_it)]
    untested = {fault.reason for fault in undated(packs_with_it)}

    assert failed == ["rules.0.tests.0"]
    assert untested == {"no test on 2025-01-01"}
    assert any(field.startswith("rules.3") for field in unseen)
    assert not any(field.startswith("rules.1") for field in unseen)


def test_no_code_names_a_jurisdiction(packs: PackSet) -> None:
    names = [packs.pack(code).name for code in packs.jurisdictions]
    words = [*packs.jurisdictions, *(name.zh for name in names), *(name.en for name in names)]
    named = re.compile("|".join(rf"(?<!\d){re.escape(word)}(?!\d)" for word in words))
    files = [*RULES.rglob("*.py"), *(RULES.parents[1] / "console").rglob("rul*.py")]
    code = [path for path in files if not path.name.startswith(("test_", "conftest"))]

    assert len(code) > 30
    for path in code:
        assert named.search(_without_docs(path.read_text("utf-8"))) is None, path


def _without_docs(text: str) -> str:
    return re.sub(r'""".*?"""|#[^\n]*', "", text, flags=re.DOTALL)
