"""Correction: a unit's filing is withdrawn or replaced before its review, by who filed it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.shared.filings.correction import FilingWithdrawn
from domain.shared.filings.filing import NOT_FILED
from domain.subjects.unit_year.self_evaluation import OverallSelfEvaluationFiled
from domain.subjects.unit_year.state import Round
from domain.subjects.unit_year.targets import OverallTargetFiled, ReturnOverallTarget
from testkit.builders.unit_stages import STAGES
from testkit.builders.unit_year import (
    JUNE,
    REPORT,
    correction,
    evaluated,
    evaluating,
    evaluation,
    in_round,
    registered,
    report,
    target,
)
from testkit.decider_spec import COLLEAGUE

TARGET, SELF = "overall-target.filing", "overall-self-evaluation.filing"


def sent(command: Command) -> dict[str, Any]:
    return command.model_dump(mode="json", exclude_none=True)


FILINGS: dict[str, tuple[str, Command, Command]] = {
    TARGET: ("filed", target(), target(amount=Decimal(9_000_000))),
    REPORT: ("reported", report(), report(executed=Decimal(9_000_000))),
    SELF: ("evaluated", evaluation(), evaluation("0.5")),
}
CASES = [(filing, *case) for filing, case in FILINGS.items()]


@pytest.mark.parametrize(("filing", "stage", "_first", "again"), CASES)
def test_every_filing_is_replaced_in_one_outcome(
    filing: str, stage: str, _first: Command, again: Command
) -> None:
    before = STAGES[stage]()
    replaced = before.when(correction(filing, sent(again)))
    withdrawn, filed = replaced.events
    assert withdrawn == FilingWithdrawn(filing=filing, replaced=True, reason="填报有误")
    assert filed.data().items() >= sent(again).items()
    assert replaced.view.waiting_for == before.view.waiting_for


@pytest.mark.parametrize(("filing", "stage", "first", "_again"), CASES)
def test_every_filing_is_withdrawn_and_may_be_filed_anew(
    filing: str, stage: str, first: Command, _again: Command
) -> None:
    withdrawn = STAGES[stage]().when(correction(filing))
    withdrawn.then(FilingWithdrawn(filing=filing, replaced=False, reason="填报有误"))
    withdrawn.when(correction(filing)).refused(Code.WRONG_PHASE)
    assert withdrawn.given(first).view.waiting_for == STAGES[stage]().view.waiting_for


@pytest.mark.parametrize(("filing", "stage", "_first", "_again"), CASES)
def test_nobody_else_corrects_it(filing: str, stage: str, _first: Command, _again: Command) -> None:
    STAGES[stage]().when(correction(filing), by=COLLEAGUE).refused(Code.WRONG_ROLE)


@pytest.mark.parametrize("filing", [TARGET, REPORT, SELF])
def test_after_its_review_nothing_is_corrected(filing: str) -> None:
    evaluated().when(correction(filing)).refused(Code.ALREADY_REVIEWED)


@pytest.mark.parametrize(
    "filing", ["", "overall-target.review", "overall-monitoring.filing", REPORT[:-1], "evaluation"]
)
def test_what_is_no_filing_is_not_corrected(filing: str) -> None:
    act = correction().model_copy(update={"filing": filing})
    in_round().given(report()).when(act).refused(Code.WRONG_PHASE)


def test_a_replacement_keeps_the_day_of_the_first_filing_and_a_withdrawal_gives_it_up() -> None:
    in_time = registered().on("2025-02-28").given(target()).on("2025-03-05")
    again = in_time.when(correction(TARGET, sent(target(amount=Decimal(9_000_000)))))
    assert not again.the(OverallTargetFiled).late
    assert in_time.given(correction(TARGET)).when(target()).the(OverallTargetFiled).late


def test_what_a_withdrawn_filing_said_is_gone() -> None:
    assert STAGES["filed"]().given(correction(TARGET)).state.target is None
    assert STAGES["reported"]().given(correction(REPORT)).state.rounds == {JUNE: Round(JUNE)}
    withdrawn = STAGES["evaluated"]().given(correction(SELF))
    assert withdrawn.state.self_evaluation == NOT_FILED


def test_what_was_sent_back_is_filed_again_not_corrected() -> None:
    back = registered().given(target(), ReturnOverallTarget(reason="不完整"))
    back.when(correction(TARGET)).refused(Code.WRONG_PHASE)


def test_a_replacement_is_scored_anew_and_named_where_it_does_not_stand() -> None:
    filed = evaluating().given(evaluation())
    again = filed.when(correction(SELF, sent(evaluation("0.5"))))
    assert again.the(OverallSelfEvaluationFiled).score == Decimal("60.00")
    filed.when(correction(SELF, {"budget": "1"})).refused(
        Code.INVALID_FIELD, "replacement.budget_basis"
    )
