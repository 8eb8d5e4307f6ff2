"""The filings of counties with the prefecture: dated reports, summary, use of results.

A report may be filed again before its review; the newest counts. A late report is marked, not
refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field

from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import ADDED, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.subjects.jurisdiction_year import due_dates
from domain.subjects.jurisdiction_year.counties import CountyAct, county_filing, unfit_node
from domain.subjects.jurisdiction_year.county_figures import CountyFigures, each_once
from domain.subjects.jurisdiction_year.filing_index import filed_at
from domain.subjects.jurisdiction_year.state import JurisdictionYear

Evidence = Annotated[tuple[Text, ...], Field(min_length=1, max_length=200)]


class FileReport(CountyAct, name="county-report.file", who={Role.FINANCE}):
    """File a county's report 报告, summary table 汇总表 and evidence 佐证材料 (KZ-041).

    `node` is the report's own day (AMB-31), as `county_report.due` gives it; where no rule or
    notice names one, a day of the work year.
    """

    node: Day
    report: Text
    summary_table: Text
    evidence: Evidence


class FileSummary(CountyAct, name="county-summary.file", who={Role.FINANCE, Role.GOVERNMENT}):
    """File the copy of a county's annual summary to the prefecture's leaders (KZ-050).

    `figures` are the county's own, which the prefecture's report adds up (KZ-051).
    """

    document: Text
    figures: CountyFigures | None = None


class FileResultsUse(CountyAct, name="county-results-use.file", who={Role.FINANCE}):
    """File a county's use of evaluation results for the record 备案 (KZ-031; it has no day)."""

    document: Text


class ReportFiled(Event, name="county-report.filed", version=1):
    """A county filed a report; `due` (inclusive) is null where nothing gives a day."""

    county: Code
    node: Day
    report: Text
    summary_table: Text
    evidence: Evidence
    due: Day | None = None
    late: bool


class SummaryFiled(Event, name="county-summary.filed", version=2):
    """A county filed its annual summary; `due` (inclusive) is null where nothing gives a day."""

    county: Code
    document: Text
    figures: Annotated[CountyFigures | None, ADDED] = None
    due: Day | None = None
    late: bool


class ResultsUseFiled(Event, name="county-results-use.filed", version=1):
    """A county filed its use of results; `due` (inclusive) is null where nothing gives a day."""

    county: Code
    document: Text
    due: Day | None = None
    late: bool


def file_report(
    state: JurisdictionYear, act: CommandContext[FileReport], in_force: InForce
) -> Decided:
    """Take a report by its node."""
    deadline = due_dates.key(due_dates.REPORT, act.command.county, act.command.node)
    found = county_filing(state, act, in_force, deadline, "报告", "the report")
    if isinstance(found, Refusal):
        return found
    refusal = unfit_node(state, act, in_force, due_dates.REPORT)
    if refusal:
        return refusal
    day, late = found
    event = ReportFiled(**dict(act.command), due=day.due, late=late)
    return (Decision(event, day.basis),)


def _once(
    event: Callable[..., Event], kind: str, zh: str, en: str
) -> Callable[[JurisdictionYear, CommandContext[Any], InForce], Decided]:
    """Take what a county files once in a year."""

    def decide(state: JurisdictionYear, act: CommandContext[Any], in_force: InForce) -> Decided:
        deadline = due_dates.key(kind, act.command.county)
        found = county_filing(state, act, in_force, deadline, zh, en)
        if isinstance(found, Refusal):
            return found
        day, late = found
        return (Decision(event(**dict(act.command), due=day.due, late=late), day.basis),)

    return decide


def figures_stand_once(
    _state: JurisdictionYear, act: CommandContext[FileSummary], _in_force: InForce
) -> Refusal | None:
    """No figure stands twice."""
    return each_once(act.command.figures or ())


def report_filed(state: JurisdictionYear, recorded: Recorded[ReportFiled]) -> JurisdictionYear:
    """Evolve by `county-report.filed`."""
    event = recorded.event
    return filed_at(state, recorded, due_dates.key(due_dates.REPORT, event.county, event.node))


def summary_filed(state: JurisdictionYear, recorded: Recorded[SummaryFiled]) -> JurisdictionYear:
    """Evolve by `county-summary.filed`."""
    code = recorded.event.county
    filed = filed_at(state, recorded, due_dates.key(due_dates.SUMMARY, code))
    return filed.with_county(replace(filed.counties[code], figures=recorded.event.figures or ()))


def results_use_filed(
    state: JurisdictionYear, recorded: Recorded[ResultsUseFiled]
) -> JurisdictionYear:
    """Evolve by `county-results-use.filed`."""
    return filed_at(state, recorded, due_dates.key(due_dates.RESULTS_USE, recorded.event.county))


DECIDE: Deciders = {
    FileReport: file_report,
    FileSummary: guarded_by(figures_stand_once)(
        _once(SummaryFiled, due_dates.SUMMARY, "年度总结", "the summary")
    ),
    FileResultsUse: _once(
        ResultsUseFiled, due_dates.RESULTS_USE, "结果应用情况", "the use of results"
    ),
}
EVOLVE: Evolvers = {
    ReportFiled: report_filed,
    SummaryFiled: summary_filed,
    ResultsUseFiled: results_use_filed,
}
