"""The year's monitoring scores stand beside an adjusted budget and next year's use (JS-035)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.answer import Rules
from domain.kernel.message import Command
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import start_of
from domain.subjects.project_year.monitoring.rounds import OpenRound
from domain.subjects.project_year.monitoring.score_basis import RULE, RoundScore, line_of, told
from domain.subjects.project_year.monitoring.state import Skipped
from domain.subjects.project_year.results.use_of_results import ProposeResults, ResultsProposed
from domain.subjects.project_year.targets.adjustment import AdjustmentApproved, ApproveAdjustment
from testkit.builders.project_evaluation import PROPOSED, VETO, filed, graded, imported
from testkit.builders.project_year import (
    AUGUST,
    MAY,
    adjustment,
    admitted,
    budgeted,
    monitored,
    result,
    reviewed,
)
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules, in_force, packaged_rules

REFERENCES = ["budget_adjustment", "next_year_budget"]


def adjusting(score: str | None = "72.5", **review: Any) -> DeciderSpec:
    """A project whose round of May is reviewed, and whose adjusted target waits."""
    seen = monitored().given(result(), reviewed(score, **review))
    return seen.given(adjustment())


def under(scene: DeciderSpec, jurisdiction: str = "653129", on: str = "2024-01-01") -> DeciderSpec:
    return scene.under(in_force(packaged_rules(jurisdiction))).on(on)


def clauses(scene: DeciderSpec) -> set[str]:
    """The clauses behind the first event of the last outcome."""
    assert not isinstance(scene.outcome, Refusal)
    return {one.clause for answer in scene.outcome[0].basis for one in answer.citations}


def taken_by(scene: DeciderSpec, command: Command, version: int) -> DeciderSpec:
    return scene.take(replace(scene.act(command, REVIEWER), version=version))


@pytest.mark.parametrize(
    ("on", "shows"), [("2023-12-31", False), ("2024-01-01", True), ("2024-01-02", True)]
)
def test_an_adjustment_of_the_budget_shows_and_cites_the_scores(on: str, *, shows: bool) -> None:
    approved = under(adjusting(), on=on).when(ApproveAdjustment())
    scores = approved.the(AdjustmentApproved).monitoring_scores
    known = (RoundScore(node=MAY, score=Decimal("72.5"), failed=False),)
    assert scores == (known if shows else None)
    assert ("JS-035" in clauses(approved)) == shows


@pytest.mark.parametrize("jurisdiction", ["652800", "652822", "652825", "653000", "653100"])
def test_where_no_text_asks_for_it_nothing_is_shown(jurisdiction: str) -> None:
    approved = under(adjusting(), jurisdiction, "2025-01-01").when(ApproveAdjustment())
    assert approved.the(AdjustmentApproved).monitoring_scores is None


def test_a_round_without_a_review_is_shown_as_such() -> None:
    seen = monitored().given(result(), reviewed(None, verdict="不合格"))
    both = seen.on("2023-08-31").given(OpenRound(node=AUGUST), adjustment())
    approved = under(both).when(ApproveAdjustment())
    assert approved.the(AdjustmentApproved).monitoring_scores == (
        RoundScore(node=MAY, failed=True),
        RoundScore(node=AUGUST, reviewed=False),
    )


def test_a_round_that_the_project_takes_no_part_in_is_not_shown() -> None:
    skipped = admitted().until(start_of(date(2023, 6, 2)))
    assert isinstance(skipped.state.rounds[MAY], Skipped)
    approved = under(budgeted(skipped, on="2023-06-02").given(adjustment()))
    assert approved.when(ApproveAdjustment()).the(AdjustmentApproved).monitoring_scores == ()


def test_a_project_without_a_round_says_so() -> None:
    approved = under(budgeted().given(adjustment())).when(ApproveAdjustment())
    assert approved.the(AdjustmentApproved).monitoring_scores == ()
    assert remarks(approved) == ["预算调整参考绩效监控评分：本年没有监控评分"]


def remarks(scene: DeciderSpec) -> list[str]:
    """The Chinese remarks on the receipt of the last act."""
    assert not isinstance(scene.outcome, Refusal)
    return [zh for one in scene.outcome for zh, _ in one.remarks]


def test_the_receipt_shows_the_scores() -> None:
    approved = under(adjusting("59.5")).when(ApproveAdjustment())
    assert remarks(approved) == ["预算调整参考绩效监控评分：2023-05-31 59.5 分，不合格"]


@pytest.mark.parametrize(
    ("fields", "zh", "en"),
    [
        ({"score": "80"}, "2023-05-31 80 分", "2023-05-31 80"),
        ({"score": "80", "failed": False}, "2023-05-31 80 分，合格", "2023-05-31 80, passed"),
        ({"failed": True}, "2023-05-31 未评分，不合格", "2023-05-31 no score, failed"),
        ({"reviewed": False}, "2023-05-31 监控结果未审核", "2023-05-31 not reviewed"),
    ],
)
def test_a_round_is_told_as_it_was_reviewed(fields: dict[str, Any], zh: str, en: str) -> None:
    assert line_of({"node": "2023-05-31", **fields}) == (zh, en)
    assert told(None, "next_year_budget") == ()


def proposed(rules: Rules, **history: Any) -> DeciderSpec:
    """The use of a result proposed under made-up rules."""
    return graded(filed(imported(rules, **history))).when(PROPOSED)


def ruled(**more: Any) -> FakeRules:
    """Rules with a grade and its use."""
    return FakeRules({**VETO.table, **more})


def test_the_use_of_a_result_shows_the_scores_and_computes_nothing_of_them() -> None:
    failed = {"failed_reviews": (MAY.replace(year=2022),)}
    shown = proposed(ruled(**{RULE: REFERENCES}), **failed).the(ResultsProposed)
    assert shown.monitoring_scores == (RoundScore(node=date(2022, 5, 31), failed=True),)
    silent = proposed(ruled(), **failed).the(ResultsProposed)
    assert silent.monitoring_scores is None
    assert shown.model_copy(update={"monitoring_scores": None}) == silent


@pytest.mark.parametrize("uses", [["budget_adjustment"], ["next_year_budget"]])
def test_each_decision_shows_the_scores_only_where_it_is_named(uses: list[str]) -> None:
    rules = ruled(**{RULE: uses})
    scores = proposed(rules).the(ResultsProposed).monitoring_scores
    assert scores == (() if uses == ["next_year_budget"] else None)
    approved = adjusting().under(in_force(rules)).when(ApproveAdjustment())
    known = approved.the(AdjustmentApproved).monitoring_scores
    assert (known is not None) == (uses == ["budget_adjustment"])


def test_what_was_decided_before_is_decided_again_without_scores() -> None:
    before = taken_by(under(adjusting()), ApproveAdjustment(), 1)
    assert before.the(AdjustmentApproved).monitoring_scores is None
    assert "JS-035" not in clauses(before)
    rules = ruled(**{RULE: REFERENCES})
    scene = graded(filed(imported(rules)))
    for version, scores in ((2, None), (3, ())):
        told_then = taken_by(scene, ProposeResults(**dict(PROPOSED)), version)
        assert told_then.the(ResultsProposed).monitoring_scores == scores
