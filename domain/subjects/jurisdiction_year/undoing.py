"""Undoing acts of the bureau in its work year: what rests on each, and the state without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from domain.kernel.decider import Deciders, Evolvers
from domain.kernel.message import Command, Event
from domain.shared.filings import undoing
from domain.shared.filings.filing import stands
from domain.shared.filings.import_undoing import ImportsUndone
from domain.shared.filings.undoable import Becomes, Following, Undoable, Undoing
from domain.shared.people.exception_grants import ExceptionGranted, GrantException
from domain.subjects.jurisdiction_year import (
    accountability,
    budget_call,
    bureau_work,
    closing,
    congress,
    counties,
    county_appraisal,
    direct_funds,
    due_dates,
    effectiveness,
    government_budget,
    imports,
    key_selection,
    plan,
    records,
    round_analysis,
    sheets,
    undone,
    year_summaries,
)
from domain.subjects.jurisdiction_year import undoing_selections as selections
from domain.subjects.jurisdiction_year.catalogue import CATALOGUE
from domain.subjects.jurisdiction_year.filing_index import filing_at
from domain.subjects.jurisdiction_year.import_undoing import KEEPING, OTHERS, THEN
from domain.subjects.jurisdiction_year.state import JurisdictionYear


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


def _on_approval(state: JurisdictionYear, of: str) -> Iterator[str]:
    """The budget was adjusted after its approval."""
    if state.government_budget[of].stage == "initial":
        adjusted = (document for document in state.government_budget if document != of)
        yield from (f"{government_budget.RecordApproval.name}:{document}" for document in adjusted)


def _on_direct_funds(state: JurisdictionYear, of: str) -> Iterator[str]:
    """A problem that was found is rectified already."""
    for number, problem in undone.found_by_newest(state.counties[of]).items():
        if problem.rectified:
            yield f"direct-funds.accept-rectification:{of}.{number}"


def _is_granted(state: JurisdictionYear, of: str) -> bool:
    rules = {rule for rule, reference in state.exceptions if reference == of}
    return bool(rules) or of in state.dropped


def _falling(state: JurisdictionYear, of: str) -> Iterator[str]:
    """The problems that were pushed and are not rectified."""
    for number, problem in undone.found_by_newest(state.counties[of]).items():
        if not problem.rectified:
            yield due_dates.key(due_dates.RECTIFICATION, f"{of}.{number}")


def _is_rectified(state: JurisdictionYear, of: str) -> bool:
    _, _, problem = undone.problem_at(state, of)
    return problem is not None and problem.rectified


def _is_reviewed(state: JurisdictionYear, of: str) -> bool:
    county = state.counties.get(of)
    return county is not None and county.reviewed is not None


def _is_out(state: JurisdictionYear, of: str) -> bool:
    county = state.counties.get(of)
    return county is not None and county.withdrawn


def _is_scored(state: JurisdictionYear, of: str) -> bool:
    return due_dates.extendable(undone.appraisal(of)) and stands(
        filing_at(state, undone.appraisal(of))
    )


def _is_analysed(state: JurisdictionYear, of: str) -> bool:
    return any(str(node) == of and stands(one) for node, one in state.analyses.items())


_RECORDED: Mapping[type[Command], type[Event]] = {
    records.RecordMeeting: records.MeetingRecorded,
    records.RecordTraining: records.TrainingRecorded,
    congress.ReportToCongress: congress.ReportedToCongress,
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
    """A record; a correction may change all its fields, even its day or document."""
    return Undoable(
        event,
        lambda _state, _of: True,
        _nothing,
        partial(undone.without_record, command.name),
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


_ACTS = {
    **selections.UNDOABLE,
    "key-evaluation-plan.set": Undoable(
        plan.PlanSet,
        lambda state, _: state.plan is not None,
        _on_plan,
        undone.without_plan,
        again=(plan.SetPlan, plan.set_again),
    ),
    GrantException.name: Undoable(
        ExceptionGranted,
        _is_granted,
        _on_exception,
        undone.without_exception,
        of=lambda event: str(event.duty or event.reference),
        again=(GrantException, closing.grant),
    ),
    "county-appraisal.score": Undoable(
        county_appraisal.CountyScored,
        _is_scored,
        _nothing,
        undone.without_appraisal,
        of=lambda event: f"{event.county}:{event.node}",
        again=(county_appraisal.ScoreCounty, county_appraisal.score),
        fields=_at_county,
    ),
    "monitoring.analyse-round": Undoable(
        round_analysis.RoundAnalysed,
        _is_analysed,
        _nothing,
        undone.without_analysis,
        of=lambda event: str(event.node),
        again=(round_analysis.AnalyseRound, round_analysis.analyse),
        fields=lambda of: {"node": of},
    ),
    "prefecture-summary.issue": Undoable(
        year_summaries.SummaryIssued,
        lambda state, _: stands(state.prefecture_summary),
        _nothing,
        undone.without_summary,
        again=(year_summaries.IssueSummary, year_summaries.issue),
    ),
    "special-budgets-summary.file": Undoable(
        year_summaries.SpecialBudgetsFiled,
        lambda state, of: all(stands(filing_at(state, one)) for one in undone.special(of)),
        _nothing,
        undone.without_special,
        of=lambda event: "+".join(event.budget_types),
        again=(year_summaries.FileSpecialBudgets, year_summaries.file_special),
    ),
    "direct-funds.review": Undoable(
        direct_funds.Reviewed,
        _is_reviewed,
        _on_direct_funds,
        undone.without_funds_review,
        of=lambda event: str(event.county),
        falls=_falling,
        again=(direct_funds.ReviewDirectFunds, direct_funds.review),
        fields=_at_county,
    ),
    "direct-funds.accept-rectification": Undoable(
        direct_funds.RectificationAccepted,
        _is_rectified,
        _nothing,
        undone.without_acceptance,
        of=lambda event: f"{event.county}.{event.number}",
        again=(direct_funds.AcceptRectification, direct_funds.accept),
        fields=_of_problem,
    ),
    "county.withdraw": Undoable(
        counties.CountyWithdrawn,
        _is_out,
        _nothing,
        undone.with_county_again,
        of=lambda event: str(event.county),
        again=(counties.WithdrawCounty, counties.withdraw),
        fields=_at_county,
    ),
    "statement.issue": Undoable(
        closing.StatementIssued,
        lambda state, _: state.statement is not None,
        _nothing,
        undone.without_statement,
        again=(closing.IssueStatement, closing.issue_statement),
    ),
    budget_call.IssueCall.name: Undoable(
        budget_call.CallIssued,
        lambda state, of: of in state.budget_calls,
        _nothing,
        budget_call.without_call,
        of=_document_of,
        again=(budget_call.IssueCall, budget_call.issue),
    ),
    government_budget.RecordApproval.name: Undoable(
        government_budget.BudgetApproved,
        lambda state, of: of in state.government_budget,
        _on_approval,
        government_budget.without_approval,
        of=_document_of,
        again=(government_budget.RecordApproval, government_budget.record),
    ),
    **accountability.UNDOABLE,
    **{
        command.name: _of_record(command, event, records.DECIDE[command], _day_of)
        for command, event in _RECORDED.items()
    },
    effectiveness.RecordEffectiveness.name: replace(
        _of_record(
            effectiveness.RecordEffectiveness,
            effectiveness.EffectivenessRecorded,
            records.DECIDE[effectiveness.RecordEffectiveness],
            _day_of,
        ),
        rests=bureau_work.on_effectiveness,
    ),
    bureau_work.RecordWork.name: replace(
        _of_record(
            bureau_work.RecordWork,
            bureau_work.WorkRecorded,
            bureau_work.record,
            bureau_work.place_of,
        ),
        fields=lambda of: {"kind": bureau_work.kind_of(of)},
    ),
    **{
        command.name: _of_record(command, event, sheets.DECIDE[command], _document_of)
        for command, event in _ISSUED.items()
    },
}


_WORKS: dict[str, str] = {
    str(kind): one.name.zh
    for one in CATALOGUE.deadlines
    for kind, deadline in bureau_work.DEADLINES.items()
    if one.key == deadline
}
"""The kinds of the bureau's work in Chinese."""


def _may_become(key: str) -> tuple[Becomes, ...]:
    """A correction lets stand what rests on an act of the year, with the exceptions below.

    A plan needs its exception, and a grade the result that counts: these are withdrawn first. The
    evaluation or the finding of a project that is taken back can only be cancelled.
    """
    name = key.partition(":")[0]
    if name in {plan.SetPlan.name, selections.GRADE}:
        return ()
    return ("cancelled",) if name in selections.ON_PROJECTS else ("stands",)


def _named(key: str) -> str:
    """The Chinese name of an act of the year, or of an act on one of its projects."""
    name, _, code = key.partition(":")
    if name == bureau_work.RecordWork.name and code:
        return f"{CATALOGUE.named(name)}（{_WORKS[bureau_work.kind_of(code)]}）"
    title = selections.ON_PROJECTS.get(name)
    return f"项目 {code} 的{title}" if title else CATALOGUE.named(key)


def _followed(state: Any, _following: Following) -> Any:
    return state


IMPORTS = ImportsUndone(imports.IMPORTING, {**_ACTS, **OTHERS}, KEEPING, then=THEN)
UNDOING = Undoing(
    acts=dict((*_ACTS.items(), IMPORTS.undoable())),
    named=_named,
    followed=_followed,
    may_become=_may_become,
    instead=CATALOGUE.instead(),
)

DECIDE: Deciders = undoing.deciders(UNDOING)
EVOLVE: Evolvers = undoing.evolvers(UNDOING)
