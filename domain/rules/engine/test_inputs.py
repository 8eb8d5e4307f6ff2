from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.rules import BadInput, RuleBook

ON = date(2023, 6, 5)
TRIGGER = {"execution_rate": "40", "completion_rate": "60", "review_score": None}
WEIGHTS = {"execution": 10, "output": 50, "benefit": 30, "satisfaction": 10}


def changed(given: dict[str, Any], **change: Any) -> dict[str, Any]:
    return {**given, **change}


@pytest.mark.parametrize(
    ("rule", "given", "field"),
    [
        ("monitoring.trigger", {}, "execution_rate"),
        ("monitoring.trigger", {"execution_rate": 1, "completion_rate": 1}, "review_score"),
        ("monitoring.trigger", changed(TRIGGER, extra=1), "extra"),
        ("monitoring.trigger", changed(TRIGGER, execution_rate=-1), "execution_rate"),
        ("monitoring.trigger", changed(TRIGGER, execution_rate="-0.01"), "execution_rate"),
        ("monitoring.trigger", changed(TRIGGER, execution_rate=True), "execution_rate"),
        ("monitoring.trigger", changed(TRIGGER, execution_rate=40.0), "execution_rate"),
        ("monitoring.trigger", changed(TRIGGER, execution_rate=None), "execution_rate"),
        ("monitoring.trigger", changed(TRIGGER, execution_rate=[]), "execution_rate"),
        ("monitoring.trigger", changed(TRIGGER, execution_rate=10**300), "execution_rate"),
        ("monitoring.trigger", changed(TRIGGER, execution_rate=Decimal("NaN")), "execution_rate"),
        ("monitoring.trigger", changed(TRIGGER, execution_rate=Decimal("Infinity")),
         "execution_rate"),
        ("monitoring.trigger", changed(TRIGGER, review_score="100.01"), "review_score"),
        ("monitoring.trigger", changed(TRIGGER, review_score="-0.01"), "review_score"),
        ("monitoring.nodes", {"work_year": "2023", "subject": "project"}, "work_year"),
        ("monitoring.nodes", {"work_year": True, "subject": "project"}, "work_year"),
        ("monitoring.nodes", {"work_year": 0, "subject": "project"}, "work_year"),
        ("monitoring.nodes", {"work_year": 10000, "subject": "project"}, "work_year"),
        ("monitoring.nodes", {"work_year": 2023, "subject": "county"}, "subject"),
        ("monitoring.nodes", {"work_year": 2023, "subject": []}, "subject"),
        ("monitoring.nodes", {"work_year": 2023}, "subject"),
        ("monitoring.due", {"node": "2023-02-29"}, "node"),
        ("monitoring.due", {"node": "20230531"}, "node"),
        ("monitoring.due", {"node": "2023-05-31", "filed_on": None}, "filed_on"),
        ("monitoring.due", {"node": "2023-05-31", "subject": None}, "subject"),
        ("monitoring.due", {"node": datetime(2023, 5, 31)}, "node"),  # noqa: DTZ001
        ("monitoring.failed", {"review_score": 50}, "verdict"),
        ("monitoring.failed", {"review_score": 50, "verdict": "好"}, "verdict"),
        ("exante.gate", {"report_filed": 1, "review_result": None}, "report_filed"),
        ("exante.gate", {"report_filed": True}, "review_result"),
        ("exante.dimensions", {"x": 1}, "x"),
        ("exante.reassessment", {"county_level_investment": -1, "specialised": False},
         "county_level_investment"),
        ("target.weights", {"classes": [10, 50]}, "classes"),
        ("target.weights", {"classes": {"execution": 10}}, "classes.output"),
        ("target.weights", {"classes": changed(WEIGHTS, cost=None)}, "classes.cost"),
        ("target.weights", {"classes": changed(WEIGHTS, speed=1)}, "classes.speed"),
        ("no.such.rule", {}, "rule"),
    ],
)  # fmt: skip
def test_an_input_outside_the_contract_is_named(
    book: Callable[..., RuleBook], rule: str, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        book("652825").answer(rule, ON, given)

    assert refused.value.field == field


def test_an_unknown_jurisdiction_is_named(book: Callable[..., RuleBook]) -> None:
    with pytest.raises(BadInput) as refused:
        book("110000")

    assert refused.value.field == "jurisdiction"


@pytest.mark.parametrize("written", ["60", "60.0", 60, Decimal("60.00"), "6e1"])
def test_a_number_is_the_same_however_it_is_written(
    book: Callable[..., RuleBook], written: Any
) -> None:
    answer = book("652825").ask("monitoring.failed", ON, review_score=written, verdict=None)

    assert answer.outcome is False
    assert answer.input == {"review_score": "60", "verdict": None}


def test_the_echoed_input_asks_the_same_question_again(book: Callable[..., RuleBook]) -> None:
    given = {"node": date(2023, 5, 31), "subject": "project", "filed_on": "2023-06-08"}
    answer = book("652825").answer("monitoring.due", ON, given)

    assert book("652825").answer("monitoring.due", ON, answer.input) == answer
