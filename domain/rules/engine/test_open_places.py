"""A place that a pack leaves open: no answer, whatever is asked, until a ruling fills it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.rules import BadInput, PackError, PackSet, RecordedRuling, RuleBook, check_ruling
from domain.rules.engine.compare import stated

ON = date(2024, 6, 1)
COUNTY = """\
format: 1
jurisdiction: "990003"
name: {zh: 未定县, en: Unsettled County}
inherits: "652800"
version: "1"
readings:
  - of: AMB-32
    phrase: 有关项目
    open: which projects are monitored
    status: provisional
    ruling: {zh: 待定, en: to be ruled}
    reason: 原文未明确
    value: {zh: 监控范围, en: what is monitored, example: all_projects}
rules:
  - id: monitoring.scope
    kind: scope
    values:
      - effective: 2024-01-01
        value: {item: null}
        cite: [{clause: BZ-036, document: a.txt, quote: 有关项目}]
        interpretations: [{of: AMB-32, at: item, status: blocking}]
    tests:
      - {on: 2024-01-01, reason: needs_ruling}
  - id: grade.final
    kind: cap
    values:
      - effective: 2024-01-01
        part: audit_cap
        value: {findings: null, at_best: good}
        cite: [{clause: BZ-038, document: a.txt, quote: 若干问题}]
        interpretations: [{of: AMB-21, at: findings, status: blocking}]
    tests:
      - {on: 2024-01-01, reason: needs_ruling}
"""
GRADED = {
    "score": 95,
    "failed_reviews": [],
    "rectified": False,
    "refused": False,
    "audit_findings": 3,
    "major_problem": False,
    "untrue_self_evaluation": False,
}


def ruling(value: Any, ambiguity: str = "AMB-32") -> RecordedRuling:
    return RecordedRuling(ambiguity, "裁定", value, "某局", ON)


@pytest.fixture(scope="module")
def packs_with_it(texts: dict[str, bytes]) -> PackSet:
    return PackSet.of([*texts.items(), ("990003.yaml", COUNTY.encode())])


def book(packs: PackSet, *rulings: RecordedRuling) -> RuleBook:
    return RuleBook(packs, "990003", {one.ambiguity: one for one in rulings})


def test_nothing_is_answered_before_the_ruling_and_all_after_it(packs_with_it: PackSet) -> None:
    before = book(packs_with_it).ask("monitoring.scope", ON)
    after = book(packs_with_it, ruling("all_projects")).ask("monitoring.scope", ON)
    assert (before.outcome, before.reason) == (None, "needs_ruling")
    assert [(one.ambiguity, one.status, one.phrase) for one in before.rulings] == [
        ("AMB-32", "open", "有关项目")
    ]
    assert (after.outcome, after.reason) == ("all_projects", None)
    assert after.rulings[0].status == "ruled"


def test_a_ruling_in_words_only_leaves_it_open(packs_with_it: PackSet) -> None:
    words = book(packs_with_it, ruling(None)).ask("monitoring.scope", ON)
    assert (words.reason, words.rulings[0].status) == ("needs_ruling", "open")


def test_parts_that_answer_together_wait_for_the_one_that_is_open(packs_with_it: PackSet) -> None:
    def graded(*rulings: RecordedRuling) -> Any:
        return book(packs_with_it, *rulings).answer("grade.final", ON, GRADED)

    assert (graded().outcome, graded().reason) == (None, "needs_ruling")
    ruled = graded(ruling({"limit": "3", "side": "at_least"}, "AMB-21"))
    assert ruled.outcome["grade"] == "good"


def test_the_rules_that_are_open_are_those_not_ruled_with_a_value(packs_with_it: PackSet) -> None:
    both = frozenset({"monitoring.scope", "grade.final"})
    assert book(packs_with_it).open_rules == both
    assert book(packs_with_it, ruling(None)).open_rules == both
    assert book(packs_with_it, ruling("all_projects")).open_rules == {"grade.final"}


def test_no_rule_of_the_packs_that_come_with_the_package_is_open_altogether(packs: PackSet) -> None:
    for code in packs.jurisdictions:
        assert RuleBook(packs, code).open_rules == frozenset(), code


def test_a_value_that_is_open_is_shown_as_stated(packs_with_it: PackSet) -> None:
    basis = book(packs_with_it).parts("monitoring.scope")[None].on(ON)
    shown = stated(basis)
    assert shown is not None
    assert shown.value == {"item": None}


def test_a_ruling_on_an_open_place_has_to_fit_it(packs_with_it: PackSet) -> None:
    check_ruling(packs_with_it, "990003", "AMB-32", "all_projects")
    for wrong in (None, {"item": "all_projects"}):
        with pytest.raises(BadInput, match="value"):
            check_ruling(packs_with_it, "990003", "AMB-32", wrong)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("at: item, status: blocking", "at: item", "rules.0.values.0.value.item"),
        ("{item: null}", "{item: null, other: 1}", "rules.0.values.0.value.other"),
        ("{item: null}", "{item: 3}", "rules.0.values.0.value.item"),
    ],
)
def test_null_anywhere_else_and_any_other_fault_is_a_fault(
    texts: dict[str, bytes], before: str, after: str, field: str
) -> None:
    assert before in COUNTY
    broken = COUNTY.replace(before, after, 1)
    with pytest.raises(PackError) as found:
        PackSet.of([*texts.items(), ("990003.yaml", broken.encode())])
    assert field in {fault.field for fault in found.value.faults}


@pytest.mark.parametrize("stated_format", ["2", "0", "true", '"1"', "null"])
def test_a_pack_of_another_format_is_refused_by_its_line_and_nothing_else_is_said(
    texts: dict[str, bytes], stated_format: str
) -> None:
    other = COUNTY.replace("format: 1", f"format: {stated_format}").replace("kind: cap", "kind: x")
    with pytest.raises(PackError) as found:
        PackSet.of([*texts.items(), ("990003.yaml", other.encode())])
    (fault,) = found.value.faults
    assert (fault.file, fault.line, fault.field) == ("990003.yaml", 1, "format")
    assert "format 1" in fault.reason


def test_a_text_without_a_format_is_of_the_first_one(texts: dict[str, bytes]) -> None:
    older = COUNTY.replace("format: 1\n", "")
    packs = PackSet.of([*texts.items(), ("990003.yaml", older.encode())])
    assert packs.pack("990003").format == 1
