"""The year-end appraisal: points by item, and the measures that follow from the result."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.kernel.refusal import Code
from domain.kernel.unit_appraisal import Ranked, UnitAppraisal
from domain.subjects.unit_year.appraisal import (
    AppraisalItem,
    AppraisalPublished,
    PublishAppraisal,
    ScoreUnit,
    UnitScored,
)
from testkit.builders.unit_year import COMMENDED, appraised, registered, unregistered
from testkit.decider_spec import REVIEWER, DeciderSpec, packaged_rules


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


# --- the rules and the results of all units


RULED = UnitAppraisal(maxima={"第0项": Decimal(60), "第1项": Decimal(56)})


def under(scene: DeciderSpec, appraisal: UnitAppraisal) -> DeciderSpec:
    return scene.under(replace(scene.in_force, unit_appraisal=appraisal))


@pytest.mark.parametrize(
    ("points", "taken"),
    [
        (("60", "55.99"), True),
        (("60", "56"), True),
        (("60", "56.01"), False),
        (("60",), False),
        (("60", "56", "0"), False),
    ],
)
def test_a_unit_is_scored_by_the_items_and_points_of_the_published_rules(
    points: tuple[str, ...], taken: bool
) -> None:
    tried = under(registered(), RULED).when(appraised(*points))
    if taken:
        assert len(tried.the(UnitScored).items) == 2
    else:
        assert "第1项（56分）" in tried.refused(Code.INVALID_FIELD, "items").zh


def test_a_score_of_the_first_version_stays_as_it_was_given() -> None:
    scene = under(registered(), RULED)
    first = replace(scene.act(appraised("99"), REVIEWER), version=1)
    assert scene.take(first).the(UnitScored).total == 99


def ranked(**found: bool) -> UnitAppraisal:
    return UnitAppraisal(results={"201001": Ranked(Decimal("95.5"), 3, **found)})


@pytest.mark.parametrize(
    ("found", "command"),
    [
        ({"commended": True}, outcome(effective=True, rank_low=False)),
        ({"lagging": True}, outcome(effective=False, rank_low=True, rank=3)),
        ({}, outcome(effective=False, rank_low=False, rank=3)),
    ],
)
def test_a_publication_has_the_rank_and_the_findings_of_the_results(
    found: dict[str, bool], command: PublishAppraisal
) -> None:
    event = under(scored(), ranked(**found)).when(command).the(AppraisalPublished)
    assert (event.rank, event.effective, event.rank_low) == (
        3,
        found.get("commended", False),
        found.get("lagging", False),
    )


@pytest.mark.parametrize(
    "command",
    [
        outcome(effective=False, rank_low=True),
        outcome(effective=True, rank_low=True),
        outcome(effective=True, rank_low=False, rank=2),
    ],
)
def test_a_publication_that_differs_from_the_results_is_refused(command: PublishAppraisal) -> None:
    scene = under(scored(), ranked(commended=True))
    assert "第 3 名" in scene.when(command).refused(Code.INVALID_FIELD, "rank_low").zh
    first = replace(scene.act(command, REVIEWER), version=1)
    assert scene.take(first).the(AppraisalPublished).rank_low == command.rank_low


def test_no_unit_is_scored_after_the_results() -> None:
    scene = under(scored(), ranked())
    assert "撤回" in scene.when(appraised()).refused(Code.WRONG_PHASE).zh
