"""The appraisal of all units: rules, results with a ranking, who is named and who is told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import Frame, Member
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.shared.filings.undoable import WithdrawAct
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.opening import OpenYear
from domain.subjects.jurisdiction_year.unit_appraisal import (
    FoundOf,
    IssueResults,
    PublishRules,
    ResultsIssued,
    RuledItem,
    RulesPublished,
)
from testkit.builders.undoing import mend
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules, packaged_rules

BOTH = ("party_committee", "government")
RANKING = "unit-appraisal.ranking"


def rules(*most: str, document: str = "细则1号") -> PublishRules:
    """Publish rules with items of some points each."""
    given = most or ("60", "40")
    items = [RuledItem(item=f"第{n}项", maximum=Decimal(one)) for n, one in enumerate(given)]
    return PublishRules(items=tuple(items), document=document)


def scored(code: str, *points: str) -> Member:
    """A unit with its points by item; not scored without any."""
    items = {f"第{n}项": one for n, one in enumerate(points)}
    total = str(sum(Decimal(one) for one in points)) if points else None
    return Member(f"652825/2023/unit/{code}", code, code, {"total": total, "items": items})


FIRST, SECOND, THIRD = scored("U1", "55", "40"), scored("U2", "50", "30"), scored("U3", "20", "9")
UNSCORED = scored("U4")


def results(**fields: Any) -> IssueResults:
    return IssueResults.model_validate({"copied_to": BOTH, "document": "通报1号", **fields})


def opened(book: Any = None) -> DeciderSpec:
    scene = DeciderSpec.of(decider, "652825/2023", book or packaged_rules("652825"), "2023-01-05")
    return scene.given(OpenYear(portfolio="0" * 64, clock="simulated")).on("2023-12-20")


def issued(scene: DeciderSpec, command: Command, *members: Member) -> DeciderSpec:
    there = members or (FIRST, SECOND, THIRD)
    return scene.take(replace(scene.act(command, REVIEWER), frame=Frame(41, there)))


def named(**findings: str) -> list[dict[str, str]]:
    """Units with what is found of each."""
    return [
        {"unit": unit, "finding": finding, "reason": "台账为据"}
        for unit, finding in findings.items()
    ]


def waits(scene: DeciderSpec) -> set[str]:
    appraisal = {RANKING, "appraisal-rules.publishing"}
    return {one.partition(":")[2] for one in scene.view.waiting_for} & appraisal


def test_the_results_rank_all_units_by_their_points() -> None:
    event = issued(opened().given(rules()), results()).the(ResultsIssued)
    assert [(one.unit, one.total, one.rank) for one in event.results] == [
        ("U1", Decimal(95), 1),
        ("U2", Decimal(80), 2),
        ("U3", Decimal(29), 3),
    ]
    assert (event.position, event.rules, event.copied_to) == (41, "细则1号", BOTH)


def test_equal_points_have_the_same_rank_and_the_next_rank_is_left_out() -> None:
    twin = scored("U0", "50", "30")
    event = issued(opened().given(rules()), results(), FIRST, SECOND, THIRD, twin)
    ranks = [(one.unit, one.rank) for one in event.the(ResultsIssued).results]
    assert ranks == [("U1", 1), ("U0", 2), ("U2", 2), ("U3", 4)]


def test_rules_and_results_are_owed_where_a_clause_asks_for_them() -> None:
    scene = opened()
    assert waits(scene) == {RANKING, "appraisal-rules.publishing"}
    ruled = scene.when(rules())
    assert ruled.the(RulesPublished).document == "细则1号"
    assert waits(ruled) == {RANKING}
    assert not waits(issued(ruled, results()))
    assert not waits(opened(FakeRules()))


def test_the_rules_are_published_before_the_results() -> None:
    refusal = issued(opened(), results()).refused(Code.GATE_NOT_MET)
    assert "考核细则" in refusal.zh
    cited = {one.clause for answer in refusal.basis for one in answer.citations}
    assert cited == {"QM-006", "QM-007"}
    offered = issued(opened(FakeRules()), results()).the(ResultsIssued)
    assert offered.rules is None


def test_every_unit_is_scored_where_a_clause_asks_for_it() -> None:
    ruled = opened().given(rules())
    refusal = issued(ruled, results(), FIRST, UNSCORED).refused(Code.GATE_NOT_MET)
    assert "U4" in refusal.zh
    offered = issued(opened(FakeRules()), results(), FIRST, UNSCORED).the(ResultsIssued)
    assert [one.unit for one in offered.results] == ["U1"]
    issued(opened(FakeRules()), results(), UNSCORED).refused(Code.GATE_NOT_MET)


@pytest.mark.parametrize(
    ("points", "fits"),
    [
        (("59.99", "40"), True),
        (("60", "40"), True),
        (("60.01", "40"), False),
        (("60",), False),
        (("60", "40", "0"), False),
    ],
)
def test_a_score_follows_the_items_and_points_of_the_rules(
    points: tuple[str, ...], fits: bool
) -> None:
    tried = issued(opened().given(rules()), results(), scored("U9", *points))
    if fits:
        assert tried.the(ResultsIssued).results[0].unit == "U9"
    else:
        assert "U9" in tried.refused(Code.GATE_NOT_MET).zh


def test_the_bureau_names_whom_it_commends_and_whom_it_talks_to_with_reasons() -> None:
    command = results(found=named(U1="commended", U3="lagging"))
    scene = issued(opened().given(rules()), command)
    assert scene.the(ResultsIssued).found == (
        FoundOf(unit="U1", finding="commended", reason="台账为据"),
        FoundOf(unit="U3", finding="lagging", reason="台账为据"),
    )
    found = scene.state.unit_appraisal.results
    assert [(one.commended, one.lagging) for one in found.values()] == [
        (True, False),
        (False, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        named(U1="commended") * 2,
        [*named(U3="commended"), *named(U3="lagging")],
        named(U9="lagging"),
        named(U9="commended"),
        named(U3="commended", U2="lagging"),
    ],
)
def test_who_is_named_has_a_result_and_is_named_once_in_order(wrong: list[Any]) -> None:
    tried = issued(opened().given(rules()), results(found=wrong))
    tried.refused(Code.INVALID_FIELD, "found")


def test_a_unit_that_is_commended_ranks_before_one_that_is_lagging() -> None:
    twin = scored("U0", "50", "30")
    same = results(found=named(U0="commended", U2="lagging"))
    tried = issued(opened().given(rules()), same, FIRST, SECOND, THIRD, twin)
    tried.refused(Code.INVALID_FIELD, "found")
    before = results(found=named(U1="commended", U2="lagging"))
    assert issued(opened().given(rules()), before, FIRST, SECOND, twin).the(ResultsIssued)


@pytest.mark.parametrize("copied_to", [(), BOTH[:1], BOTH[1:]])
def test_party_committee_and_government_both_get_a_copy_where_a_clause_says_so(
    copied_to: tuple[str, ...],
) -> None:
    fewer = results(copied_to=copied_to)
    refusal = issued(opened().given(rules()), fewer).refused(Code.MISSING_FIELD, "copied_to")
    assert {one.clause for answer in refusal.basis for one in answer.citations} == {"QM-009"}
    assert issued(opened(FakeRules()), fewer).the(ResultsIssued).copied_to == copied_to


def test_results_are_issued_once_and_taken_back_for_others() -> None:
    scene = issued(opened().given(rules()), results())
    issued(scene, results(document="通报2号")).refused(Code.DUPLICATE)
    scene.when(rules("100", document="细则2号")).refused(Code.WRONG_PHASE)
    resting = WithdrawAct(act="appraisal-rules.publish:细则1号", reason="误发")
    scene.when(resting, by=REVIEWER).refused(Code.WRONG_PHASE)
    back = scene.given(WithdrawAct(act=IssueResults.name, reason="误算"), by=REVIEWER)
    assert waits(back) == {RANKING}
    assert issued(back, results(document="通报2号")).the(ResultsIssued).document == "通报2号"


def test_corrected_results_are_computed_anew() -> None:
    scene = issued(opened().given(rules()), results())
    right = mend(IssueResults.name, {"copied_to": [*BOTH], "document": "通报1号（更正）"})
    assert right.frame_for(vars(right)) == IssueResults.framed_by
    mended = issued(scene, right, FIRST, THIRD).the(ResultsIssued)
    assert [one.unit for one in mended.results] == ["U1", "U3"]


def test_rules_are_published_again_and_the_newer_ones_count() -> None:
    scene = opened().given(rules(), rules("95", document="细则2号"))
    scene.when(rules()).refused(Code.DUPLICATE)
    assert scene.state.unit_appraisal.maxima == {"第0项": Decimal(95)}
    twice = RuledItem(item="档案", maximum=Decimal(1))
    doubled = PublishRules(items=(twice, twice), document="细则3号")
    scene.when(doubled).refused(Code.INVALID_FIELD, "items")
    back = WithdrawAct(act="appraisal-rules.publish:细则2号", reason="误发")
    assert set(scene.given(back, by=REVIEWER).state.unit_appraisal.maxima) == {"第0项", "第1项"}
