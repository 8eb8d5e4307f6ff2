"""The other rules of a replay: what is asked in the place of the adopted rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.rules import BadInput, PackError
from projections.what_if.hypothetical_rules import HypotheticalRules, Ruling, other_book
from projections.what_if.overrides import Override
from store.packs.packaged_packs import packaged_packs, packaged_texts

QIEMO, JIASHI, KIZILSU = "652825", "653129", "653000"
JUNE = date(2023, 6, 10)
ADOPTED = {name.removesuffix(".yaml"): (name, text) for name, text in packaged_texts()}
EXACTLY_20 = {"execution_rate": "60", "completion_rate": "40", "review_score": None}


def ask(other: HypotheticalRules, rule: str, given: dict[str, Any], code: str = QIEMO) -> Answer:
    return other_book(ADOPTED, packaged_packs(), code, {}, other).ask(rule, JUNE, **given)


def side(value: str) -> Override:
    return Override("monitoring.trigger", None, ("deviation", "line", "side"), value)


def bands(*limits: int) -> tuple[Override, ...]:
    return tuple(
        Override("grade.bands", None, ("bands", str(at), "line", "limit"), limit)
        for at, limit in enumerate(limits)
    )


def test_nothing_else_asks_the_adopted_rules() -> None:
    answer = ask(HypotheticalRules(), "monitoring.trigger", EXACTLY_20)

    assert answer.outcome == {"rectify": False, "reasons": []}


def test_a_set_place_changes_the_answer_and_leaves_the_clause() -> None:
    answer = ask(HypotheticalRules(settings=(side("at_least"),)), "monitoring.trigger", EXACTLY_20)

    assert answer.outcome == {"rectify": True, "reasons": ["deviation"]}
    assert [one.clause for one in answer.citations] == ["QM-030"]
    assert answer.sources[0].version == "supposed"
    assert "AMB-01" not in {one.ambiguity for one in answer.rulings}


@pytest.mark.parametrize(
    ("score", "grade"),
    [("59.99", "poor"), ("60", "fair"), ("69.99", "fair"), ("70", "good"), ("79.99", "good")],
)
def test_places_of_one_value_are_set_together(score: str, grade: str) -> None:
    other = HypotheticalRules(settings=bands(80, 70, 60))

    assert ask(other, "grade.bands", {"score": score}).outcome == grade


def test_a_rule_is_taken_from_another_jurisdiction_as_if_it_held_before() -> None:
    given = {
        "score": "95",
        "failed_reviews": [],
        "rectified": False,
        "refused": False,
        "audit_findings": 1,
        "major_problem": False,
        "untrue_self_evaluation": False,
    }
    taken = Override("grade.final", "audit_cap", (), JIASHI)

    assert ask(HypotheticalRules(), "grade.final", given).outcome["grade"] == "excellent"
    assert (
        ask(HypotheticalRules(settings=(taken,)), "grade.final", given).outcome["grade"] == "fair"
    )


def test_another_packs_rules_are_asked_not_before_they_begin() -> None:
    other = HypotheticalRules(jurisdiction=JIASHI)

    answer = ask(other, "monitoring.trigger", EXACTLY_20)

    assert answer.outcome == {"rectify": True, "reasons": ["deviation"]}
    assert answer.on == date(2024, 1, 1)


def test_another_packs_rules_are_asked_as_on_a_given_day() -> None:
    before = HypotheticalRules(jurisdiction=JIASHI, rules_on=date(2024, 12, 31))
    after = HypotheticalRules(jurisdiction=JIASHI, rules_on=date(2025, 1, 1))

    nodes = [
        ask(one, "monitoring.nodes", {"work_year": 2023, "subject": "project"})
        for one in (before, after)
    ]

    assert [one.outcome for one in nodes] == [["2023-05-31"], ["2023-05-31", "2023-08-31"]]


def test_a_pack_file_takes_the_place_of_the_adopted_one() -> None:
    name, text = ADOPTED[KIZILSU]
    changed = text.replace(b"{day: 10, of: month_after_node", b"{day: 7, of: month_after_node")
    other = HypotheticalRules(texts=((KIZILSU, (name, changed)),))

    answer = ask(other, "monitoring.due", {"node": "2023-05-31"}, KIZILSU)

    assert answer.outcome == {"due": "2023-06-07", "status": None}


def test_a_supposed_ruling_opens_a_blocked_rule() -> None:
    given = {
        "score": "79.99",
        "grade": "fair",
        "planned": "100",
        "targets_met": True,
        "overlapping": False,
        "veto": False,
        "department_projects": None,
    }
    example = packaged_packs().reading(KIZILSU, "AMB-08")
    assert example is not None
    assert example.value is not None
    other = HypotheticalRules(rulings=(Ruling("AMB-08", example.value.example),))

    before = ask(HypotheticalRules(), "results.budget_action", given, KIZILSU)
    after = ask(other, "results.budget_action", given, KIZILSU)

    assert before.outcome["deduction"] is None
    assert after.outcome["deduction"] is not None


@pytest.mark.parametrize(
    ("setting", "field"),
    [
        (Override("grade.bands", None, ("bands", "7", "line"), 1), "grade.bands.bands.7.line"),
        (Override("grade.bands", None, ("nothing",), 1), "grade.bands.nothing"),
        (side("about"), "monitoring.trigger.deviation.line.side"),
        (Override("monitoring.due", "project", ("day",), 7), "monitoring.due.project.day"),
        (Override("grade.final", "veto", (), "999999"), "jurisdiction"),
        (Override("key_evaluation.panel", None, (), KIZILSU), "key_evaluation.panel"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(setting: Override, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        ask(HypotheticalRules(settings=(setting,)), "grade.bands", {"score": "90"})

    assert refused.value.field == field


def test_a_text_that_is_no_pack_is_refused() -> None:
    with pytest.raises(PackError):
        ask(
            HypotheticalRules(texts=((QIEMO, ("mine.yaml", b"jurisdiction: '652825'")),)),
            "grade.bands",
            {},
        )
