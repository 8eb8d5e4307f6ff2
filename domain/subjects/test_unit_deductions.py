"""The years of units in which the deduction of a project's result may be recorded."""

from __future__ import annotations

from domain.kernel.decider import SYSTEM
from domain.subjects.unit_deductions import streams_of
from testkit.builders.project_year import HANDED_OVER, budgeted, unregistered
from testkit.decider_spec import UNIT


def years_of(unit: str) -> list[str]:
    return [f"652825/{year}/unit/{unit}" for year in (2023, 2024, 2025)]


def test_a_project_that_nobody_registered_has_none() -> None:
    assert streams_of(unregistered().state) == ()


def test_the_budget_year_and_the_two_years_of_its_use_come_into_question() -> None:
    assert streams_of(budgeted().state) == (*years_of(UNIT),)


def test_what_was_recorded_before_a_merger_is_found_at_the_unit_of_then() -> None:
    merged = budgeted().given(HANDED_OVER, by=SYSTEM)
    assert streams_of(merged.state) == (*years_of(HANDED_OVER.successor), *years_of(UNIT))
