"""Use of results: what is proposed, applied, departed from, taken back, and answered for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.shared.people.exception_grants import GrantException
from domain.subjects.project_year.results.accountability import Measured, Propose, Proposed, Record
from domain.subjects.project_year.results.recovery import (
    ClearCarryOver,
    FundsRecovered,
    RecoverFunds,
)
from domain.subjects.project_year.results.use_of_results import (
    ApplyResults,
    ResultsApplied,
    ResultsProposed,
)
from testkit.builders.project_evaluation import (
    APPLIED,
    AUDIT,
    PROPOSED,
    REOPENED,
    REVIEWED,
    VETO,
    cause_of,
    filed,
    graded,
    imported,
)
from testkit.decider_spec import GOVERNMENT, REVIEWER, DeciderSpec, FakeRules

GRANT = GrantException(
    rule="results.budget_action", reference="例外1号", approver="县长", reason="民生"
)
USE: dict[str, Any] = {
    "actions": [],
    "alternatives": False,
    "in_principle": False,
    "deduction": None,
}


def proposed(**use: Any) -> DeciderSpec:
    """A proposal under rules that have this use of the result."""
    rules = FakeRules({**VETO.table, "results.budget_action": USE | use})
    return graded(filed(imported(rules))).given(PROPOSED)


def applied(amount: str, action: str | None = None, exception: str | None = None) -> ApplyResults:
    given = {"amount": amount, "action": action, "exception": exception}
    return ApplyResults.model_validate(given)


def test_qiemo_gives_an_excellent_project_priority_in_principle() -> None:
    event = graded().when(PROPOSED).the(ResultsProposed)
    assert (event.actions, event.in_principle, event.deduction) == (("priority",), True, None)


def test_rules_that_say_nothing_bind_nothing() -> None:
    rules = FakeRules({**VETO.table, "results.budget_action": None})
    silent = graded(filed(imported(rules))).given(PROPOSED)
    assert silent.the(ResultsProposed).actions == ()
    assert silent.when(applied("12300", "reduce")).the(ResultsApplied).actions == ("reduce",)


def test_the_newest_proposal_counts_until_it_is_applied() -> None:
    again = graded().given(PROPOSED, PROPOSED.model_copy(update={"planned": Decimal(1000)}))
    assert again.state.evaluation.results.proposal.planned == Decimal(1000)
    done = again.given(APPLIED)
    done.when(PROPOSED).refused(Code.WRONG_PHASE)
    done.when(APPLIED).refused(Code.WRONG_PHASE)
    done.given(AUDIT, REOPENED)


def test_nothing_is_proposed_without_a_final_grade() -> None:
    filed().given(REVIEWED).when(PROPOSED).refused(Code.WRONG_PHASE)
    graded().when(APPLIED).refused(Code.WRONG_PHASE)


def test_one_of_the_alternatives_is_chosen() -> None:
    either = proposed(actions=["recover", "reduce"], alternatives=True)
    either.when(applied("1000")).refused(Code.MISSING_FIELD, "action")
    either.when(applied("1000", "priority")).refused(Code.INVALID_FIELD, "action")
    assert either.when(applied("1000", "reduce")).the(ResultsApplied).actions == ("reduce",)


def test_what_is_no_alternative_is_applied_together() -> None:
    both = proposed(actions=["urge_improvement", "rectify"])
    assert both.when(applied("1000")).the(ResultsApplied).actions == ("urge_improvement", "rectify")
    one = both.when(applied("1000", "rectify")).the(ResultsApplied)
    assert one.actions == ("urge_improvement", "rectify")


def test_a_deduction_waits_for_its_ruling() -> None:
    waiting = proposed(actions=["deduct"])
    assert "AMB-08" in waiting.when(applied("1000")).refused(Code.NEEDS_RULING).en


@pytest.mark.parametrize(
    ("amount", "taken"), [("399999.99", False), ("400000", True), ("400000.01", False)]
)
def test_a_deduction_is_deducted(amount: str, *, taken: bool) -> None:
    scene = proposed(actions=["deduct"], deduction="100000").when(applied(amount))
    if taken:
        assert scene.the(ResultsApplied).amount == Decimal(amount)
    else:
        scene.refused(Code.INVALID_FIELD, "amount")


@pytest.mark.parametrize("act", [applied("1000"), applied("0", "priority")])
def test_what_holds_in_principle_is_departed_from_by_an_exception(act: ApplyResults) -> None:
    poor = proposed(actions=["not_arranged"], in_principle=True)
    poor.given(applied("0"))
    poor.when(act).refused(Code.MISSING_FIELD, "exception")
    named = act.model_copy(update={"exception": "例外1号"})
    poor.when(named).refused(Code.INVALID_FIELD, "exception")
    other = GRANT.model_copy(update={"rule": "key_evaluation.minimum"})
    poor.when(other).refused(Code.INVALID_FIELD, "rule")
    granted = poor.given(GRANT).when(named).the(ResultsApplied)
    assert granted.exception == "例外1号"
    assert "not_arranged" not in granted.actions


def test_any_rule_is_openly_departed_from_and_was_not_by_acts_of_before() -> None:
    poor = proposed(actions=["not_arranged"])
    poor.when(applied("1000")).refused(Code.INVALID_FIELD, "amount")
    excepted = applied("1000", None, "例外1号")
    refusal = poor.when(excepted).refused(Code.INVALID_FIELD, "exception")
    assert refusal.policy == "exception_was_granted"
    granted = poor.given(GRANT)
    assert granted.when(excepted).the(ResultsApplied).exception == "例外1号"
    of_then = replace(granted.act(excepted, REVIEWER), version=1)
    granted.take(of_then).refused(Code.INVALID_FIELD, "action")


def test_an_exception_is_from_a_rule_that_an_act_on_the_project_takes_one_from() -> None:
    other = GRANT.model_copy(update={"rule": "key_evaluation.minimum"})
    imported().when(other).refused(Code.INVALID_FIELD, "rule")


def test_an_exception_is_granted_once_per_reference() -> None:
    imported().given(GRANT).when(GRANT).refused(Code.DUPLICATE)


def recover(amount: str, document: str | None = None) -> RecoverFunds:
    return RecoverFunds.model_validate({"amount": amount, "reason": "收回", "document": document})


def test_what_nothing_calls_for_needs_a_decision() -> None:
    for scene in (imported(), graded(), proposed(actions=["reduce"])):
        scene.when(recover("1")).refused(Code.MISSING_FIELD, "document")
        assert scene.when(recover("1", "决定1号")).the(FundsRecovered).called_for is None
    assert proposed(actions=["recover"]).when(recover("1")).the(FundsRecovered).called_for == "rule"


@pytest.mark.parametrize(
    ("amount", "taken"), [("0", False), ("999998.99", True), ("999999", True), ("999999.01", False)]
)
def test_no_more_is_recovered_than_was_given(amount: str, *, taken: bool) -> None:
    scene = imported().given(recover("1", "决定1号")).when(recover(amount, "决定2号"))
    if taken:
        assert scene.state.evaluation.results.recovered == Decimal(amount) + 1
    else:
        scene.refused(Code.INVALID_FIELD, "amount")


def test_carry_over_is_cleared_up_to_what_was_given() -> None:
    clear = ClearCarryOver(amount=Decimal(600_000), reason="结转两年")
    once = imported().given(clear)
    assert once.state.evaluation.results.cleared == Decimal(600_000)
    once.when(clear).refused(Code.INVALID_FIELD, "amount")


def answerable(outcome: Any) -> DeciderSpec:
    return graded(filed(imported(FakeRules({**VETO.table, **outcome}))))


ACCOUNT = Propose(against="department", poor_results=True, reason="效益差")


@pytest.mark.parametrize(
    ("outcome", "whom"),
    [
        (None, ()),
        ({"hold_to_account": True, "whom": ["project_lead"]}, ("project_lead",)),
    ],
)
def test_accountability_names_whom_the_rules_name(outcome: Any, whom: tuple[str, ...]) -> None:
    scene = answerable({"accountability.trigger": outcome}).when(ACCOUNT)
    assert scene.the(Proposed).whom == whom
    assert cause_of(scene) == scene.state.evaluation.final.event_id


def test_facts_that_hold_nobody_to_account_are_refused() -> None:
    nobody = {"accountability.trigger": {"hold_to_account": False, "whom": []}}
    answerable(nobody).when(ACCOUNT).refused(Code.GATE_NOT_MET)


def measure(name: str) -> Record:
    return Record.model_validate({"measure": name, "whom": "示例单位", "document": "通报1号"})


def test_the_government_takes_the_measures_that_the_rules_have() -> None:
    may = answerable({"results.measures": {"may": ["regulatory_talk"]}})
    may.given(measure("regulatory_talk"))
    may.when(measure("circulated_criticism")).refused(Code.GATE_NOT_MET)
    answerable({}).given(measure("circulated_criticism"))


def test_holding_to_account_follows_a_proposal() -> None:
    answerable({}).when(measure("hold_to_account"), by=GOVERNMENT).refused(Code.WRONG_PHASE)
    asked = answerable({}).given(ACCOUNT)
    held = asked.when(measure("hold_to_account"), by=GOVERNMENT)
    assert held.the(Measured).measure == "hold_to_account"
    assert cause_of(held) == asked.state.evaluation.results.accountability.newest
