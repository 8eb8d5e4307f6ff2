"""Correction: a filing is withdrawn or replaced before its review, by who filed it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.subjects.project_year.filings.corrections import FilingWithdrawn
from domain.subjects.project_year.monitoring.rounds import ResultFiled, ReturnResult
from domain.subjects.project_year.monitoring.warnings import Warn, Warned
from testkit.builders.project_year import (
    BUDGET,
    DIMENSIONS,
    DONE,
    MAY,
    RECTIFICATION,
    RESULT,
    STAGES,
    adjustment,
    assessed,
    budgeted,
    correction,
    monitored,
    rectifying,
    report,
    result,
    result_fields,
    reviewed,
    target,
)
from testkit.decider_spec import COLLEAGUE, FILER


def sent(command: Command) -> dict[str, Any]:
    return command.model_dump(mode="json", exclude_none=True)


AGAIN: dict[str, tuple[str, dict[str, Any]]] = {
    "exante.report": (
        "assessed",
        {"amount": "900000", "dimensions": dict.fromkeys(DIMENSIONS, "好"), "document": "新报告"},
    ),
    "target.filing": (
        "filed",
        sent(target(amount=Decimal(900_000))),
    ),
    "target.adjustment": (
        "adjusting",
        sent(adjustment(amount=Decimal(900_000))),
    ),
    RESULT: ("result", result_fields()),
    RECTIFICATION: ("reported", {"measures": "已全部整改"}),
}


def fits(stored: Any, sent: Any) -> bool:
    """Whether an event has what was sent, whatever was computed besides."""
    if isinstance(sent, dict):
        return all(fits(stored[name], value) for name, value in sent.items())
    if isinstance(sent, list):
        return all(fits(*pair) for pair in zip(stored, sent, strict=True))
    return bool(stored == sent)


@pytest.mark.parametrize(("filing", "stage", "fields"), [(k, *v) for k, v in AGAIN.items()])
def test_every_filing_is_replaced_in_one_outcome(
    filing: str, stage: str, fields: dict[str, Any]
) -> None:
    before = STAGES[stage]()
    replaced = before.when(correction(filing, fields))
    withdrawn, again = replaced.events
    assert withdrawn == FilingWithdrawn(filing=filing, replaced=True, reason="填报有误")
    assert fits(again.data(), fields)
    assert replaced.view.waiting_for == before.view.waiting_for


@pytest.mark.parametrize(("filing", "stage"), [(k, v[0]) for k, v in AGAIN.items()])
def test_every_filing_is_withdrawn_and_may_be_filed_anew(filing: str, stage: str) -> None:
    withdrawn = STAGES[stage]().when(correction(filing))
    withdrawn.then(FilingWithdrawn(filing=filing, replaced=False, reason="填报有误"))
    withdrawn.when(correction(filing)).refused(Code.WRONG_PHASE)
    anew = {
        "exante.report": report(),
        "target.filing": target(),
        "target.adjustment": adjustment(),
        RESULT: result(),
        RECTIFICATION: DONE,
    }
    assert withdrawn.given(anew[filing]).view.waiting_for == STAGES[stage]().view.waiting_for


@pytest.mark.parametrize(("filing", "stage"), [(k, v[0]) for k, v in AGAIN.items()])
def test_nobody_else_corrects_it(filing: str, stage: str) -> None:
    STAGES[stage]().when(correction(filing), by=COLLEAGUE).refused(Code.WRONG_ROLE)


def test_after_its_review_nothing_is_corrected() -> None:
    done = monitored().given(result(), reviewed())
    for correct in (correction(), correction(RESULT, result_fields("1"))):
        done.when(correct).refused(Code.ALREADY_REVIEWED)


def test_what_was_sent_back_is_filed_again_not_corrected() -> None:
    back = monitored().given(result(), ReturnResult(node=MAY, reason="请核对"))
    back.when(correction()).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize(
    "filing", ["", "budget", "exante.review", "monitoring.review:2023-05-31", RESULT[:-1] + "9"]
)
def test_what_is_no_filing_is_not_corrected(filing: str) -> None:
    scene = monitored().given(result())
    scene.when(correction().model_copy(update={"filing": filing})).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize("stage", ["exante.report", "target.filing", RESULT, RECTIFICATION])
def test_a_wrong_name_is_answered_with_the_filings_that_may_be_corrected(stage: str) -> None:
    wrong = correction().model_copy(update={"filing": "result"})
    # when
    refusal = STAGES[AGAIN[stage][0]]().when(wrong).refused(Code.WRONG_PHASE)
    # then
    assert f"（{stage}）" in refusal.zh
    assert f"({stage})" in refusal.en
    assert refusal.zh.count("（") == 1


def test_a_wrong_name_is_not_answered_with_what_somebody_else_filed() -> None:
    wrong = correction().model_copy(update={"filing": "result"})
    refusal = monitored().given(result()).when(wrong, by=COLLEAGUE).refused(Code.WRONG_PHASE)
    assert "没有其他可更正的填报" in refusal.zh
    assert RESULT not in refusal.zh


@pytest.mark.parametrize("review", ["monitoring.review", "rectification.review"])
def test_a_review_is_no_filing_of_the_unit(review: str) -> None:
    STAGES["reported"]().when(correction(f"{review}:2023-05-31")).refused(Code.WRONG_PHASE)


def test_a_report_that_is_withdrawn_leaves_the_result_that_was_reviewed() -> None:
    withdrawn = STAGES["reported"]().given(correction(RECTIFICATION))
    assert withdrawn.state.rounds[MAY].result.execution_rate == Decimal(10)


def test_a_replacement_keeps_the_day_of_the_first_filing() -> None:
    in_time = monitored().on("2023-06-10").given(result()).on("2023-06-15")
    again = in_time.when(correction(RESULT, result_fields()))
    assert not again.the(ResultFiled).late
    assert again.state.rounds[MAY].filing.first_on == date(2023, 6, 10)
    assert again.state.rounds[MAY].filing.on == date(2023, 6, 15)


def test_a_withdrawal_gives_the_first_day_up() -> None:
    withdrawn = monitored().on("2023-06-10").given(result()).on("2023-06-15").given(correction())
    assert withdrawn.when(result()).the(ResultFiled).late


def test_a_replacement_stays_at_its_node() -> None:
    elsewhere = result_fields() | {"node": "2023-08-31"}
    again = monitored().given(result()).when(correction(RESULT, elsewhere))
    assert again.the(ResultFiled).node == MAY


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "executed"),
        ({"executed": "1", "completion_rate": "-1"}, "completion_rate"),
        ({"executed": "1", "completion_rate": "1", "score": "1"}, "score"),
    ],
)
def test_a_replacement_that_does_not_stand_names_its_field(
    fields: dict[str, Any], wrong: str
) -> None:
    scene = monitored().given(result())
    scene.when(correction(RESULT, fields)).refused(Code.INVALID_FIELD, f"replacement.{wrong}")


def test_a_replacement_meets_the_same_rules_as_the_filing() -> None:
    lacking = {"amount": "900000", "dimensions": {}, "document": "报告"}
    STAGES["assessed"]().when(correction("exante.report", lacking)).refused(
        Code.MISSING_FIELD, "dimensions"
    )


def test_no_warning_rests_on_rates_that_were_withdrawn() -> None:
    withdrawn = monitored().given(result("100000", "90")).given(correction())
    warned = withdrawn.when(Warn(node=MAY, reason="请尽快填报"))
    warned.the(Warned)
    assert warned.rules_asked() == []


def test_a_report_that_is_withdrawn_is_no_report_at_the_gate() -> None:
    gone = STAGES["assessed"]().given(correction("exante.report"))
    gone.when(assessed()).refused(Code.WRONG_PHASE)
    assert gone.view.waiting_for == ("unit:exante.report",)


def test_a_target_that_is_withdrawn_is_no_target_at_the_gate() -> None:
    STAGES["filed"]().given(correction("target.filing")).when(BUDGET).refused(Code.GATE_NOT_MET)


def test_an_adjustment_that_is_withdrawn_leaves_the_budget() -> None:
    gone = budgeted().given(adjustment(), correction("target.adjustment"))
    assert gone.state.budget == Decimal(1_000_000)
    assert rectifying(monitored(gone)).state.rounds[MAY].result.execution_rate == Decimal(10)


def test_who_has_nothing_to_correct_is_not_shown_a_name() -> None:
    unnamed = correction().model_copy(update={"filing": ""})
    refusal = monitored().when(unnamed, by=COLLEAGUE).refused(Code.WRONG_PHASE)
    assert refusal.zh == "您没有可更正的填报，请先填报。"
    assert "named ?" not in refusal.en


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"id": "I1\u200b"}, "replacement.indicators.0.id", "零宽空格"),
        ({"id": "\u0420001"}, "replacement.indicators.0.id", "形似字符"),
        ({"id": "Ｉ１"}, "replacement.indicators.0.id", "请写作 'I1'"),
        ({"title": "=合计"}, "replacement.indicators.0.title", "像公式"),
        ({"unit_of_measure": " "}, "replacement.indicators.0.unit_of_measure", "不能只有空格"),
    ],
)
def test_a_replacement_is_as_plain_as_an_act_of_its_own(
    changed: dict[str, Any], field: str, said: str
) -> None:
    fields = sent(target())
    fields["indicators"][0].update(changed)
    act = STAGES["filed"]().act(correction("target.filing", fields), FILER)
    assert said in STAGES["filed"]().take(act).refused(Code.INVALID_FIELD, field).zh
    # then: one that an earlier program took is decided as it was
    assert STAGES["filed"]().take(replace(act, settled=True)).events
