"""A day that is set back, or set when it is over: each setting has its own finding, told truly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.kernel.decider import InForce, Notice, Recorded, Step
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role, business_date
from domain.shared.deadlines.set_day import DaySet, SetDay
from domain.shared.letters.text import LetterText, Recipient, letters_of
from domain.shared.letters.types import About
from domain.subjects.project_year.deadlines.deadline_acts import Extend, Extended, Passed
from domain.subjects.project_year.deadlines.test_deadline_acts import bureau, june
from domain.subjects.registry import CATALOGUES
from testkit.builders.project_year import MAY, RESULT, monitored
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules, in_force

PROJECT = About("652825/2023/P1", "652825", "合成项目", "101", "合成单位")


def waiting() -> DeciderSpec:
    """A round on 1 June whose result has no day yet; escalations come five days later."""
    return monitored().under(bureau(None)).at(june(1, 12))


def to(due: str, deadline: str = RESULT) -> SetDay:
    return SetDay(deadline=deadline, due=date.fromisoformat(due), document="合成通知")


def set_back() -> DeciderSpec:
    """Overdue since the 11th, moved to the 20th on the 12th, and back on the 14th at 15:00."""
    overdue = waiting().given(to("2023-06-10")).until(june(12, 10))
    return overdue.given(to("2023-06-20")).until(june(14, 15)).given(to("2023-06-10"))


def found(scene: DeciderSpec) -> list[Recorded[Passed]]:
    return [one for one in scene.recorded() if isinstance(one.event, Passed)]


def kinds(scene: DeciderSpec) -> list[tuple[str, datetime]]:
    return [(one.event.step, one.event.planned) for one in found(scene)]


def letters(recorded: Recorded[Passed]) -> tuple[LetterText, ...]:
    return letters_of(recorded, PROJECT, (), CATALOGUES)


def test_a_day_that_is_set_back_is_found_overdue_again_and_escalated_as_many_days_later() -> None:
    back = set_back()
    assert back.view.overdue == ()
    # when
    later = back.until(june(30))
    # then
    assert later.view.overdue == (RESULT,)
    assert kinds(later)[-3:] == [
        ("overdue", june(11)),
        ("overdue", june(14)),
        ("escalate", june(19, 9)),
    ]
    assert all(one.effective_on == business_date(one.event.planned) for one in found(later))


def test_the_same_day_set_once_more_is_no_other_setting() -> None:
    back = set_back().until(june(14, 16)).given(to("2023-06-10"))
    assert back.view.overdue == (RESULT,)
    assert kinds(back.until(june(30))) == kinds(set_back().until(june(30)))


def test_a_day_that_was_set_by_an_older_program_keeps_the_steps_that_were_planned_then() -> None:
    back = set_back()
    last = back.recorded()[-1]
    assert last.event == DaySet(**to("2023-06-10").model_dump(), over=True, found_at=june(14))
    before = replace(last, event=last.event.model_copy(update={"over": None, "found_at": None}))
    older = replace(back, state=back.decider.evolve(_before(back), before))
    assert older.view.overdue == (RESULT,)
    assert older.view.next_step == Step(RESULT, "escalate", june(16, 9))


def _before(scene: DeciderSpec) -> object:
    state = scene.decider.initial(scene.state.stream)
    for one in scene.recorded()[:-1]:
        state = scene.decider.evolve(state, one)
    return state


def test_a_notice_to_all_that_is_set_back_is_found_overdue_again() -> None:
    overdue = waiting().under(bureau("2023-06-10")).until(june(12, 10))
    moved = overdue.under(bureau("2023-06-20")).until(june(14, 15))
    back = moved.under(_noticed(moved.in_force, june(14, 15)))
    assert back.view.overdue == ()
    assert kinds(back.until(june(15)))[-1] == ("overdue", june(14, 15))


def _noticed(held: InForce, at: datetime) -> InForce:
    before = held.notices[RESULT]
    notice = Notice(RESULT, date(2023, 6, 10), "合成通知", before.event_id, at, at)
    return replace(held, notices={RESULT: notice})


@pytest.mark.parametrize(
    ("due", "over", "planned"),
    [
        ("2023-06-13", True, june(14)),
        ("2023-06-14", False, june(15)),
        ("2023-06-15", False, june(16)),
    ],
)
def test_a_day_is_over_from_the_day_after_it_on(due: str, over: bool, planned: datetime) -> None:
    scene = waiting().at(june(14, 15)).given(to(due))
    assert scene.the(DaySet).over is (over or None)
    assert [at for kind, at in kinds(scene.until(june(20))) if kind == "overdue"] == [planned]


def test_a_letter_about_a_day_that_was_over_when_it_was_set_says_so() -> None:
    (overdue,) = found(waiting().at(june(14, 15)).given(to("2023-06-10")).until(june(14, 16)))
    (letter,) = letters(overdue)
    assert letter.title == "【逾期】监控结果 2023-05-31 · 合成项目"
    assert "上述期限系 2023-06-14 设定，设定时该日期已过。" in letter.body
    assert "因故" not in letter.body


def test_a_letter_that_is_late_besides_says_both() -> None:
    (overdue,) = found(waiting().at(june(14, 15)).given(to("2023-06-10")).until(june(14, 16)))
    (letter,) = letters(replace(overdue, recorded_at=june(16, 8)))
    assert letter.title.startswith("【逾期·补发】")
    assert "设定时该日期已过" in letter.body
    assert "本通知原定于 2023-06-14 15:00 发出" in letter.body


def test_a_day_that_is_set_back_on_the_day_of_its_finding_is_found_at_that_instant() -> None:
    scene = waiting().at(june(14, 15)).given(to("2023-06-10")).until(june(14, 15))
    moved = scene.given(to("2023-06-20")).at(june(14, 16))
    assert moved.view.overdue == ()
    # when
    back = moved.given(to("2023-06-10"))
    # then
    assert back.view.overdue == ()
    assert kinds(back.until(june(14, 17))) == [
        ("overdue", june(14)),
        ("overdue", june(14, 16)),
    ]


def test_a_letter_about_a_duty_that_began_when_its_day_was_over_says_so() -> None:
    # given a notice to all whose day was over when the round was opened
    late = monitored().under(bureau("2023-05-20"))
    overdue = found(late.until(late.now))[0]
    known_at = overdue.event.known_at
    assert known_at is not None
    assert overdue.event.known_by == "duty"
    (letter,) = letters(replace(overdue, recorded_at=known_at))
    assert "开始办理，当时上述期限已过" in letter.body
    assert "因故" not in letter.body


def test_an_extension_to_a_day_that_is_over_is_found_overdue_at_once() -> None:
    overdue = waiting().given(to("2023-06-10")).until(june(14, 15))
    grant = Extend(deadline=RESULT, until=date(2023, 6, 12), approver="局长", reason="灾情")
    granted = overdue.given(grant)
    assert granted.the(Extended).over
    assert kinds(granted.until(june(14, 16)))[-1] == ("overdue", june(14))


@pytest.mark.parametrize(
    ("deadline", "first"),
    [
        (RESULT, MAY),
        ("target.filing", date(2022, 1, 1)),
        ("self-evaluation.filing", date(2024, 1, 1)),
    ],
)
def test_no_day_is_set_before_the_duty_can_exist(deadline: str, first: date) -> None:
    scene = monitored().under(in_force(FakeRules())).at(june(1, 12))
    early = to(str(first - timedelta(days=1)), deadline)
    assert str(first) in scene.when(early).refused(Code.INVALID_FIELD, "due").zh
    for day in (first, first + timedelta(days=1)):
        scene.when(to(str(day), deadline)).the(DaySet)
    # and where the log has it, it stays set
    scene.take(replace(scene.act(early, REVIEWER), settled=True)).the(DaySet)


def escalated(named: str | None) -> Recorded[Passed]:
    """The escalation of a result, under the bureau's parameter."""
    to_whom = {} if named is None else {"escalation_to": named}
    held = in_force(FakeRules(), {RESULT: "2023-06-10"}, escalation_after_days="5", **to_whom)
    return found(monitored().under(held).at(june(1, 12)).until(june(17)))[-1]


@pytest.mark.parametrize(
    ("named", "above", "organisation"),
    [
        (None, "finance", "652825"),
        ("unit", "finance", "652825"),
        ("department", "department", "101"),
        ("government", "government", "652825"),
        ("分管局长", "分管局长", "652825"),
    ],
)
def test_an_escalation_goes_to_the_level_above_with_a_copy_to_the_unit(
    named: str | None, above: str, organisation: str
) -> None:
    event = escalated(named)
    assert (event.event.step, event.event.above) == ("escalate", above)
    main, copy = letters(event)
    assert main.recipient == Recipient(above, organisation)
    assert main.title.startswith("【逾期上报】")
    assert copy.recipient == Recipient(Role.UNIT, "101")
    assert copy.title.startswith("【逾期上报·抄送】")


def test_a_copy_goes_to_nobody_where_an_older_program_escalated() -> None:
    event = escalated(None)
    older = replace(event, event=event.event.model_copy(update={"above": None}))
    (only,) = letters(older)
    assert only.recipient == Recipient(Role.UNIT, "101")
