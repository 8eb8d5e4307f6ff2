"""A merged or split unit's projects and policies are its successor's from the day on."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from domain.kernel.decider import SYSTEM, Actor
from domain.kernel.in_force import Successions
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.shared.filings.hand_over import HandedOver, HandOver
from domain.shared.people.successions import unit_on
from domain.subjects.project_year import decider as project_year
from testkit.builders import policies
from testkit.builders import project_year as projects
from testkit.builders.organisations import (
    ORDER,
    OTHER_SUCCESSOR,
    SUCCESSOR,
    ended_by,
    merge,
    part,
    split,
)
from testkit.builders.project_evaluation import department_report, history, selected
from testkit.decider_spec import DEPARTMENT, FILER, UNIT, DeciderSpec

PROJECT, POLICY = "652825/2023/P001", "652825/policy/Z1"
HEIR = Actor("h-1", SUCCESSOR, Role.UNIT)
OTHER_HEIR = Actor("h-2", OTHER_SUCCESSOR, Role.UNIT)


def under(scene: DeciderSpec, successions: Successions) -> DeciderSpec:
    """The scene where these ends of units are recorded."""
    return scene.under(replace(scene.in_force, successions=successions))


DAY = "2023-06-20"
"""The day from which the units of these tests have ended."""


def handed(**changes: object) -> HandOver:
    """Hand over to the successor on 20 June, with fields changed."""
    fields = {
        "unit": UNIT,
        "successor": SUCCESSOR,
        "successor_name": "承接单位",
        "since": "2023-06-20",
        "document": ORDER,
    }
    return HandOver.model_validate(fields | changes)


@cache
def project() -> DeciderSpec:
    return projects.monitored().on("2023-06-19")


@cache
def policy() -> DeciderSpec:
    known = policies.unregistered().given(policies.add()).on("2023-06-19")
    assert known.state.stream.startswith("652825/policy/")
    return known


CASES = [(project, projects.LOW_RATE), (policy, projects.report())]


@pytest.mark.parametrize(("known", "act"), CASES)
@pytest.mark.parametrize(
    ("day", "reached", "acts"),
    [
        ("2023-06-19", False, FILER),
        ("2023-06-20", False, HEIR),
        ("2023-06-20", True, HEIR),
        ("2023-06-21", True, HEIR),
    ],
)
def test_from_the_day_on_the_successor_acts_whether_the_project_was_reached_or_not(
    known: object, act: Command, day: str, reached: bool, acts: Actor
) -> None:
    assert callable(known)
    scene = under(known(), ended_by(merge())).on(day)
    if reached:
        scene = scene.given(handed(), by=SYSTEM)
    other = FILER if acts is HEIR else HEIR
    refused = scene.when(act, by=other)
    if other is FILER:
        refusal = refused.refused(Code.UNIT_ENDED)
        assert SUCCESSOR in refusal.en
        assert ORDER in refusal.zh
    else:
        refused.refused(Code.WRONG_ORGANISATION)
    assert scene.when(act, by=acts).events


@pytest.mark.parametrize(("known", "act"), CASES)
def test_what_is_handed_over_goes_on_as_it_stood(known: object, act: Command) -> None:
    assert callable(known)
    before = known()
    after = under(before, ended_by(merge())).on("2023-06-20").when(handed(), by=SYSTEM)
    after.then(HandedOver(**handed().model_dump()))
    assert (before.view.unit, after.view.unit) == (UNIT, SUCCESSOR)
    assert after.view.waiting_for == before.view.waiting_for
    assert after.view.overdue == before.view.overdue
    assert after.when(handed(), by=SYSTEM).outcome == ()
    assert after.given(act, by=HEIR).view.unit == SUCCESSOR


def test_of_a_split_unit_each_project_is_its_own_successor_s() -> None:
    divided = ended_by(split(part(OTHER_SUCCESSOR, "652825/2023/P001", "652825/2023/P002"),
                             part(SUCCESSOR, "652825/policy/Z1")))  # fmt: skip
    scene = under(project(), divided).on("2023-06-20")
    assert scene.state.stream == PROJECT
    scene.when(projects.LOW_RATE, by=HEIR).refused(Code.WRONG_ORGANISATION)
    refusal = scene.when(projects.LOW_RATE, by=FILER).refused(Code.UNIT_ENDED)
    assert OTHER_SUCCESSOR in refusal.en
    assert SUCCESSOR not in refusal.en
    assert scene.when(projects.LOW_RATE, by=OTHER_HEIR).events


def test_who_the_unit_delegated_to_goes_on_acting() -> None:
    scene = under(projects.monitored().on("2023-05-20"), {}).given(projects.DELEGATED)
    delegate = Actor("o-1", projects.DELEGATED.organisation, Role.UNIT)
    merged = under(scene, ended_by(merge(since="2023-06-05"))).on("2023-06-05")
    assert merged.when(projects.LOW_RATE, by=delegate).events
    moved = merged.given(handed(), by=SYSTEM)
    assert moved.when(projects.LOW_RATE, by=delegate).events


def test_the_successor_files_the_department_s_report_of_what_its_unit_selected() -> None:
    merged = under(selected(), ended_by(merge(since="2023-06-05"))).on("2023-06-05")
    heir = Actor("h-3", SUCCESSOR, Role.DEPARTMENT)
    merged.when(department_report(), by=DEPARTMENT).refused(Code.UNIT_ENDED)
    assert merged.when(department_report(), by=heir).events


def test_what_is_merged_twice_is_the_last_one_s() -> None:
    first = ended_by(merge())
    second = ended_by(
        merge(
            unit=SUCCESSOR, successor=OTHER_SUCCESSOR, successor_name="再承接", since="2023-07-01"
        )
    )
    both = {**first, **second}
    scene = under(project(), both)
    on = scene.on("2023-06-30")
    assert unit_on(both, UNIT, PROJECT, on.now.date()) == SUCCESSOR
    assert on.when(projects.LOW_RATE, by=HEIR).events
    later = scene.on("2023-07-01")
    for gone in (HEIR, FILER):
        refusal = later.when(projects.LOW_RATE, by=gone).refused(Code.UNIT_ENDED)
        assert f"{OTHER_SUCCESSOR} took over" in refusal.en
    assert later.when(projects.LOW_RATE, by=OTHER_HEIR).events


@pytest.mark.parametrize(
    ("scene", "act"),
    [
        (projects.unregistered(), projects.add()),
        (policies.unregistered(), policies.add()),
        (DeciderSpec.of(project_year, "652825/2022/Q001", projects.budgeted().in_force.rules),
         history()),
    ],
    ids=["project", "policy", "history"],
)  # fmt: skip
def test_what_is_registered_with_a_merged_unit_is_handed_over_at_once(
    scene: DeciderSpec, act: Command
) -> None:
    added = under(scene, ended_by(merge())).on(DAY).when(act)
    assert [event.name for event in added.events][1:] == ["unit.handed-over"]
    assert added.view.unit == SUCCESSOR
    refusal = under(scene, ended_by(split())).on(DAY).when(act).refused(Code.UNIT_ENDED, "unit")
    assert OTHER_SUCCESSOR in refusal.en


def test_what_is_registered_with_a_unit_merged_into_a_split_one_is_refused() -> None:
    chain = {**ended_by(split()), **ended_by(merge(unit="400001", successor=UNIT))}
    scene = under(projects.unregistered(), chain).on(DAY)
    refusal = scene.when(projects.add(unit="400001")).refused(Code.UNIT_ENDED, "unit")
    assert SUCCESSOR in refusal.en
    assert OTHER_SUCCESSOR in refusal.zh


def test_what_is_registered_with_a_unit_merged_twice_is_handed_over_twice() -> None:
    second = ended_by(merge(unit=SUCCESSOR, successor=OTHER_SUCCESSOR))
    scene = (
        under(projects.unregistered(), {**ended_by(merge()), **second}).on(DAY).when(projects.add())
    )
    names = [event.name for event in scene.events]
    assert names == ["project.added", "unit.handed-over", "unit.handed-over"]
    assert scene.view.unit == OTHER_SUCCESSOR


@pytest.mark.parametrize("unit", [UNIT, "400001"], ids=["split", "merged into it"])
def test_what_the_portfolio_registers_with_a_split_unit_falls_to_the_first_named(unit: str) -> None:
    chain = {**ended_by(split()), **ended_by(merge(unit="400001", successor=UNIT))}
    added = under(projects.unregistered(), chain).on(DAY).when(projects.add(unit=unit), by=SYSTEM)
    assert added.events[0].name == "project.added"
    assert added.view.unit == SUCCESSOR


@pytest.mark.parametrize(
    ("on", "unit"), [("2023-06-19", UNIT), ("2023-06-20", SUCCESSOR), ("2023-06-21", SUCCESSOR)]
)
def test_what_is_registered_before_the_day_of_the_end_stays_with_the_unit(
    on: str, unit: str
) -> None:
    ended = ended_by(merge(since="2023-06-20"))
    assert under(projects.unregistered(), ended).on(on).when(projects.add()).view.unit == unit


def test_before_the_day_of_a_split_its_unit_is_registered_with() -> None:
    scene = under(projects.unregistered(), ended_by(split(since="2023-06-20")))
    assert scene.on("2023-06-19").when(projects.add()).view.unit == UNIT
    scene.on("2023-06-20").when(projects.add()).refused(Code.UNIT_ENDED, "unit")
