"""Announcements to all subjects of the year: days by notice, and operational parameters."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Literal

from domain.decision import (
    Act,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Notice,
    Recorded,
)
from domain.due_days import Day as DueDay
from domain.fan_out import RecordRefresh, SubjectsRefreshed
from domain.jurisdiction_year.state import JurisdictionYear
from domain.message import Command, Event
from domain.notices import DaySet, SetDay
from domain.project_year.days import known, ruled_due, within_life
from domain.project_year.refusals import out_of_life
from domain.refusal import Code, Refusal
from domain.subject import parse_subject
from domain.unit_year import days as unit_days
from domain.vocabulary import Day, Role, Text

_DAYS = re.compile(r"[0-9]|[1-9][0-9]|[12][0-9][0-9]|3[0-5][0-9]|36[0-6]", re.ASCII)

ParameterName = Literal["reminder.lead_days", "escalation.after_days", "escalation.to"]


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


def set_day(state: JurisdictionYear, act: Act[SetDay], in_force: InForce) -> Decided:
    """Set a day for all subjects where the rules give none."""
    command = act.command
    if not (known(command.deadline) or unit_days.known(command.deadline)):
        return Refusal(
            Code.INVALID_FIELD,
            f"没有名为 {command.deadline} 的期限。",
            f"no deadline is called {command.deadline}.",
            "deadline",
        )
    work_year = parse_subject(state.stream).year or 0
    if not within_life(command.due, work_year):
        return out_of_life("due")
    ruled = _ruled_due(in_force, command.deadline, work_year)
    if ruled.due is not None:
        return Refusal(
            Code.INVALID_FIELD,
            f"规则已规定 {command.deadline} 的期限为 {ruled.due}，不得另行规定。",
            f"the rules give {ruled.due} for {command.deadline}: no notice sets another day.",
            "deadline",
            ruled.basis,
        )
    return (Decision(DaySet(**command.model_dump()), ruled.basis),)


def _ruled_due(in_force: InForce, deadline: str, work_year: int) -> DueDay:
    """The day that the rules give in a work year, for projects or for units."""
    if not unit_days.known(deadline):
        return ruled_due(in_force, deadline, work_year - 1)
    budget_year = unit_days.budget_year_of(deadline, work_year)
    return unit_days.ruled_due(in_force, deadline, budget_year)


def set_parameter(_state: JurisdictionYear, act: Act[SetParameter], _in_force: InForce) -> Decided:
    """Set a parameter; numbers of days are whole, not negative and not over a year."""
    command = act.command
    if command.parameter.endswith("_days") and not _DAYS.fullmatch(command.value):
        return Refusal(
            Code.INVALID_FIELD,
            f"{command.parameter} 须为天数（0 至 366 的整数）。",
            f"{command.parameter} is a whole number of days, 0 to 366.",
            "value",
        )
    return (Decision(ParameterSet(**command.model_dump())),)


def record_refresh(state: JurisdictionYear, act: Act[RecordRefresh], _in_force: InForce) -> Decided:
    """Record once that the open subjects were told."""
    if act.command.up_to <= state.told:
        return ()
    return (Decision(SubjectsRefreshed(**act.command.model_dump())),)


def day_set(state: JurisdictionYear, recorded: Recorded[DaySet]) -> JurisdictionYear:
    """Evolve by `deadline.day-set`."""
    event = recorded.event
    notice = Notice(event.deadline, event.due, event.document, recorded.id)
    notices = {**state.notices, event.deadline: notice}
    return _announced(replace(state, notices=notices), recorded)


def parameter_set(state: JurisdictionYear, recorded: Recorded[ParameterSet]) -> JurisdictionYear:
    """Evolve by `parameter.set`: the newest value since a day counts."""
    event = recorded.event
    earlier = state.parameters.get(event.parameter, ())
    values = tuple(sorted((*earlier, (event.since, event.value)), key=lambda value: value[0]))
    parameters = {**state.parameters, event.parameter: values}
    return _announced(replace(state, parameters=parameters), recorded)


def refreshed(state: JurisdictionYear, recorded: Recorded[SubjectsRefreshed]) -> JurisdictionYear:
    """Evolve by `subjects.refreshed`."""
    return replace(state, told=recorded.event.up_to)


def _announced(state: JurisdictionYear, recorded: Recorded[Any]) -> JurisdictionYear:
    return replace(state, announced=recorded.version, announced_at=recorded.recorded_at)


DECIDE: Deciders = {
    SetDay: set_day,
    SetParameter: set_parameter,
    RecordRefresh: record_refresh,
}
EVOLVE: Evolvers = {DaySet: day_set, ParameterSet: parameter_set, SubjectsRefreshed: refreshed}
