"""A person or an organisation acts for a whole unit: for all its subjects, on its days only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.shared.filings.delegation import (
    DelegationEnded,
    DelegationGiven,
    EndDelegation,
)
from testkit.builders import policies
from testkit.builders import unit_year as units
from testkit.builders.organisations import (
    assign,
    delegate,
    end_delegation,
    end_role,
    ended_by,
    merge,
    nobody,
    tried,
)
from testkit.builders.project_evaluation import department_report, selected
from testkit.builders.project_year import DELEGATED, LOW_RATE, monitored, report, reviewed
from testkit.decider_spec import FILER, REVIEWER, UNIT, DeciderSpec

OTHER = "202002"
DELEGATE = Actor("o-1", OTHER, Role.UNIT)
DEPARTMENT = Actor("o-2", OTHER, Role.DEPARTMENT)
FIRST, LAST = "2023-06-01", "2023-06-10"

Act = tuple[DeciderSpec, Command, Actor]


def project() -> Act:
    """A project whose May result waits."""
    return monitored(), LOW_RATE, DELEGATE


def policy() -> Act:
    """A policy whose assessment waits."""
    return policies.unregistered().given(policies.add()), report(), DELEGATE


def unit_year() -> Act:
    """The unit's own year, whose June report waits; its days are those of 2025."""
    return units.in_round(), units.report(), DELEGATE


def department() -> Act:
    """A project whose report of the department's evaluation waits."""
    return selected(), department_report(), DEPARTMENT


OF_THE_UNIT = (project, policy, unit_year, department)


def at(scene: DeciderSpec, day: str, *acts: Command, **merged: str) -> DeciderSpec:
    """A subject on a day, under what the acts on the people and units add up to."""
    people = nobody().on("2023-05-01").given(*acts, by=REVIEWER).state
    held = replace(
        scene.in_force,
        assignments=people.assignments,
        unit_delegations=people.unit_delegations,
        successions=ended_by(merge(**merged)) if merged else {},
    )
    return scene.under(held).on(day)


def moved(story: Callable[[], Act], day: str) -> str:
    """The day in the year of the story: the unit's year is that of 2025, its report in July."""
    if story is not unit_year:
        return day
    return day.replace("2023-06", "2025-07").replace("2023-05-31", "2025-06-30")


@pytest.mark.parametrize("story", OF_THE_UNIT)
@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2023-05-31", "begins on"),
        (FIRST, None),
        (LAST, None),
        ("2023-06-11", "ended on"),
    ],
)
def test_a_delegate_of_the_unit_acts_on_all_its_subjects_from_the_first_to_the_last_day(
    story: Callable[[], Act], day: str, told: str | None
) -> None:
    # given
    scene, act, by = story()
    days = {"since": moved(story, FIRST), "until": moved(story, LAST)}
    # when
    then = at(scene, moved(story, day), delegate(**days)).when(act, by=by)
    # then
    if told is None:
        assert then.events
    else:
        refusal = then.refused(Code.DELEGATION_NOT_IN_FORCE)
        assert told in refusal.en
        assert "委托书" in refusal.zh


@pytest.mark.parametrize("story", OF_THE_UNIT)
@pytest.mark.parametrize(("last_day", "may"), [("2023-06-04", False), ("2023-06-05", True)])
def test_a_delegation_that_was_ended_runs_until_its_last_day(
    story: Callable[[], Act], last_day: str, may: bool
) -> None:
    scene, act, by = story()
    days = {"since": moved(story, FIRST), "until": moved(story, LAST)}
    given = (delegate(**days), end_delegation(last_day=moved(story, last_day)))
    then = at(scene, moved(story, "2023-06-05"), *given).when(act, by=by)
    if may:
        assert then.events
    else:
        assert moved(story, last_day) in then.refused(Code.DELEGATION_NOT_IN_FORCE).en


@pytest.mark.parametrize("story", OF_THE_UNIT)
def test_a_delegation_that_was_taken_back_never_runs(story: Callable[[], Act]) -> None:
    scene, act, by = story()
    days = {"since": moved(story, FIRST), "until": moved(story, LAST)}
    back = end_delegation(last_day=moved(story, "2023-05-31"))
    for day in (FIRST, LAST):
        then = at(scene, moved(story, day), delegate(**days), back).when(act, by=by)
        then.refused(Code.DELEGATION_NOT_IN_FORCE)
    # and it may be given once more
    again = at(scene, moved(story, LAST), delegate(**days), back, delegate(**days))
    assert again.when(act, by=by).events


@pytest.mark.parametrize("story", OF_THE_UNIT)
def test_another_organisation_or_the_delegate_of_another_unit_does_not_act(
    story: Callable[[], Act],
) -> None:
    scene, act, by = story()
    days = {"since": moved(story, FIRST), "until": moved(story, LAST)}
    for given in (delegate(**days, unit="999999"), delegate(**days, organisation="203003")):
        at(scene, moved(story, FIRST), given).when(act, by=by).refused(Code.WRONG_ORGANISATION)


def test_either_delegation_is_enough() -> None:
    scene = monitored().on("2023-05-20").given(DELEGATED)
    by = DELEGATE
    later = delegate(since="2023-06-11", until="2023-06-20")
    assert at(scene, LAST, later).when(LOW_RATE, by=by).events
    assert at(scene, "2023-06-11", later).when(LOW_RATE, by=by).events
    at(scene, "2023-06-21", later).when(LOW_RATE, by=by).refused(Code.DELEGATION_NOT_IN_FORCE)


def test_a_delegate_does_not_delegate_further_and_ends_nothing() -> None:
    scene = at(monitored().on("2023-05-20").given(DELEGATED), FIRST, delegate())
    further = DELEGATED.model_copy(update={"organisation": "203003"})
    end = EndDelegation(organisation=OTHER, last_day=date(2023, 6, 5), document="文")
    for act in (further, end):
        scene.when(act, by=DELEGATE).refused(Code.WRONG_ORGANISATION)
        assert scene.when(act, by=FILER).events
    for whole in (delegate(organisation="203003"), end_delegation()):
        nobody().given(delegate()).when(whole, by=DELEGATE).refused(Code.WRONG_ORGANISATION)


@pytest.mark.parametrize(("day", "may"), [("2023-06-04", True), ("2023-06-05", False)])
def test_a_delegation_ends_with_its_unit(day: str, may: bool) -> None:
    then = at(monitored(), day, delegate(), since="2023-06-05").when(LOW_RATE, by=DELEGATE)
    if may:
        assert then.events
    else:
        then.refused(Code.WRONG_ORGANISATION)


def test_the_successor_delegates_for_what_it_took_over() -> None:
    given = delegate(unit="301001")
    scene = at(monitored(), "2023-06-05", given, since="2023-06-05")
    assert scene.when(LOW_RATE, by=DELEGATE).events


# --- the acts themselves


@pytest.mark.parametrize("by", [FILER, REVIEWER])
def test_the_unit_or_the_bureau_delegates_for_the_whole_unit_and_ends_it(by: Actor) -> None:
    given = nobody().when(delegate(), by=by)
    given.then(DelegationGiven(**delegate().model_dump()))
    ended = given.when(end_delegation(), by=by)
    ended.then(DelegationEnded(**end_delegation().model_dump(), since=date(2023, 6, 1)))
    assert ended.state.unit_delegations[UNIT][OTHER].until == date(2023, 6, 5)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"unit": None}, Code.MISSING_FIELD, "unit"),
        ({"organisation": UNIT}, Code.INVALID_FIELD, "organisation"),
        ({"since": "2023-06-11"}, Code.INVALID_FIELD, "until"),
    ],
)
def test_a_delegation_that_cannot_stand_is_refused(
    changes: dict[str, object], code: Code, field: str
) -> None:
    nobody().when(delegate(**changes)).refused(code, field)


@pytest.mark.parametrize(
    ("last_day", "code"),
    [
        ("2023-05-30", Code.INVALID_FIELD),
        ("2023-05-31", None),
        ("2023-06-01", None),
        ("2023-06-09", None),
        ("2023-06-10", Code.DUPLICATE),
        ("2023-06-11", Code.INVALID_FIELD),
    ],
)
def test_a_delegation_ends_within_its_days_or_the_day_before_them(
    last_day: str, code: Code | None
) -> None:
    whole = nobody().given(delegate()).when(end_delegation(last_day=last_day))
    day = date.fromisoformat(last_day)
    of_one = EndDelegation(organisation=OTHER, last_day=day, document="文")
    one = monitored().on("2023-05-20").given(DELEGATED).when(of_one)
    for ended in (whole, one):
        if code is None:
            assert ended.events
        else:
            ended.refused(code, "last_day")


def test_what_was_never_delegated_is_not_ended() -> None:
    refusal = nobody().given(delegate()).when(end_delegation(organisation="203003"))
    assert OTHER in refusal.refused(Code.UNKNOWN_SUBJECT, "organisation").zh
    nobody().when(end_delegation(unit=None)).refused(Code.MISSING_FIELD, "unit")
    nobody().when(end_delegation()).refused(Code.UNKNOWN_SUBJECT, "unit")
    none = EndDelegation(organisation=OTHER, last_day=date(2023, 6, 5), document="文")
    monitored().when(none).refused(Code.UNKNOWN_SUBJECT, "organisation")


def test_the_whole_unit_is_delegated_for_at_one_place() -> None:
    for act in (
        DELEGATED,
        EndDelegation(organisation=OTHER, last_day=date(2023, 6, 5), document="文"),
    ):
        named = act.model_copy(update={"unit": UNIT})
        refusal = monitored().on("2023-05-20").given(DELEGATED).when(named)
        assert "652825/organisations" in refusal.refused(Code.INVALID_FIELD, "unit").zh


@pytest.mark.parametrize(("since", "may"), [("2023-06-19", True), ("2023-06-20", False)])
def test_a_unit_that_is_gone_by_the_first_day_delegates_nothing(since: str, may: bool) -> None:
    merged = tried(nobody().on("2023-06-01"), merge())
    given = merged.when(delegate(since=since, until="2023-06-30"))
    if may:
        assert given.events
    else:
        assert "301001" in given.refused(Code.UNIT_ENDED, "unit").zh


# --- roles, which are of a whole unit or section from the beginning


@pytest.mark.parametrize("story", OF_THE_UNIT)
@pytest.mark.parametrize(
    ("day", "may"), [("2023-05-31", False), (FIRST, True), (LAST, True), ("2023-06-11", False)]
)
def test_a_person_with_the_role_of_a_unit_acts_on_all_its_subjects(
    story: Callable[[], Act], day: str, may: bool
) -> None:
    # given a unit whose role is held by somebody since long
    scene, act, by = story()
    role = {"role": by.role.value}
    days = {"since": moved(story, FIRST), "until": moved(story, LAST)}
    own = assign(**role, person="x-9", since="2022-01-01", until=None)
    stand_in = assign(**role, person="z-1", **days)
    # when a person of another organisation is given it for some days
    then = at(scene, moved(story, day), own, stand_in)
    tried_by = then.when(act, by=Actor("z-1", UNIT, by.role))
    # then
    if may:
        assert tried_by.events
    else:
        tried_by.refused(Code.ROLE_NOT_HELD)


@pytest.mark.parametrize(
    ("day", "may"),
    [("2023-05-31", False), (FIRST, True), ("2023-06-05", True), ("2023-06-06", False)],
)
def test_a_person_with_the_role_of_a_section_acts_for_it_until_it_is_ended(
    day: str, may: bool
) -> None:
    # given a section of the bureau with its people, of whom one is given it and ended
    section = "652825-business"
    of_it = {"organisation": section, "role": "finance"}
    own = assign(**of_it, person="x-9", since="2022-01-01", until=None)
    given = assign(**of_it, person="z-1")
    ended = end_role(**of_it, person="z-1")
    scene = at(monitored().given(LOW_RATE), day, own, given, ended)
    # when
    tried_by = scene.when(reviewed(), by=Actor("z-1", section, Role.FINANCE))
    # then
    if may:
        assert tried_by.events
    else:
        tried_by.refused(Code.ROLE_NOT_HELD)
