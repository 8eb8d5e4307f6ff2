"""Ex-ante assessment 事前绩效评估: report, return, review; a re-assessment may come in between."""

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
from domain.kernel.message import ADDED, WITHHOLDABLE, Command, Event
from domain.kernel.policies import for_new_acts, from_version, guarded_by
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


class FileReport(Command, name="exante.file-report", who={Role.UNIT}, version=2):
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


class ReviewReport(Command, name="exante.review", who={Role.FINANCE}, version=2):
    """Review the report: 支持 or 不支持, and the score of 100 points.

    Where the re-assessment came to 不支持, 支持 needs a `reason`.
    """

    result: ReviewResult
    score: Points
    reason: Text | None = None


class ReportFiled(Event, name="exante.report-filed", version=3):
    """The assessment report was filed; `amount` in yuan on `amount_basis`.

    `due` is inclusive, null where nothing gave a date. The investment of county level and the
    speciality are as declared, null where they were not.
    """

    amount: Yuan
    amount_basis: Text
    dimensions: dict[str, Text]
    document: Text
    due: Annotated[Day | None, ADDED] = None
    late: bool = False
    county_level_investment: Yuan | None = None
    specialised: bool | None = None


class ReportReturned(Event, name="exante.returned", version=1):
    """The report was sent back."""

    reason: Annotated[Text, WITHHOLDABLE]


class ReportReviewed(Event, name="exante.reviewed", version=2):
    """The report was reviewed; `amount` in yuan on `amount_basis`.

    `against` is the result of the re-assessment where that is another; null where none is.
    """

    result: ReviewResult
    score: Points
    amount: Yuan
    amount_basis: Text
    reason: Annotated[Text | None, WITHHOLDABLE] = None
    against: ReviewResult | None = None


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
        **(_declared(command) if act.version >= FileReport.version else {}),
    )
    confirmed = amounts.confirmed(act, shared.amounts(state), "amount")
    return (Decision(event, (asked, *day.basis)), *confirmed)


def _declared(command: FileReport) -> dict[str, Any]:
    """What the unit declares for a re-assessment; no word on it is none."""
    investment, specialised = command.county_level_investment, command.specialised
    said = investment is not None or specialised
    return {"county_level_investment": investment, "specialised": specialised if said else None}


@guarded_by(assessment_is_not_over, report_waits_for_another)
def return_report(
    _shared: Sharing, _state: Prepared, act: CommandContext[ReturnReport], _in_force: InForce
) -> Decided:
    """Send the report back to the unit."""
    return (Decision(ReportReturned(reason=act.command.reason)),)


def contradiction_is_explained(
    _shared: Sharing, state: Prepared, act: CommandContext[ReviewReport], _in_force: InForce
) -> Refusal | None:
    """支持 against a re-assessment of 不支持 has a reason."""
    command, found = act.command, state.exante.reassessed
    refused = (found, command.result) == (ReviewResult.NOT_SUPPORT, ReviewResult.SUPPORT)
    if not refused or command.reason is not None:
        return None
    return refusals.missing(
        "reason",
        "第三方再评估结论为“不支持”，审核结果为“支持”的，须说明理由。",
        "the re-assessment came to 不支持: 支持 needs a reason.",
    )


@guarded_by(
    assessment_is_not_over,
    report_waits_for_another,
    no_reassessment_is_awaited,
    from_version(2, contradiction_is_explained),
)
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
        against=_against(state, act),
    )
    return (Decision(event, (answer,)),)


def _against(state: Prepared, act: CommandContext[ReviewReport]) -> ReviewResult | None:
    """The result of the re-assessment, where the review comes to another."""
    found = state.exante.reassessed
    same = found == act.command.result or act.version < ReviewReport.version
    return None if same else found


def report_filed(state: P, recorded: Recorded[ReportFiled]) -> P:
    """Evolve by `exante.report-filed`."""
    event = recorded.event
    report = Report(
        filed(recorded, state.exante.filing),
        event.amount,
        investment=event.county_level_investment,
        specialised=event.specialised,
    )
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
