"""Ex-ante assessment 事前绩效评估: report, return, review; a re-assessment may come in between."""

from __future__ import annotations

from functools import partial
from typing import Annotated

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
from domain.kernel.message import ADDED, WITHHOLDABLE, Command, Event
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, Points, ReviewResult, Role, Text, Yuan
from domain.shared.filings import amounts
from domain.shared.filings.filing import FilingStatus, filed, may_file
from domain.subjects.project_year import refusals
from domain.subjects.project_year.exante import reassessment
from domain.subjects.project_year.exante.reassessment import (
    assessment_is_not_over,
    report_waits_for_another,
)
from domain.subjects.project_year.exante.state import Report, Review
from domain.subjects.project_year.own_sharing import PROJECT
from domain.subjects.project_year.policy_sharing import P, Prepared, Sharing

REPORT = "exante.report"


class FileReport(Command, name="exante.file-report", who={Role.UNIT}):
    """File the assessment report; `dimensions` gives the finding on each dimension of the rules.

    `county_level_investment` is the county-level part of total investment, in yuan;
    `amount_confirmed` is the reason for an amount that is far from the other amounts.
    """

    amount: Yuan
    dimensions: dict[str, Text]
    document: Text
    county_level_investment: Yuan | None = None
    specialised: bool = False
    amount_confirmed: Text | None = None


class ReturnReport(Command, name="exante.return", who={Role.FINANCE}, reads_past=True):
    """Send the report back, with the reason."""

    reason: Text


class ReviewReport(Command, name="exante.review", who={Role.FINANCE}):
    """Review the report: 支持 or 不支持, and the score of 100 points."""

    result: ReviewResult
    score: Points
    reason: Text | None = None


class ReportFiled(Event, name="exante.report-filed", version=2):
    """The assessment report was filed; `amount` in yuan on `amount_basis`.

    `due` is inclusive, null where nothing gave a date.
    """

    amount: Yuan
    amount_basis: Text
    dimensions: dict[str, Text]
    document: Text
    due: Annotated[Day | None, ADDED] = None
    late: bool = False


class ReportReturned(Event, name="exante.returned", version=1):
    """The report was sent back."""

    reason: Annotated[Text, WITHHOLDABLE]


class ReportReviewed(Event, name="exante.reviewed", version=1):
    """The report was reviewed; `amount` in yuan on `amount_basis`."""

    result: ReviewResult
    score: Points
    amount: Yuan
    amount_basis: Text
    reason: Annotated[Text | None, WITHHOLDABLE] = None


def no_report_stands(
    _shared: Sharing, state: Prepared, _act: CommandContext[FileReport], _in_force: InForce
) -> Refusal | None:
    """No report waits or is reviewed."""
    return may_file(state.exante.filing, "事前绩效评估报告", "the ex-ante report")


def no_reassessment_is_awaited(
    _shared: Sharing, state: Prepared, _act: CommandContext[ReviewReport], _in_force: InForce
) -> Refusal | None:
    """A re-assessment that was commissioned is filed."""
    current = state.exante.reassessment
    if current is None or current.report is not None:
        return None
    return refusals.wrong_phase(
        "已委托第三方再评估，请待再评估报告提交后审核。",
        "a re-assessment is under way: review after it is filed.",
    )


def amount_fits_the_others(
    shared: Sharing, state: Prepared, act: CommandContext[FileReport], _in_force: InForce
) -> Refusal | None:
    """The amount is not far from the other amounts, or it is confirmed."""
    return amounts.held(act, shared.amounts(state), "amount")


@guarded_by(assessment_is_not_over, no_report_stands, for_new_acts(amount_fits_the_others))
def file_report(
    shared: Sharing, state: Prepared, act: CommandContext[FileReport], in_force: InForce
) -> Decided:
    """Take the report when it speaks to every dimension (`exante.dimensions`)."""
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
    day, late = shared.lateness(state, act, in_force, REPORT, state.exante.filing)
    event = ReportFiled(
        amount=command.amount,
        amount_basis="requested",
        dimensions=command.dimensions,
        document=command.document,
        due=day.due,
        late=late,
    )
    confirmed = amounts.confirmed(act, shared.amounts(state), "amount")
    return (Decision(event, (asked, *day.basis)), *confirmed)


@guarded_by(assessment_is_not_over, report_waits_for_another)
def return_report(
    _shared: Sharing, _state: Prepared, act: CommandContext[ReturnReport], _in_force: InForce
) -> Decided:
    """Send the report back to the unit."""
    return (Decision(ReportReturned(reason=act.command.reason)),)


@guarded_by(assessment_is_not_over, report_waits_for_another, no_reassessment_is_awaited)
def review(
    _shared: Sharing, state: Prepared, act: CommandContext[ReviewReport], in_force: InForce
) -> Decided:
    """Record the bureau's review; `exante.gate` says where it leads."""
    command = act.command
    answer = in_force.ask(
        "exante.gate", act.effective_on, report_filed=True, review_result=command.result.value
    )
    event = ReportReviewed(
        result=command.result,
        score=command.score,
        amount=state.exante.filed.amount,
        amount_basis="requested",
        reason=command.reason,
    )
    return (Decision(event, (answer,)),)


def report_filed(state: P, recorded: Recorded[ReportFiled]) -> P:
    """Evolve by `exante.report-filed`."""
    report = Report(filed(recorded, state.exante.filing), recorded.event.amount)
    return replace(state, exante=replace(state.exante, report=report))


def report_returned(state: P, _recorded: Recorded[ReportReturned]) -> P:
    """Evolve by `exante.returned`."""
    report = state.exante.filed.marked(FilingStatus.RETURNED)
    return replace(state, exante=replace(state.exante, report=report))


def reviewed(state: P, recorded: Recorded[ReportReviewed]) -> P:
    """Evolve by `exante.reviewed`."""
    event, report = recorded.event, state.exante.filed.marked(FilingStatus.REVIEWED)
    report = replace(report, review=Review(event.result, event.score))
    return replace(state, exante=replace(state.exante, report=report))


def deciders(shared: Sharing) -> Deciders:
    """The acts of the ex-ante assessment of a kind of subject."""
    return {
        FileReport: partial(file_report, shared),
        ReturnReport: partial(return_report, shared),
        ReviewReport: partial(review, shared),
        **reassessment.deciders(shared),
    }


DECIDE = deciders(PROJECT)
EVOLVE: Evolvers = {
    ReportFiled: report_filed,
    ReportReturned: report_returned,
    ReportReviewed: reviewed,
    **reassessment.EVOLVE,
}
