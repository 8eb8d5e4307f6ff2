"""The year is opened once, and each day's projects are registered once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain.kernel.decider import Step
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import SHANGHAI
from domain.shared.deadlines.set_day import SetDay
from domain.shared.fan_out.messages import (
    OPEN_SUBJECTS,
    RecordOpening,
    RecordReached,
    Refused,
    SubjectsOpened,
)
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.opening import Opening, OpenYear, YearOpened
from testkit.builders.project_year import RESULT
from testkit.decider_spec import DeciderSpec, FakeRules

FIRST, SECOND = date(2023, 1, 10), date(2023, 3, 1)
YEAR = OpenYear(
    portfolio="a" * 64,
    clock="simulated",
    openings=(Opening(on=SECOND, projects=96), Opening(on=FIRST, projects=36)),
)


def unopened() -> DeciderSpec:
    return DeciderSpec.of(decider, "652825/2023", FakeRules())


def test_a_year_is_opened_once() -> None:
    opened = unopened().when(YEAR)
    opened.then(YearOpened(**YEAR.model_dump()))
    assert opened.view.phase == "open"
    opened.when(YEAR).refused(Code.DUPLICATE)


def test_before_the_year_is_open_nothing_else_is_taken() -> None:
    assert unopened().view.phase == "unopened"
    notice = SetDay(deadline=RESULT, due=date(2023, 6, 10), document="通知")
    for act in (notice, RecordOpening(on=FIRST, subjects=36)):
        unopened().when(act).refused(Code.UNKNOWN_SUBJECT)


def test_the_projects_of_each_day_are_registered_in_the_order_of_days() -> None:
    # given
    opened = unopened().given(YEAR)
    first = Step("2023-01-10", OPEN_SUBJECTS, datetime(2023, 1, 10, 8, tzinfo=SHANGHAI))
    assert opened.view.next_step == first
    # when
    registered = opened.when(RecordOpening(on=FIRST, subjects=36))
    # then
    registered.then(SubjectsOpened(on=FIRST, subjects=36, accepted=36))
    second = registered.view.next_step
    assert second is not None
    assert second.deadline == "2023-03-01"
    assert registered.given(RecordOpening(on=SECOND, subjects=96)).view.next_step is None


@pytest.mark.parametrize(
    ("opened", "first", "planned"),
    [
        ("2023-01-09T23:59", "2023-01-10", "2023-01-10T08:00"),  # the day before
        ("2023-01-10T00:00", "2023-01-10", "2023-01-10T00:00"),
        ("2023-01-10T07:59", "2023-01-10", "2023-01-10T07:59"),
        ("2023-01-10T08:00", "2023-01-10", "2023-01-10T08:00"),
        ("2023-01-10T16:00", "2023-01-10", "2023-01-10T08:00"),
        ("2023-01-11T00:35", "2023-01-10", "2023-01-10T08:00"),  # the day after
    ],
)
def test_projects_of_the_day_on_which_the_year_opens_do_not_wait_for_the_office(
    opened: str, first: str, planned: str
) -> None:
    at = datetime.fromisoformat(opened).replace(tzinfo=SHANGHAI)
    view = unopened().at(at).given(YEAR).view
    assert view.next_step == Step(
        first, OPEN_SUBJECTS, datetime.fromisoformat(planned).replace(tzinfo=SHANGHAI)
    )


def test_a_day_that_was_registered_is_not_recorded_again() -> None:
    done = unopened().given(YEAR, RecordOpening(on=FIRST, subjects=36))
    assert done.when(RecordOpening(on=FIRST, subjects=36)).outcome == ()


def test_a_step_of_the_year_is_taken_by_its_own_command() -> None:
    opened = unopened().given(YEAR)
    step = opened.view.next_step
    assert step is not None
    opened.step(step).then(SubjectsOpened(on=FIRST, subjects=0, accepted=0))


def test_what_refused_to_register_is_sent_to_again() -> None:
    # given
    refused = Refused(code="needs-ruling", count=1, subjects=("652825/2023/P1",))
    opened = unopened().given(YEAR)
    # when
    told = opened.when(RecordOpening(on=FIRST, subjects=36, accepted=35, refused=(refused,)))
    # then
    told.then(SubjectsOpened(on=FIRST, subjects=36, accepted=35, refused=(refused,)))
    (sending,) = told.state.reaching.values()
    assert (sending.by, sending.number) == (told.state.version, 2)
    record = RecordReached(of=told.state.version, subjects=1)
    # the instant before it is due, and the instant
    early = told.at(sending.at - timedelta(microseconds=1)).when(record)
    assert early.outcome == ()
    again = told.at(sending.at).given(record)
    assert again.state.reaching == again.state.unreached == {}
