"""Ex-ante assessment 事前绩效评估: report, return, re-assessment, review."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Annotated, Any

from domain.decision import Act, Decided, Deciders, Decision, Evolvers, InForce, Recorded
from domain.filing import FilingStatus, filed, marked, may_file, may_review
from domain.frozen import replace
from domain.message import WITHHOLDABLE, Command, Event
from domain.project_year import refusals
from domain.project_year.own_sharing import PROJECT
from domain.project_year.sharing import P, Prepared, Sharing
from domain.refusal import Refusal
from domain.vocabulary import Points, ReviewResult, Role, Text, Yuan

REPORT = "exante.report"


class FileReport(Command, name="exante.file-report", who={Role.UNIT}):
    """File the assessment report; `dimensions` gives the finding on each dimension of the rules.

    `county_level_investment` is the county-level part of total investment, in yuan.
    """

    amount: Yuan
    dimensions: dict[str, Text]
    document: Text
    county_level_investment: Yuan | None = None
    specialised: bool = False


class ReturnReport(Command, name="exante.return", who={Role.FINANCE}):
    """Send the report back, with the reason."""

    reason: Text


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


class ReviewReport(Command, name="exante.review", who={Role.FINANCE}):
    """Review the report: 支持 or 不支持, and the score of 100 points."""

    result: ReviewResult
    score: Points
    reason: Text | None = None


class ReportFiled(Event, name="exante.report-filed", version=1):
    """The assessment report was filed; `amount` in yuan on `amount_basis`."""

    amount: Yuan
    amount_basis: Text
    dimensions: dict[str, Text]
    document: Text
    late: bool = False


class ReportReturned(Event, name="exante.returned", version=1):
    """The report was sent back."""

    reason: Annotated[Text, WITHHOLDABLE]


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


class ReportReviewed(Event, name="exante.reviewed", version=1):
    """The report was reviewed; `amount` in yuan on `amount_basis`."""

    result: ReviewResult
    score: Points
    amount: Yuan
    amount_basis: Text
    reason: Annotated[Text | None, WITHHOLDABLE] = None


def file_report(
    shared: Sharing, state: Prepared, act: Act[FileReport], in_force: InForce
) -> Decided:
    """Take the report when it speaks to every dimension (`exante.dimensions`)."""
    refusal = shared.assessed(state) or may_file(
        state.exante.report, "事前绩效评估报告", "the ex-ante report"
    )
    if refusal:
        return refusal
    command = act.command
    asked = in_force.ask("exante.dimensions", act.effective_on)
    absent = [name for name in asked.outcome or () if name not in command.dimensions]
    if absent:
        return refusals.missing(
            "dimensions",
            f"评估报告缺少维度：{'、'.join(absent)}，请补充后重新填报。",
            f"the report lacks {', '.join(absent)}: add them and file again.",
            asked,
        )
    day, late = shared.lateness(state, act, in_force, REPORT, state.exante.report)
    event = ReportFiled(
        amount=command.amount,
        amount_basis="requested",
        dimensions=command.dimensions,
        document=command.document,
        late=late,
    )
    return (Decision(event, (asked, *day.basis)),)


def return_report(
    shared: Sharing, state: Prepared, act: Act[ReturnReport], _in_force: InForce
) -> Decided:
    """Send the report back to the unit."""
    return _may_review(shared, state, act) or (Decision(ReportReturned(reason=act.command.reason)),)


def commission(
    shared: Sharing, state: Prepared, act: Act[CommissionReassessment], in_force: InForce
) -> Decided:
    """Commission a re-assessment where the rules allow one (`exante.reassessment`)."""
    refusal = _may_review(shared, state, act)
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
    return (Decision(ReassessmentCommissioned(**command.model_dump()), (answer,)),)


def file_reassessment(
    shared: Sharing, state: Prepared, act: Act[FileReassessment], _in_force: InForce
) -> Decided:
    """Take the third party's re-assessment."""
    commissioned_party = state.exante.reassessment_commissioned
    if commissioned_party is None:
        return refusals.nothing_filed("再评估委托", "commission for a re-assessment")
    if act.actor.organisation != commissioned_party:
        return refusals.wrong_organisation(act.actor.organisation, commissioned_party)
    refusal = shared.assessed(state) or may_file(
        state.exante.reassessment, "再评估报告", "the re-assessment"
    )
    return refusal or (Decision(ReassessmentFiled(**act.command.model_dump())),)


def review(shared: Sharing, state: Prepared, act: Act[ReviewReport], in_force: InForce) -> Decided:
    """Record the bureau's review; what follows from it is asked at the gate."""
    exante = state.exante
    refusal = _may_review(shared, state, act)
    if refusal:
        return refusal
    if exante.reassessment_commissioned and exante.reassessment is None:
        return refusals.wrong_phase(
            "已委托第三方再评估，请待再评估报告提交后审核。",
            "a re-assessment is under way: review after it is filed.",
        )
    command = act.command
    answer = in_force.ask(
        "exante.gate", act.effective_on, report_filed=True, review_result=command.result.value
    )
    event = ReportReviewed(
        result=command.result,
        score=command.score,
        amount=exante.amount or Decimal(0),
        amount_basis="requested",
        reason=command.reason,
    )
    return (Decision(event, (answer,)),)


def _may_review(shared: Sharing, state: Prepared, act: Act[Any]) -> Refusal | None:
    return shared.assessed(state) or may_review(
        state.exante.report, act, "事前绩效评估报告", "ex-ante report"
    )


def report_filed(state: P, recorded: Recorded[ReportFiled]) -> P:
    """Evolve by `exante.report-filed`."""
    report = filed(recorded, state.exante.report)
    return replace(state, exante=replace(state.exante, report=report, amount=recorded.event.amount))


def report_returned(state: P, _recorded: Recorded[ReportReturned]) -> P:
    """Evolve by `exante.returned`."""
    report = marked(state.exante.report, FilingStatus.RETURNED)
    return replace(state, exante=replace(state.exante, report=report))


def commissioned(state: P, recorded: Recorded[ReassessmentCommissioned]) -> P:
    """Evolve by `exante.reassessment-commissioned`."""
    by = recorded.event.commissioned
    return replace(state, exante=replace(state.exante, reassessment_commissioned=by))


def reassessed(state: P, recorded: Recorded[ReassessmentFiled]) -> P:
    """Evolve by `exante.reassessment-filed`."""
    return replace(state, exante=replace(state.exante, reassessment=filed(recorded, None)))


def reviewed(state: P, recorded: Recorded[ReportReviewed]) -> P:
    """Evolve by `exante.reviewed`."""
    report = marked(state.exante.report, FilingStatus.REVIEWED)
    event = recorded.event
    return replace(
        state,
        exante=replace(state.exante, report=report, result=event.result, score=event.score),
    )


def deciders(shared: Sharing) -> Deciders:
    """The acts of the ex-ante assessment of a kind of subject."""
    return {
        FileReport: partial(file_report, shared),
        ReturnReport: partial(return_report, shared),
        CommissionReassessment: partial(commission, shared),
        FileReassessment: partial(file_reassessment, shared),
        ReviewReport: partial(review, shared),
    }


DECIDE = deciders(PROJECT)
EVOLVE: Evolvers = {
    ReportFiled: report_filed,
    ReportReturned: report_returned,
    ReassessmentCommissioned: commissioned,
    ReassessmentFiled: reassessed,
    ReportReviewed: reviewed,
}
