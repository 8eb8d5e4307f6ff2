"""Which events the trail keeps, by the kind of subject, and what each of them says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.deadlines import Extended, Passed
from domain.decision import Recorded
from domain.disclosure import Published
from domain.jurisdiction_year import county_reports, direct_funds, year_summaries
from domain.jurisdiction_year import days as year_days
from domain.jurisdiction_year.county_appraisal import CountyScored
from domain.message import Event
from domain.missed import given_late
from domain.notices import DaySet
from domain.project_year import days as project_days
from domain.project_year import exante, monitoring, monitoring_review, targets
from domain.project_year import rectification as rectifying
from domain.project_year.authenticity import FindingRecorded
from domain.project_year.department_evaluation import ReportFiled, ReportReviewed
from domain.project_year.key_evaluation_review import Finalised
from domain.project_year.self_evaluation import SelfEvaluationFiled, SelfEvaluationReviewed
from domain.unit_year import days as unit_days
from domain.unit_year import monitoring as overall_monitoring
from domain.unit_year import self_evaluation as overall_evaluation
from domain.unit_year import targets as overall_targets
from domain.unit_year.selection import ProjectsSelected
from domain.unit_year.state import UnitYear
from domain.vocabulary import Role
from projections.dated import DATED
from projections.trail import LATE, Keep, Trail, files, files_as, files_at_node, reviews, settles


def note(trail: Trail, recorded: Recorded[Any], state: Any) -> None:
    """Keep what an event says; `state` is the subject's before it."""
    trail.last_at = recorded.recorded_at
    keep = _KEEP.get(type(recorded.event))
    if keep is not None:
        keep(trail, recorded, state)


def _target_returned(trail: Trail, recorded: Recorded[Any], state: Any) -> None:
    if not state.target.is_approved:  # else an adjustment was sent back
        trail.settled["target.review"] = (recorded.effective_on, Role.FINANCE)


def _published(trail: Trail, recorded: Recorded[Published], state: Any) -> None:
    if isinstance(state, UnitYear):  # a notice gives days to what units publish
        event = recorded.event
        trail.settled[f"disclosure.{event.artefact}"] = (event.published_on, event.by)


def _rectified(trail: Trail, recorded: Recorded[Any], _state: Any) -> None:
    event = recorded.event
    deadline = year_days.key(year_days.RECTIFICATION, f"{event.county}.{event.number}")
    trail.settled[deadline] = (recorded.effective_on, Role.FINANCE)


def _passed(trail: Trail, recorded: Recorded[Passed], _state: Any) -> None:
    event = recorded.event
    before = trail.passed.get(event.deadline, frozenset())
    late = given_late(event.step, event.planned, recorded.recorded_at)
    step = f"{event.step}{LATE}" if late else event.step
    trail.passed[event.deadline] = before | {(event.due, step)}


def _day_set(trail: Trail, recorded: Recorded[DaySet], _state: Any) -> None:
    trail.noticed[recorded.event.deadline] = recorded.event.document


def _extended(trail: Trail, recorded: Recorded[Extended], state: Any) -> None:
    event = recorded.event
    filing = DATED[type(state)].filing_at(state, event.deadline)
    if filing is not None and filing.open:  # what waits for review is judged by the new day
        trail.judged[event.deadline] = event.until


def _of_county(kind: str) -> Keep:
    return files_as(lambda event: (year_days.key(kind, event.county),))


def _of_county_at_node(kind: str) -> Keep:
    return files_as(lambda event: (year_days.key(kind, event.county, event.node),))


_OF_PROJECTS: Mapping[type[Event], Keep] = {
    exante.ReportReturned: settles("exante.review"),
    exante.ReportReviewed: settles("exante.review"),
    targets.TargetReturned: _target_returned,
    targets.TargetApproved: settles("target.review"),
    monitoring.ResultFiled: files_at_node(project_days.RESULT),
    monitoring.ResultReturned: reviews(project_days.REVIEW),
    monitoring_review.Reviewed: reviews(project_days.REVIEW),
    rectifying.Reported: files_at_node(project_days.RECTIFICATION),
    rectifying.Accepted: reviews("rectification.review"),
    rectifying.Rejected: reviews("rectification.review"),
    SelfEvaluationFiled: files(project_days.SELF_EVALUATION),
    ReportFiled: files(project_days.DEPARTMENT_REPORT),
    SelfEvaluationReviewed: settles(project_days.FINANCE_REVIEW),
    ReportReviewed: settles(project_days.FINANCE_REVIEW),
    FindingRecorded: settles(project_days.AUTHENTICITY),
    Finalised: settles(project_days.KEY_EVALUATION),
}
_OF_UNITS: Mapping[type[Event], Keep] = {
    overall_targets.OverallTargetFiled: files(unit_days.TARGET),
    overall_targets.OverallTargetReturned: settles(unit_days.TARGET_REVIEW),
    overall_targets.OverallTargetApproved: settles(unit_days.TARGET_REVIEW),
    overall_monitoring.OverallMonitoringFiled: files_at_node(unit_days.MONITORING),
    overall_monitoring.OverallMonitoringReturned: reviews(unit_days.MONITORING_REVIEW),
    overall_monitoring.OverallMonitoringReviewed: reviews(unit_days.MONITORING_REVIEW),
    overall_evaluation.OverallSelfEvaluationFiled: files(unit_days.SELF_EVALUATION),
    overall_evaluation.OverallSelfEvaluationReturned: settles(unit_days.SELF_EVALUATION_REVIEW),
    overall_evaluation.OverallSelfEvaluationReviewed: settles(unit_days.SELF_EVALUATION_REVIEW),
    ProjectsSelected: settles(unit_days.SELECTION, Role.DEPARTMENT),
}
_OF_WORK_YEARS: Mapping[type[Event], Keep] = {
    county_reports.ReportFiled: _of_county_at_node(year_days.REPORT),
    CountyScored: _of_county_at_node(year_days.APPRAISAL),
    county_reports.SummaryFiled: _of_county(year_days.SUMMARY),
    county_reports.ResultsUseFiled: _of_county(year_days.RESULTS_USE),
    year_summaries.SpecialBudgetsFiled: files_as(
        lambda event: (year_days.key(year_days.SPECIAL, budget) for budget in event.budget_types)
    ),
    year_summaries.SummaryIssued: files(year_days.PREFECTURE),
    direct_funds.RectificationAccepted: _rectified,
}
_KEEP: dict[type[Event], Keep] = {
    **_OF_PROJECTS,
    **_OF_UNITS,
    **_OF_WORK_YEARS,
    Published: _published,
    Passed: _passed,
    Extended: _extended,
    DaySet: _day_set,
}
