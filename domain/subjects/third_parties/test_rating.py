"""The annual rating: by the ruled weights, by given ones, or by the actor's recorded method."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from domain.kernel.refusal import Code
from domain.shared.filings.disclosure import Published
from domain.subjects.third_parties.rating import Rated, Weights
from testkit.builders.third_parties import EQUAL, PUBLISHED, rate, registered
from testkit.decider_spec import REVIEWER, FakeRules, packaged_rules

HEAVY = Weights(
    quantity=Decimal("0.1"),
    quality=Decimal("0.4"),
    effect=Decimal("0.4"),
    satisfaction=Decimal("0.1"),
)


def test_given_weights_are_scored_by_the_rule() -> None:
    taken = registered().when(rate(weights=HEAVY))
    event = taken.the(Rated)
    assert (event.score, event.cited, event.year) == (Decimal(79), True, 2025)
    assert taken.rules_asked() == ["third_party.rating"]


def test_without_weights_the_bureau_rules_first() -> None:
    registered().when(rate(weights=None)).refused(Code.NEEDS_RULING)


def test_the_ruled_weights_need_not_be_given() -> None:
    ruled = FakeRules({"third_party.rating": {"score": "85"}})
    assert registered(ruled).when(rate(weights=None)).the(Rated).score == Decimal(85)


def test_where_nothing_is_stated_the_weights_are_the_actors_own() -> None:
    qiemo = packaged_rules("652825")
    registered(qiemo).when(rate(weights=None)).refused(Code.MISSING_FIELD, "weights")
    event = registered(qiemo).when(rate(weights=HEAVY)).the(Rated)
    assert (event.score, event.cited) == (Decimal(79), False)


@pytest.mark.parametrize(("quantity", "stands"), [("0.24", 0), ("0.25", 1), ("0.26", 0)])
def test_weights_are_one_in_all(quantity: str, stands: int) -> None:
    fields: dict[str, Any] = EQUAL.model_dump() | {"quantity": quantity}
    if stands:
        assert Weights(**fields) == EQUAL
    else:
        with pytest.raises(ValidationError):
            Weights(**fields)


@pytest.mark.parametrize(("year", "accepted"), [(2024, 0), (2025, 1), (2026, 1), (2027, 0)])
def test_a_year_is_rated_from_registration_to_today(year: int, accepted: int) -> None:
    taken = registered().on("2026-02-01").when(rate(year))
    if accepted:
        taken.the(Rated)
    else:
        taken.refused(Code.INVALID_FIELD, "year")


def test_each_year_is_rated_once_and_disclosed_anew() -> None:
    first = registered().given(rate(), PUBLISHED, by=REVIEWER)
    assert first.view.waiting_for == ()
    assert "事项 third-party.rate:" in first.when(rate()).refused(Code.DUPLICATE).zh
    second = first.on("2026-02-01").given(rate(2026))
    assert second.view.waiting_for == ("finance:disclosure.third_party_rating",)
    second.when(PUBLISHED, by=REVIEWER).the(Published)
