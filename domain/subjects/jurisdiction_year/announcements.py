"""Announcements to all subjects of the year: days by notice, and operational parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Notice,
    Recorded,
)
from domain.kernel.keys import KeyField, Keys, Naming
from domain.kernel.message import Command, Event
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Code, Refusal
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import Day, Role, Text
from domain.shared.deadlines import project_deadlines, unit_deadlines
from domain.shared.deadlines.due_dates import Day as DueDay
from domain.shared.deadlines.due_dates import node_of, within_life
from domain.shared.deadlines.set_day import DaySet, SetDay, found_at
from domain.shared.fan_out import broadcast
from domain.shared.people import departments
from domain.shared.people.sections import ENFORCED, REMIT
from domain.shared.signatures.asked import MOST, SIGNATURES, may_be_signed, table_of
from domain.subjects.jurisdiction_year import due_dates as year_days
from domain.subjects.jurisdiction_year.state import JurisdictionYear

_KNOWN = (project_deadlines.known, unit_deadlines.known, year_days.known)
_DAYS = re.compile(r"[0-9]|[1-9][0-9]|[12][0-9][0-9]|3[0-5][0-9]|36[0-6]", re.ASCII)

ParameterName = Literal[
    "reminder.lead_days",
    "escalation.after_days",
    "escalation.to",
    "rectification.after_days",
    "warning.after_days",
    "analysis.after_days",
    "feedback.after_days",
    "disclosure.after_days",
    "disclosure.channels",
    "section_remit",
    "department_review",
    "endorsement.after_days",
    "signatures",
    "signature.after_days",
]


class SetParameter(Command, name="parameter.set", who={Role.FINANCE}):
    """Set an operational parameter of the bureau from a day on (inclusive); it has no clause."""

    parameter: ParameterName
    value: Text
    since: Day


class ParameterSet(Event, name="parameter.set", version=1):
    """An operational parameter was set by the bureau; uncited."""

    parameter: ParameterName
    value: Text
    since: Day


def deadline_is_known(
    _state: JurisdictionYear, act: CommandContext[SetDay], _in_force: InForce
) -> Refusal | None:
    """A deadline has the name."""
    deadline = act.command.deadline
    if any(known(deadline) for known in _KNOWN):
        return None
    return refusals.invalid(
        "deadline",
        f"没有名为“{deadline}”的期限。",
        f"no deadline is called {deadline}.",
        keys=(deadline,),
    )


def without_day(state: JurisdictionYear, _act: Naming, in_force: InForce) -> Iterator[str]:
    """The deadlines to which the rules give no day, of the year itself, of projects and units."""
    year = _work_year(state)
    of_subjects = (
        key
        for days in (project_deadlines, unit_deadlines)
        for budget_year in (year, year - 1)
        for key in days.keys(in_force, budget_year)
        if days.work_year_of(key, budget_year) == year
    )
    there = dict.fromkeys((*of_subjects, *year_days.keys(state, in_force)))
    return (key for key in there if _ruled_due(in_force, key, year).due is None)


KEYS: Keys = {(SetDay, "deadline"): KeyField(without_day)}


def day_is_within_life(
    state: JurisdictionYear, act: CommandContext[SetDay], _in_force: InForce
) -> Refusal | None:
    """The subjects of the year live to see the day."""
    return None if within_life(act.command.due, _work_year(state)) else refusals.out_of_life("due")


def rules_give_no_day(
    state: JurisdictionYear, act: CommandContext[SetDay], in_force: InForce
) -> Refusal | None:
    """The rules give no day for the deadline."""
    deadline = act.command.deadline
    ruled = _ruled_due(in_force, deadline, _work_year(state))
    if ruled.due is None:
        return None
    return refusals.invalid(
        "deadline",
        f"规则已规定 {deadline} 的期限为 {ruled.due}，不得另行规定。",
        f"the rules give {ruled.due} for {deadline}: no notice sets another day.",
        *ruled.basis,
        keys=(deadline,),
    )


def node_is_stated(
    state: JurisdictionYear, act: CommandContext[SetDay], in_force: InForce
) -> Refusal | None:
    """The rules state the node, if they state any: at another node nothing is awaited."""
    stated = year_days.stated_nodes(in_force, act.command.deadline, _work_year(state))
    if not stated or node_of(act.command.deadline) in stated:
        return None
    told = "、".join(map(str, stated))
    return refusals.invalid(
        "deadline",
        f"规则规定的节点为 {told}，请更正。",
        f"the rules have the nodes {told}: name one of them.",
    )


def day_is_not_before_the_duty(
    state: JurisdictionYear, act: CommandContext[SetDay], _in_force: InForce
) -> Refusal | None:
    """The day is not before the duty can exist; a day that is over by now may be set."""
    earliest = _earliest(act.command.deadline, _work_year(state))
    return None if act.command.due >= earliest else refusals.before_the_duty(earliest)


def _earliest(deadline: str, work_year: int) -> date:
    if year_days.known(deadline):
        return year_days.earliest(deadline, work_year)
    if unit_deadlines.known(deadline):
        return unit_deadlines.earliest(deadline, unit_deadlines.budget_year_of(deadline, work_year))
    evaluated = project_deadlines.is_evaluated(deadline)
    return project_deadlines.earliest(deadline, work_year - evaluated)


@guarded_by(
    deadline_is_known,
    day_is_within_life,
    rules_give_no_day,
    node_is_stated,
    for_new_acts(day_is_not_before_the_duty),
)
def set_day(state: JurisdictionYear, act: CommandContext[SetDay], in_force: InForce) -> Decided:
    """Set a day for all subjects where the rules give none."""
    ruled = _ruled_due(in_force, act.command.deadline, _work_year(state))
    command = act.command
    found = found_at(command.due, act, again=command.deadline in state.notices)
    event = DaySet(**vars(command), over=True if found else None, found_at=found)
    return (Decision(event, ruled.basis),)


def _work_year(state: JurisdictionYear) -> int:
    return parse_subject(state.stream).year or 0


def _ruled_due(in_force: InForce, deadline: str, work_year: int) -> DueDay:
    """The day that the rules give in a work year, for projects, for units or for the year."""
    if year_days.known(deadline):
        return year_days.ruled_due(in_force, deadline, work_year)
    if not unit_deadlines.known(deadline):
        return project_deadlines.ruled_due(in_force, deadline, work_year - 1)
    budget_year = unit_deadlines.budget_year_of(deadline, work_year)
    return unit_deadlines.ruled_due(in_force, deadline, budget_year)


def days_are_a_number(
    _state: JurisdictionYear, act: CommandContext[SetParameter], _in_force: InForce
) -> Refusal | None:
    """Numbers of days are whole, not negative and not over a year."""
    command = act.command
    if not command.parameter.endswith("_days") or _DAYS.fullmatch(command.value):
        return None
    return Refusal(
        Code.INVALID_FIELD,
        f"{command.parameter} 须为天数（0 至 366 的整数）。",
        f"{command.parameter} is a whole number of days, 0 to 366.",
        "value",
    )


def choice_is_one_of_those(
    _state: JurisdictionYear, act: CommandContext[SetParameter], _in_force: InForce
) -> Refusal | None:
    """A parameter with choices has one of them."""
    choices = _CHOICES.get(act.command.parameter, {})
    if not choices or act.command.value in choices:
        return None
    listed = "、".join(f"{value}（{name}）" for value, name in choices.items())
    return Refusal(
        Code.INVALID_FIELD,
        f"请填写：{listed}。",
        f"{act.command.parameter} is one of {', '.join(choices)}.",
        "value",
        keys=tuple(choices),
    )


_CHOICES: Mapping[str, Mapping[str, str]] = {
    REMIT: {"shown": "仅作提示", ENFORCED: "须由负责科室办理"},
}
"""The values of parameters that have choices, with their Chinese names."""


def filings_are_known(
    _state: JurisdictionYear, act: CommandContext[SetParameter], _in_force: InForce
) -> Refusal | None:
    """Departments review no filings, all of them, or kinds that there are."""
    command = act.command
    if command.parameter != departments.REVIEW or departments.is_value(command.value):
        return None
    zh = "、".join(f"{kind}（{name.zh}）" for kind, name in departments.KINDS.items())
    return Refusal(
        Code.INVALID_FIELD,
        f"请填写 off（不经主管部门审核）、all（全部填报），或下列一项或多项，以逗号分隔：{zh}。",
        f"{command.parameter} is off, all, or some of {', '.join(departments.KINDS)} with commas.",
        "value",
        keys=(departments.OFF, departments.ALL, *departments.KINDS),
    )


def signatures_are_of_acts(
    _state: JurisdictionYear, act: CommandContext[SetParameter], _in_force: InForce
) -> Refusal | None:
    """The numbers of signatures are those of acts of the bureau, from one to all offices."""
    command = act.command
    if command.parameter != SIGNATURES:
        return None
    table = table_of(command.value)
    wrong = [name for name in table or () if not may_be_signed(name)]
    if table and not wrong:
        return None
    named = f"（{'、'.join(wrong)} 不是可以提请签署的事项）" if wrong else ""
    return refusals.invalid(
        "value",
        f"请逐项填写事项及签署人数（1至{MOST}人），如 grade.finalise=2，results.apply=3{named}。",
        f"give acts of the bureau with 1 to {MOST} signatures each, such as grade.finalise=2, "
        f"results.apply=3{f' ({chr(44).join(wrong)} cannot be signed)' if wrong else ''}.",
        keys=tuple(wrong),
    )


@guarded_by(days_are_a_number, choice_is_one_of_those, filings_are_known, signatures_are_of_acts)
def set_parameter(
    _state: JurisdictionYear, act: CommandContext[SetParameter], _in_force: InForce
) -> Decided:
    """Set a parameter."""
    return (Decision(ParameterSet(**vars(act.command))),)


def day_set(state: JurisdictionYear, recorded: Recorded[DaySet]) -> JurisdictionYear:
    """Evolve by `deadline.day-set`."""
    event = recorded.event
    before = state.notices.get(event.deadline)
    same = before if before and before.due == event.due else None
    since = same.since if same else recorded.recorded_at
    found_at = same.found_at if same else event.found_at
    earlier = same.before if same else before
    own = (event.deadline, event.due, event.document, recorded.id, since, found_at)
    notice = Notice(*own, earlier)
    notices = {**state.notices, event.deadline: notice}
    announced: JurisdictionYear = broadcast.announced(replace(state, notices=notices), recorded)
    return announced


def parameter_set(state: JurisdictionYear, recorded: Recorded[ParameterSet]) -> JurisdictionYear:
    """Evolve by `parameter.set`: the newest value since a day counts."""
    event = recorded.event
    earlier = state.parameters.get(event.parameter, ())
    values = tuple(sorted((*earlier, (event.since, event.value)), key=lambda value: value[0]))
    parameters = {**state.parameters, event.parameter: values}
    changed = replace(state, parameters=parameters, parameters_at=_known_at(state, recorded))
    announced: JurisdictionYear = broadcast.announced(changed, recorded)
    return announced


def _known_at(
    state: JurisdictionYear, recorded: Recorded[ParameterSet]
) -> Mapping[tuple[str, date], datetime]:
    """The instant since which each parameter is known; an unchanged value keeps its instant."""
    event = recorded.event
    known, since = state.parameters_at, recorded.recorded_at
    earlier = [one for one in state.parameters.get(event.parameter, ()) if one[0] <= event.since]
    if earlier and earlier[-1][1] == event.value:
        since = known.get((event.parameter, earlier[-1][0]), since)
    return {**known, (event.parameter, event.since): since}


DECIDE: Deciders = {
    SetDay: set_day,
    SetParameter: set_parameter,
    **broadcast.DECIDE,
}
EVOLVE: Evolvers = {DaySet: day_set, ParameterSet: parameter_set, **broadcast.EVOLVE}
