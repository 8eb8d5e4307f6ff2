"""Funding by source of a project, and what of the ex-ante assessment hangs on it (JS-022).

Where the rules have major projects of some government's money assessed, the split decides: it is
asked for, and the library waits for it. Nothing is assumed of a project without one.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from domain.kernel.answer import Answer
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.frozen import replace
from domain.kernel.message import Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role, Text, Yuan
from domain.shared.filings import funding
from domain.shared.filings.funding import Funding
from domain.subjects.project_year.exante import gate
from domain.subjects.project_year.state import ProjectYear, Registered


class RecordFunding(Command, name="funding.record", who={Role.UNIT, Role.FINANCE}):
    """Record of which government's money a project is, in yuan; recorded again, the newest counts.

    The parts sum to the project's budget, or before its approval to the amount asked for.
    `amount_confirmed` is the reason for a part that is far from the whole.
    """

    funding: Funding
    document: Text | None = None
    amount_confirmed: Text | None = None


class FundingAsked(Event, name="funding.asked", version=1):
    """The split was asked for: by it the rules require an ex-ante assessment or do not."""


class FundingRecorded(Event, name="funding.recorded", version=1):
    """The parts of the project's `amount` by source, in yuan.

    `exante_required` is what the rules ask for by these sources; null where they say nothing, and
    once the project is in the library.
    """

    funding: Funding
    amount: Yuan
    document: Text | None = None
    exante_required: bool | None = None


def hangs_on_the_split(
    facts: gate.Facts, act: CommandContext[Any], in_force: InForce
) -> Answer | None:
    """The answer that asks for an assessment of county money; `None` where the split is no matter.

    It matters to a major project that is not new: without a word on its sources it is not required
    to be assessed, and with a part of the county's it is.
    """
    if not facts.is_major or facts.is_new:
        return None
    required, answer = gate.ask_required("project", facts, act.effective_on, in_force, "county")
    return answer if required else None


def parts_fit_the_amount(
    state: ProjectYear, act: CommandContext[RecordFunding], _in_force: InForce
) -> Refusal | None:
    """The parts sum to the amount, and none is far from it."""
    return funding.held(act, act.command.funding, _whole(state))


@guarded_by(parts_fit_the_amount)
def record(state: ProjectYear, act: CommandContext[RecordFunding], in_force: InForce) -> Decided:
    """Take the split; before the library, `exante.required` is asked with it."""
    command, (whole,) = act.command, _whole(state).values()
    required, basis = _required(state, command.funding, in_force)
    event = FundingRecorded(
        funding=command.funding, amount=whole, document=command.document, exante_required=required
    )
    confirmed = funding.confirmed(act, command.funding, _whole(state))
    return (Decision(event, basis), *confirmed)


def _required(
    state: ProjectYear, told: Funding, in_force: InForce
) -> tuple[bool | None, tuple[Answer, ...]]:
    """What is required by these sources, as of the day of registration; nothing once admitted."""
    if not isinstance(state.entry, Registered):
        return None, ()
    project = state.known
    required, answer = gate.ask_required(
        "project", project, project.registered_on, in_force, funding.source_of(told)
    )
    return required, (answer,)


def _whole(state: ProjectYear) -> dict[str, Decimal]:
    """The amount that the parts are of, by what it is in Chinese."""
    if state.budget is not None:
        return {"批复的预算": state.budget}
    return {"申请金额": state.known.requested}


def asked(state: ProjectYear, _recorded: Recorded[FundingAsked]) -> ProjectYear:
    """Evolve by `funding.asked`."""
    return replace(state, exante=replace(state.exante, awaits_split=True))


def recorded_funding(state: ProjectYear, recorded: Recorded[FundingRecorded]) -> ProjectYear:
    """Evolve by `funding.recorded`."""
    event, exante = recorded.event, state.exante
    required = exante.required if event.exante_required is None else event.exante_required
    told = state.registered_as(replace(state.known, funding=event.funding))
    return replace(told, exante=replace(exante, required=required, awaits_split=False))


DECIDE: Deciders = {RecordFunding: record}
EVOLVE: Evolvers = {FundingAsked: asked, FundingRecorded: recorded_funding}
