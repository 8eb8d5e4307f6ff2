"""The call for the year's budget (布置预算编制): units are told to compile budget and targets.

Where a text has budget and targets called for together (同布置), no department's budget is issued
before the call is on record. The bureau may record it later, with its day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

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
from domain.kernel.message import Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import Day, Role, Text
from domain.subjects.jurisdiction_year.state import JurisdictionYear


class IssueCall(Command, name="budget-call.issue", who={Role.FINANCE}):
    """Call for the budgets of the year and their targets in one; `issued_on` is today or before."""

    document: Text
    issued_on: Day


class CallIssued(Event, name="budget-call.issued", version=1):
    """The bureau called for the budgets of the year and their targets in one."""

    document: Text
    issued_on: Day


def call_is_of_this_budget(
    state: JurisdictionYear, act: CommandContext[IssueCall], _in_force: InForce
) -> Refusal | None:
    """The call went out today or before, in the year of the budget or in the year before it."""
    issued, year = act.command.issued_on, parse_subject(state.stream).year or 0
    if issued <= act.day and issued.year in {year - 1, year}:
        return None
    return refusals.invalid(
        "issued_on",
        f"布置 {year} 年预算的日期应在 {year - 1} 年或者 {year} 年，且不晚于今天，请核对。",
        f"the budget of {year} is called for in {year - 1} or {year}, today or before.",
    )


def document_calls_once(
    state: JurisdictionYear, act: CommandContext[IssueCall], _in_force: InForce
) -> Refusal | None:
    """A document calls once."""
    document = act.command.document
    if document not in state.budget_calls:
        return None
    key = f"{IssueCall.name}:{document}"
    return refusals.done_already("预算布置登记", "the call of this document", key)


@guarded_by(call_is_of_this_budget, document_calls_once)
def issue(_state: JurisdictionYear, act: CommandContext[IssueCall], _in_force: InForce) -> Decided:
    """Record a call once per document."""
    return (Decision(CallIssued(**vars(act.command))),)


def called_on(state: JurisdictionYear) -> date | None:
    """The day of the first call; null before one is on record."""
    return min(state.budget_calls.values(), default=None)


def issued(state: JurisdictionYear, recorded: Recorded[CallIssued]) -> JurisdictionYear:
    """Evolve by `budget-call.issued`."""
    event = recorded.event
    return replace(state, budget_calls={**state.budget_calls, event.document: event.issued_on})


def without_call(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The document called for nothing."""
    left = {name: day for name, day in state.budget_calls.items() if name != of}
    return replace(state, budget_calls=left)


DECIDE: Deciders = {IssueCall: issue}
EVOLVE: Evolvers = {CallIssued: issued}
