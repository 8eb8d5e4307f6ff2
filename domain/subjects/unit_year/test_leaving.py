"""A unit leaves the year: money spent and open duties are carried to an end."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.kernel.refusal import Code
from domain.shared.filings.leaving import EndedDuty
from domain.subjects.unit_year.population import UnitWithdrawn, WithdrawUnit, executed_so_far
from testkit.builders.undoing import undo
from testkit.builders.unit_stages import STAGES
from testkit.builders.unit_year import REPORT, approved, history, in_round, registered, report
from testkit.decider_spec import REVIEWER, DeciderSpec

REVIEW = REPORT.replace("filing", "review")
HALF = Decimal(5_000_000)


def leaving(executed: Decimal | None = None, *duties: str) -> WithdrawUnit:
    ended = tuple(EndedDuty(of=one, decision="由承接单位办理") for one in duties)
    return WithdrawUnit(reason="机构改革", executed=executed, duties=ended)


@pytest.mark.parametrize("scene", [registered, STAGES["filed"], approved])
def test_a_unit_with_nothing_spent_and_nothing_due_leaves_by_its_reason(scene: object) -> None:
    assert callable(scene)
    scene().given(leaving())


@pytest.mark.parametrize("named", [None, Decimal("4999999.99"), Decimal("5000000.01")])
def test_the_money_executed_is_named_as_the_log_has_it(named: Decimal | None) -> None:
    reported = in_round().given(report())
    refusal = reported.when(leaving(named, REVIEW)).refused(Code.MISSING_FIELD, "executed")
    assert "5,000,000" in refusal.zh


def test_each_open_duty_is_ended_by_a_decision() -> None:
    reported = in_round().given(report())
    refusal = reported.when(leaving(HALF)).refused(Code.MISSING_FIELD, "duties")
    assert REVIEW in refusal.zh
    event = reported.given(leaving(HALF, REVIEW)).the(UnitWithdrawn)
    assert (event.executed, event.duties[0].decision) == (HALF, "由承接单位办理")


def test_imported_history_has_its_money_from_the_register() -> None:
    known = Decimal(12_000_000)
    history().when(leaving()).refused(Code.MISSING_FIELD, "executed")
    history().given(leaving(known, "overall-self-evaluation.filing"))


def test_a_withdrawal_of_an_earlier_program_is_decided_as_it_was() -> None:
    reported: DeciderSpec = in_round().given(report())
    old = replace(reported.act(leaving(), REVIEWER), settled=True)
    assert reported.take(old).the(UnitWithdrawn).duties == ()


@pytest.mark.parametrize("stage", ["target", "filed", "monitored"])
def test_a_withdrawal_by_mistake_is_taken_back_and_the_unit_is_as_before(stage: str) -> None:
    before = STAGES[stage]()
    left = [wait.partition(":")[2] for wait in before.view.waiting_for]
    act = leaving(executed_so_far(before.state), *(left if before.state.approved_target else ()))
    gone = before.given(act, by=REVIEWER)
    assert "如系误撤" in gone.when(act, by=REVIEWER).refused(Code.WRONG_PHASE).zh
    back = gone.given(undo("unit.withdraw"), by=REVIEWER)
    assert (back.view.phase, back.view.waiting_for) == (before.view.phase, before.view.waiting_for)
    assert back.view.next_step == before.view.next_step
    back.when(undo("unit.withdraw"), by=REVIEWER).refused(Code.WRONG_PHASE)
