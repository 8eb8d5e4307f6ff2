"""A reminder whose instant passed is given late, once, where it is still needed; else never."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest

from domain.kernel.answer import Answer, RulingRef
from domain.kernel.decider import InForce, Step
from domain.kernel.in_force import WorkCalendar
from domain.kernel.known import Known
from domain.shared.deadlines.due_dates import Day
from domain.shared.deadlines.missed import given_late
from domain.shared.deadlines.set_day import SetDay
from domain.shared.filings.attachment import Attach
from domain.shared.filings.leaving import EndedDuty
from domain.subjects.project_year.deadlines.deadline_acts import PassDeadline, Passed
from domain.subjects.project_year.deadlines.test_deadline_acts import (
    bureau,
    extend,
    june,
    steps_of,
    watched,
)
from domain.subjects.project_year.exante.library import Admit
from domain.subjects.project_year.monitoring.rounds import OpenRound, ReturnResult
from domain.subjects.project_year.population import WithdrawProject
from testkit.builders.project_year import (
    ATTACHED,
    AUGUST_RESULT,
    MAY,
    RESULT,
    REVIEW,
    add,
    admitted,
    budgeted,
    correction,
    monitored,
    result,
    result_fields,
    reviewed,
    unregistered,
)
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules

PLANNED = june(7, 9)
REMIND = Step(RESULT, "remind", PLANNED)


def kinds(scene: DeciderSpec, until: datetime) -> list[str]:
    return [kind for kind, _ in steps_of(scene, until)]


def attach(number: int = 1) -> Attach:
    return ATTACHED.model_copy(update={"sha256": f"{number:064x}"})


def acted(day: int, hour: int) -> DeciderSpec:
    """A round whose result is due on the 10th; somebody acts before the steps that are due."""
    return watched().at(june(day, hour)).given(attach())


def test_an_act_before_its_step_does_not_cancel_a_reminder_and_it_is_given_once() -> None:
    # given
    scene = acted(8, 10).given(attach(2))
    # when
    step = scene.view.next_step
    # then
    assert step == REMIND
    reminded = scene.step(step)
    assert reminded.the(Passed).planned == PLANNED
    assert reminded.step(step).outcome == ()
    assert kinds(reminded.at(june(9)).given(attach(3)), june(30)) == ["due", "overdue", "escalate"]


@pytest.mark.parametrize("minutes", [-1, 0, 1])
def test_an_act_about_the_instant_itself_cancels_nothing(minutes: int) -> None:
    scene = watched().at(PLANNED + timedelta(minutes=minutes)).given(attach())
    assert kinds(scene, june(9)) == ["remind"]


@pytest.mark.parametrize(
    ("woken", "given"),
    [
        (june(9, 23), ["remind", "due", "overdue"]),
        (june(10, 8), ["remind", "due", "overdue"]),
        (june(10, 9), ["due", "overdue"]),
        (june(10, 23), ["due", "overdue"]),
        (june(11) - timedelta(seconds=1), ["due", "overdue"]),
        (june(11), ["overdue"]),
        (june(12), ["overdue"]),
    ],
)
@pytest.mark.parametrize("acts", [True, False])
def test_at_most_one_step_is_late_and_the_later_says_more(
    woken: datetime, given: list[str], *, acts: bool
) -> None:
    scene = watched().at(woken)
    assert kinds(scene.given(attach()) if acts else scene, june(12)) == given


def test_a_reminder_that_says_too_late_leaves_no_trace() -> None:
    late = PassDeadline(deadline=RESULT, step="remind", planned=PLANNED)
    due = PassDeadline(deadline=RESULT, step="due", planned=june(10, 9))
    assert watched().at(june(10, 9)).when(late).outcome == ()
    assert watched().at(june(10, 23)).when(due).the(Passed)
    assert watched().at(june(11)).when(due).outcome == ()


def test_a_reminder_on_the_due_day_itself_is_given_beside_the_notice_unless_it_is_late() -> None:
    same_day = bureau()
    same_day = replace(same_day, parameters={"reminder.lead_days": ((date.min, "0"),)})
    assert sorted(kinds(watched().under(same_day), june(10, 12))) == ["due", "remind"]
    assert kinds(watched().under(same_day).at(june(10, 12)), june(10, 13)) == ["due"]


@pytest.mark.parametrize(
    "ends",
    [
        lambda scene: scene.given(result()),
        lambda scene: scene.given(result(), ReturnResult(node=MAY, reason="请核对")),
        lambda scene: scene.given(
            WithdrawProject(reason="取消", duties=(EndedDuty(of=RESULT, decision="不再填报"),)),
            by=REVIEWER,
        ),
    ],
)
def test_what_is_no_longer_needed_is_not_made_up_for(
    ends: Callable[[DeciderSpec], DeciderSpec],
) -> None:
    scene = ends(watched().at(june(8, 10)))
    assert REMIND not in [Step(RESULT, *one) for one in steps_of(scene, june(9))]
    assert scene.step(REMIND).events == ()


def test_a_day_that_moved_has_its_own_reminder_alone() -> None:
    moved = watched().at(june(8, 10)).given(extend("2023-06-15"))
    assert steps_of(moved, june(15, 9)) == [("remind", june(12, 9)), ("due", june(15, 9))]


@pytest.mark.parametrize(("until", "given"), [("06-11", []), ("06-12", ["remind"])])
def test_a_day_given_after_the_instant_of_its_reminder_has_none(
    until: str, given: list[str]
) -> None:
    # given an extension at 10:00 on the 8th: the reminder of the 11th was for that day at 9:00
    scene = watched().at(june(8, 10)).given(extend(f"2023-{until}"), attach())
    assert kinds(scene.at(june(9, 12)), june(10, 8)) == given


def test_the_same_day_given_again_is_as_old_as_it_was() -> None:
    day = SetDay(deadline="target.filing", due=date(2023, 3, 10), document="通知1号")
    set_once = admitted().under(bureau(None)).given(day).on("2023-03-08")
    again = set_once.given(day.model_copy(update={"document": "通知2号"}))
    assert kinds(again, datetime.fromisoformat("2023-03-09T00:00+08:00")) == ["remind"]


@pytest.mark.parametrize(("day", "given"), [(6, ["remind"]), (7, ["remind"]), (8, [])])
def test_a_round_opened_after_the_instant_has_no_reminder(day: int, given: list[str]) -> None:
    opened = budgeted().under(bureau()).at(june(day, 8)).given(OpenRound(node=MAY))
    assert kinds(opened.at(june(8, 10)).given(attach()), june(9)) == given


@pytest.mark.parametrize(("day", "given"), [(6, ["remind"]), (7, ["remind"]), (8, [])])
def test_a_project_registered_after_the_instant_has_no_reminder(day: int, given: list[str]) -> None:
    notice = bureau("2023-06-10", "target.filing")
    late = unregistered().under(notice).at(june(day, 8)).given(add(is_major=False), Admit())
    assert kinds(late.at(june(8, 10)).given(attach()), june(9)) == given


def test_a_project_registered_when_all_is_over_gets_no_shower() -> None:
    notice = bureau("2023-02-10", "target.filing")
    late = unregistered().under(notice).on("2023-11-28").given(add(is_major=False), Admit())
    assert kinds(late, june(30).replace(year=2024))[:2] == ["overdue", "escalate"]


def test_what_was_taken_back_begins_to_be_waited_for_then() -> None:
    back = watched().at(june(6, 10)).given(result()).at(june(8, 10)).given(correction())
    assert kinds(back, june(11)) == ["due", "overdue"]


def test_what_was_replaced_was_waited_for_all_the_time() -> None:
    # given the review is due on the 20th, its reminder was for the 17th
    filed = watched().under(bureau("2023-06-20", REVIEW)).at(june(9, 10)).given(result())
    fields = result_fields("400000", "50")
    replaced = filed.at(june(18, 10)).given(correction(RESULT, fields))
    assert kinds(replaced, june(19)) == ["remind"]
    # but what was filed first on the 18th was not waited for on the 17th
    late = watched().under(bureau("2023-06-20", REVIEW)).at(june(18, 10)).given(result())
    assert kinds(late.given(attach()), june(19)) == []
    assert not late.given(reviewed(), by=None).view.next_due


def known(in_force: InForce, **given: object) -> InForce:
    return replace(in_force, known=Known(**given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("since", "given"),
    [(PLANNED - timedelta(seconds=1), ["remind"]), (PLANNED, ["remind"]), (june(7, 10), [])],
)
def test_what_says_so_only_after_the_instant_has_missed_nothing(
    since: datetime, given: list[str]
) -> None:
    plain = bureau()
    notice = replace(plain.notices[RESULT], since=since)
    off = WorkCalendar(frozenset({2023}), frozenset({date(2023, 6, 8)}))
    moved = replace(plain, notices={RESULT: replace(plain.notices[RESULT], due=date(2023, 6, 11))})
    for under in (
        replace(plain, notices={RESULT: notice}),
        known(plain, parameters={("reminder.lead_days", date.min): since}),
        known(replace(moved, working=off), days={date(2023, 6, 8): since}),
        known(replace(moved, working=off), years={2023: since}),
    ):
        scene = monitored().under(under).at(june(8, 10)).given(attach())
        assert kinds(scene, june(9)) == given, under.known


def test_what_was_not_moved_by_the_calendar_is_as_old_as_the_day() -> None:
    published = replace(bureau(), working=WorkCalendar(frozenset({2023})))
    under = known(published, years={2023: june(8)})
    scene = monitored().under(under).at(june(8, 10)).given(attach())
    assert kinds(scene, june(9)) == ["remind"]


def test_two_deadlines_of_one_instant_are_both_reminded_of_late() -> None:
    august = bureau(deadline=AUGUST_RESULT).notices
    both = replace(bureau(), notices={**bureau().notices, **august})
    opened = watched().under(both).given(OpenRound(node=date(2023, 8, 31)))
    scene = opened.at(june(8, 10)).given(attach()).until(june(8, 11))
    reminded = {deadline for deadline, kind, _ in scene.state.done if kind == "remind"}
    assert reminded == {RESULT, AUGUST_RESULT}


def test_a_clock_that_is_behind_gives_a_reminder_once_and_not_late() -> None:
    scene = acted(8, 10).at(PLANNED - timedelta(minutes=5)).step(REMIND)
    assert scene.the(Passed).planned == PLANNED
    assert scene.at(june(8, 11)).step(REMIND).outcome == ()
    assert not given_late("remind", PLANNED, PLANNED - timedelta(minutes=5))


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (59, False), (60, False), (61, True)])
def test_more_than_an_hour_after_its_instant_is_late(minutes: int, *, late: bool) -> None:
    recorded_at = PLANNED + timedelta(minutes=minutes)
    for kind in ("remind", "due"):
        assert given_late(kind, PLANNED, recorded_at) is late
    for kind in ("overdue", "escalate"):
        assert not given_late(kind, PLANNED, recorded_at)


def test_a_day_keeps_since_when_it_is_known() -> None:
    assert Day(date(2023, 6, 10)).since is None
    extended = watched().at(june(8, 10)).given(extend("2023-06-15"))
    assert extended.state.own_days[RESULT].since == june(8, 10)


@pytest.mark.parametrize(("since", "given"), [(june(7, 9), ["remind"]), (june(7, 10), [])])
def test_a_day_that_was_ruled_on_is_known_since_the_ruling(
    since: datetime, given: list[str]
) -> None:
    # given a rule whose day rests on an ambiguity that the bureau ruled on
    asked = FakeRules({"monitoring.due": {"due": "2023-06-10"}}).ask("monitoring.due", MAY)
    ruled = replace(asked, rulings=(RulingRef("AMB-00", "ruled", "从严"),))
    under = known(replace(bureau(None), rules=Ruled(ruled)), rulings={"AMB-00": since})
    # when
    scene = watched().under(under).at(june(8, 10)).given(attach())
    # then
    assert kinds(scene, june(9)) == given


@dataclass(frozen=True, slots=True)
class Ruled:
    """Rules that give one answer to one question, and say nothing else."""

    answer: Answer

    def ask(self, rule: str, on: date, **inputs: object) -> Answer:
        """Answer."""
        mine = rule == self.answer.rule and inputs.get("node") == str(MAY)
        return self.answer if mine else FakeRules().ask(rule, on, **inputs)
