"""Departments above units: set from a day on, set again, and ended."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.refusal import Code
from domain.shared.people.departments import superior_of
from domain.subjects.organisations.departments import DepartmentSet
from testkit.builders.organisations import department, end_department, nobody
from testkit.decider_spec import UNIT, DeciderSpec

OTHER = {"department": "402002", "department_name": "另一主管局"}


def above(scene: DeciderSpec, on: str, unit: str = UNIT) -> str | None:
    found = superior_of(scene.state.superiors, unit, date.fromisoformat(on))
    return found.code if found else None


def test_a_department_is_above_each_of_its_units_from_its_first_day_on() -> None:
    scene = nobody().when(department(units=[UNIT, "201002"], since="2023-06-01"))
    assert scene.the(DepartmentSet).units == (UNIT, "201002")
    assert above(scene, "2023-05-31") is None
    assert above(scene, "2023-06-01") == above(scene, "2023-06-01", "201002") == "401001"
    assert above(scene, "2023-06-01", "201003") is None


@pytest.mark.parametrize(
    ("day", "code"), [("2023-06-30", "401001"), ("2023-07-01", "402002"), ("2023-07-02", "402002")]
)
def test_a_newer_department_replaces_the_older_one_from_its_day_on(day: str, code: str) -> None:
    scene = nobody().given(department(), department(**OTHER, since="2023-07-01"))
    assert above(scene, day) == code


def test_set_again_for_the_same_day_it_is_put_right() -> None:
    scene = nobody().given(department(), department(**OTHER))
    assert [one.code for one in scene.state.superiors[UNIT]] == ["402002"]


@pytest.mark.parametrize(("since", "refused"), [("2022-12-31", True), ("2023-01-01", False)])
def test_a_newer_department_begins_no_earlier(since: str, refused: bool) -> None:
    again = nobody().given(department()).when(department(**OTHER, since=since))
    if refused:
        assert "2023-01-01" in again.refused(Code.INVALID_FIELD, "since").zh
    else:
        assert again.events


def test_no_unit_is_above_itself() -> None:
    refused = nobody().when(department(units=["201002", "401001"]))
    assert "401001" in refused.refused(Code.INVALID_FIELD, "units").zh


@pytest.mark.parametrize(
    ("day", "code"), [("2023-06-09", "401001"), ("2023-06-10", "401001"), ("2023-06-11", None)]
)
def test_a_department_ends_with_its_last_day(day: str, code: str | None) -> None:
    assert above(nobody().given(department(), end_department()), day) == code


def test_after_its_end_a_department_is_set_again() -> None:
    scene = nobody().given(department(), end_department(), department(since="2023-08-01"))
    assert [above(scene, day) for day in ("2023-07-31", "2023-08-01")] == [None, "401001"]


@pytest.mark.parametrize(
    ("last_day", "code"),
    [
        ("2022-12-31", Code.UNKNOWN_SUBJECT),
        ("2023-01-01", None),
        ("2023-06-10", Code.DUPLICATE),
        ("2023-06-11", Code.UNKNOWN_SUBJECT),
    ],
)
def test_a_department_ends_on_a_day_on_which_it_is_there(last_day: str, code: Code | None) -> None:
    ended = nobody().given(department(), end_department())
    again = ended.when(end_department(last_day=last_day))
    if code is None:
        assert again.events
    else:
        again.refused(code)


def test_a_unit_without_a_department_has_none_to_end() -> None:
    refused = nobody().given(department()).when(end_department(units=["201002"]))
    assert "201002" in refused.refused(Code.UNKNOWN_SUBJECT, "units").zh
