"""Re-assessment 再评估: a third party assesses again, between the ex-ante report and its review."""

from __future__ import annotations

from functools import partial
from typing import Any

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
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Points, ReviewResult, Role, Text, Yuan
from domain.shared.filings.filing import filed, may_file, may_review
from domain.subjects.project_year import refusals
from domain.subjects.project_year.policy_sharing import P, Prepared, Sharing
from domain.subjects.project_year.state import Reassessment


class CommissionReassessment(Command, name="exante.commission-reassessment", who={Role.FINANCE}):
    """Have a third party assess again; `commissioned` is its organisation's id."""

    commissioned: Text
    county_level_investment: Yuan
    specialised: bool = False


class FileReassessment(Command, name="exante.file-reassessment", who={Role.THIRD_PARTY}):
    """File the third party's re-assessment; `score` of 100 points."""

    score: Points
    result: ReviewResult
    document: Text


class ReassessmentCommissioned(Event, name="exante.reassessment-commissioned", version=1):
    """A third party was asked to assess again."""

    commissioned: Text
    county_level_investment: Yuan
    specialised: bool


class ReassessmentFiled(Event, name="exante.reassessment-filed", version=1):
    """The third party's re-assessment was filed."""

    score: Points
    result: ReviewResult
    document: Text


def refuse_review(shared: Sharing, state: Prepared, act: CommandContext[Any]) -> Refusal | None:
    """Refuse what a review may do where no report waits for it, or to the one who filed that."""
    return shared.assessed(state) or may_review(
        state.exante.report, act, "事前绩效评估报告", "ex-ante report"
    )


def commission(
    shared: Sharing, state: Prepared, act: CommandContext[CommissionReassessment], in_force: InForce
) -> Decided:
    """Commission a re-assessment where the rules allow one (`exante.reassessment`)."""
    refusal = refuse_review(shared, state, act)
    if refusal:
        return refusal
    command = act.command
    answer = in_force.ask(
        "exante.reassessment",
        act.effective_on,
        county_level_investment=str(command.county_level_investment),
        specialised=command.specialised,
    )
    if answer.outcome == "not_applicable":
        return refusals.gate_not_met(
            "投资额未达到再评估标准，且不属于专业性较强项目，不引入第三方再评估。",
            "the investment is below the amount for a re-assessment and the project is "
            "not specialised.",
            answer,
        )
    return (Decision(ReassessmentCommissioned(**vars(command)), (answer,)),)


def file_reassessment(
    shared: Sharing, state: Prepared, act: CommandContext[FileReassessment], _in_force: InForce
) -> Decided:
    """Take the third party's re-assessment."""
    current = state.exante.reassessment
    if current is None:
        return refusals.nothing_filed("再评估委托", "commission for a re-assessment")
    if act.actor.organisation != current.commissioned:
        return refusals.wrong_organisation(act.actor.organisation, current.commissioned)
    refusal = shared.assessed(state) or may_file(current.report, "再评估报告", "the re-assessment")
    return refusal or (Decision(ReassessmentFiled(**vars(act.command))),)


def commissioned(state: P, recorded: Recorded[ReassessmentCommissioned]) -> P:
    """Evolve by `exante.reassessment-commissioned`."""
    before, by = state.exante.reassessment, recorded.event.commissioned
    current = replace(before, commissioned=by) if before else Reassessment(by)
    return replace(state, exante=replace(state.exante, reassessment=current))


def reassessed(state: P, recorded: Recorded[ReassessmentFiled]) -> P:
    """Evolve by `exante.reassessment-filed`."""
    before = state.exante.reassessment
    if before is None:
        raise ValueError(f"{recorded.stream}: no re-assessment was commissioned")
    current = replace(before, report=filed(recorded, None))
    return replace(state, exante=replace(state.exante, reassessment=current))


def deciders(shared: Sharing) -> Deciders:
    """The acts of the re-assessment of a kind of subject."""
    return {
        CommissionReassessment: partial(commission, shared),
        FileReassessment: partial(file_reassessment, shared),
    }


EVOLVE: Evolvers = {ReassessmentCommissioned: commissioned, ReassessmentFiled: reassessed}
