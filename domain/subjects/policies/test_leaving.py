"""A policy is taken back: its open duties are carried to an end, and its money is named."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.kernel.decider import Actor
from domain.kernel.refusal import Code
from domain.shared.filings.leaving import EndedDuty
from domain.subjects.policies.population import PolicyWithdrawn, WithdrawPolicy
from testkit.builders.policies import STAGES, approved
from testkit.builders.project_evaluation import COMMISSION, key_report
from testkit.builders.undoing import undo
from testkit.decider_spec import FILER, REVIEWER

REPORT = ("key-evaluation.report", "key-evaluation.finalisation")


def leaving(executed: Decimal | None = None, *duties: str) -> WithdrawPolicy:
    ended = tuple(EndedDuty(of=one, decision="终止评价") for one in duties)
    return WithdrawPolicy(reason="停止执行", executed=executed, duties=ended)


@pytest.mark.parametrize("stage", ["ex-ante", "assessed", "target", "filed"])
def test_the_unit_takes_it_back_until_the_target_is_approved(stage: str) -> None:
    STAGES[stage]().given(leaving(), by=FILER)


def test_then_the_bureau_alone_and_it_ends_each_duty() -> None:
    evaluating = STAGES["evaluating"]()
    evaluating.when(leaving(None, *REPORT), by=FILER).refused(Code.WRONG_ROLE)
    refusal = evaluating.when(leaving(), by=REVIEWER).refused(Code.MISSING_FIELD, "duties")
    assert all(one in refusal.zh for one in REPORT)
    event = evaluating.given(leaving(None, *REPORT), by=REVIEWER).the(PolicyWithdrawn)
    assert tuple(one.of for one in event.duties) == REPORT


def test_the_money_that_was_evaluated_is_named() -> None:
    known = Decimal(4_000_000)
    reported = approved().given(COMMISSION, key_report(evaluated=known))
    left = [wait.rpartition("/")[2].partition(":")[2] for wait in reported.view.waiting_for]
    reported.when(leaving(None, *left), by=REVIEWER).refused(Code.MISSING_FIELD, "executed")
    assert reported.given(leaving(known, *left), by=REVIEWER).the(PolicyWithdrawn).executed == known


@pytest.mark.parametrize("by", [FILER, REVIEWER])
@pytest.mark.parametrize("stage", ["ex-ante", "target", "filed"])
def test_a_withdrawal_by_mistake_is_taken_back_and_the_policy_is_as_before(
    stage: str, by: Actor
) -> None:
    before = STAGES[stage]()
    gone = before.given(leaving(), by=by)
    gone.when(undo("policy.withdraw"), by=FILER).refused(Code.WRONG_ROLE)
    back = gone.given(undo("policy.withdraw"), by=REVIEWER)
    assert (back.view.phase, back.view.waiting_for) == (before.view.phase, before.view.waiting_for)
    assert back.view.next_step == before.view.next_step


def test_a_withdrawn_policy_says_how_a_slip_is_taken_back() -> None:
    refusal = STAGES["withdrawn"]().when(leaving(), by=REVIEWER)
    assert "policy.withdraw" in refusal.refused(Code.WRONG_PHASE).zh
