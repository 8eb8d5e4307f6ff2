"""Contracts: procured where the rules want it, on a subject of the jurisdiction, reported once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from domain.kernel.refusal import Code
from domain.subjects.third_parties.entrustment import Entrusted, RecordReport, ReportRecorded
from testkit.builders.third_parties import CONTRACT, entrust, entrusted, register, registered
from testkit.decider_spec import FakeRules, packaged_rules


def test_a_contract_names_what_is_evaluated_its_procurement_and_fee() -> None:
    taken = registered().when(entrust())
    taken.then(Entrusted(**entrust().model_dump()))
    assert taken.rules_asked() == ["key_evaluation.procurement"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"procured": False}, Code.GATE_NOT_MET, None),
        ({"procurement_reference": None}, Code.MISSING_FIELD, "procurement_reference"),
        ({"procurement_reference": " "}, Code.MISSING_FIELD, "procurement_reference"),
    ],
)
def test_the_procurement_that_the_rules_want_is_proven(
    changes: dict[str, Any], code: Code, field: str | None
) -> None:
    taken = registered().when(entrust(**changes))
    taken.refused(code, field)
    assert taken.rules_asked() == ["key_evaluation.procurement"]


@pytest.mark.parametrize("rules", [FakeRules(), packaged_rules("652822")])
def test_where_no_procurement_is_stated_none_is_asked_for(rules: Any) -> None:
    unprocured = entrust(procured=False, procurement_reference=None)
    registered(rules).when(unprocured).the(Entrusted)


@pytest.mark.parametrize(
    ("evaluated", "accepted"),
    [
        ("653129/2024/P001", True),
        ("653129/2024/unit/201001", True),
        ("652825/2024/P001", False),
        ("653129/2024", False),
        ("653129/third-party/T02", False),
        ("P001", False),
    ],
)
def test_what_is_evaluated_is_a_year_of_a_project_or_unit_here(
    evaluated: str, accepted: bool
) -> None:
    taken = registered().when(entrust(evaluated=evaluated))
    if accepted:
        taken.the(Entrusted)
    else:
        taken.refused(Code.INVALID_FIELD, "evaluated")


@pytest.mark.parametrize(
    ("day", "accepted"),
    [(date(2025, 5, 31), True), (date(2025, 6, 1), True), (date(2025, 6, 2), False)],
)
def test_a_report_came_in_today_or_before(day: date, accepted: bool) -> None:
    taken = entrusted().when(RecordReport(contract=CONTRACT, received_on=day, document="报告"))
    if accepted:
        taken.the(ReportRecorded)
    else:
        taken.refused(Code.INVALID_FIELD, "received_on")


def test_two_contracts_stand_beside_each_other() -> None:
    both = entrusted().given(entrust("HT-2", evaluated="653129/2024/P002"))
    assert both.view.waiting_for == (
        "third_party:third-party.report:HT-1",
        "third_party:third-party.report:HT-2",
    )


@pytest.mark.parametrize("code", ["91653129MA0000000", "91653129MI00000001", "91653129ma00000001"])
def test_a_credit_code_has_18_signs(code: str) -> None:
    with pytest.raises(ValidationError):
        register(credit_code=code)
