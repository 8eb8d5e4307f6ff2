"""A role ends, or a unit is merged, beside an act: the log settles which of them came first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from activities.command_handler import CommandHandler
from activities.fan_out.send import requests_of
from activities.test_moving_ground import AT, Interrupted, admit
from domain.kernel.decider import Actor
from domain.kernel.request import Request
from domain.kernel.subject_ids import organisations, packs
from domain.kernel.vocabulary import Role
from store.port import EventLog
from testkit.builders.bureau import (
    COUNTY,
    FINANCE,
    P001,
    REGISTERED,
    UNIT,
    Bureau,
    morning,
    project,
)

HEAD = Actor("f-9", FINANCE.organisation, Role.FINANCE)
PEOPLE = organisations(COUNTY)
TO_909: dict[str, Any] = {
    "successor": "909",
    "successor_name": "合成单位九",
    "document": "机构改革方案",
}


def given(log: EventLog, command: str, actor: Actor = FINANCE, **fields: Any) -> None:
    """An act on the people and units, taken at once."""
    request = Request(uuid4(), PEOPLE, command, actor, fields)
    settled = CommandHandler(log).submit(request, AT)
    assert settled.outcome["status"] == "accepted", settled.outcome


def role(person: str = FINANCE.id, **fields: Any) -> dict[str, Any]:
    """The bureau's role of a person, by a document."""
    whose = {"organisation": FINANCE.organisation, "role": "finance", "document": "任职通知"}
    return {"person": person, **whose, **fields}


def hold(log: EventLog) -> None:
    """Give the bureau's role to two people."""
    given(log, "role.assign", **role(since="2023-01-01"))
    given(log, "role.assign", **role(HEAD.id, since="2023-01-01"))


def ended(log: EventLog) -> None:
    given(log, "role.end", HEAD, **role(last_day="2023-01-09"))


def assigned(log: EventLog) -> None:
    given(log, "role.assign", HEAD, **role(HEAD.id, since="2023-01-01"))


@pytest.mark.parametrize(("before", "change"), [(hold, ended), (None, assigned)])
def test_a_role_that_ends_or_is_first_given_before_an_act_is_stored_decides_it(
    log: EventLog, before: Callable[[EventLog], None] | None, change: Callable[[EventLog], None]
) -> None:
    # given: a worker that knows who held the role
    if before is not None:
        before(log)
    interrupted: Any = Interrupted(log, lambda: change(log))
    worker = CommandHandler(interrupted)
    worker.view(P001)
    # when
    settled = worker.submit(admit(), AT)
    # then
    assert settled.outcome["code"] == "role-not-held"
    assert settled.view.version == len(log.read(P001)) == 1


def test_an_act_that_came_first_stands(log: EventLog) -> None:
    hold(log)
    settled = CommandHandler(log).submit(admit(), AT)
    ended(log)
    assert settled.outcome["status"] == "accepted"
    assert len(log.read(P001)) == 2


def test_a_pack_is_adopted_by_who_holds_the_role(log: EventLog) -> None:
    hold(log)
    ended(log)
    fields = {"pack": COUNTY, "sha256": "0" * 64, "pack_version": "1"}
    request = Request(uuid4(), packs(COUNTY), "pack.adopt", FINANCE, fields)
    assert CommandHandler(log).submit(request, AT).outcome["code"] == "role-not-held"


def merge(log: EventLog) -> None:
    """Merge the project's unit on the day of the act."""
    given(log, "unit.merge", unit=UNIT.organisation, since="2023-01-10", **TO_909)


def test_a_merge_takes_in_what_is_open_as_the_log_has_it(log: EventLog) -> None:
    position = log.last_position()
    merge(log)
    (recorded,) = log.read(PEOPLE)
    assert recorded.event.data()["subjects"] == [P001]
    assert recorded.event.data()["position"] == position
    view = CommandHandler(log).view(PEOPLE)
    assert view.next_step is not None
    assert view.next_step.planned == recorded.recorded_at


def test_the_unit_s_own_act_is_refused_when_the_merge_is_stored_before_it(log: EventLog) -> None:
    interrupted: Any = Interrupted(log, lambda: merge(log))
    worker = CommandHandler(interrupted)
    worker.view(P001)
    withdraw = Request(uuid4(), P001, "project.withdraw", UNIT, {"reason": "取消"})
    outcome = worker.submit(withdraw, AT).outcome
    assert outcome["code"] == "unit-ended"
    assert "909" in outcome["en"]


def test_a_unit_that_has_nothing_open_is_merged_too(log: EventLog) -> None:
    withdraw = Request(uuid4(), P001, "project.withdraw", FINANCE, {"reason": "取消"})
    CommandHandler(log).submit(withdraw, AT)
    merge(log)
    (recorded,) = log.read(PEOPLE)
    assert recorded.event.data()["subjects"] == []


def test_what_is_merged_later_is_planned_for_the_beginning_of_its_day(log: EventLog) -> None:
    given(log, "unit.merge", unit=UNIT.organisation, since="2023-07-01", **TO_909)
    step = CommandHandler(log).view(PEOPLE).next_step
    assert step is not None
    assert step.planned == morning(date(2023, 7, 1)).replace(hour=0)


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("unit.merge", {"unit": UNIT.organisation, "since": "2023-01-10", **TO_909}),
        (
            "unit.split",
            {
                "unit": UNIT.organisation,
                "since": "2023-01-10",
                "document": "机构改革方案",
                "successors": [
                    {"unit": "909", "unit_name": "合成单位九", "takes": [P001]},
                    {"unit": "908", "unit_name": "合成单位八"},
                ],
            },
        ),
    ],
)
def test_what_is_registered_while_the_end_of_its_unit_is_stored_is_handed_over_too(
    log: EventLog, command: str, fields: dict[str, Any]
) -> None:
    # given: projects registered behind the look that the end rests on, before it is stored
    registered = [project("P002"), project("P003")]

    def register() -> None:
        bureau = Bureau(log)
        for stream, unit in zip(registered, [UNIT.organisation, "202"], strict=True):
            fields: dict[str, Any] = {**REGISTERED, "unit": unit}
            bureau.act(stream, "project.add", date(2023, 1, 10), FINANCE, **fields)

    interrupted: Any = Interrupted(log, register)
    worker = CommandHandler(interrupted)
    assert worker.submit(Request(uuid4(), PEOPLE, command, FINANCE, fields), AT).view.version == 1
    # when
    step = worker.view(PEOPLE).next_step
    assert step is not None
    requests = requests_of(log, PEOPLE, step)
    # then: that of the unit is reached, that of another one is not
    assert [one.subject for one in requests] == [P001, registered[0]]
    assert requests == requests_of(log, PEOPLE, step)
    for one in requests:
        assert worker.submit(one, AT).view.unit == "909"
    assert requests == requests_of(log, PEOPLE, step)


def test_what_is_registered_before_the_day_of_a_later_merge_goes_over_with_the_rest(
    log: EventLog,
) -> None:
    # given: a merge for 1 July, and a project registered with the unit meanwhile
    given(log, "unit.merge", unit=UNIT.organisation, since="2023-07-01", **TO_909)
    fields: dict[str, Any] = {**REGISTERED, "unit": UNIT.organisation}
    Bureau(log).act(project("P002"), "project.add", date(2023, 2, 1), FINANCE, **fields)
    worker = CommandHandler(log)
    assert worker.view(project("P002")).unit == UNIT.organisation
    step = worker.view(PEOPLE).next_step
    assert step is not None
    # when
    requests = requests_of(log, PEOPLE, step)
    # then
    assert [one.subject for one in requests] == [P001, project("P002")]
    for one in requests:
        assert worker.submit(one, step.planned).view.unit == "909"
