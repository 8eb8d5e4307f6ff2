"""Accountability of the bureaus themselves, by the facts that the text names (KZ-059)."""

from __future__ import annotations

from typing import Any

import pytest

from domain.kernel.refusal import Code, Refusal
from domain.shared.people.accountability import Measured, Propose, Proposed, Record
from testkit.builders.prefecture_year import opened
from testkit.decider_spec import GOVERNMENT, FakeRules


def propose(**facts: Any) -> Propose:
    return Propose.model_validate({"against": "finance", "reason": "未按期报送", **facts})


@pytest.mark.parametrize(
    ("fact", "held"),
    [
        ("duty_not_performed", 1),
        ("major_omission", 1),
        ("deducted_or_criticised", 1),
        ("ineffective", 0),
        ("poor_results", 0),
        ("reason", 0),
    ],
)
def test_finance_is_held_to_account_for_the_facts_that_the_text_names(
    fact: str,
    held: int,
) -> None:
    facts = {} if fact == "reason" else {fact: True}
    proposed = opened().when(propose(**facts))
    assert proposed.rules_asked() == ["accountability.trigger"]
    if held:
        assert proposed.the(Proposed).whom == ("finance_section", "finance_principal")
    else:
        proposed.refused(Code.GATE_NOT_MET)


def test_the_measure_follows_its_proposal() -> None:
    record = Record(measure="hold_to_account", whom="预算科", document="追责决定")
    opened().when(record, by=GOVERNMENT).refused(Code.WRONG_PHASE)
    recorded = opened().given(propose(major_omission=True)).when(record, by=GOVERNMENT)
    recorded.then(Measured(**dict(record)))
    assert not isinstance(recorded.outcome, Refusal)
    assert recorded.outcome[0].caused_by == recorded.state.accountability.newest


def test_where_no_rule_is_stated_a_proposal_names_nobody() -> None:
    assert opened(FakeRules()).when(propose()).the(Proposed).whom == ()
