"""Notices and parameters for all subjects of a year, and that the subjects are told once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.kernel.decider import InForce, Notice, Step
from domain.kernel.refusal import Code
from domain.shared.deadlines.set_day import DaySet, SetDay
from domain.shared.fan_out.messages import REFRESH, RecordRefresh, SubjectsRefreshed
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.announcements import ParameterSet, SetParameter
from domain.subjects.jurisdiction_year.opening import OpenYear
from domain.subjects.project_year.deadlines.due_dates import SELF_EVALUATION
from testkit.builders.project_year import RESULT
from testkit.decider_spec import NEEDS_RULING, DeciderSpec, FakeRules, packaged_rules

STREAM = "652825/2023"
NOTICE = SetDay(deadline=RESULT, due=date(2023, 6, 10), document="通知〔2023〕1号")


def opened(**rules: Any) -> DeciderSpec:
    table = {f"monitoring.{name}": outcome for name, outcome in rules.items()}
    scene = DeciderSpec.of(decider, STREAM, FakeRules(table) if rules else packaged_rules())
    return scene.given(OpenYear(portfolio="0" * 64, clock="simulated"))


def parameter(value: str, name: Any = "reminder.lead_days", since: str = "2023-01-01") -> Any:
    return SetParameter(parameter=name, value=value, since=date.fromisoformat(since))


def in_force_on(scene: DeciderSpec, day: str, name: str = "reminder.lead_days") -> str | None:
    return InForce(FakeRules(), {}, scene.state.parameters).parameter(name, date.fromisoformat(day))


def test_a_notice_sets_a_day_where_the_rules_give_none() -> None:
    noticed = opened().when(NOTICE)
    noticed.then(DaySet(**NOTICE.model_dump()))
    assert noticed.rules_asked() == ["monitoring.due"]
    (notice,) = noticed.state.notices.values()
    assert isinstance(notice, Notice)
    assert (notice.deadline, notice.due) == (RESULT, date(2023, 6, 10))


def test_the_newest_notice_counts() -> None:
    later = NOTICE.model_copy(update={"due": date(2023, 6, 12)})
    assert opened().given(NOTICE, later).state.notices[RESULT].due == date(2023, 6, 12)


def test_a_notice_is_refused_where_the_rules_give_a_day() -> None:
    ruled = opened(due={"due": "2023-06-07", "status": None}).when(NOTICE)
    assert "2023-06-07" in ruled.refused(Code.INVALID_FIELD, "deadline").en
    assert ruled.rules_asked() == ["monitoring.due"]


def test_a_notice_of_the_evaluation_half_falls_in_the_work_year() -> None:
    forms = SetDay(deadline=SELF_EVALUATION, due=date(2023, 4, 10), document="通知〔2023〕2号")
    noticed = opened().when(forms)
    assert noticed.rules_asked() == ["self_evaluation.due"]
    assert noticed.state.notices[SELF_EVALUATION].due == date(2023, 4, 10)
    kizilsu = DeciderSpec.of(decider, STREAM, packaged_rules("653000"))
    ruled = kizilsu.given(OpenYear(portfolio="0" * 64, clock="simulated")).when(forms)
    assert "2023-03-31" in ruled.refused(Code.INVALID_FIELD, "deadline").en


def test_a_notice_waits_for_a_ruling_on_the_day() -> None:
    opened(due=NEEDS_RULING).when(NOTICE).refused(Code.NEEDS_RULING)


@pytest.mark.parametrize(
    "deadline", ["result", "monitoring.result", "monitoring.result:31-05-2023", "deadline"]
)
def test_a_deadline_that_nobody_knows_is_refused(deadline: str) -> None:
    unknown = NOTICE.model_copy(update={"deadline": deadline})
    opened().when(unknown).refused(Code.INVALID_FIELD, "deadline")


@pytest.mark.parametrize(
    ("day", "accepted"),
    [("2020-12-31", 0), ("2023-05-30", 0), ("2023-05-31", 1), ("2025-12-31", 1), ("2026-01-01", 0)],
)
def test_a_day_lies_within_the_life_of_the_year(day: str, accepted: int) -> None:
    noticed = opened().when(NOTICE.model_copy(update={"due": date.fromisoformat(day)}))
    if accepted:
        noticed.the(DaySet)
    else:
        noticed.refused(Code.INVALID_FIELD, "due")


@pytest.mark.parametrize("value", ["0", "3", "30", "366"])
def test_a_number_of_days_is_whole(value: str) -> None:
    opened().when(parameter(value)).the(ParameterSet)


@pytest.mark.parametrize(
    "value", ["-1", "1.5", "三", "３", "03", " 3", "367", "999", "99999999999999999999"]
)
def test_what_is_no_number_of_days_up_to_a_year_is_refused(value: str) -> None:
    for name in ("reminder.lead_days", "escalation.after_days"):
        opened().when(parameter(value, name)).refused(Code.INVALID_FIELD, "value")


def test_the_role_that_is_escalated_to_is_a_text() -> None:
    named = opened().given(parameter("分管局长", "escalation.to"))
    assert in_force_on(named, "2023-06-01", "escalation.to") == "分管局长"


@pytest.mark.parametrize(
    ("day", "value"),
    [("2022-12-31", None), ("2023-01-01", "3"), ("2023-05-31", "3"), ("2023-06-01", "5")],
)
def test_a_parameter_counts_from_its_day_on(day: str, value: str | None) -> None:
    later_first = opened().given(parameter("5", since="2023-06-01"), parameter("3"))
    assert in_force_on(later_first, day) == value


@pytest.mark.parametrize("value", ["shown", "enforced"])
def test_the_remit_of_sections_is_shown_or_binds(value: str) -> None:
    opened().when(parameter(value, "section_remit")).the(ParameterSet)


@pytest.mark.parametrize("value", ["Enforced", "yes", "0"])
def test_the_remit_of_sections_is_nothing_else(value: str) -> None:
    refused = opened().when(parameter(value, "section_remit")).refused(Code.INVALID_FIELD, "value")
    assert "shown, enforced" in refused.en


@pytest.mark.parametrize(
    "value", ["off", "all", "target.filing", "target.filing,monitoring.result", "exante.report"]
)
def test_departments_review_no_filings_all_or_some_kinds(value: str) -> None:
    opened().when(parameter(value, "department_review")).the(ParameterSet)


@pytest.mark.parametrize(
    "value", ["yes", "target", "target.filing,yes", "target.filing,", "off,all"]
)
def test_the_filings_that_departments_review_are_nothing_else(value: str) -> None:
    wrong = opened().when(parameter(value, "department_review"))
    assert "target.filing（绩效目标）" in wrong.refused(Code.INVALID_FIELD, "value").zh


@pytest.mark.parametrize(("value", "taken"), [("0", True), ("366", True), ("367", False)])
def test_the_department_has_a_number_of_days(value: str, taken: bool) -> None:
    tried = opened().when(parameter(value, "endorsement.after_days"))
    assert isinstance(tried.outcome, tuple) is taken


def test_a_parameter_set_again_for_a_day_replaces_the_first() -> None:
    assert in_force_on(opened().given(parameter("3"), parameter("4")), "2023-01-01") == "4"


def test_after_an_announcement_the_subjects_are_told_once() -> None:
    # given
    assert opened().view.next_step is None
    noticed = opened().given(NOTICE)
    step = noticed.view.next_step
    assert step == Step("2", REFRESH, noticed.now)
    # when
    told = noticed.when(RecordRefresh(up_to=2, subjects=132))
    # then
    told.then(SubjectsRefreshed(up_to=2, subjects=132))
    assert told.view.next_step is None
    assert told.when(RecordRefresh(up_to=2, subjects=132)).outcome == ()
    assert told.when(RecordRefresh(up_to=1, subjects=132)).outcome == ()


def test_what_was_announced_while_the_subjects_were_told_is_told_again() -> None:
    noticed = opened().given(NOTICE).given(parameter("3")).given(RecordRefresh(up_to=2, subjects=1))
    step = noticed.view.next_step
    assert step is not None
    assert (step.deadline, step.kind) == ("3", REFRESH)


@pytest.mark.parametrize(
    "value",
    ["grade.finalise=2", "grade.finalise=1", "grade.finalise=3，extend=2", "extend=2"],
)
def test_signatures_are_asked_for_by_act(value: str) -> None:
    assert opened().when(parameter(value, "signatures")).the(ParameterSet).value == value


@pytest.mark.parametrize(
    "value",
    [
        "2",
        "grade.finalise",
        "grade.finalise=0",
        "grade.finalise=4",
        "grade.finalise=2, grade.finalise=3",
        "grade.finalize=2",
        "target.file=2",
        "role.assign=2",
        "act.sign=2",
        "year.open=2",
    ],
)
def test_signatures_of_what_is_no_act_of_the_bureau_are_refused(value: str) -> None:
    refused = opened().when(parameter(value, "signatures")).refused(Code.INVALID_FIELD, "value")
    assert "1至3人" in refused.zh
