"""Undoing acts of the bureau in its work year: what rests on each, and the state without it.

Selections and draws are not among them, because they have reached their projects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from domain.kernel.decider import Deciders, Evolvers
from domain.kernel.message import Event
from domain.shared.filings import undoing
from domain.shared.filings.filing import FilingStatus, is_reviewed, stands
from domain.shared.filings.undoable import Becomes, Following, Undoable, Undoing
from domain.shared.people.exception_grants import ExceptionGranted, GrantException
from domain.subjects.jurisdiction_year import (
    closing,
    counties,
    county_appraisal,
    direct_funds,
    due_dates,
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
    if state.key_selected:
        yield "key-evaluation.select"


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
    """The problems that were pushed, as long as none is rectified."""
    for number in _found_by_newest(state.counties[of]):
        yield due_dates.key(due_dates.RECTIFICATION, f"{of}.{number}")


def _found_by_newest(county: County) -> Mapping[int, Problem]:
    found = county.problems.items()
    return {at: one for at, one in found if one.review == county.reviewed and not one.cancelled}


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
    """The county is to be scored; a report that no other appraisal covers awaits review again."""
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
    """The funds are to be reviewed; what was pushed to the county is cancelled."""
    county = state.counties[of]
    cancelled = {at: replace(one, cancelled=True) for at, one in _found_by_newest(county).items()}
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


_RECORDED: Mapping[str, type[Event]] = {
    "review-meeting.record": records.MeetingRecorded,
    "training.record": records.TrainingRecorded,
    "effectiveness-evaluation.record": records.EffectivenessRecorded,
    "congress.report": records.ReportedToCongress,
    "indicator-library.publish": records.LibraryPublished,
}
_ISSUED: Mapping[str, type[Event]] = {
    "score-sheet.issue": sheets.ScoreSheetIssued,
    "results-checklist.issue": sheets.ChecklistIssued,
}


def _day_of(event: Any) -> str:
    return str(event.held_on)


def _document_of(event: Any) -> str:
    return str(event.document)


def _of_record(event: type[Event], of: Any) -> Undoable:
    return Undoable(event, lambda _state, _of: True, _nothing, _without_record, of=of)


_ACTS = {
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
    ),
    "county-appraisal.score": Undoable(
        county_appraisal.CountyScored,
        _is_scored,
        _nothing,
        _without_appraisal,
        of=lambda event: f"{event.county}:{event.node}",
    ),
    "prefecture-summary.issue": Undoable(
        year_summaries.SummaryIssued,
        lambda state, _: stands(state.prefecture_summary),
        _nothing,
        _without_summary,
    ),
    "special-budgets-summary.file": Undoable(
        year_summaries.SpecialBudgetsFiled,
        lambda state, of: all(stands(filing_at(state, one)) for one in _special(of)),
        _nothing,
        _without_special,
        of=lambda event: "+".join(event.budget_types),
    ),
    "direct-funds.review": Undoable(
        direct_funds.Reviewed,
        _is_reviewed,
        _on_direct_funds,
        _without_funds_review,
        of=lambda event: str(event.county),
        falls=_falling,
    ),
    "direct-funds.accept-rectification": Undoable(
        direct_funds.RectificationAccepted,
        _is_rectified,
        _nothing,
        _without_acceptance,
        of=lambda event: f"{event.county}.{event.number}",
    ),
    "county.withdraw": Undoable(
        counties.CountyWithdrawn,
        _is_out,
        _nothing,
        _with_county_again,
        of=lambda event: str(event.county),
    ),
    "statement.issue": Undoable(
        closing.StatementIssued,
        lambda state, _: state.statement is not None,
        _nothing,
        _without_statement,
    ),
    **{name: _of_record(event, _day_of) for name, event in _RECORDED.items()},
    **{name: _of_record(event, _document_of) for name, event in _ISSUED.items()},
}


def _may_become(_key: str) -> tuple[Becomes, ...]:
    """A correction lets stand each thing that rests on an act of the year."""
    return ("stands",)


def _followed(state: Any, _following: Following) -> Any:
    return state


UNDOING = Undoing(acts=_ACTS, named=CATALOGUE.named, followed=_followed, may_become=_may_become)

DECIDE: Deciders = undoing.deciders(UNDOING)
EVOLVE: Evolvers = undoing.evolvers(UNDOING)
