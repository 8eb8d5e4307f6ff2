"""Undoing acts of the bureau in its work year: what rests on each, and the state without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from domain.kernel.decider import Deciders, Evolvers, Member
from domain.kernel.message import Command, Event
from domain.shared.filings import undoing
from domain.shared.filings.filing import FilingStatus, is_reviewed, stands
from domain.shared.filings.undoable import Becomes, Following, Reached, Undoable, Undoing
from domain.shared.people.exception_grants import ExceptionGranted, GrantException
from domain.subjects.jurisdiction_year import (
    accountability,
    authenticity_draw,
    closing,
    counties,
    county_appraisal,
    county_reports,
    direct_funds,
    due_dates,
    key_selection,
    plan,
    records,
    sheets,
    year_summaries,
)
from domain.subjects.jurisdiction_year.catalogue import CATALOGUE
from domain.subjects.jurisdiction_year.filing_index import filing_at, with_filing
from domain.subjects.jurisdiction_year.state import County, JurisdictionYear, Problem


def _nothing(_state: JurisdictionYear, _of: str) -> Iterator[str]:
    yield from ()


def _on_plan(state: JurisdictionYear, _of: str) -> Iterator[str]:
    """Objects of the plan are selected."""
    if state.selections:
        yield key_selection.SelectForKeyEvaluation.name


def _on_exception(state: JurisdictionYear, of: str) -> Iterator[str]:
    """The plan rests on the exception."""
    if state.plan is not None and state.plan.exception == of:
        yield plan.SetPlan.name


def _on_direct_funds(state: JurisdictionYear, of: str) -> Iterator[str]:
    """A problem that was found is rectified already."""
    for number, problem in _found_by_newest(state.counties[of]).items():
        if problem.rectified:
            yield f"direct-funds.accept-rectification:{of}.{number}"


def _falling(state: JurisdictionYear, of: str) -> Iterator[str]:
    """The problems that were pushed and are not rectified."""
    for number, problem in _found_by_newest(state.counties[of]).items():
        if not problem.rectified:
            yield due_dates.key(due_dates.RECTIFICATION, f"{of}.{number}")


def _found_by_newest(county: County) -> Mapping[int, Problem]:
    found = county.problems.items()
    return {at: one for at, one in found if one.review == county.reviewed and not one.cancelled}


def _on_selected(member: Member) -> str | None:
    """The evaluation of a selected project is under way, or its grade rests on that."""
    newest: str | None = member.facts.get("key_evaluation")
    return _GRADE if newest and member.facts.get("grade_source") == "finance" else newest


def _on_drawn(member: Member) -> str | None:
    """The check of a drawn project has a finding, on which its grade may rest."""
    if not member.facts.get("checked"):
        return None
    return _GRADE if member.facts.get("grade") else "authenticity.record-finding"


def _without_selection(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The projects are selected no more."""
    left = {key: one for key, one in state.selections.items() if key != of}
    return replace(state.not_reaching(state.selections[of].version), selections=left)


def _without_draw(state: JurisdictionYear, _of: str) -> JurisdictionYear:
    """The draw is to be made."""
    if state.drawn is None:
        raise ValueError(f"{state.stream}: nothing was drawn")
    return replace(state.not_reaching(state.drawn.version), drawn=None)


def _without_plan(state: JurisdictionYear, _of: str) -> JurisdictionYear:
    """The plan that was replaced counts again, or there is none."""
    return replace(state, plan=state.plan.before if state.plan else None)


def _without_exception(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The document grants no exception."""
    left = frozenset(one for one in state.exceptions if one[1] != of)
    return replace(state, exceptions=left)


def _without_statement(state: JurisdictionYear, _of: str) -> JurisdictionYear:
    """The statement is to be issued."""
    return replace(state, statement=None)


def _without_appraisal(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The county is to be scored; the reports that this window alone took are open again."""
    code, _, node = of.partition(":")
    state = _withdrawn(state, _appraisal(of))
    county = state.counties[code]
    taken = [at for at, one in county.appraisals.items() if stands(one)]
    for at, report in county.reports.items():
        if at <= date.fromisoformat(node) and all(at > other for other in taken):
            again = report.marked(FilingStatus.FILED) if is_reviewed(report) else report
            state = with_filing(state, due_dates.key(due_dates.REPORT, code, at), again)
    return state


def _without_summary(state: JurisdictionYear, _of: str) -> JurisdictionYear:
    """The report is to be issued; the summaries of the counties are open again."""
    state = _withdrawn(state, due_dates.PREFECTURE)
    for county in tuple(state.counties.values()):
        if county.summary is not None and is_reviewed(county.summary):
            open_again = county.summary.marked(FilingStatus.FILED)
            state = state.with_county(replace(county, summary=open_again))
    return state


def _without_special(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The summary of these budgets is to be filed."""
    for budget in of.split("+"):
        state = _withdrawn(state, due_dates.key(due_dates.SPECIAL, budget))
    return state


def _without_funds_review(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The funds are to be reviewed; what was pushed to the county and is open is cancelled."""
    county = state.counties[of]
    found = _found_by_newest(county).items()
    cancelled = {at: replace(one, cancelled=not one.rectified) for at, one in found}
    again = replace(county, problems={**county.problems, **cancelled}, reviewed=None)
    return state.with_county(again)


def _without_acceptance(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The problem is still to be rectified."""
    county, number, problem = _problem(state, of)
    if county is None or problem is None:
        raise ValueError(f"{state.stream}: there is no problem {of}")
    again = {**county.problems, number: replace(problem, rectified=False)}
    return state.with_county(replace(county, problems=again))


def _with_county_again(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The county takes part in the year."""
    return state.with_county(replace(state.counties[of], withdrawn=False))


def _without_record(state: JurisdictionYear, _of: str) -> JurisdictionYear:
    """A record leaves nothing in the state."""
    return state


def _withdrawn(state: JurisdictionYear, deadline: str) -> JurisdictionYear:
    filing = filing_at(state, deadline)
    if filing is None:
        raise ValueError(f"{state.stream}: {deadline} was not filed")
    return with_filing(state, deadline, filing.marked(FilingStatus.WITHDRAWN))


def _problem(state: JurisdictionYear, of: str) -> tuple[County | None, int, Problem | None]:
    code, _, number = of.rpartition(".")
    county = state.counties.get(code)
    at = int(number) if number.isdecimal() else 0
    return county, at, county.problems.get(at) if county else None


def _is_rectified(state: JurisdictionYear, of: str) -> bool:
    _, _, problem = _problem(state, of)
    return problem is not None and problem.rectified


def _is_reviewed(state: JurisdictionYear, of: str) -> bool:
    county = state.counties.get(of)
    return county is not None and county.reviewed is not None


def _is_out(state: JurisdictionYear, of: str) -> bool:
    county = state.counties.get(of)
    return county is not None and county.withdrawn


def _appraisal(of: str) -> str:
    return f"{due_dates.APPRAISAL}.{of}"


def _is_scored(state: JurisdictionYear, of: str) -> bool:
    return due_dates.extendable(_appraisal(of)) and stands(filing_at(state, _appraisal(of)))


def _special(of: str) -> tuple[str, ...]:
    return tuple(due_dates.key(due_dates.SPECIAL, budget) for budget in of.split("+"))


_RECORDED: Mapping[type[Command], type[Event]] = {
    records.RecordMeeting: records.MeetingRecorded,
    records.RecordTraining: records.TrainingRecorded,
    records.RecordEffectiveness: records.EffectivenessRecorded,
    records.ReportToCongress: records.ReportedToCongress,
    records.PublishLibrary: records.LibraryPublished,
}
_ISSUED: Mapping[type[Command], type[Event]] = {
    sheets.IssueScoreSheet: sheets.ScoreSheetIssued,
    sheets.IssueChecklist: sheets.ChecklistIssued,
}


def _day_of(event: Any) -> str:
    return str(event.held_on)


def _document_of(event: Any) -> str:
    return str(event.document)


def _of_record(command: type[Command], event: type[Event], decide: Any, of: Any) -> Undoable:
    """A record; it is corrected with its fields written anew, its day or document too."""
    return Undoable(
        event,
        lambda _state, _of: True,
        _nothing,
        _without_record,
        of=of,
        again=(command, decide),
    )


def _at_county(of: str) -> Mapping[str, Any]:
    """The county of a key, with its window or its problem."""
    code, _, node = of.partition(":")
    return {"county": code, "node": node} if node else {"county": code}


def _of_problem(of: str) -> Mapping[str, Any]:
    code, _, number = of.rpartition(".")
    return {"county": code, "number": number}


_GRADE = "grade.finalise"
_ON_PROJECTS = {
    "key-evaluation.commission": "委托第三方机构评价",
    "key-evaluation.file-report": "提交重点评价报告",
    "key-evaluation.finalise": "确定重点评价结果",
    "authenticity.record-finding": "登记核查结论",
    _GRADE: "评定最终等次",
}
"""The acts on projects that may rest on an act of the year, with their titles."""

_ACTS = {
    key_selection.SelectForKeyEvaluation.name: Undoable(
        key_selection.KeyEvaluationSelected,
        lambda state, of: of in state.selections,
        _nothing,
        _without_selection,
        of=key_selection.key_of,
        again=(key_selection.SelectForKeyEvaluation, key_selection.select),
        reached=Reached(
            lambda state, of: state.selections[of].projects,
            _on_selected,
            lambda event: getattr(event, "selected", ()),
            key_selection.SelectionTakenBack,
        ),
    ),
    authenticity_draw.Draw.name: Undoable(
        authenticity_draw.Drawn,
        lambda state, _: state.drawn is not None,
        _nothing,
        _without_draw,
        again=(authenticity_draw.Draw, authenticity_draw.draw),
        reached=Reached(
            lambda state, _: state.drawn.projects,
            _on_drawn,
            lambda event: getattr(event, "drawn", ()),
            authenticity_draw.DrawTakenBack,
        ),
    ),
    "key-evaluation-plan.set": Undoable(
        plan.PlanSet,
        lambda state, _: state.plan is not None,
        _on_plan,
        _without_plan,
        again=(plan.SetPlan, plan.set_again),
    ),
    GrantException.name: Undoable(
        ExceptionGranted,
        lambda state, of: (plan.MINIMUM, of) in state.exceptions,
        _on_exception,
        _without_exception,
        of=lambda event: str(event.reference),
        again=(GrantException, closing.grant),
    ),
    "county-appraisal.score": Undoable(
        county_appraisal.CountyScored,
        _is_scored,
        _nothing,
        _without_appraisal,
        of=lambda event: f"{event.county}:{event.node}",
        again=(county_appraisal.ScoreCounty, county_appraisal.score),
        fields=_at_county,
    ),
    "prefecture-summary.issue": Undoable(
        year_summaries.SummaryIssued,
        lambda state, _: stands(state.prefecture_summary),
        _nothing,
        _without_summary,
        again=(year_summaries.IssueSummary, year_summaries.issue),
    ),
    "special-budgets-summary.file": Undoable(
        year_summaries.SpecialBudgetsFiled,
        lambda state, of: all(stands(filing_at(state, one)) for one in _special(of)),
        _nothing,
        _without_special,
        of=lambda event: "+".join(event.budget_types),
        again=(year_summaries.FileSpecialBudgets, year_summaries.file_special),
    ),
    "direct-funds.review": Undoable(
        direct_funds.Reviewed,
        _is_reviewed,
        _on_direct_funds,
        _without_funds_review,
        of=lambda event: str(event.county),
        falls=_falling,
        again=(direct_funds.ReviewDirectFunds, direct_funds.review),
        fields=_at_county,
    ),
    "direct-funds.accept-rectification": Undoable(
        direct_funds.RectificationAccepted,
        _is_rectified,
        _nothing,
        _without_acceptance,
        of=lambda event: f"{event.county}.{event.number}",
        again=(direct_funds.AcceptRectification, direct_funds.accept),
        fields=_of_problem,
    ),
    "county.withdraw": Undoable(
        counties.CountyWithdrawn,
        _is_out,
        _nothing,
        _with_county_again,
        of=lambda event: str(event.county),
        again=(counties.WithdrawCounty, counties.withdraw),
        fields=_at_county,
    ),
    "statement.issue": Undoable(
        closing.StatementIssued,
        lambda state, _: state.statement is not None,
        _nothing,
        _without_statement,
        again=(closing.IssueStatement, closing.issue_statement),
    ),
    **accountability.UNDOABLE,
    **{
        command.name: _of_record(command, event, records.DECIDE[command], _day_of)
        for command, event in _RECORDED.items()
    },
    **{
        command.name: _of_record(command, event, sheets.DECIDE[command], _document_of)
        for command, event in _ISSUED.items()
    },
}


def _may_become(key: str) -> tuple[Becomes, ...]:
    """What rests on an act of the year stands, apart from what does not outlive it.

    A plan needs its exception, and a grade the result that counts: these are withdrawn first. The
    evaluation or the finding of a project that is taken back can only be cancelled.
    """
    name = key.partition(":")[0]
    if name in {plan.SetPlan.name, _GRADE}:
        return ()
    return ("cancelled",) if name in _ON_PROJECTS else ("stands",)


def _named(key: str) -> str:
    """The Chinese name of an act of the year, or of an act on one of its projects."""
    name, _, code = key.partition(":")
    title = _ON_PROJECTS.get(name)
    return f"项目 {code} 的{title}" if title else CATALOGUE.named(key)


def _followed(state: Any, _following: Following) -> Any:
    return state


_FILED_AGAIN = (
    "请再次报送，考核评价或汇总之前以后一次为准",
    "file it again: until it is appraised or compiled, the later one counts",
)
UNDOING = Undoing(
    acts=_ACTS,
    named=_named,
    followed=_followed,
    may_become=_may_become,
    instead={
        county_reports.FileReport.name: _FILED_AGAIN,
        county_reports.FileSummary.name: _FILED_AGAIN,
        county_reports.FileResultsUse.name: _FILED_AGAIN,
    },
)

DECIDE: Deciders = undoing.deciders(UNDOING)
EVOLVE: Evolvers = undoing.evolvers(UNDOING)
