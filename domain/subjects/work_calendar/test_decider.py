"""A year's holidays are published once, checked, put together and told to the subjects."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.kernel.decider import Step
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.shared.deadlines.working_days import is_working
from domain.shared.fan_out.broadcast import DECIDE
from domain.shared.fan_out.messages import REFRESH, RecordRefresh, SubjectsRefreshed
from domain.subjects.work_calendar import decider
from domain.subjects.work_calendar.decider import Publish, Published
from testkit.decider_spec import DeciderSpec, FakeRules, acting

NOTICE = "国办发明电〔2023〕7号"


def nothing_published() -> DeciderSpec:
    return DeciderSpec.of(decider, "652825/work-calendar", FakeRules(), on="2023-11-01")


def publish(**changes: Any) -> Publish:
    fields = {
        "year": "2024",
        "document": NOTICE,
        "holidays": ["2024-10-01", "2024-10-02"],
        "working_days": ["2024-09-29"],
    }
    return Publish.model_validate(fields | changes)


def test_a_year_is_published_with_its_document() -> None:
    assert nothing_published().view.phase == "empty"
    published = nothing_published().when(publish())
    published.then(Published(**publish().model_dump()))
    assert published.view.phase == "published"
    assert published.state.years[2024].document == NOTICE


def test_the_years_together_are_the_working_days_in_force() -> None:
    later = publish(year="2025", holidays=["2025-01-01"], working_days=["2025-01-26"])
    working = nothing_published().given(publish(), later).state.working
    assert working.years == {2024, 2025}
    assert not is_working(working, date(2024, 10, 1))
    assert not is_working(working, date(2025, 1, 1))
    assert is_working(working, date(2024, 9, 29))
    assert is_working(working, date(2025, 1, 26))


def test_a_year_published_anew_takes_the_place_of_the_first() -> None:
    # given
    first = nothing_published().given(publish())
    first.when(publish()).refused(Code.DUPLICATE)
    # when
    longer = publish(holidays=["2024-10-01", "2024-10-03"], working_days=[])
    working = first.given(longer).state.working
    # then
    assert is_working(working, date(2024, 10, 2))
    assert not is_working(working, date(2024, 10, 3))
    assert not is_working(working, date(2024, 9, 29))


@pytest.mark.parametrize(("earlier", "later"), [(0, 1), (1, 0)])
def test_where_two_notices_speak_of_a_day_the_later_years_does(earlier: int, later: int) -> None:
    worked = publish(year="2022", holidays=["2022-01-03"], working_days=["2022-12-31"])
    off = publish(year="2023", holidays=["2022-12-31"], working_days=[])
    in_order = (worked, off)
    both = nothing_published().given(in_order[earlier], in_order[later])
    assert not is_working(both.state.working, date(2022, 12, 31))


@pytest.mark.parametrize(
    ("field", "day", "fits"),
    [
        ("holidays", "2023-11-30", False),
        ("holidays", "2023-12-01", True),
        ("holidays", "2023-12-31", True),
        ("holidays", "2024-12-31", True),
        ("holidays", "2025-01-01", False),
        ("holidays", "2022-12-31", False),
        ("working_days", "2025-01-04", False),
        ("working_days", "2024-01-06", True),
    ],
)
def test_a_notice_speaks_of_its_year_and_the_december_before(
    field: str, day: str, *, fits: bool
) -> None:
    published = nothing_published().when(publish(**{field: [day]}))
    if fits:
        published.the(Published)
    else:
        assert day in published.refused(Code.INVALID_FIELD, field).en


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"holidays": ["2024-10-01", "2024-10-01"]}, "holidays"),
        ({"working_days": ["2024-09-29", "2024-09-29"]}, "working_days"),
        ({"holidays": ["2024-09-29"]}, "working_days"),
    ],
)
def test_a_day_stands_once(changes: dict[str, Any], field: str) -> None:
    nothing_published().when(publish(**changes)).refused(Code.INVALID_FIELD, field)


@pytest.mark.parametrize(
    ("day", "weekend"),
    [
        ("2024-09-27", False),
        ("2024-09-28", True),
        ("2024-09-29", True),
        ("2024-09-30", False),
    ],
)
def test_only_a_saturday_or_a_sunday_is_worked_instead(day: str, *, weekend: bool) -> None:
    published = nothing_published().when(publish(working_days=[day]))
    if weekend:
        published.the(Published)
    else:
        assert day in published.refused(Code.INVALID_FIELD, "working_days").en


@pytest.mark.parametrize("role", Role)
def test_the_bureau_alone_publishes(role: Role) -> None:
    tried = nothing_published().when(publish(), by=acting(role))
    if role is Role.FINANCE:
        tried.the(Published)
    else:
        tried.refused(Code.WRONG_ROLE)


def test_after_each_publication_the_subjects_are_told_once() -> None:
    # given
    assert nothing_published().view.next_step is None
    again = publish(holidays=["2024-10-01"])
    published = nothing_published().given(publish()).on("2023-12-01").given(again)
    assert published.view.next_step == Step("2", REFRESH, published.now)
    # when
    told = published.when(RecordRefresh(up_to=2, subjects=5))
    # then
    told.then(SubjectsRefreshed(up_to=2, subjects=5))
    assert told.view.next_step is None
    assert told.when(RecordRefresh(up_to=2, subjects=5)).outcome == ()
    assert set(DECIDE) < set(decider.COMMANDS)
