from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from domain.rules import BadInput, RecordedRuling, RuleBook
from domain.rules.engine.questions import Batch, answer_json, decode_object

SCOPE = '{"rule": "monitoring.scope", "jurisdiction": "652825", "on": "2023-06-05", "input": {}}'
TRIGGER = (
    '{"rule": "monitoring.trigger", "jurisdiction": "652825", "on": "2023-06-05", "input": '
    '{"execution_rate": 40, "completion_rate": %s, "review_score": null}}'
)


@pytest.fixture
def batch(book: Callable[..., RuleBook]) -> Batch:
    return Batch(book)


def test_an_answer_has_exactly_the_fields_of_the_contract(batch: Batch) -> None:
    answer = json.loads(batch.answer(SCOPE))

    assert list(answer) == [
        "rule", "jurisdiction", "on", "outcome", "reason", "citations", "rulings", "pack",
    ]  # fmt: skip
    assert list(answer["citations"][0]) == ["clause", "document", "quote"]
    assert list(answer["rulings"][0]) == ["ambiguity", "status", "ruling"]
    assert list(answer["pack"]) == ["id", "version", "sha256"]


def test_a_line_is_answered_as_a_single_question(
    batch: Batch, book: Callable[..., RuleBook]
) -> None:
    single = book("652825").ask("monitoring.scope", date(2023, 6, 5))

    assert batch.answer(SCOPE) == batch.answer(SCOPE) == answer_json(single)


def test_a_recorded_ruling_is_printed_with_author_and_day(book: Callable[..., RuleBook]) -> None:
    ruled = RecordedRuling("AMB-32", "裁定", None, "且末县财政局", date(2023, 3, 1))
    answer = book("652825", ruled).ask("monitoring.scope", date(2023, 6, 5))

    assert json.loads(answer_json(answer))["rulings"] == [
        {
            "ambiguity": "AMB-32",
            "status": "ruled",
            "ruling": "裁定",
            "author": "且末县财政局",
            "ruled_on": "2023-03-01",
        }
    ]


@pytest.mark.parametrize(
    ("completion", "rectify"),
    [
        ("60", False),
        ("60.00", False),
        ("6e1", False),
        ("60." + "0" * 150 + "1", True),
        ("59." + "9" * 150, False),
        ('"60.000000000000000000000000000000000000000001"', True),
    ],
)
def test_a_number_is_compared_as_the_literal_written(
    batch: Batch, completion: str, rectify: bool
) -> None:
    answer = json.loads(batch.answer(TRIGGER % completion))

    assert answer["outcome"]["rectify"] is rectify


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("", "line"),
        ("  \r", "line"),
        ("{", "line"),
        ("[]", "line"),
        ("12", "line"),
        ("[" * 100_000, "line"),
        ("{}", "rule"),
        (SCOPE.replace("monitoring.scope", "no.such"), "rule"),
        (SCOPE.replace('"monitoring.scope"', "1"), "rule"),
        (SCOPE.replace("652825", "110000"), "jurisdiction"),
        (SCOPE.replace('"652825"', "652825"), "jurisdiction"),
        (SCOPE.replace("2023-06-05", "2023-06-31"), "on"),
        (SCOPE.replace("2023-06-05", "2023-6-5"), "on"),
        (SCOPE.replace('"2023-06-05"', "20230605"), "on"),
        (SCOPE.replace("{}", "[]"), "input"),
        (SCOPE.replace(', "input": {}', ""), "input"),
        (SCOPE.replace("{}", '{}, "note": 1'), "note"),
        (SCOPE.replace("{}", '{}, "on": "2023-06-05"'), "on"),
        (SCOPE.replace("{}", '{"x": 1}'), "x"),
        (TRIGGER % "NaN", "completion_rate"),
        (TRIGGER % "-Infinity", "completion_rate"),
        (TRIGGER % ("1" * 5000), "completion_rate"),
        (TRIGGER % ("1e" + "9" * 30), "completion_rate"),
        (TRIGGER % "-1", "completion_rate"),
        (TRIGGER % "1e400", "completion_rate"),
        (TRIGGER % '"NaN"', "completion_rate"),
    ],
)
def test_a_bad_line_names_the_field(batch: Batch, line: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        batch.answer(line)

    assert refused.value.field == field


def test_a_repeated_key_is_named() -> None:
    with pytest.raises(BadInput) as refused:
        decode_object('{"a": 1, "b": {"c": 1, "c": 1}}', "input")

    assert refused.value.field == "c"


def test_numbers_keep_their_literal() -> None:
    read: dict[str, Any] = decode_object('{"a": 1.10, "b": 0.1}', "input")

    assert str(read["a"]) == "1.10"
    assert str(read["b"]) == "0.1"
