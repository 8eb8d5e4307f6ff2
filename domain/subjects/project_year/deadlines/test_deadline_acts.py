"""The steps around a day: remind, due, overdue, escalate; cancelled by filing, or moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.kernel.decider import InForce, Step
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import SHANGHAI, Role
from domain.subjects.project_year.deadlines.deadline_acts import (
    Extend,
    Extended,
    PassDeadline,
    Passed,
)
from domain.subjects.project_year.deadlines.timers import StepKind
from domain.subjects.project_year.monitoring.rounds import OpenRound, ResultFiled, ReturnResult
from testkit.builders.project_year import (
    AUGUST,
    AUGUST_RESULT,
    MAY,
    RECTIFICATION,
    RESULT,
    correction,
    monitored,
    rectifying,
    result,
    reviewed,
)
from testkit.decider_spec import FILER, REVIEWER, UNIT, DeciderSpec, in_force, packaged_rules

BACK = ReturnResult(node=MAY, reason="请核对")
JUNE = datetime(2023, 6, 1, tzinfo=SHANGHAI)


def june(day: int, hour: int = 0) -> datetime:
    return JUNE + timedelta(days=day - 1, hours=hour)


def bureau(due: str | None = "2023-06-10", deadline: str = RESULT) -> InForce:
    notices = {deadline: due} if due else {}
    return in_force(
        packaged_rules(),
        notices,
        reminder_lead_days="3",
        escalation_after_days="5",
        escalation_to="分管局长",
    )


def watched() -> DeciderSpec:
    """A round on 1 June whose result is due on the 10th, with reminder and escalation."""
    return monitored().under(bureau()).at(june(1, 12))


def steps_of(scene: DeciderSpec, until: datetime) -> list[tuple[str, datetime]]:
    taken, state = [], scene
    for _ in range(20):
        step = state.view.next_step
        if step is None or step.planned > until:
            break
        state = state.at(max(step.planned, state.now)).step(step)
        taken.append((step.kind, step.planned))
    return taken


def extend(until: str, deadline: str = RESULT) -> Extend:
    return Extend(
        deadline=deadline, until=date.fromisoformat(until), approver="局长", reason="灾情"
    )


def step(kind: StepKind, planned: datetime) -> PassDeadline:
    return PassDeadline(deadline=RESULT, step=kind, planned=planned)


ALL_STEPS = [
    ("remind", june(7, 9)),
    ("due", june(10, 9)),
    ("overdue", june(11)),
    ("escalate", june(16, 9)),
]


def test_the_steps_come_at_their_planned_instants() -> None:
    assert steps_of(watched(), june(30)) == ALL_STEPS


def test_without_parameters_there_is_no_reminder_and_no_escalation() -> None:
    assert steps_of(monitored().at(june(1, 12)), june(30)) == ALL_STEPS[1:3]


def test_each_step_names_the_day_the_responsible_role_and_who_is_escalated_to() -> None:
    overdue = watched().until(june(11))
    assert overdue.view.overdue == (RESULT,)
    escalation = Step(RESULT, "escalate", june(16, 9))
    assert overdue.view.next_step == escalation
    passed = overdue.at(june(16, 9)).step(escalation).the(Passed)
    assert (passed.due, passed.responsible) == (date(2023, 6, 10), Role.UNIT)
    assert passed.escalated_to == "分管局长"
    reminded = watched().at(june(7, 9)).step(Step(RESULT, "remind", june(7, 9))).the(Passed)
    assert reminded.escalated_to is None


def test_a_step_is_taken_once_and_only_as_planned() -> None:
    taken = watched().at(june(11)).given(step("overdue", june(11)))
    assert taken.when(step("overdue", june(11))).outcome == ()
    for other in (june(11, 1), june(12), june(11).replace(tzinfo=None)):
        assert watched().at(june(12)).when(step("overdue", other)).outcome == ()


def test_what_falls_due_at_one_instant_all_falls_due() -> None:
    # given: the rectification of May and the result of August, both due on 10 September
    may = rectifying(until=date(2023, 9, 10)).under(bureau("2023-09-10", AUGUST_RESULT))
    both = may.on("2023-08-31").given(OpenRound(node=AUGUST))
    # when
    passed = both.until(datetime(2023, 9, 12, tzinfo=SHANGHAI))
    # then
    kinds = {(deadline, kind) for deadline, kind, _ in passed.state.done}
    expected = ("remind", "due", "overdue")
    assert kinds >= {(of, kind) for of in (RECTIFICATION, AUGUST_RESULT) for kind in expected}
    assert set(passed.view.overdue) == {RECTIFICATION, AUGUST_RESULT}


@pytest.mark.parametrize("filed_on", [6, 8, 10])
def test_a_filing_cancels_the_steps_that_are_still_to_come(filed_on: int) -> None:
    filed = watched().until(june(filed_on, 12)).given(result())
    taken = [planned for _, planned in ALL_STEPS if planned <= june(filed_on, 12)]
    assert len(filed.state.done) == len(taken)
    assert filed.when(step("overdue", june(11))).outcome == ()
    assert filed.view.next_due is None
    assert filed.view.overdue == ()


def test_a_late_filing_ends_what_is_overdue() -> None:
    late = watched().until(june(12)).given(result())
    assert late.view.overdue == ()
    assert late.when(step("escalate", june(16, 9))).outcome == ()


def test_what_was_missed_before_is_not_reminded_of_but_overdue() -> None:
    # given: the result filed in time is withdrawn when its day is past
    withdrawn = watched().until(june(9)).given(result()).at(june(12, 10)).given(correction())
    # when, then
    assert steps_of(withdrawn, june(30)) == ALL_STEPS[2:]


def test_what_was_filed_in_time_has_no_day_any_more_when_it_is_sent_back() -> None:
    back = watched().at(june(9)).given(result()).given(BACK)
    assert back.view.waiting_for == (f"unit:{RESULT}",)
    assert back.view.next_due is None
    late = watched().at(june(11, 1)).given(result()).given(BACK)
    assert late.view.next_due == date(2023, 6, 10)


@pytest.mark.parametrize(("day", "late"), [(14, False), (15, False), (16, True)])
def test_an_extension_moves_the_day_and_its_steps(day: int, late: bool) -> None:
    # given
    extended = watched().until(june(11)).given(extend("2023-06-15"))
    # when, then
    assert extended.view.overdue == ()
    assert extended.at(june(day, 10)).when(result()).the(ResultFiled).late is late
    moved = [(kind, planned + timedelta(days=5)) for kind, planned in ALL_STEPS]
    assert steps_of(extended, june(30)) == moved


@pytest.mark.parametrize(("until", "covered"), [("06-11", False), ("06-12", True), ("06-13", True)])
def test_a_late_filing_stays_late_whatever_extension_comes_later(until: str, covered: bool) -> None:
    filed = watched().at(june(12, 10)).given(result())
    assert filed.state.rounds[MAY].filing.late
    # when
    granted = filed.when(extend(f"2023-{until}"))
    # then
    assert granted.the(Extended).late_filing is (covered or None)
    filing = filed.given(extend(f"2023-{until}")).state.rounds[MAY].filing
    assert filing.late
    assert (filing.extended is not None) is covered
    assert filing.due == (june(10).date() if covered else date.fromisoformat(f"2023-{until}"))


@pytest.mark.parametrize(("until", "late"), [("06-11", True), ("06-12", False)])
def test_an_extension_of_an_older_program_clears_the_lateness_as_it_did(
    until: str, late: bool
) -> None:
    filed = watched().at(june(12, 10)).given(result())
    granted = filed.given(extend(f"2023-{until}")).recorded()[-1]
    older = replace(granted, event=granted.event.model_copy(update={"late_filing": None}))
    filing = filed.decider.evolve(filed.state, older).rounds[MAY].filing
    assert (filing.late, filing.extended) == (late, None)


def test_what_was_extended_when_late_and_is_filed_again_stays_late_and_has_no_running_day() -> None:
    back = watched().at(june(12, 10)).given(result()).given(extend("2023-06-15"), BACK)
    assert back.view.next_due is None
    again = back.at(june(14, 10)).when(result())
    assert again.the(ResultFiled).late
    assert back.given(result()).state.rounds[MAY].filing.extended is not None


@pytest.mark.parametrize("approver", [FILER.id, UNIT, f" {UNIT} "])
def test_nobody_approves_an_extension_of_their_own_duty(approver: str) -> None:
    filed = watched().at(june(12, 10)).given(result())
    act = extend("2023-06-15").model_copy(update={"approver": approver})
    filed.when(act).refused(Code.INVALID_FIELD, "approver")
    # and where the log has it, it stays granted
    accepted = replace(filed.act(act, REVIEWER), settled=True)
    filed.take(accepted).the(Extended)


def test_an_extension_after_the_review_changes_nothing() -> None:
    done = watched().at(june(12, 10)).given(result()).given(reviewed())
    assert done.given(extend("2023-06-30")).state.rounds[MAY].filing.late


@pytest.mark.parametrize(("until", "accepted"), [("06-09", 0), ("06-10", 0), ("06-11", 1)])
def test_an_extension_goes_beyond_the_present_day(until: str, accepted: int) -> None:
    asked = watched().when(extend(f"2023-{until}"))
    if accepted:
        asked.the(Extended)
    else:
        asked.refused(Code.INVALID_FIELD, "until")


def test_nothing_without_a_day_is_extended() -> None:
    monitored().under(bureau(None)).when(extend("2023-06-15")).refused(
        Code.INVALID_FIELD, "deadline"
    )


def test_a_new_notice_to_all_plans_the_steps_anew() -> None:
    changed = watched().until(june(11)).under(bureau("2023-06-20"))
    assert changed.view.overdue == ()
    assert steps_of(changed, june(30)) == [
        (kind, planned + timedelta(days=10)) for kind, planned in ALL_STEPS
    ]
