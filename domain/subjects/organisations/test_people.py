"""Roles are given and ended with their days, once each, and bind from their first day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.subjects.organisations.people import RoleAssigned, RoleEnded
from testkit.builders.organisations import APPOINTED, assign, assigned, end_role, nobody
from testkit.builders.project_year import ACTS, LOW_RATE, STAGES, monitored
from testkit.decider_spec import COLLEAGUE, FILER, GOVERNMENT, REVIEWER, UNIT, DeciderSpec

ANYBODY = Actor("x-1", UNIT, Role.UNIT)
BUREAU = REVIEWER.organisation


def to_file(day: str, *acts: Command) -> DeciderSpec:
    """A project whose May result waits, on a day, under roles given and ended by these acts."""
    scene = monitored().on(day)
    in_force = replace(scene.in_force, assignments=nobody().given(*acts).state.assignments)
    return scene.under(in_force)


def test_a_role_is_given_with_its_days_and_ended_by_a_document() -> None:
    given = nobody().when(assign())
    given.then(RoleAssigned(**assign().model_dump()))
    ended = given.when(end_role())
    ended.then(RoleEnded(**end_role().model_dump(), since=date(2023, 6, 1)))
    (held,) = ended.state.assignments[UNIT, Role.UNIT]
    assert (held.since, held.until, held.document) == (
        date(2023, 6, 1),
        date(2023, 6, 5),
        APPOINTED,
    )


@pytest.mark.parametrize(
    ("since", "until", "refused"),
    [
        ("2023-05-01", "2023-05-31", False),
        ("2023-05-01", "2023-06-01", True),
        ("2023-05-01", None, True),
        ("2023-06-10", None, True),
        ("2023-06-11", None, False),
    ],
)
def test_the_same_role_is_held_once_at_a_time(since: str, until: str | None, refused: bool) -> None:
    again = nobody().given(assign()).when(assign(since=since, until=until))
    if refused:
        assert "role.end" in again.refused(Code.DUPLICATE, "since").en
    else:
        assert again.events


def test_an_assignment_lasts_a_day_at_least() -> None:
    assert nobody().when(assign(until="2023-06-01")).events
    nobody().when(assign(until="2023-05-31")).refused(Code.INVALID_FIELD, "until")


@pytest.mark.parametrize(
    ("last_day", "code"),
    [
        ("2023-05-31", Code.INVALID_FIELD),
        ("2023-06-01", None),
        ("2023-06-09", None),
        ("2023-06-10", Code.DUPLICATE),
        ("2023-06-11", Code.INVALID_FIELD),
    ],
)
def test_a_role_ends_on_a_day_within_it(last_day: str, code: Code | None) -> None:
    ended = nobody().given(assign()).when(end_role(last_day=last_day))
    if code is None:
        assert ended.events
    else:
        ended.refused(code, "last_day")


def test_what_was_never_given_is_not_ended() -> None:
    for other in ({"person": "u-9"}, {"organisation": "999999"}, {"role": "department"}):
        nobody().given(assign()).when(end_role(**other)).refused(Code.UNKNOWN_SUBJECT, "person")


def test_what_is_ended_may_be_given_anew() -> None:
    again = nobody().given(assign(), end_role(), assign(since="2023-06-06", until=None))
    assert [one.days for one in again.state.assignments[UNIT, Role.UNIT]] == [
        "2023-06-01 – 2023-06-05",
        "2023-06-06 – …",
    ]


def test_without_any_assignment_whoever_acts_in_a_role_may() -> None:
    assert to_file("2023-06-05").when(LOW_RATE, by=ANYBODY).events


@pytest.mark.parametrize(
    ("day", "holder_may", "others_may"),
    [
        ("2023-05-31", True, True),
        ("2023-06-01", True, False),
        ("2023-06-10", True, False),
        ("2023-06-11", False, False),
    ],
)
def test_from_its_first_day_on_only_who_holds_a_role_acts_in_it(
    day: str, holder_may: bool, others_may: bool
) -> None:
    scene = to_file(day, assign())
    for person, may in ((FILER, holder_may), (ANYBODY, others_may)):
        tried = scene.when(LOW_RATE, by=person)
        if may:
            assert tried.events
        else:
            refusal = tried.refused(Code.ROLE_NOT_HELD)
            assert "role.assign" in refusal.en
            assert person.id in refusal.zh
            assert ("u-1" in refusal.en.partition("one who does acts")[2]) == holder_may


@pytest.mark.parametrize(("day", "may"), [("2023-06-05", True), ("2023-06-06", False)])
def test_a_role_that_was_ended_is_held_on_its_last_day(day: str, may: bool) -> None:
    tried = to_file(day, assign(until=None), end_role()).when(LOW_RATE, by=FILER)
    if may:
        assert tried.events
    else:
        refusal = tried.refused(Code.ROLE_NOT_HELD)
        assert "2023-06-01 – 2023-06-05" in refusal.en
        assert APPOINTED in refusal.zh


@pytest.mark.parametrize(("day", "who"), [("2023-06-10", FILER), ("2023-06-11", COLLEAGUE)])
def test_a_role_passes_from_one_person_to_the_next(day: str, who: Actor) -> None:
    scene = to_file(day, assign(), assign(person="u-2", since="2023-06-11", until=None))
    other = COLLEAGUE if who is FILER else FILER
    scene.when(LOW_RATE, by=other).refused(Code.ROLE_NOT_HELD)
    assert scene.when(LOW_RATE, by=who).events


def test_another_organisation_and_another_role_go_on_as_before() -> None:
    elsewhere = to_file("2023-06-05", assign(organisation="999999", person="z-1"))
    assert elsewhere.when(LOW_RATE, by=ANYBODY).events
    departments = to_file("2023-06-05", assign(role="department", person="z-1"))
    assert departments.when(LOW_RATE, by=ANYBODY).events


HEAD = Actor("f-9", BUREAU, Role.FINANCE)


def bureau_of(*, until: str | None) -> DeciderSpec:
    """People and units, where f-9 alone holds the bureau's role since 1 January 2023."""
    only = assign(
        person="f-9", organisation=BUREAU, role="finance", since="2023-01-01", until=until
    )
    scene = nobody().given(only, by=HEAD).on("2023-06-05")
    return scene.under(replace(scene.in_force, assignments=assigned(only, by=HEAD)))


def test_roles_are_given_by_who_holds_the_bureau_s_while_somebody_does() -> None:
    held = bureau_of(until=None)
    held.when(assign(), by=REVIEWER).refused(Code.ROLE_NOT_HELD)
    held.when(assign(), by=HEAD).then(RoleAssigned(**assign().model_dump()))


FILLED = assign(person="f-8", organisation=BUREAU, role="finance", since="2023-06-05", until=None)


@pytest.mark.parametrize("person", [REVIEWER, HEAD])
def test_a_bureau_whose_role_nobody_holds_any_more_takes_no_act(person: Actor) -> None:
    vacant = bureau_of(until="2023-06-04")
    mine = FILLED.model_copy(update={"person": person.id})
    for act in (mine, FILLED, assign(), end_role()):
        assert "人民政府" in vacant.when(act, by=person).refused(Code.ROLE_NOT_HELD).zh
    # and where the log has that one filled it, it stays filled
    vacant.take(replace(vacant.act(mine, person), settled=True)).the(RoleAssigned)


@pytest.mark.parametrize(
    ("until", "fills"), [("2023-06-04", True), ("2023-06-05", False), (None, False)]
)
def test_the_government_fills_a_bureau_s_role_that_nobody_holds(
    until: str | None, fills: bool
) -> None:
    tried = bureau_of(until=until).when(FILLED, by=GOVERNMENT)
    if fills:
        tried.the(RoleAssigned)
    else:
        tried.refused(Code.INVALID_FIELD, "organisation")


def test_the_government_gives_no_other_role_and_none_before_the_bureau_begins() -> None:
    vacant = bureau_of(until="2023-06-04")
    vacant.when(assign(), by=GOVERNMENT).refused(Code.INVALID_FIELD, "organisation")
    nobody().when(FILLED, by=GOVERNMENT).refused(Code.INVALID_FIELD, "organisation")


def test_where_the_government_s_role_is_vacant_too_that_of_the_level_above_fills_it() -> None:
    mayor = assign(
        person=GOVERNMENT.id,
        organisation=GOVERNMENT.organisation,
        role="government",
        since="2023-01-01",
        until="2023-06-04",
    )
    vacant = bureau_of(until="2023-06-04")
    both = replace(
        vacant.in_force, assignments={**vacant.in_force.assignments, **assigned(mayor, by=HEAD)}
    )
    vacant.under(both).when(FILLED, by=GOVERNMENT).refused(Code.ROLE_NOT_HELD)
    above = replace(GOVERNMENT, organisation="650000-government")
    vacant.under(both).when(FILLED, by=above).the(RoleAssigned)


def test_a_bureau_begins_with_who_acts_so_that_a_wrong_name_locks_nobody_out() -> None:
    finance = {"organisation": BUREAU, "role": "finance", "until": None}
    wrong, mine = assign(person="f-l", **finance), assign(person=HEAD.id, **finance)
    nobody().when(wrong, by=HEAD).refused(Code.INVALID_FIELD, "person")
    begun = nobody().when(mine, by=HEAD)
    begun.then(RoleAssigned(**mine.model_dump()))
    held = nobody().given(mine, by=HEAD).on("2023-06-05")
    assert held.when(wrong, by=HEAD).events
    assert nobody().when(assign(organisation="653129-cz", role="finance"), by=HEAD).events


def test_the_system_holds_no_role() -> None:
    with pytest.raises(ValueError, match="role"):
        assign(role="system")


@pytest.mark.parametrize(("day", "refused"), [("2023-05-31", False), ("2023-06-01", True)])
def test_from_the_bureaus_first_day_on_no_other_organisation_acts_as_the_bureau(
    day: str, refused: bool
) -> None:
    # given a bureau whose people are registered, and an act under another code
    bureau = assign(person=REVIEWER.id, organisation=BUREAU, role=Role.FINANCE)
    scene = STAGES["library"]().on(day)
    given = nobody().given(bureau).state.assignments
    scene = scene.under(replace(scene.in_force, assignments=given))
    slip = replace(REVIEWER, organisation="finance")
    # when
    tried = scene.when(ACTS["library.admit"], by=slip)
    # then
    if refused:
        assert f"已登记的是 {BUREAU}" in tried.refused(Code.ROLE_NOT_HELD, "actor").zh
    else:
        assert tried.events
    assert scene.when(ACTS["library.admit"], by=REVIEWER).events
    # and what an earlier program took is decided as it was
    assert scene.take(replace(scene.act(ACTS["library.admit"], slip), settled=True)).events
