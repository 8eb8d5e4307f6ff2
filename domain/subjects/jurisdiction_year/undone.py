"""The state of a work year without an act of the bureau: what waited for it waits again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.shared.filings.filing import FilingStatus, is_reviewed, stands
from domain.subjects.jurisdiction_year import dropped_duties, due_dates
from domain.subjects.jurisdiction_year.bureau_duties import RULE
from domain.subjects.jurisdiction_year.filing_index import filing_at, with_filing
from domain.subjects.jurisdiction_year.records import RecordMeeting
from domain.subjects.jurisdiction_year.state import County, JurisdictionYear, Problem


def without_plan(state: JurisdictionYear, _of: str) -> JurisdictionYear:
    """The plan that was replaced counts again, or there is none."""
    return replace(state, plan=state.plan.before if state.plan else None)


def without_exception(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The document grants no exception, or the duties are to be done again."""
    if of in state.dropped:
        duties = {duty: one for duty, one in state.dropped.items() if duty != of}
        return replace(state, dropped=duties)
    if (RULE, of) in state.exceptions:
        state = dropped_duties.without(state, of)
    left = frozenset(one for one in state.exceptions if one[1] != of)
    return replace(state, exceptions=left)


def without_statement(state: JurisdictionYear, _of: str) -> JurisdictionYear:
    """The statement is to be issued."""
    return replace(state, statement=None)


def without_appraisal(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The county is to be scored; a report that no other appraisal covers awaits review again."""
    code, _, node = of.partition(":")
    state = marked_withdrawn(state, appraisal(of))
    county = state.counties[code]
    taken = [at for at, one in county.appraisals.items() if stands(one)]
    for at, report in county.reports.items():
        if at <= date.fromisoformat(node) and all(at > other for other in taken):
            again = report.marked(FilingStatus.FILED) if is_reviewed(report) else report
            state = with_filing(state, due_dates.key(due_dates.REPORT, code, at), again)
    return state


def without_summary(state: JurisdictionYear, _of: str) -> JurisdictionYear:
    """The report is to be issued; the summaries of the counties are open again."""
    state = marked_withdrawn(state, due_dates.PREFECTURE)
    for county in tuple(state.counties.values()):
        if county.summary is not None and is_reviewed(county.summary):
            open_again = county.summary.marked(FilingStatus.FILED)
            state = state.with_county(replace(county, summary=open_again))
    return state


def without_special(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The summary of these budgets is to be filed."""
    for budget in of.split("+"):
        state = marked_withdrawn(state, due_dates.key(due_dates.SPECIAL, budget))
    return state


def without_funds_review(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The funds are to be reviewed; what was pushed to the county and is open is cancelled."""
    county = state.counties[of]
    found = found_by_newest(county).items()
    cancelled = {at: replace(one, cancelled=not one.rectified) for at, one in found}
    again = replace(county, problems={**county.problems, **cancelled}, reviewed=None)
    return state.with_county(again)


def without_acceptance(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The problem is still to be rectified."""
    county, number, problem = problem_at(state, of)
    if county is None or problem is None:
        raise ValueError(f"{state.stream}: there is no problem {of}")
    again = {**county.problems, number: replace(problem, rectified=False)}
    return state.with_county(replace(county, problems=again))


def with_county_again(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The county takes part in the year."""
    return state.with_county(replace(state.counties[of], withdrawn=False))


def without_analysis(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The round is to be analysed."""
    return marked_withdrawn(state, due_dates.analysis_of(date.fromisoformat(of)))


def without_record(act: str, state: JurisdictionYear, of: str) -> JurisdictionYear:
    """Nothing is on record by an act of this day or document; a duty that it met is open again."""
    without = state.without_record(act, of)
    if act == RecordMeeting.name:
        return replace(without, year_end_meetings=without.year_end_meetings - {of})
    return without


def marked_withdrawn(state: JurisdictionYear, deadline: str) -> JurisdictionYear:
    """The state with what was filed under a key withdrawn."""
    filing = filing_at(state, deadline)
    if filing is None:
        raise ValueError(f"{state.stream}: {deadline} was not filed")
    return with_filing(state, deadline, filing.marked(FilingStatus.WITHDRAWN))


def found_by_newest(county: County) -> Mapping[int, Problem]:
    """The problems that the newest review of a county found, by their numbers."""
    found = county.problems.items()
    return {at: one for at, one in found if one.review == county.reviewed and not one.cancelled}


def problem_at(state: JurisdictionYear, of: str) -> tuple[County | None, int, Problem | None]:
    """The county, the number and the problem of a key, where there are such."""
    code, _, number = of.rpartition(".")
    county = state.counties.get(code)
    at = int(number) if number.isdecimal() else 0
    return county, at, county.problems.get(at) if county else None


def appraisal(of: str) -> str:
    """The key of the appraisal of a county in a window."""
    return f"{due_dates.APPRAISAL}.{of}"


def special(of: str) -> tuple[str, ...]:
    """The keys of the summaries of some special budgets."""
    return tuple(due_dates.key(due_dates.SPECIAL, budget) for budget in of.split("+"))
