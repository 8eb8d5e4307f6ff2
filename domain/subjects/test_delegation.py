"""Delegation: another organisation acts for a unit on the days of its delegation only."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.shared.filings.delegation import Delegate
from domain.subjects.unit_year.monitoring import ReviewOverallMonitoring
from testkit.builders import policies
from testkit.builders import unit_year as units
from testkit.builders.project_evaluation import department_report, selected
from testkit.builders.project_year import DELEGATED, LOW_RATE, monitored, report
from testkit.decider_spec import COLLEAGUE, FILER, REVIEWER, UNIT, DeciderSpec

OTHER = DELEGATED.organisation
DELEGATE = Actor("o-1", OTHER, Role.UNIT)
DEPARTMENT = Actor("o-2", OTHER, Role.DEPARTMENT)


def delegated(**changes: object) -> Delegate:
    """The delegation from 1 to 10 June 2023 with fields changed."""
    return Delegate.model_validate(DELEGATED.model_dump() | changes)


def on_a_project(day: str) -> tuple[DeciderSpec, Command]:
    """A project whose May result waits, delegated for ten days, and what is to be filed."""
    return monitored().on("2023-05-20").given(DELEGATED).on(day), LOW_RATE


def on_a_unit(day: str) -> tuple[DeciderSpec, Command]:
    """A unit whose June report waits, delegated for ten days, and what is to be filed."""
    return units.in_round().on("2025-06-30").given(units.DELEGATED).on(day), units.report()


def on_a_policy(day: str) -> tuple[DeciderSpec, Command]:
    """A policy whose assessment waits, delegated for ten days, and what is to be filed."""
    added = policies.unregistered().given(policies.add()).on("2023-05-20")
    return added.given(DELEGATED).on(day), report()


FILES = {
    on_a_project: "monitoring.result-filed",
    on_a_unit: "overall-monitoring.filed",
    on_a_policy: "exante.report-filed",
}


@pytest.mark.parametrize(
    ("story", "day", "told"),
    [
        (on_a_policy, "2023-05-31", "begins on 2023-06-01"),
        (on_a_policy, "2023-06-01", None),
        (on_a_policy, "2023-06-10", None),
        (on_a_policy, "2023-06-11", "ended on 2023-06-10"),
        (on_a_project, "2023-05-31", "begins on 2023-06-01"),
        (on_a_project, "2023-06-01", None),
        (on_a_project, "2023-06-10", None),
        (on_a_project, "2023-06-11", "ended on 2023-06-10"),
        (on_a_unit, "2025-06-30", "begins on 2025-07-01"),
        (on_a_unit, "2025-07-01", None),
        (on_a_unit, "2025-07-10", None),
        (on_a_unit, "2025-07-11", "ended on 2025-07-10"),
    ],
)
def test_a_delegate_acts_from_the_first_to_the_last_day(
    story: object, day: str, told: str | None
) -> None:
    assert callable(story)
    scene, act = story(day)
    tried = scene.when(act, by=DELEGATE)
    if told is None:
        assert [event.name for event in tried.events][:1] == [FILES[story]]
    else:
        refusal = tried.refused(Code.DELEGATION_NOT_IN_FORCE)
        assert told in refusal.en
        assert "委托书" in refusal.zh


def test_a_delegate_files_the_department_s_report_too() -> None:
    waiting = selected()
    waiting.when(department_report(), by=DEPARTMENT).refused(Code.WRONG_ORGANISATION)
    day = date(2023, 3, 20)
    over = waiting.given(delegated(since=day, until=day))
    over.given(department_report(), by=DEPARTMENT)
    late = over.on("2023-03-21").when(department_report(), by=DEPARTMENT)
    late.refused(Code.DELEGATION_NOT_IN_FORCE)


def test_only_the_organisation_delegated_to_acts() -> None:
    scene, act = on_a_project("2023-06-05")
    stranger = Actor("x-1", "203003", Role.UNIT)
    scene.when(act, by=stranger).refused(Code.WRONG_ORGANISATION)


def test_the_unit_itself_acts_beside_its_delegate() -> None:
    scene, act = on_a_project("2023-06-05")
    scene.given(act, by=FILER)


def test_a_delegate_is_no_reviewer_of_what_it_filed() -> None:
    scene, act = on_a_project("2023-06-05")
    at_the_bureau = Actor(DELEGATE.id, REVIEWER.organisation, Role.FINANCE)
    review = ReviewOverallMonitoring(node=units.JUNE)
    report, filed = on_a_unit("2025-07-05")
    done = report.given(filed, by=DELEGATE)
    done.when(review, by=at_the_bureau).refused(Code.REVIEWER_IS_FILER)
    assert scene.given(act, by=DELEGATE).state.rounds[date(2023, 5, 31)].filing.by == DELEGATE.id


@pytest.mark.parametrize("by", [FILER, COLLEAGUE, REVIEWER])
def test_the_unit_or_the_bureau_delegates(by: Actor) -> None:
    (event,) = monitored().given(DELEGATED, by=by).events
    fields = DELEGATED.model_dump(mode="json", exclude_none=True)
    assert event.data() == {"unit": UNIT, **fields}


def test_a_delegate_does_not_delegate_further() -> None:
    scene, _ = on_a_project("2023-06-05")
    further = delegated(organisation="203003")
    scene.when(further, by=DELEGATE).refused(Code.WRONG_ORGANISATION)


def test_the_newest_delegation_counts() -> None:
    scene, act = on_a_project("2023-06-05")
    ended = scene.given(delegated(until=date(2023, 6, 5))).on("2023-06-06")
    ended.when(act, by=DELEGATE).refused(Code.DELEGATION_NOT_IN_FORCE)
    prolonged = ended.given(delegated(until=date(2023, 6, 6)))
    prolonged.given(act, by=DELEGATE)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"organisation": UNIT}, "organisation"),
        ({"since": date(2023, 6, 2), "until": date(2023, 6, 1)}, "until"),
    ],
)
def test_a_delegation_that_cannot_stand_is_refused(changes: dict[str, object], field: str) -> None:
    monitored().when(delegated(**changes)).refused(Code.INVALID_FIELD, field)


def test_a_delegation_may_last_one_day() -> None:
    day = date(2023, 6, 5)
    one_day = monitored().given(delegated(since=day, until=day))
    one_day.given(LOW_RATE, by=DELEGATE)
