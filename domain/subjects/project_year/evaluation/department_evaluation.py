"""Department evaluation 部门评价 of a selected project: the department reports, finance reviews."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

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
from domain.kernel.vocabulary import Code, Day, Points, Role, Text, Yuan
from domain.shared.filings.delegation import for_unit
from domain.shared.filings.filing import Assessed, assessed, filed, may_file, may_review
from domain.shared.filings.grading import GradeId, graded
from domain.subjects.project_year.deadlines.due_dates import DEPARTMENT_REPORT
from domain.subjects.project_year.evaluation.report_scores import (
    ReportIndicators,
    check_report,
    score_of,
)
from domain.subjects.project_year.evaluation.state import Selection
from domain.subjects.project_year.feedback.loop import asked_after
from domain.subjects.project_year.filings.lateness import lateness
from domain.subjects.project_year.guards import budgeted
from domain.subjects.project_year.state import ProjectYear

_ZH, _EN = "部门评价报告", "department evaluation report"


class MarkSelected(Command, name="department-evaluation.mark-selected", who={Role.SYSTEM}):
    """The unit's year selected this project for department evaluation."""

    unit: Code


class FileReport(Command, name="department-evaluation.file-report", who={Role.DEPARTMENT}):
    """File the report: the maxima of its indicators sum to 100, its score is the sum of points."""

    indicators: ReportIndicators
    document: Text


class ReturnReport(
    Command, name="department-evaluation.return", who={Role.FINANCE}, reads_past=True
):
    """Send the report back, with the reason."""

    reason: Text


class ReviewReport(Command, name="department-evaluation.review", who={Role.FINANCE}):
    """Review the report; its grade follows from its score."""

    opinion: Text | None = None


class MarkedSelected(Event, name="department-evaluation.marked-selected", version=1):
    """The project is in the unit's selection for department evaluation."""

    unit: Code


class ReportFiled(Event, name="department-evaluation.report-filed", version=2):
    """The report was filed; `score` is the sum of its points."""

    indicators: ReportIndicators
    document: Text
    score: Points
    due: Day | None = None
    notice: Text | None = None
    late: bool


class ReportReturned(Event, name="department-evaluation.returned", version=1):
    """The report was sent back."""

    reason: Annotated[Text, WITHHOLDABLE]


class ReportReviewed(Event, name="department-evaluation.reviewed", version=1):
    """The report was reviewed; `executed` is the amount evaluated, in yuan, where known."""

    score: Points
    grade: GradeId | None = None
    executed: Yuan | None = None
    executed_basis: Literal["executed"] = "executed"
    opinion: Annotated[Text | None, WITHHOLDABLE] = None


def mark_selected(
    state: ProjectYear, act: CommandContext[MarkSelected], _in_force: InForce
) -> Decided:
    """Mark the project once; the selection's own event is the cause."""
    if state.evaluation.selected is not None:
        return ()
    unit = act.command.unit
    if unit != state.known.unit:
        return refusals.wrong_organisation(unit, state.known.unit)
    return budgeted(state) or (Decision(MarkedSelected(unit=unit)),)


def project_is_selected(
    state: ProjectYear, _act: CommandContext[FileReport], _in_force: InForce
) -> Refusal | None:
    """The unit's year selected the project for department evaluation."""
    if state.evaluation.selected is not None:
        return None
    return refusals.wrong_phase(
        "本项目未被选入部门评价，请先在部门年度中选取（department-evaluation.select）。",
        "the project is not selected for department evaluation: it is selected in the "
        "unit's year first (department-evaluation.select).",
    )


def actor_is_of_the_department(
    state: ProjectYear, act: CommandContext[FileReport], in_force: InForce
) -> Refusal | None:
    """The actor acts for the unit that selected the project."""
    selected = state.evaluation.selected
    department = selected.unit if selected else None
    return for_unit(state, act, in_force, department or state.known.unit)


def no_report_stands(
    state: ProjectYear, _act: CommandContext[FileReport], _in_force: InForce
) -> Refusal | None:
    """No report waits or is reviewed."""
    return may_file(state.evaluation.department.filing, _ZH, _EN)


def maxima_sum_to_100(
    _state: ProjectYear, act: CommandContext[FileReport], _in_force: InForce
) -> Refusal | None:
    """The maxima of the indicators sum to 100, and no indicator exceeds its maximum."""
    return check_report(act.command.indicators)


@guarded_by(project_is_selected, actor_is_of_the_department, no_report_stands, maxima_sum_to_100)
def file_report(state: ProjectYear, act: CommandContext[FileReport], in_force: InForce) -> Decided:
    """Accept the report of the department that selected the project; a late report is marked."""
    before = state.evaluation.department
    day, late = lateness(state, act, in_force, DEPARTMENT_REPORT, before.filing)
    event = ReportFiled(
        **vars(act.command),
        score=score_of(act.command.indicators),
        due=day.due,
        notice=day.notice,
        late=late,
    )
    return (Decision(event, day.basis),)


def return_report(
    state: ProjectYear, act: CommandContext[ReturnReport], _in_force: InForce
) -> Decided:
    """Send the report back to the department."""
    refusal = may_review(state.evaluation.department.filing, act, _ZH, _EN)
    return refusal or (Decision(ReportReturned(reason=act.command.reason)),)


def review(state: ProjectYear, act: CommandContext[ReviewReport], in_force: InForce) -> Decided:
    """Review the report; the score stands and gives the grade."""
    report = state.evaluation.department
    refusal = may_review(report.filing, act, _ZH, _EN)
    if refusal:
        return refusal
    grade, basis = graded(report.score, act, in_force)
    event = ReportReviewed(
        score=report.score or Decimal(0),
        grade=grade,
        executed=executed_of(state),
        opinion=act.command.opinion,
    )
    fed_back = asked_after(state, act, in_force, "department_evaluation", grade)
    return (Decision(event, basis), *fed_back)


def executed_of(state: ProjectYear) -> Decimal | None:
    """The amount executed, in yuan: as self-evaluated, else as imported."""
    itself = state.evaluation.itself
    return state.executed if itself.executed is None else itself.executed


def marked_selected(state: ProjectYear, recorded: Recorded[MarkedSelected]) -> ProjectYear:
    """Evolve by `department-evaluation.marked-selected`."""
    return state.evaluated(selected=Selection(recorded.id, recorded.event.unit))


def report_filed(state: ProjectYear, recorded: Recorded[ReportFiled]) -> ProjectYear:
    """Evolve by `department-evaluation.report-filed`."""
    filing = filed(recorded, state.evaluation.department.filing)
    return state.evaluated(department=Assessed(filing, score=recorded.event.score))


def report_returned(state: ProjectYear, _recorded: Recorded[ReportReturned]) -> ProjectYear:
    """Evolve by `department-evaluation.returned`."""
    return state.evaluated(department=assessed(state.evaluation.department).returned())


def report_reviewed(state: ProjectYear, recorded: Recorded[ReportReviewed]) -> ProjectYear:
    """Evolve by `department-evaluation.reviewed`."""
    report = assessed(state.evaluation.department).graded(recorded.event.grade)
    return state.found(recorded.id, department=report)


DECIDE: Deciders = {
    MarkSelected: mark_selected,
    FileReport: file_report,
    ReturnReport: return_report,
    ReviewReport: review,
}
EVOLVE: Evolvers = {
    MarkedSelected: marked_selected,
    ReportFiled: report_filed,
    ReportReturned: report_returned,
    ReportReviewed: report_reviewed,
}
