"""What no document sets of a self-evaluation's score, and a pack may."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from domain.rules.engine.errors import BadInput
from domain.rules.engine.rule import PartlyOpen
from domain.rules.families.scoring import RULES, SelfScore

(SCORE,) = RULES
PLAIN: dict[str, Any] = {
    "execution": 10,
    "zero_at": 2,
    "rounding": {"places": 2, "mode": "half_up"},
}
HALF = {"rate": {"limit": 50, "side": "below"}, "score": 59}
OVER = {"completion": {"limit": 130, "side": "above"}, "share": "0.1"}


def indicator(**changes: Any) -> dict[str, Any]:
    fields = {"id": "a", "class": "output", "relation": ">=", "target": 10, "actual": 10}
    return {**fields, "points": 90, "level": None} | changes


def scored(given: dict[str, Any], *indicators: dict[str, Any], executed: str = "100") -> Any:
    value = SelfScore.model_validate(PLAIN | given)
    asked = {"budget": 100, "executed": executed, "indicators": [*indicators]}
    return SCORE.evaluate(value, **SCORE.inputs.parse(asked))


@pytest.mark.parametrize(
    ("executed", "score"), [("49.99", "59.00"), ("50", "95.00"), ("50.01", "95.00")]
)
def test_a_cap_holds_on_its_side_of_the_execution_rate(executed: str, score: str) -> None:
    assert scored({"caps": [HALF]}, indicator(), executed=executed)["score"] == score
    assert scored({}, indicator(), executed="40")["score"] == "94.00"


@pytest.mark.parametrize(
    ("actual", "points"), [("13", "90.00"), ("13.01", "81.00"), ("14", "81.00")]
)
def test_over_fulfilment_costs_its_share(actual: str, points: str) -> None:
    outcome = scored({"over_fulfilment": OVER}, indicator(actual=actual))
    assert outcome["indicators"] == [{"id": "a", "points": points}]
    kept_below = indicator(relation="<=", actual="1")
    assert scored({"over_fulfilment": OVER}, kept_below)["indicators"][0]["points"] == "90.00"


def test_a_level_may_be_a_word_that_the_pack_knows() -> None:
    words = {"levels": {"达成": 100, "部分达成": 70}}
    part = indicator(relation="qualitative", target=None, actual=None, level="部分达成")
    assert scored(words, part)["indicators"][0]["points"] == "63.00"
    for given, level in ((words, "基本达成"), ({}, "达成")):
        with pytest.raises(BadInput) as refused:
            scored(given, part | {"level": level})
        assert refused.value.field == "indicators.level"


def test_classes_are_worth_their_weights() -> None:
    two = (
        indicator(points=20, actual=5),
        indicator(id="b", points=60),
        indicator(id="c", points=10, **{"class": "social"}),
    )
    outcome = scored({"class_weights": {"output": 60, "benefit": 30}}, *two)
    assert [one["points"] for one in outcome["indicators"]] == ["7.50", "45.00", "30.00"]


@pytest.mark.parametrize(("actual", "is_open"), [("9", False), ("10", False), ("10.01", True)])
def test_an_exceeded_cost_is_open_where_the_pack_says_so(actual: str, is_open: bool) -> None:
    cost = indicator(relation="=", actual=actual, **{"class": "cost"})
    outcome = scored({"cost_exceeded": "open"}, cost)
    assert isinstance(outcome, PartlyOpen) is is_open
    if isinstance(outcome, PartlyOpen):
        assert outcome.outcome["score"] is None
        assert outcome.ambiguity == "AMB-43"
    before = scored({}, cost)  # a pack that was adopted before says nothing
    assert Decimal(before["score"]) > 0


@pytest.mark.parametrize(("percent", "is_taken"), [(99, True), (100, True), (101, False)])
def test_a_level_is_at_most_the_whole(percent: int, is_taken: bool) -> None:
    given = PLAIN | {"levels": {"好": percent}}
    if is_taken:
        assert SelfScore.model_validate(given).levels == {"好": Decimal(percent)}
        return
    with pytest.raises(ValueError, match="less than or equal to 100"):
        SelfScore.model_validate(given)
