"""Acts on a real log are dated by the machine's clock, whatever a workflow believes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory
from temporalio.testing import ActivityEnvironment

from activities.business_clock import TooEarly
from activities.command_handler import CommandHandler
from activities.decision_maker import DecisionMaker
from activities.fan_out.send import start_of, taken_at
from activities.messages import RETRYABLE, StepInput, StepMessage, SubmitInput
from activities.resumption import Resumption
from activities.subject_activities import SubjectActivities
from domain.kernel.decider import Step
from domain.kernel.request import Request
from domain.kernel.serialization.envelope import unseal
from domain.kernel.vocabulary import SHANGHAI
from domain.shared.fan_out.messages import OPEN_SUBJECTS, REACH, Reached
from domain.subjects.registry import DECIDERS
from store import clock, migrate, open_log, sqlite_url
from store.factory import settle_kind
from store.integrity_check import Fault, check
from store.port import EventLog, LogKind
from testkit.builders.bureau import (
    COUNTY,
    FINANCE,
    P001,
    RESULT,
    THE_YEAR,
    Bureau,
    in_may_with_a_day,
)
from testkit.builders.bureau_units import INSTITUTION, INSTITUTION_FIELDS
from testkit.wall_clock import WallClock, installed

NOW = datetime(2023, 6, 15, 2, 0, tzinfo=UTC)
"""Five days after the May result was due."""
JANUARY = datetime(2023, 1, 5, 9, tzinfo=SHANGHAI)
NEWEST = datetime(2023, 5, 31, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)


@pytest.fixture
def wall() -> Iterator[WallClock]:
    with installed(WallClock(NOW)) as wall:
        yield wall


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sqlite_url(tmp_path / "log.db")


@pytest.fixture
def unsettled(url: str) -> Iterator[EventLog]:
    """A bureau whose project's May round is open, due on 10 June."""
    migrate(url)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.open_year("real")
        in_may_with_a_day(bureau)
        yield log


@pytest.fixture
def real(unsettled: EventLog, url: str, wall: WallClock) -> EventLog:
    """The same log, whose kind its opened year settled."""
    assert settle_kind(url).kind is LogKind.REAL
    return unsettled


def executed(amount: str = "100000.00") -> Request:
    fields = {"executed": amount, "as_of": "2023-06-01", "source": "国库"}
    return Request(uuid4(), P001, "execution.record", FINANCE, fields)


def registering() -> Request:
    return Request(uuid4(), INSTITUTION, "third-party.register", FINANCE, INSTITUTION_FIELDS)


def while_reading(act: Callable[[], object]) -> Callable[[], datetime]:
    """A clock: `act` happens as it is read for the last time, between a decision and its append."""
    readings = iter([lambda: None, lambda: None, act])

    def read() -> datetime:
        next(readings)()
        return NOW

    return read


def opening(clock: str) -> Request:
    fields = {"portfolio": "0" * 64, "clock": clock, "openings": []}
    return Request(uuid4(), f"{COUNTY}/2024", "year.open", FINANCE, fields)


def missed(log: EventLog) -> Step:
    """The step that the project's workflow would take next."""
    step = CommandHandler(log).view(P001).next_step
    assert step is not None
    return step


# --- acts


@pytest.mark.parametrize("told", [JANUARY, NOW, NOW + timedelta(days=300)])
def test_an_act_is_recorded_now_whatever_instant_its_workflow_told(
    real: EventLog, told: datetime
) -> None:
    request = executed()
    # when
    outcome = CommandHandler(real).submit(request, told).outcome
    # then
    assert outcome["status"] == "accepted", outcome
    recorded = real.read(P001)[-1]
    assert (recorded.recorded_at, recorded.effective_on) == (NOW, date(2023, 6, 15))
    assert real.newest_recorded_at() == NOW


@pytest.mark.parametrize(
    ("ahead", "noted"),
    [
        (timedelta(milliseconds=1.5), False),
        (clock.TOLERANCE, False),
        (clock.TOLERANCE + timedelta(seconds=1), True),
    ],
)
def test_an_act_that_another_writer_overtook_is_noted_where_their_clocks_differ_too_much(
    real: EventLog, url: str, ahead: timedelta, noted: bool
) -> None:
    """Each writer reads its clock before it waits for the append."""
    # given
    other = CommandHandler(real, clock=lambda: NOW + ahead)
    late = CommandHandler(real, clock=while_reading(lambda: other.submit(registering(), NOW)))
    # when
    assert late.submit(executed(), NOW).outcome["status"] == "accepted"
    # then
    before, last = (unseal(topic, state) for _, topic, state in real.notifications(0, 1_000)[-2:])
    assert (before.recorded_at, last.recorded_at) == (NOW + ahead, NOW)
    faults = check(url, real, None, whole=True).faults
    earlier = [one.detail for one in faults if one.fault is Fault.RECORDED_EARLIER]
    assert any(last.recorded_at.isoformat() in why for why in earlier) == noted


def test_an_act_that_is_refused_is_kept_as_of_now_too(real: EventLog) -> None:
    again = Request(uuid4(), P001, "library.admit", FINANCE, {})
    assert CommandHandler(real).submit(again, JANUARY).outcome["status"] == "refused"
    assert real.newest_recorded_at() == NOW


def test_a_record_of_june_is_not_later_than_today(unsettled: EventLog, real: EventLog) -> None:
    """The same act, told to be of January, was refused where the instant told counts."""
    assert CommandHandler(real).submit(executed(), JANUARY).outcome["status"] == "accepted"


def test_where_the_kind_is_open_the_instant_told_counts(
    unsettled: EventLog, wall: WallClock
) -> None:
    told = NEWEST + timedelta(days=3)
    CommandHandler(unsettled).submit(executed(), told)
    assert unsettled.read(P001)[-1].recorded_at == told


class Interrupted(DecisionMaker):
    """Something happens between its first decision and the append."""

    def __init__(self, events: EventLog, happens: Callable[[], None]) -> None:
        super().__init__(events, DECIDERS)
        self._happens: Callable[[], None] | None = happens

    def decide(self, *given: Any) -> Any:
        made = super().decide(*given)
        happens, self._happens = self._happens, None
        if happens is not None:
            happens()
        return made


def test_an_act_decided_again_after_a_conflict_is_of_the_instant_of_the_second_decision(
    real: EventLog, wall: WallClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given another act on the subject an hour later, while the first is on its way
    def another_act() -> None:
        wall.passes(HOUR)
        CommandHandler(real).submit(executed("200000.00"), JANUARY)
        wall.passes(HOUR)

    handler = CommandHandler(real)
    monkeypatch.setattr(handler, "_decisions", Interrupted(real, another_act))
    # when
    handler.submit(executed(), JANUARY)
    # then
    last_two = [one.recorded_at for one in real.read(P001)[-2:]]
    assert last_two == [NOW + HOUR, NOW + 2 * HOUR]


# --- steps


def test_a_step_is_recorded_now_and_takes_effect_on_its_planned_day(real: EventLog) -> None:
    step = missed(real)
    # when the workflow asks for what its plan says, as if it lived in January
    handler = CommandHandler(real)
    for _ in range(5):
        if step.planned <= NOW:
            step = handler.take_step(P001, step, JANUARY).view.next_step or step
    # then a reminder and a due notice that come too late are left out
    passed = [one for one in real.read(P001) if one.event.name == "deadline.passed"]
    assert [one.event.step for one in passed] == ["overdue", "escalate"]
    assert [one.effective_on for one in passed] == [date(2023, 6, 11), date(2023, 6, 14)]
    assert {one.recorded_at for one in passed} == {NOW}


@pytest.mark.parametrize(
    ("since", "is_taken"), [(timedelta(seconds=-1), False), (timedelta(), True)]
)
def test_a_step_asked_for_before_its_time_leaves_no_trace(
    real: EventLog, wall: WallClock, since: timedelta, is_taken: bool
) -> None:
    step, before = Step(missed(real).deadline, "overdue", at(2023, 6, 11)), len(real.read(P001))
    wall.is_set(step.planned + since - NOW)
    handler = CommandHandler(real)
    # when
    if is_taken:
        handler.take_step(P001, step, JANUARY)
    else:
        with pytest.raises(TooEarly):
            handler.take_step(P001, step, NOW)
    # then
    assert len(real.read(P001)) == before + is_taken


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("since", "steps"), [("2023-01-01", ["overdue", "escalate"]), ("2023-06-15", ["overdue"])]
)
def test_a_bureau_that_begins_late_is_told_once_of_what_is_over_and_escalates_as_it_sets(
    url: str, wall: WallClock, since: str, steps: list[str]
) -> None:
    """Lead days and days to an escalation are those of the due day: a bureau sets since when."""
    migrate(url, first_use=LogKind.REAL)
    with closing(open_log(url)) as log:
        bureau, handler = Bureau(log), CommandHandler(log)
        bureau.open_year("real")
        for name, days in (("reminder.lead_days", "5"), ("escalation.after_days", "3")):
            fields = {"parameter": name, "value": days, "since": since}
            bureau.act(THE_YEAR, "parameter.set", date(2023, 1, 4), FINANCE, **fields)
        bureau.notice(RESULT, date(2023, 6, 10))
        bureau.budgeted(P001)
        # when the project's workflow is started five days after the day
        step = handler.view(P001).next_step
        for _ in range(9):
            if step is not None and step.planned <= NOW:
                step = handler.take_step(P001, step, NOW).view.next_step
        # then
        passed = [one for one in log.read(P001) if one.event.name == "deadline.passed"]
        assert [one.event.step for one in passed] == steps
        assert {one.recorded_at for one in passed} == {NOW}


# --- activities


def waits(log: EventLog, wall: WallClock) -> ApplicationError:
    """What the engine is told of an act while the clock was set back."""
    activities = SubjectActivities(log)
    wall.is_set(-HOUR)
    given = SubmitInput(executed().as_json(), JANUARY.isoformat())
    with pytest.raises(ApplicationError) as failed:
        ActivityEnvironment().run(activities.decide, given)
    return failed.value


def test_an_act_that_cannot_be_dated_is_tried_again_and_does_not_fill_the_log(
    real: EventLog, wall: WallClock
) -> None:
    failure = waits(real, wall)
    assert (failure.type, failure.non_retryable) == (RETRYABLE, False)
    assert failure.category is ApplicationErrorCategory.BENIGN
    assert "set back by 60 minutes" in failure.message


def test_every_view_says_that_the_log_is_real(unsettled: EventLog, url: str) -> None:
    look = SubjectActivities(unsettled).look
    assert not look(P001).real_clock
    settle_kind(url)
    assert look(P001).real_clock


def opened_subjects(on: date) -> Step:
    return Step(on.isoformat(), OPEN_SUBJECTS, datetime(on.year, on.month, on.day, 9, tzinfo=UTC))


async def test_a_fan_out_tried_again_much_later_is_of_the_day_on_which_it_succeeds(
    real: EventLog, wall: WallClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a calendar that opens a subject each day, and a sending that fails for three days
    step, tries = opened_subjects(date(2023, 1, 5)), []
    activities = SubjectActivities(real, client=object())  # type: ignore[arg-type]

    async def reach(*_given: Any) -> Any:
        tries.append(wall.now())
        if len(tries) == 1:
            raise ConnectionError("nobody answers")
        return Reached()

    monkeypatch.setattr("activities.subject_activities.reach", reach)
    given = StepInput(THE_YEAR, StepMessage.of(step), JANUARY.isoformat())
    with pytest.raises(ConnectionError):
        await ActivityEnvironment().run(activities.fan_out, given)
    # when
    wall.passes(timedelta(days=3))
    before = real.newest_recorded_at()
    await ActivityEnvironment().run(activities.fan_out, given)
    # then
    assert before == NEWEST
    assert tries == [NOW, NOW + timedelta(days=3)]
    opened = real.read(THE_YEAR)[-1]
    assert opened.event.name == "subjects.opened"
    assert opened.recorded_at == NOW + timedelta(days=3)
    assert opened.effective_on == date(2023, 1, 5)


async def test_a_fan_out_before_its_time_reaches_nobody(
    real: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    activities = SubjectActivities(real, client=object())  # type: ignore[arg-type]
    tomorrow = opened_subjects(date(2023, 6, 16))

    async def reach(*_given: Any) -> Any:
        raise AssertionError("it is sent before its time")

    monkeypatch.setattr("activities.subject_activities.reach", reach)
    given = StepInput(THE_YEAR, StepMessage.of(tomorrow), tomorrow.planned.isoformat())
    with pytest.raises(ApplicationError, match="planned for") as failed:
        await ActivityEnvironment().run(activities.fan_out, given)
    assert failed.value.category is ApplicationErrorCategory.BENIGN


# --- where business time begins


def test_a_subject_that_a_step_starts_begins_now_on_a_real_log_and_as_planned_in_a_drill(
    unsettled: EventLog, url: str
) -> None:
    step = opened_subjects(date(2023, 1, 5))
    assert start_of(unsettled, step) == step.planned.isoformat()
    settle_kind(url, LogKind.REAL)
    assert start_of(unsettled, step) is None


@pytest.mark.parametrize(
    ("at", "planned"), [(-HOUR, timedelta()), (timedelta(), timedelta()), (HOUR, HOUR)]
)
def test_what_refused_is_sent_to_again_as_of_the_instant_that_it_is(
    real: EventLog, monkeypatch: pytest.MonkeyPatch, at: timedelta, planned: timedelta
) -> None:
    class Link:
        to = frozenset({P001})

    monkeypatch.setattr("activities.fan_out.send.link_of", lambda *_: Link())
    step = Step("3", REACH, NOW)
    assert taken_at(real, THE_YEAR, step, NOW + at).planned == NOW + planned


@pytest.mark.parametrize(("kind", "goes_on"), [(LogKind.REAL, None), (LogKind.SIMULATED, NEWEST)])
def test_a_workflow_goes_on_from_now_on_a_real_log_and_from_the_newest_instant_in_a_drill(
    tmp_path: Path, kind: LogKind, goes_on: datetime | None
) -> None:
    url = sqlite_url(tmp_path / "log.db")
    migrate(url, first_use=kind)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.open_year(kind.value)
        in_may_with_a_day(bureau)
        assert Resumption(log).newest(COUNTY) == goes_on
        view = CommandHandler(log).view(P001)
        assert Resumption(log).of(view) == goes_on


# --- a year on the other clock


@pytest.mark.parametrize("clock", ["real", "simulated"])
@pytest.mark.parametrize("kind", [LogKind.REAL, LogKind.SIMULATED])
def test_a_year_on_the_other_clock_is_refused(
    tmp_path: Path, wall: WallClock, kind: LogKind, clock: str
) -> None:
    url = sqlite_url(tmp_path / "log.db")
    migrate(url, first_use=kind)
    with closing(open_log(url)) as log:
        Bureau(log).adopt_packs()
        outcome = CommandHandler(log).submit(opening(clock), NOW).outcome
        if clock == kind.value:
            assert outcome["status"] == "accepted", outcome
            return
        assert (outcome["status"], outcome["field"]) == ("refused", "clock")
        assert "新的数据目录" in outcome["zh"] or "另一数据目录" in outcome["zh"]
        assert not log.read(f"{COUNTY}/2024")
