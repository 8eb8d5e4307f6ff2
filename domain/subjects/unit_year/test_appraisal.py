"""The year-end appraisal: points by item, and the measures that follow from the result."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.kernel.refusal import Code
from domain.subjects.unit_year.appraisal import (
    AppraisalItem,
    AppraisalPublished,
    PublishAppraisal,
    ScoreUnit,
    UnitScored,
)
from testkit.builders.unit_year import COMMENDED, appraised, registered, unregistered
from testkit.decider_spec import DeciderSpec, packaged_rules


def scored(code: str = "652825") -> DeciderSpec:
    """A scored unit under the rules of a jurisdiction, by default of 且末."""
    return registered(unregistered(packaged_rules(code))).given(appraised())


def outcome(effective: bool, rank_low: bool, rank: int | None = None) -> PublishAppraisal:
    return PublishAppraisal(
        effective=effective,
        rank_low=rank_low,
        rank=rank,
        document="考核通报",
        copied_to=("party_committee", "government"),
    )


def test_the_total_is_the_sum_of_the_items() -> None:
    event = registered().when(appraised("40", "55.5", "0")).the(UnitScored)
    assert (event.total, len(event.items)) == (Decimal("95.5"), 3)


def test_an_item_stands_once() -> None:
    twice = ScoreUnit(items=(AppraisalItem(item="档案", points=Decimal(1)),) * 2)
    registered().when(twice).refused(Code.INVALID_FIELD, "items")


def test_the_newest_score_before_publication_counts() -> None:
    again = scored().given(appraised("90"))
    assert again.when(COMMENDED).the(AppraisalPublished).total == Decimal(90)


@pytest.mark.parametrize(
    ("effective", "rank_low", "measures"),
    [
        (False, False, ()),
        (True, False, ("commend",)),
        (False, True, ("regulatory_talk", "time_limited_rectification")),
    ],
)
def test_measures_follow_from_the_rules(
    effective: bool, rank_low: bool, measures: tuple[str, ...]
) -> None:
    published = scored().when(outcome(effective, rank_low, 57))
    event = published.the(AppraisalPublished)
    assert (event.measures, event.rank, event.rank_low) == (measures, 57, rank_low)
    assert event.copied_to == ("party_committee", "government")
    assert published.rules_asked() == ["unit_appraisal.measures"]


def test_where_no_measure_is_stated_none_is_taken() -> None:
    assert scored("653000").when(COMMENDED).the(AppraisalPublished).measures == ()


def test_a_published_appraisal_stands() -> None:
    published = scored().given(COMMENDED)
    assert "事项 appraisal.publish" in published.when(COMMENDED).refused(Code.DUPLICATE).zh
    published.when(appraised()).refused(Code.WRONG_PHASE)
    registered().when(COMMENDED).refused(Code.WRONG_PHASE)
