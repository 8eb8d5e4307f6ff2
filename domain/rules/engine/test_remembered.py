"""Whether an answer is remembered follows from its question; what a rule raises comes through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from domain.kernel.vocabulary import Role
from domain.rules import BadInput, RuleBook
from domain.rules.engine.book import _KEPT_ANSWERS
from domain.rules.engine.errors import UnknownRule
from domain.rules.engine.registry import rule_of

Book = Callable[..., RuleBook]

ON = date(2024, 6, 5)
TRIGGER = "monitoring.trigger"
RATES = {"execution_rate": "40", "completion_rate": "56"}
UNSCORED = {"review_score": None}
SCORED = {"review_score": {"review_score": "40", "verdict": None}}


class Mistaken:
    """A rule book's `answer` that counts how often it is asked, and fails."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.asked = 0

    def __call__(self, *_: Any, **__: Any) -> Any:
        self.asked += 1
        raise self.error


@pytest.mark.parametrize("error", [TypeError("a slip"), KeyError("a slip"), ValueError("a slip")])
@pytest.mark.parametrize("inputs", [UNSCORED, SCORED], ids=["of plain values", "of an object"])
def test_what_a_rule_raises_comes_through_as_it_is_after_one_try(
    book: Book, monkeypatch: pytest.MonkeyPatch, inputs: dict[str, Any], error: Exception
) -> None:
    rules, mistaken = book("652825"), Mistaken(error)
    monkeypatch.setattr(rules, "answer", mistaken)

    with pytest.raises(type(error)) as raised:
        rules.ask(TRIGGER, ON, **RATES, **inputs)

    assert raised.value is error
    assert mistaken.asked == 1


@pytest.mark.parametrize(
    "value",
    [None, "40", 40, True, Decimal("40.0"), Role.FINANCE, ON],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize(
    "within",
    [
        lambda value: value,
        lambda value: [value, "a"],
        lambda value: (value,),
        lambda value: {"a": value, "b": {}},
        lambda value: [{"a": [value]}, []],
    ],
    ids=["alone", "in a list", "in a tuple", "in an object", "deeper"],
)
def test_the_same_question_of_json_values_is_answered_once(
    book: Book, monkeypatch: pytest.MonkeyPatch, value: Any, within: Callable[[Any], Any]
) -> None:
    rules, answers = book("652825"), Counted(monkeypatch)

    first = rules.ask(TRIGGER, ON, given=within(value))
    again = rules.ask(TRIGGER, ON, given=within(value))

    assert again is first
    assert answers.count == 1


class Counted:
    """Stands for a book's answers: each a new object."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        monkeypatch.setattr(RuleBook, "answer", self._answer)

    def _answer(self, *_: Any) -> object:
        self.count += 1
        return object()


DIFFERENT = [
    (1, True),
    (1, "1"),
    (None, "None"),
    (Decimal(1), 1),
    (date(2024, 6, 5), "2024-06-05"),
    (Role.FINANCE, str(Role.FINANCE)),
    ([1], [True]),
    (["a"], {"a": None}),
    ([["a"], "b"], [["a", "b"]]),
    ([["a"]], ["a"]),
    ([], {}),
    ([], None),
    ({"a": 1}, {"a": True}),
    ({"a": "b"}, {"b": "a"}),
    ({"a": {"b": "c"}}, {"a": "b", "c": {}}),
    ({"a": {"b": 1}, "c": 2}, {"a": {"b": 1, "c": 2}}),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ({"a": Decimal("1.0")}, {"a": 1}),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_questions_are_never_mistaken_for_each_other(
    book: Book, monkeypatch: pytest.MonkeyPatch, one: Any, other: Any
) -> None:
    rules, answers = book("652825"), Counted(monkeypatch)

    rules.ask(TRIGGER, ON, given=one)
    rules.ask(TRIGGER, ON, given=other)
    rules.ask(TRIGGER, ON, given=one, more=None)
    rules.ask(TRIGGER, date(2024, 6, 6), given=one)
    rules.ask("grade.bands", ON, given=one)

    assert answers.count == 5


class Unhashable:
    """No JSON value, and no key."""

    __hash__ = None  # type: ignore[assignment]


NO_JSON = [Unhashable(), object(), {"a"}, bytearray(b"a"), MappingProxyType({"a": 1}), 1.5]


@pytest.mark.parametrize("value", NO_JSON, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("within", [lambda value: value, lambda value: [value]])
def test_what_is_no_json_value_is_asked_each_time(
    book: Book, monkeypatch: pytest.MonkeyPatch, value: Any, within: Callable[[Any], Any]
) -> None:
    rules, answers = book("652825"), Counted(monkeypatch)

    for _ in range(2):
        rules.ask(TRIGGER, ON, given=within(value))

    assert answers.count == 2


@pytest.mark.parametrize("value", [*NO_JSON, Decimal("sNaN"), Decimal("NaN")])
def test_what_is_no_json_value_is_refused_by_its_field(book: Book, value: Any) -> None:
    with pytest.raises(BadInput, match="execution_rate"):
        book("652825").ask(
            TRIGGER, ON, execution_rate=value, completion_rate="1", review_score=None
        )


@pytest.mark.parametrize("rule", ["no.rule", None, [], {}, Unhashable()])
def test_what_is_no_rule_is_unknown(book: Book, rule: Any) -> None:
    with pytest.raises(UnknownRule):
        book("652825").ask(rule, ON)


def test_at_most_so_many_answers_of_each_kind_are_remembered(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules, answers = book("652825"), Counted(monkeypatch)
    questions = [[str(number)] for number in range(_KEPT_ANSWERS + 1)]

    for question in questions:
        rules.ask(TRIGGER, ON, given=question)
    rules.ask(TRIGGER, ON, given=questions[-1])
    rules.ask(TRIGGER, ON, given=questions[1])
    assert answers.count == len(questions)

    rules.ask(TRIGGER, ON, given=questions[0])
    assert answers.count == len(questions) + 1


def test_a_slip_in_the_evaluation_of_a_rule_comes_through(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules, rule = book("652825"), rule_of(TRIGGER)
    mistaken = Mistaken(TypeError("a slip"))
    monkeypatch.setattr(
        "domain.rules.engine.book.rule_of", lambda _: replace(rule, part_of=mistaken)
    )

    with pytest.raises(TypeError, match="a slip"):
        rules.ask(TRIGGER, ON, **RATES, **UNSCORED)

    assert mistaken.asked == 1
