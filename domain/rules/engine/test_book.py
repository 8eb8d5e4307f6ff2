"""Inheritance and rulings, on a county that no code has heard of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from domain.rules import BadInput, PackSet, RecordedRuling, RuleBook

Book = Callable[..., RuleBook]

COUNTY = """\
jurisdiction: "990001"
name: {zh: 某县, en: Some County}
inherits: "652800"
version: "1"
rules:
  - id: monitoring.trigger
    kind: threshold
    values:
      - effective: 2023-07-01
        value:
          judgement: false
          deviation: {line: {limit: 15, side: above}, measure: percentage_points}
        cite: [{clause: QM-030, document: a.txt, quote: 超过15%}]
        interpretations: [{of: AMB-02, at: deviation.measure}]
    tests:
      - {on: 2023-07-01, input: {execution_rate: 0, completion_rate: 0, review_score: null}}
"""
ON = date(2024, 6, 5)
UNSCORED = {"review_score": "40", "verdict": None}


def ruling(ambiguity: str, value: Any, text: str = "裁定") -> RecordedRuling:
    return RecordedRuling(ambiguity, text, value, "某局", date(2024, 6, 1))


def apart(book: RuleBook, on: date, execution: str, completion: str) -> Any:
    given = {"execution_rate": execution, "completion_rate": completion, "review_score": None}
    return book.answer("monitoring.trigger", on, given)


def test_a_county_of_one_file_answers_by_its_own_text_and_inherits_the_rest(
    texts: dict[str, bytes],
) -> None:
    packs = PackSet.of([*texts.items(), ("990001.yaml", COUNTY.encode())])
    county = RuleBook(packs, "990001")

    before = apart(county, date(2023, 6, 30), "40", "56")
    own = apart(county, date(2023, 7, 1), "40", "56")
    after_the_prefecture = apart(county, ON, "40", "55")
    inherited = county.ask("exante.dimensions", ON)

    assert before.reason == "not_stated"
    assert own.outcome == {"rectify": True, "reasons": ["deviation"]}
    assert after_the_prefecture.outcome == {"rectify": False, "reasons": []}
    assert [source.id for source in inherited.sources] == ["652800"]


@pytest.mark.parametrize(
    ("measure", "execution", "completion", "rectify"),
    [
        ("relative_to_completion", "40", "50", False),
        ("relative_to_completion", "39.99", "50", True),
        ("relative_to_completion", "0", "0", False),
        ("relative_to_completion", "0.01", "0", True),
        ("relative_to_execution", "50", "60", False),
        ("relative_to_execution", "50", "60.01", True),
        ("percentage_points", "40", "50", False),
    ],
)
def test_a_ruling_on_the_measure_takes_the_place_of_the_reading(
    book: Book, measure: str, execution: str, completion: str, rectify: bool
) -> None:
    answer = apart(book("652825", ruling("AMB-02", measure)), ON, execution, completion)

    assert answer.outcome["rectify"] is rectify
    ruled = {one.ambiguity: one for one in answer.rulings}["AMB-02"]
    assert (ruled.status, ruled.ruling, ruled.author) == ("ruled", "裁定", "某局")
    assert ruled.ruled_on == date(2024, 6, 1)


def test_a_ruling_on_the_side_moves_the_boundary(book: Book) -> None:
    assert apart(book("652825"), ON, "40", "60").outcome["rectify"] is False
    ruled = book("652825", ruling("AMB-01", "at_least"))
    assert apart(ruled, ON, "40", "60").outcome["rectify"] is True


def test_a_ruling_that_both_conditions_must_meet(book: Book) -> None:
    both = book("652825", ruling("AMB-03", "both"))
    given = {"execution_rate": "0", "completion_rate": "60", "review_score": "60"}

    assert both.answer("monitoring.trigger", ON, given).outcome["rectify"] is False
    given["review_score"] = "59"
    assert both.answer("monitoring.trigger", ON, given).outcome == {
        "rectify": True,
        "reasons": ["score", "deviation"],
    }


def test_a_ruling_opens_a_blocking_rule(book: Book) -> None:
    closed = book("652800").answer("monitoring.failed", ON, UNSCORED)
    line = {"limit": "50", "side": "below"}
    opened = book("652800", ruling("AMB-05", line)).answer("monitoring.failed", ON, UNSCORED)

    assert (closed.reason, [one.status for one in closed.rulings]) == ("needs_ruling", ["open"])
    assert (opened.outcome, opened.reason) == (True, None)
    assert [one.status for one in opened.rulings] == ["ruled"]


def test_a_ruling_without_a_value_does_not_open_a_blocking_rule(book: Book) -> None:
    answer = book("652800", ruling("AMB-05", None)).answer("monitoring.failed", ON, UNSCORED)

    assert answer.reason == "needs_ruling"
    assert [one.status for one in answer.rulings] == ["open"]


def test_a_ruling_without_a_value_replaces_the_text_of_a_reading(book: Book) -> None:
    answer = apart(book("652825", ruling("AMB-02", None)), ON, "40", "61")

    assert answer.outcome["rectify"] is True
    assert {one.ambiguity: one.status for one in answer.rulings}["AMB-02"] == "ruled"


def test_a_ruling_on_the_lines_closes_what_was_open(book: Book) -> None:
    levels = {
        "execution": {"limit": 50, "side": "below"},
        "completion": {"limit": 50, "side": "below"},
    }
    ruled = book("652822", ruling("AMB-38", levels))
    answer = ruled.ask("monitoring.warning_lines", ON, execution_rate="49", completion_rate="50")

    assert answer.outcome == {"touched": ["execution"], "open": []}


def test_a_ruling_that_does_not_fit_the_value_is_bad_input(book: Book) -> None:
    with pytest.raises(BadInput, match="AMB-02"):
        apart(book("652825", ruling("AMB-02", "by_feel")), ON, "40", "61")


def test_a_day_resolves_to_the_same_basis_once(book: Book) -> None:
    county = book("652825")

    first, second = (apart(county, ON, "40", "61") for _ in range(2))
    assert first.citations is second.citations
