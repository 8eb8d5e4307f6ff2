"""Whose duty a value is: that of the levels below too, or of its own level alone (1435)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.rules import PackError, PackSet, RecordedRuling, RuleBook

ON = date(2023, 6, 1)
COUNTY = """\
jurisdiction: "653022"
name: {zh: 阿克陶县, en: Akto County}
inherits: "653000"
version: "1"
rules: []
"""
LED = {"budget_type": "social_insurance_funds", "subject": None}
COUNTED = {"count": 9, "funds": 1, "funds_last_year": 1}
YEAR = {"work_year": 2023}


def ruled(ambiguity: str, value: Any = None) -> dict[str, RecordedRuling]:
    return {ambiguity: RecordedRuling(ambiguity, "本县照此办理", value, "阿克陶县财政局", ON)}


@pytest.fixture(scope="module")
def packs(texts: dict[str, bytes]) -> PackSet:
    return PackSet.of([*texts.items(), ("653022.yaml", COUNTY.encode())])


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        ("sections.lead", LED),
        ("special_budgets_summary.due", YEAR),
        ("county_appraisal.windows", YEAR),
        ("key_evaluation.minimum", COUNTED),
    ],
)
def test_a_duty_of_the_own_level_binds_no_level_below(
    packs: PackSet, rule: str, given: dict[str, Any]
) -> None:
    above, below = (RuleBook(packs, code).answer(rule, ON, given) for code in ("653000", "653022"))

    assert above.reason is None
    assert (below.reason, below.citations) == ("not_stated", ())


def test_any_other_value_binds_the_levels_below(packs: PackSet) -> None:
    answer = RuleBook(packs, "653022").answer("self_evaluation.due", ON, YEAR)

    assert [one.clause for one in answer.citations] == ["KZ-014"]


def test_a_county_that_rules_on_the_named_ambiguity_takes_the_value_up(packs: PackSet) -> None:
    county = RuleBook(packs, "653022", ruled("AMB-30", value=True))

    assert county.answer("key_evaluation.minimum", ON, COUNTED).outcome == {"not_met": ["count"]}
    assert county.answer("sections.lead", ON, LED).reason == "not_stated"


def test_a_ruling_on_another_ambiguity_takes_nothing_up(packs: PackSet) -> None:
    county = RuleBook(packs, "653022", ruled("AMB-10"))

    assert county.answer("key_evaluation.minimum", ON, COUNTED).reason == "not_stated"


def test_a_value_of_all_levels_is_not_taken_up_by_a_ruling(texts: dict[str, bytes]) -> None:
    told = texts["653000.yaml"].replace(
        b"        scope: own_level\n        unless_ruled: AMB-30\n",
        b"        unless_ruled: AMB-30\n",
    )

    with pytest.raises(PackError, match="unless_ruled"):
        PackSet.of([*{**texts, "653000.yaml": told}.items()])
