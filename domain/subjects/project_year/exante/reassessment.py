"""Re-assessment 再评估: a third party assesses again, between the ex-ante report and its review."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

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
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import from_version, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Points, ReviewResult, Role, Text, Yuan
from domain.shared.filings.filing import filed, may_file, may_review
from domain.subjects.project_year import refusals
from domain.subjects.project_year.exante.state import Reassessment
from domain.subjects.project_year.policy_sharing import P, Prepared, Sharing


class CommissionReassessment(
    Command, name="exante.commission-reassessment", who={Role.FINANCE}, version=2
):
    """Have a third party assess again; `commissioned` is its organisation's id.

    The investment of county level, in yuan, and the speciality are confirmed as the unit declared
    them in its report, or corrected with a `reason`.
    """

    commissioned: Text
    county_level_investment: Yuan
    specialised: bool = False
    reason: Text | None = None


class FileReassessment(Command, name="exante.file-reassessment", who={Role.THIRD_PARTY}):
    """File the third party's re-assessment; `score` of 100 points."""

    score: Points
    result: ReviewResult
    document: Text


class ReassessmentCommissioned(Event, name="exante.reassessment-commissioned", version=2):
    """A third party was asked to assess again.

    What the unit declared stands beside what finance confirmed; null where it declared nothing.
    """

    commissioned: Text
    county_level_investment: Yuan
    specialised: bool
    declared_investment: Yuan | None = None
    declared_specialised: bool | None = None
    reason: Annotated[Text | None, WITHHOLDABLE] = None


class ReassessmentFiled(Event, name="exante.reassessment-filed", version=1):
    """The third party's re-assessment was filed."""

    score: Points
    result: ReviewResult
    document: Text


def assessment_is_not_over(
    shared: Sharing, state: Prepared, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The ex-ante assessment of the subject is not over."""
    return shared.assessed(state)


def report_waits_for_another(
    _shared: Sharing, state: Prepared, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A report waits for its review, and another person than the actor filed it."""
    return may_review(state.exante.filing, act, "事前绩效评估报告", "ex-ante report")


def reassessment_is_commissioned(
    _shared: Sharing, state: Prepared, _act: CommandContext[FileReassessment], _in_force: InForce
) -> Refusal | None:
    """A third party is commissioned to assess again."""
    if state.exante.reassessment is not None:
        return None
    return refusals.wrong_phase(
        "尚未委托再评估，请先由财政部门委托（exante.commission-reassessment）。",
        "no re-assessment is commissioned: finance commissions it first "
        "(exante.commission-reassessment).",
    )


def actor_is_commissioned(
    _shared: Sharing, state: Prepared, act: CommandContext[FileReassessment], _in_force: InForce
) -> Refusal | None:
    """The actor belongs to the commissioned organisation."""
    current, theirs = state.exante.reassessment, act.actor.organisation
    if current is None or theirs == current.commissioned:
        return None
    return refusals.wrong_organisation(theirs, current.commissioned)


def no_reassessment_stands(
    _shared: Sharing, state: Prepared, _act: CommandContext[FileReassessment], _in_force: InForce
) -> Refusal | None:
    """The re-assessment is filed once."""
    current = state.exante.reassessment
    return may_file(current.report if current else None, "再评估报告", "the re-assessment")


def declared_is_confirmed_or_corrected_with_a_reason(
    _shared: Sharing,
    state: Prepared,
    act: CommandContext[CommissionReassessment],
    _in_force: InForce,
) -> Refusal | None:
    """Finance confirms what the unit declared, or gives the reason for another figure."""
    command, report = act.command, state.exante.report
    declared = (report.investment, report.specialised) if report else (None, None)
    said = (command.county_level_investment, command.specialised)
    same = all(own is None or own == theirs for own, theirs in zip(declared, said, strict=True))
    if same or command.reason is not None:
        return None
    return refusals.missing(
        "reason",
        "县本级总投资或专业性与单位申报不一致，请说明核定理由。",
        "the investment of county level or the speciality is not what the unit declared: give the "
        "reason.",
    )


@guarded_by(
    assessment_is_not_over,
    report_waits_for_another,
    from_version(2, declared_is_confirmed_or_corrected_with_a_reason),
)
def commission(
    _shared: Sharing,
    state: Prepared,
    act: CommandContext[CommissionReassessment],
    in_force: InForce,
) -> Decided:
    """Commission a re-assessment where the rules allow one (`exante.reassessment`)."""
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
    report = state.exante.report if act.version >= CommissionReassessment.version else None
    event = ReassessmentCommissioned(
        **vars(command),
        declared_investment=report.investment if report else None,
        declared_specialised=report.specialised if report else None,
    )
    return (Decision(event, (answer,)),)


@guarded_by(
    reassessment_is_commissioned,
    actor_is_commissioned,
    assessment_is_not_over,
    no_reassessment_stands,
)
def file_reassessment(
    _shared: Sharing, _state: Prepared, act: CommandContext[FileReassessment], _in_force: InForce
) -> Decided:
    """Take the third party's re-assessment."""
    return (Decision(ReassessmentFiled(**vars(act.command))),)


def commissioned(state: P, recorded: Recorded[ReassessmentCommissioned]) -> P:
    """Evolve by `exante.reassessment-commissioned`."""
    before, by = state.exante.reassessment, recorded.event.commissioned
    current = replace(before, commissioned=by, before=before) if before else Reassessment(by)
    return replace(state, exante=replace(state.exante, reassessment=current))


def reassessed(state: P, recorded: Recorded[ReassessmentFiled]) -> P:
    """Evolve by `exante.reassessment-filed`."""
    before = state.exante.reassessment
    if before is None:
        raise ValueError(f"{recorded.stream}: no re-assessment was commissioned")
    current = replace(before, report=filed(recorded, None), result=recorded.event.result)
    return replace(state, exante=replace(state.exante, reassessment=current))


def deciders(shared: Sharing) -> Deciders:
    """The acts of the re-assessment of a kind of subject."""
    return {
        CommissionReassessment: partial(commission, shared),
        FileReassessment: partial(file_reassessment, shared),
    }


EVOLVE: Evolvers = {ReassessmentCommissioned: commissioned, ReassessmentFiled: reassessed}
