"""The counties of a prefecture: registered by its bureau, each acting for itself alone.

A person of a county has the county's code as organisation.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

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
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import Code, Role, Text
from domain.shared.deadlines.due_dates import Day
from domain.shared.filings.filing import is_late, is_reviewed
from domain.subjects.jurisdiction_year import due_dates
from domain.subjects.jurisdiction_year.filing_index import filing_at
from domain.subjects.jurisdiction_year.state import County, JurisdictionYear


class CountyAct(Command):
    """An act that a county takes itself."""

    county: Code


class AddCounty(Command, name="county.add", who={Role.FINANCE}):
    """Register a county 县（市） by its code; it owes what is due from its first day on."""

    county: Code
    county_name: Text


class WithdrawCounty(Command, name="county.withdraw", who={Role.FINANCE}):
    """Take a county out of the year, with the reason."""

    county: Code
    reason: Text


class CountyAdded(Event, name="county.added", version=1):
    """A county was registered."""

    county: Code
    county_name: Text


class CountyWithdrawn(Event, name="county.withdrawn", version=1):
    """A county was taken out of the year."""

    county: Code
    reason: Annotated[Text, WITHHOLDABLE]


def add(state: JurisdictionYear, act: CommandContext[AddCounty], _in_force: InForce) -> Decided:
    """Register a county once."""
    command = act.command
    if command.county in state.counties:
        return refusals.registered_already(command.county)
    if command.county == parse_subject(state.stream).jurisdiction:
        return refusals.invalid(
            "county",
            f"{command.county} 是本级，请填写下级县（市）的代码。",
            f"{command.county} is this jurisdiction itself: give the code of a county below it.",
        )
    return (Decision(CountyAdded(**vars(command))),)


def county_of(state: JurisdictionYear, code: str) -> County | Refusal:
    """The county of a code, or the refusal of a county that is not in the year."""
    county = state.counties.get(code)
    if county is None:
        return refusals.invalid(
            "county",
            f"{code} 未登记为本年度的县（市），请先登记（county.add）。",
            f"{code} is no county of this year: register it first (county.add).",
        )
    return refusals.withdrawn(code) if county.withdrawn else county


def county_is_of_the_year(
    state: JurisdictionYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The county is registered in the year and not withdrawn."""
    found = county_of(state, act.command.county)
    return found if isinstance(found, Refusal) else None


@guarded_by(county_is_of_the_year)
def withdraw(
    _state: JurisdictionYear, act: CommandContext[WithdrawCounty], _in_force: InForce
) -> Decided:
    """Take out a county that is in the year."""
    return (Decision(CountyWithdrawn(**vars(act.command))),)


def not_theirs(state: JurisdictionYear, act: CommandContext[Any]) -> Refusal | None:
    """Refuse a county's person who acts as the bureau, and anybody who acts as a county."""
    theirs = act.actor.organisation
    if isinstance(act.command, CountyAct):
        ours = act.command.county
    elif theirs in state.counties:
        ours = parse_subject(state.stream).jurisdiction
    else:
        return None
    return None if theirs == ours else refusals.wrong_organisation(theirs, ours)


def county_filing(
    state: JurisdictionYear,
    act: CommandContext[Any],
    in_force: InForce,
    deadline: str,
    zh: str,
    en: str,
) -> tuple[Day, bool] | Refusal:
    """The day of a filing and whether it is late; filed again before its review, the newest counts.

    Refuses what was reviewed, and what is of no county of the year.
    """
    county = county_of(state, act.command.county)
    if isinstance(county, Refusal):
        return county
    before = filing_at(state, deadline)
    if is_reviewed(before):
        return refusals.already_reviewed(zh, en)
    day = due_dates.due_of(state, in_force, deadline)
    return day, is_late(act, day.due, before)


def unfit_node(
    state: JurisdictionYear, act: CommandContext[Any], in_force: InForce, kind: str
) -> Refusal | None:
    """Refuse a node that is none of the year's; where nothing names one, any of its days is."""
    year, node = due_dates.year_of(state), act.command.node
    named = due_dates.nodes(state, in_force, kind)
    fits = node in named if named else node.year == year
    if fits:
        return None
    told = "、".join(map(str, named)) or str(year)
    return refusals.invalid(
        "node",
        f"{node} 不是本年度的节点（{told}），请更正。",
        f"{node} is no node of the year ({told}): correct it.",
        due_dates.ruled_due(in_force, due_dates.key(kind, act.command.county, node), year).basis[0],
    )


def added(state: JurisdictionYear, recorded: Recorded[CountyAdded]) -> JurisdictionYear:
    """Evolve by `county.added`."""
    code, on = recorded.event.county, recorded.effective_on
    return state.with_county(County(code, on, recorded.recorded_at))


def was_withdrawn(state: JurisdictionYear, recorded: Recorded[CountyWithdrawn]) -> JurisdictionYear:
    """Evolve by `county.withdrawn`."""
    return state.with_county(replace(state.counties[recorded.event.county], withdrawn=True))


DECIDE: Deciders = {AddCounty: add, WithdrawCounty: withdraw}
EVOLVE: Evolvers = {CountyAdded: added, CountyWithdrawn: was_withdrawn}
