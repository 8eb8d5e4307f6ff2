"""A policy's target: filed, sent back, corrected, approved."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Origin
from domain.shared.filings.correction import FilingWithdrawn
from domain.subjects.project_year.targets.target import (
    ApproveTarget,
    ReturnTarget,
    TargetApproved,
    TargetFiled,
)
from testkit.builders.policies import STAGES, add, unregistered
from testkit.builders.project_year import correction, report, target
from testkit.decider_spec import COLLEAGUE

BACK = ReturnTarget(reason="不合理")


@pytest.mark.parametrize(
    ("origin", "basis"), [(Origin.INITIAL, "initial"), (Origin.MID_YEAR, "adjusted")]
)
def test_an_approved_target_says_the_basis_of_its_amount(origin: Origin, basis: str) -> None:
    filed = unregistered().given(add(is_major=False, origin=origin), target())
    event = filed.when(ApproveTarget()).the(TargetApproved)
    assert (event.amount, event.amount_basis, event.origin) == (Decimal(1_000_000), basis, origin)


def test_a_target_sent_back_is_filed_again_as_adjusted() -> None:
    back = STAGES["filed"]().given(BACK)
    assert back.view.waiting_for == ("unit:target.filing",)
    again = back.when(target())
    assert again.the(TargetFiled).adjusted
    assert again.given(ApproveTarget()).view.phase == "execution"


def test_who_filed_replaces_a_target_before_its_review() -> None:
    fields = target(amount=Decimal(4_000_000)).model_dump(mode="json")
    replaced = STAGES["filed"]().when(correction("target.filing", fields))
    withdrawn, filed = replaced.events
    assert isinstance(withdrawn, FilingWithdrawn)
    assert isinstance(filed, TargetFiled)
    assert filed.amount == Decimal(4_000_000)
    STAGES["filed"]().when(correction("target.filing"), by=COLLEAGUE).refused(Code.WRONG_ROLE)
    STAGES["execution"]().when(correction("target.filing")).refused(Code.ALREADY_REVIEWED)


def test_a_target_taken_back_does_not_open_a_reviewed_assessment() -> None:
    taken_back = STAGES["filed"]().given(correction("target.filing"))
    assert taken_back.view.waiting_for == ("unit:target.filing",)
    taken_back.when(report()).refused(Code.ALREADY_REVIEWED)


def test_a_report_is_corrected_before_its_review() -> None:
    fields = report(document="评估报告（更正）").model_dump(mode="json")
    replaced = STAGES["assessed"]().given(correction("exante.report", fields))
    assert replaced.view.waiting_for == ("finance:exante.review",)
    withdrawn = STAGES["assessed"]().given(correction("exante.report"))
    assert withdrawn.view.waiting_for == ("unit:exante.report",)


@pytest.mark.parametrize("filing", ["target.adjustment", "monitoring.result:2023-05-31", "其他"])
def test_a_policy_knows_no_other_filings(filing: str) -> None:
    STAGES["filed"]().when(correction(filing)).refused(Code.WRONG_PHASE)
