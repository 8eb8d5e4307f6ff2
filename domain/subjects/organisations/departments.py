"""The superior departments 主管部门 of units: `department.set`, `department.end`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.in_force import Superior
from domain.kernel.keys import KeyField, Keys, Naming
from domain.kernel.message import Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Code as RefusalCode
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.shared.people.departments import superior_of
from domain.subjects.organisations.state import Organisations

Units = Annotated[tuple[Code, ...], Field(min_length=1, max_length=1_000)]


class SetDepartment(Command, name="department.set", who={Role.FINANCE}):
    """Say which department is above some units, from `since` on (inclusive).

    The people of the department have their role of department (`role.assign`) in an organisation
    with its code. Set again, the newer department of a unit replaces the older one from its own day
    on. `document` says who is subordinate to whom (三定方案).
    """

    department: Code
    department_name: Text
    units: Units
    since: Day
    document: Text


class EndDepartment(Command, name="department.end", who={Role.FINANCE}):
    """End the department that some units have on `last_day` (inclusive); they then have none."""

    units: Units
    last_day: Day
    document: Text


class DepartmentSet(Event, name="department.set", version=1):
    """A department is above some units from `since` on (inclusive)."""

    department: Code
    department_name: Text
    units: Units
    since: Day
    document: Text


class DepartmentEnded(Event, name="department.ended", version=1):
    """The department that some units have on `last_day` ends with it (inclusive)."""

    units: Units
    last_day: Day
    document: Text


def no_unit_is_above_itself(
    _state: Organisations, act: CommandContext[SetDepartment], _in_force: InForce
) -> Refusal | None:
    """The department is another organisation than each of the units."""
    if act.command.department not in act.command.units:
        return None
    return refusals.invalid(
        "units",
        f"{act.command.department} 不能是自己的主管部门，请从所属单位中删去。",
        f"{act.command.department} is not above itself: leave it out of the units.",
    )


def newest_day_counts(
    state: Organisations, act: CommandContext[SetDepartment], _in_force: InForce
) -> Refusal | None:
    """The department of each unit begins no earlier than the one that it replaces."""
    for unit in act.command.units:
        newest = _newest(state, unit)
        if newest is not None and act.command.since < newest.since:
            return refusals.invalid(
                "since",
                f"{unit} 的主管部门已自 {newest.since} 起登记为{newest.name}（{newest.document}），"
                "新的登记不得早于该日。",
                f"{unit} has {newest.code} above it from {newest.since} on ({newest.document}): a "
                "newer department begins no earlier.",
            )
    return None


@guarded_by(no_unit_is_above_itself, newest_day_counts)
def set_department(
    _state: Organisations, act: CommandContext[SetDepartment], _in_force: InForce
) -> Decided:
    """Put the department above the units."""
    return (Decision(DepartmentSet(**vars(act.command))),)


def units_have_one(
    state: Organisations, act: CommandContext[EndDepartment], _in_force: InForce
) -> Refusal | None:
    """Each of the units has a department on the last day."""
    last = act.command.last_day
    lacking = [one for one in act.command.units if superior_of(state.superiors, one, last) is None]
    if not lacking:
        return None
    return Refusal(
        RefusalCode.UNKNOWN_SUBJECT,
        f"{'、'.join(lacking)} 在 {last} 没有登记主管部门，请核对单位和截止日。",
        f"{', '.join(lacking)} has no department on {last}: correct the units or the day.",
        "units",
    )


def last_day_is_another(
    state: Organisations, act: CommandContext[EndDepartment], _in_force: InForce
) -> Refusal | None:
    """Some department does not end with that day already."""
    last = act.command.last_day
    found = (superior_of(state.superiors, one, last) for one in act.command.units)
    if any(one is not None and one.until != last for one in found):
        return None
    return Refusal(
        RefusalCode.DUPLICATE,
        f"所列单位与主管部门的关系已定于 {last} 结束。",
        f"the departments of these units end on {last} already.",
        "last_day",
    )


@guarded_by(units_have_one, last_day_is_another)
def end_department(
    _state: Organisations, act: CommandContext[EndDepartment], _in_force: InForce
) -> Decided:
    """End the departments that run on `last_day`."""
    return (Decision(DepartmentEnded(**vars(act.command))),)


def _newest(state: Organisations, unit: str) -> Superior | None:
    terms = state.superiors.get(unit, ())
    return terms[-1] if terms else None


def department_was_set(state: Organisations, recorded: Recorded[DepartmentSet]) -> Organisations:
    """Evolve by `department.set`: the department before it ends with the day before."""
    event = recorded.event
    term = Superior(
        recorded.id, event.department, event.department_name, event.since, None, event.document
    )
    changed = {
        unit: (*_cut(state.superiors.get(unit, ()), event.since), term) for unit in event.units
    }
    return replace(state, superiors={**state.superiors, **changed})


def _cut(terms: Iterable[Superior], since: date) -> Iterator[Superior]:
    last = since - timedelta(days=1)
    for one in terms:
        if one.since < since:
            yield one if one.until and one.until <= last else replace(one, until=last)


def department_ended(state: Organisations, recorded: Recorded[DepartmentEnded]) -> Organisations:
    """Evolve by `department.ended`."""
    last = recorded.event.last_day
    changed = {
        unit: tuple(
            replace(one, until=last) if one.runs(last) else one for one in state.superiors[unit]
        )
        for unit in recorded.event.units
    }
    return replace(state, superiors={**state.superiors, **changed})


def _subordinate(state: Organisations, _naming: Naming, _in_force: InForce) -> Iterable[str]:
    return state.superiors


DECIDE: Deciders = {SetDepartment: set_department, EndDepartment: end_department}
EVOLVE: Evolvers = {DepartmentSet: department_was_set, DepartmentEnded: department_ended}
KEYS: Keys = {(EndDepartment, "units"): KeyField(_subordinate)}
