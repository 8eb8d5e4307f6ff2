"""Nobody is awake at a reminder, and somebody acts before it is given: it is given late, once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from activities.messages import TASK_QUEUE, Start
from activities.submission import submit
from console.drill.clock import DrillClock
from console.worker import running_worker
from domain.kernel.decider import Recorded
from domain.kernel.request import Request
from domain.kernel.vocabulary import SHANGHAI
from domain.shared.deadlines.deadline_acts import Passed
from domain.shared.deadlines.missed import given_late as is_late
from testkit.builders.bureau import FINANCE, P001, RESULT
from tests.engine.office import Office
from tests.engine.stage import until

JUNE = datetime(2023, 6, 1, tzinfo=SHANGHAI)
STEPS = ["remind", "due", "overdue"]
CHANNELS = ("file", "smtp")


def june(day: int, hour: int) -> datetime:
    return JUNE + timedelta(days=day - 1, hours=hour)


def executed(amount: str) -> Request:
    fields = {"executed": amount, "as_of": "2023-06-01", "source": "国库"}
    return Request(uuid4(), P001, "execution.record", FINANCE, fields)


def passed(office: Office) -> list[Recorded[Any]]:
    return [one for one in office.log.read(P001) if isinstance(one.event, Passed)]


def given_late(one: Recorded[Any]) -> bool:
    return is_late(one.event.step, one.event.planned, one.recorded_at)


async def test_given_nobody_awake_over_a_reminder_when_an_act_comes_first_then_it_is_late_once(
    office: Office,
) -> None:
    # given nothing ran at 9:00 on 5 June, when the reminder was to go out
    clock = DrillClock(office.client)
    clock.begin(P001, june(5, 12))
    async with running_worker(office.client, office.url, None, office.folder):
        # when
        await submit(office.client, executed("100000.00"), june(5, 12).isoformat())
        # then
        await until(lambda: len(passed(office)) == 1, "the reminder")
        act, (reminder,) = office.log.read(P001)[-2], passed(office)
        assert (act.event.name, reminder.event.step) == ("execution.recorded", "remind")
        assert reminder.event.planned == june(5, 9)
        assert reminder.recorded_at >= max(act.recorded_at, june(5, 12))
        assert reminder.effective_on == date(2023, 6, 5)
        await until(lambda: len(office.outbox.rows()) == len(CHANNELS), "its letters")
        letters = [row.letter for row in office.outbox.rows()]
        assert {one.title for one in letters} == {"【提醒·补发】监控结果 2023-05-31 · 合成项目"}
        assert "原定于 2023-06-05 09:00 发出" in letters[0].body
        # and then all goes on as ever, however often it is asked
        await office.client.get_workflow_handle(P001).signal("refresh")
        await clock.advance(P001, june(11, 12))
        await until(lambda: len(passed(office)) == len(STEPS), "the steps after it")
    assert [one.event.step for one in passed(office)] == STEPS
    assert {one.event.deadline for one in passed(office)} == {RESULT}
    assert not any(given_late(one) for one in passed(office)[1:])


async def test_given_nobody_awake_until_the_day_is_over_then_it_is_overdue_and_nothing_else(
    office: Office,
) -> None:
    clock = DrillClock(office.client)
    clock.begin(P001, june(11, 12))
    async with running_worker(office.client, office.url):
        await submit(office.client, executed("100000.00"), june(11, 12).isoformat())
        await until(lambda: len(passed(office)) == 1, "the finding")
        await clock.advance(P001, june(12, 12))
    assert [one.event.step for one in passed(office)] == ["overdue"]


async def test_given_nobody_awake_at_a_reminder_when_the_workflow_is_woken_on_the_day_then_one_step(
    office: Office,
) -> None:
    """The workflow asks for the reminder first, is answered that it says too late, and goes on."""
    clock = DrillClock(office.client)
    clock.begin(P001, june(10, 12))
    async with running_worker(office.client, office.url):
        start = Start(P001, business_start=june(10, 12).isoformat())
        await office.client.start_workflow("ProjectYear", start, id=P001, task_queue=TASK_QUEUE)
        await until(lambda: len(passed(office)) == 1, "the due notice")
        await clock.advance(P001, june(11, 12))
        await until(lambda: len(passed(office)) == len(STEPS) - 1, "the finding")
    due, overdue = passed(office)
    assert [due.event.step, overdue.event.step] == STEPS[1:]
    assert (given_late(due), given_late(overdue)) == (True, False)
