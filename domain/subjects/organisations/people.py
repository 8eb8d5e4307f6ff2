"""Roles given to people and ended, with their days: `role.assign`, `role.end`."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from domain.kernel import refusals
from domain.kernel.columns import Column
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.in_force import Assignment
from domain.kernel.message import Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Code as RefusalCode
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.shared.people import assignments
from domain.shared.people.assignments import ASSIGN
from domain.subjects.organisations.state import Organisations

Assignable = Literal[
    Role.UNIT,
    Role.DEPARTMENT,
    Role.FINANCE,
    Role.THIRD_PARTY,
    Role.EXPERT_PANEL,
    Role.AUDIT,
    Role.CONGRESS,
    Role.GOVERNMENT,
]
"""The roles of people: all but the system's own."""


class AssignRole(Command, name=ASSIGN, who={Role.FINANCE, Role.GOVERNMENT}):
    """Give a person a role of an organisation from `since` to `until`, both inclusive.

    The finance bureau gives roles; the government fills a role of a bureau that nobody holds.
    Without `until` no day ends it (`role.end` does). `document` is what it was given by (任命文件).
    From the first day of the first assignment on, only who holds a role of an organisation acts in
    it.
    """

    person: Annotated[Text, Column("人员", "姓名", "经办人", "人员编号", is_name=True)]
    organisation: Annotated[Code, Column("单位编码", "机构编码", "单位代码", "组织编码")]
    role: Annotated[Assignable, Column("角色", "岗位", "职责")]
    since: Annotated[Day, Column("任职日期", "起始日期", "自")]
    until: Annotated[Day | None, Column("截止日期", "终止日期", "至")] = None
    document: Annotated[Text, Column("任命文件", "文号", "依据")]


class EndRole(Command, name="role.end", who={Role.FINANCE}):
    """End the role that a person holds of an organisation; `last_day` is inclusive.

    `document` is what it was ended by.
    """

    person: Text
    organisation: Code
    role: Assignable
    last_day: Day
    document: Text


class RoleAssigned(Event, name="role.assigned", version=1):
    """A person holds a role of an organisation from `since` to `until`, both inclusive."""

    person: Text
    organisation: Code
    role: Role
    since: Day
    until: Day | None = None
    document: Text


class RoleEnded(Event, name="role.ended", version=1):
    """The role that a person holds since `since` ends with `last_day` (inclusive)."""

    person: Text
    organisation: Code
    role: Role
    since: Day
    last_day: Day
    document: Text


def days_are_in_order(
    _state: Organisations, act: CommandContext[AssignRole], _in_force: InForce
) -> Refusal | None:
    """The assignment does not end before the day it begins."""
    command = act.command
    if command.until is None or command.until >= command.since:
        return None
    return refusals.invalid(
        "until",
        "任职的截止日不得早于起始日。",
        "an assignment does not end before the day it begins.",
    )


def role_is_not_held(
    state: Organisations, act: CommandContext[AssignRole], _in_force: InForce
) -> Refusal | None:
    """The person does not hold the role on any of these days already."""
    command = act.command
    held = next((one for one in _of(state, command) if _overlap(one, command)), None)
    if held is None:
        return None
    return Refusal(
        RefusalCode.DUPLICATE,
        f"{command.person} 已任此职（{held.days}，{held.document}），如有变动请先结束"
        "（role.end）再登记。",
        f"{command.person} holds the role {held.days} already ({held.document}): end that "
        "first (role.end).",
        "since",
    )


def nobody_is_locked_out(
    state: Organisations, act: CommandContext[AssignRole], _in_force: InForce
) -> Refusal | None:
    """The actor's own role goes to the actor first: a wrong name would lock everybody out."""
    command, actor = act.command, act.actor
    own = (actor.organisation, actor.role)
    if (command.organisation, command.role) != own or command.person == actor.id:
        return None
    given = state.assignments.get(own, ())
    if any(one.person == actor.id and one.runs(act.effective_on) for one in given):
        return None
    return refusals.invalid(
        "person",
        f"{actor.id} 尚未登记任此职：请先登记本人任职，再登记他人，以免姓名有误后无人可办。",
        f"{actor.id} does not hold this role yet: assign it to yourself first, then to others, "
        "so that a wrong name locks nobody out.",
    )


def government_fills_a_vacancy(
    state: Organisations, act: CommandContext[AssignRole], _in_force: InForce
) -> Refusal | None:
    """The government gives a role of a bureau alone, once it is assigned and nobody holds it."""
    command, on = act.command, act.effective_on
    if act.actor.role is not Role.GOVERNMENT:
        return None
    role = (command.organisation, Role(command.role))
    is_held = assignments.holders(state.assignments, *role, on)
    is_begun = assignments.begun(state.assignments, *role, on)
    if role[1] is Role.FINANCE and is_begun and not is_held:
        return None
    return refusals.invalid(
        "organisation",
        f"{command.organisation} / {command.role} 并非空缺的财政部门岗位，请由财政部门登记任职。",
        f"{command.organisation} / {command.role} is no vacant role of a finance bureau: "
        "the finance bureau assigns it.",
    )


@guarded_by(government_fills_a_vacancy, days_are_in_order, role_is_not_held, nobody_is_locked_out)
def assign(_state: Organisations, act: CommandContext[AssignRole], _in_force: InForce) -> Decided:
    """Give the role to the person."""
    return (Decision(RoleAssigned(**vars(act.command))),)


def end(state: Organisations, act: CommandContext[EndRole], _in_force: InForce) -> Decided:
    """End the assignment that runs on `last_day`, which was not to end by itself that day."""
    command = act.command
    held = next((one for one in _of(state, command) if one.runs(command.last_day)), None)
    if held is None:
        return _not_held(state, command)
    if held.until == command.last_day:
        return Refusal(
            RefusalCode.DUPLICATE,
            f"{command.person} 的任职已定于 {command.last_day} 结束。",
            f"the role of {command.person} ends on {command.last_day} already.",
            "last_day",
        )
    event = RoleEnded(**vars(command), since=held.since)
    return (Decision(event, caused_by=held.event_id),)


def _not_held(state: Organisations, command: EndRole) -> Refusal:
    had = "; ".join(one.days for one in _of(state, command))
    if not had:
        return Refusal(
            RefusalCode.UNKNOWN_SUBJECT,
            f"没有 {command.person} 在 {command.organisation} 任 {command.role} 的登记"
            f"（其任职：{_roles_of(state, command.person) or '无'}），请核对。",
            f"no role {command.role} of {command.organisation} was given to {command.person} (held:"
            f" {_roles_of(state, command.person) or 'none'}): correct the person, the organisation "
            "or the role.",
            "person",
        )
    return refusals.invalid(
        "last_day",
        f"{command.person} 在 {command.last_day} 未任此职（其任职：{had}），请更正。",
        f"{command.person} does not hold the role on {command.last_day} (held: {had}): name a day "
        "on which they do.",
    )


def _roles_of(state: Organisations, person: str) -> str:
    """The roles that a person was given, each with its organisation."""
    return ", ".join(
        f"{organisation} / {role}"
        for (organisation, role), given in state.assignments.items()
        if any(one.person == person for one in given)
    )


def _of(state: Organisations, command: AssignRole | EndRole) -> tuple[Assignment, ...]:
    given = state.assignments.get((command.organisation, Role(command.role)), ())
    return tuple(one for one in given if one.person == command.person)


def _overlap(one: Assignment, command: AssignRole) -> bool:
    before = one.until is not None and one.until < command.since
    after = command.until is not None and command.until < one.since
    return not (before or after)


def assigned(state: Organisations, recorded: Recorded[RoleAssigned]) -> Organisations:
    """Evolve by `role.assigned`."""
    event = recorded.event
    given = Assignment(recorded.id, event.person, event.since, event.until, event.document)
    role = (event.organisation, event.role)
    all_of = (*state.assignments.get(role, ()), given)
    return replace(state, assignments={**state.assignments, role: all_of})


def ended(state: Organisations, recorded: Recorded[RoleEnded]) -> Organisations:
    """Evolve by `role.ended`."""
    event = recorded.event
    role = (event.organisation, event.role)
    all_of = tuple(
        replace(one, until=event.last_day)
        if (one.person, one.since) == (event.person, event.since)
        else one
        for one in state.assignments[role]
    )
    return replace(state, assignments={**state.assignments, role: all_of})


DECIDE: Deciders = {AssignRole: assign, EndRole: end}
EVOLVE: Evolvers = {RoleAssigned: assigned, RoleEnded: ended}
