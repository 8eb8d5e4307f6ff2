"""The days of a unit's year: rule, notice, extension; reminded of, overdue, escalated."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain.kernel.decider import InForce
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import SHANGHAI, Role
from domain.shared.deadlines.deadline_acts import Extend, Extended, Passed
from domain.shared.deadlines.set_day import DaySet, SetDay
from domain.subjects.jurisdiction_year import decider as jurisdiction_year
from domain.subjects.jurisdiction_year.opening import OpenYear
from domain.subjects.unit_year.self_evaluation import OverallSelfEvaluationFiled
from domain.subjects.unit_year.targets import (
    ApproveOverallTarget,
    OverallTargetFiled,
    ReturnOverallTarget,
)
from testkit.builders.unit_year import (
    ATTACHED,
    REPORT,
    approved,
    done,
    evaluating,
    evaluation,
    in_round,
    registered,
    report,
    target,
    unregistered,
)
from testkit.decider_spec import DeciderSpec, in_force, packaged_rules

TARGET, SELF = "overall-target.filing", "overall-self-evaluation.filing"
MARCH = datetime(2025, 3, 1, tzinfo=SHANGHAI)


def bureau(code: str = "653129", **notices: str) -> InForce:
    """Rules of a jurisdiction with notices, reminders and escalation."""
    return in_force(
        packaged_rules(code),
        {name.replace("_", "-").replace("--", "."): due for name, due in notices.items()},
        reminder_lead_days="3",
        escalation_after_days="5",
        escalation_to="分管局长",
    )


def steps_of(scene: DeciderSpec, until: datetime) -> list[tuple[str, str, datetime]]:
    taken = []
    for _ in range(20):
        step = scene.view.next_step
        if step is None or step.planned > until:
            break
        scene = scene.at(max(step.planned, scene.now)).step(step)
        taken.append((step.deadline, step.kind, step.planned))
    return taken


def set_day(deadline: str, due: str) -> SetDay:
    return SetDay(deadline=deadline, due=date.fromisoformat(due), document="通知〔2025〕8号")


def extend(deadline: str, until: str) -> Extend:
    day = date.fromisoformat(until)
    return Extend(deadline=deadline, until=day, approver="局长", reason="灾情")


def test_the_steps_around_the_target_come_at_their_planned_instants() -> None:
    assert steps_of(registered().under(bureau()), MARCH + timedelta(days=30)) == [
        (TARGET, "remind", MARCH - timedelta(days=3, hours=15)),
        (TARGET, "due", MARCH - timedelta(hours=15)),
        (TARGET, "overdue", MARCH),
        (TARGET, "escalate", MARCH + timedelta(days=5, hours=9)),
    ]


def test_what_is_overdue_is_shown_and_escalated_to_whom_the_bureau_named() -> None:
    late = registered().under(bureau()).until(MARCH)
    assert late.view.overdue == (TARGET,)
    step = late.view.next_step
    assert step is not None
    passed = late.at(step.planned).step(step).the(Passed)
    assert (passed.responsible, passed.escalated_to) == (Role.UNIT, "分管局长")
    assert late.given(target()).view.overdue == ()


def test_a_filing_cancels_the_steps_to_come() -> None:
    filed = registered().under(bureau()).given(target())
    assert filed.view.next_due is None
    later = steps_of(filed, datetime(2025, 12, 31, tzinfo=SHANGHAI))
    assert [kind for _, kind, _ in later] == ["open-overall-round"]


def test_what_came_in_time_has_no_day_any_more_when_it_is_sent_back() -> None:
    back = registered().given(target(), ReturnOverallTarget(reason="不完整"))
    assert back.view.waiting_for == (f"unit:{TARGET}",)
    assert back.view.next_due is None
    late = registered().on("2025-03-02").given(target(), ReturnOverallTarget(reason="不完整"))
    assert late.view.next_due == date(2025, 2, 28)


@pytest.mark.parametrize(("day", "late"), [(9, False), (10, False), (11, True)])
def test_an_extension_moves_the_day(day: int, late: bool) -> None:
    extended = registered().given(extend(TARGET, "2025-03-10"))
    extended.then(
        Extended(deadline=TARGET, until=date(2025, 3, 10), approver="局长", reason="灾情")
    )
    assert extended.view.next_due == date(2025, 3, 10)
    filed = extended.on(f"2025-03-{day:02}").when(target())
    assert filed.the(OverallTargetFiled).late is late


@pytest.mark.parametrize(("until", "covered"), [("03-11", False), ("03-12", True), ("03-13", True)])
def test_what_was_filed_late_stays_late_whatever_extension_comes_later(
    until: str, covered: bool
) -> None:
    filed = registered().on("2025-03-12").given(target())
    assert filed.state.target.filing.late
    extended = filed.given(extend(TARGET, f"2025-{until}"))
    assert extended.state.target.filing.late
    assert (extended.state.target.filing.extended is not None) is covered


@pytest.mark.parametrize("deadline", [TARGET, SELF])
def test_no_notice_sets_another_day_where_the_rules_give_one(deadline: str) -> None:
    refused = evaluating().when(set_day(deadline, "2026-05-10"))
    refused.refused(Code.INVALID_FIELD, "deadline")
    assert len(refused.rules_asked()) == 1


@pytest.mark.parametrize(
    "deadline", [TARGET, REPORT, SELF, "overall-target.review", "disclosure.overall_target"]
)
def test_where_the_rules_give_no_day_a_notice_to_the_unit_does(deadline: str) -> None:
    silent = registered(unregistered(packaged_rules("652825")))
    due = date(2026 if deadline == SELF else 2025, 7, 10)
    own = silent.when(set_day(deadline, str(due)))
    own.then(DaySet(deadline=deadline, due=due, document="通知〔2025〕8号"))
    if deadline == TARGET:
        assert own.view.next_due == date(2025, 7, 10)


def test_a_disclosure_has_a_day_by_notice_and_becomes_overdue() -> None:
    due = approved().given(set_day("disclosure.overall_target", "2025-03-20"))
    assert due.view.next_due == date(2025, 3, 20)
    assert due.until(MARCH + timedelta(days=20)).view.overdue == ("disclosure.overall_target",)


@pytest.mark.parametrize(
    "deadline",
    ["overall-target", "overall-monitoring.filing", f"{TARGET}:2025-06-30", "target.filing", ""],
)
def test_a_deadline_that_nobody_knows_is_refused(deadline: str) -> None:
    act = set_day(TARGET, "2025-07-10").model_copy(update={"deadline": deadline})
    registered().when(act).refused(Code.INVALID_FIELD, "deadline")


@pytest.mark.parametrize("day", ["2022-12-31", "2028-01-01"])
def test_a_day_outside_the_life_of_the_year_is_refused(day: str) -> None:
    in_round().when(set_day(REPORT, day)).refused(Code.INVALID_FIELD, "due")
    in_round().when(extend(REPORT, day)).refused(Code.INVALID_FIELD, "until")


@pytest.mark.parametrize(("due", "binds"), [("2025-03-05", True), ("2026-03-05", False)])
def test_a_notice_to_all_binds_in_its_own_work_year_only(due: str, binds: bool) -> None:
    scene = registered(unregistered(packaged_rules("652825")))
    noticed = scene.under(bureau("652825", overall_target__filing=due))
    assert (noticed.view.next_due is not None) is binds
    evaluated = evaluating(scene).under(bureau("652825", overall_self_evaluation__filing=due))
    assert (evaluated.view.next_due is not None) is not binds


@pytest.mark.parametrize(("day", "late"), [("04-14", False), ("04-15", False), ("04-16", True)])
def test_a_notice_to_all_judges_the_self_evaluation(day: str, late: bool) -> None:
    scene = evaluating(registered(unregistered(packaged_rules("652825"))))
    noticed = scene.under(bureau("652825", overall_self_evaluation__filing="2026-04-15"))
    filed = noticed.on(f"2026-{day}").when(evaluation()).the(OverallSelfEvaluationFiled)
    assert (filed.due, filed.late) == (date(2026, 4, 15), late)


def work_year(year: int, code: str) -> DeciderSpec:
    """An open work year."""
    opened = DeciderSpec.of(
        jurisdiction_year, f"{code}/{year}", packaged_rules(code), f"{year}-01-05"
    )
    return opened.given(OpenYear(portfolio="0" * 64, clock="simulated"))


@pytest.mark.parametrize("deadline", [TARGET, SELF, "overall-monitoring.filing:2026-06-30"])
def test_the_bureau_gives_all_units_a_day_where_the_rules_give_none(deadline: str) -> None:
    work_year(2026, "652825").when(set_day(deadline, "2026-07-10")).the(DaySet)


@pytest.mark.parametrize(
    ("year", "deadline", "accepted"), [(2024, TARGET, 1), (2025, TARGET, 0), (2025, SELF, 0)]
)
def test_the_bureau_gives_none_where_the_rules_of_the_work_year_do(
    year: int, deadline: str, accepted: int
) -> None:
    given = work_year(year, "653129").when(set_day(deadline, f"{year}-05-10"))
    if accepted:
        given.the(DaySet)
    else:
        refusal = given.refused(Code.INVALID_FIELD, "deadline")
        assert [answer.input["work_year"] for answer in refusal.basis] == [year]


def test_a_late_report_ends_what_is_overdue() -> None:
    watched = in_round().given(set_day(REPORT, "2025-07-10"))
    late = watched.until(datetime(2025, 7, 12, tzinfo=SHANGHAI))
    assert late.view.overdue == (REPORT,)
    assert late.given(report()).view.overdue == ()


def test_a_done_unit_has_no_steps_left() -> None:
    assert steps_of(done().under(bureau()), datetime(2027, 1, 1, tzinfo=SHANGHAI)) == []


@pytest.mark.parametrize(
    ("woken", "kinds"),
    [
        ("2025-02-27", ["remind", "due", "overdue"]),
        ("2025-02-28", ["due", "overdue"]),
        ("2025-03-01", ["overdue"]),
    ],
)
def test_an_act_before_its_step_cancels_no_reminder(woken: str, kinds: list[str]) -> None:
    scene = registered().under(bureau()).on(woken).given(ATTACHED)
    assert [kind for _, kind, _ in steps_of(scene, MARCH + timedelta(days=1))] == kinds


def test_what_is_sent_back_and_dated_anew_begins_with_its_day() -> None:
    # given sent back on 26 February, with a day of its own from the 27th at 10:00
    filed = registered().under(bureau()).on("2025-03-02").given(target())
    back = filed.given(ReturnOverallTarget(reason="不完整")).on("2025-03-04")
    dated = back.given(extend(TARGET, "2025-03-06"), ATTACHED)
    assert [kind for _, kind, _ in steps_of(dated, MARCH + timedelta(days=6))] == ["due", "overdue"]


@pytest.mark.parametrize(("on", "reminded"), [("2025-03-05", True), ("2025-03-08", False)])
def test_a_disclosure_is_reminded_of_from_the_approval_on(on: str, *, reminded: bool) -> None:
    due = {"disclosure.overall_target": "2025-03-10"}
    under = in_force(packaged_rules("653129"), due, reminder_lead_days="3")
    scene = registered().under(under).on(on).given(target(), ApproveOverallTarget())
    later = scene.on("2025-03-08").given(ATTACHED)
    taken = [kind for _, kind, _ in steps_of(later, MARCH + timedelta(days=8))]
    assert taken == (["remind"] if reminded else [])
