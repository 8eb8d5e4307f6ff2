"""The keys that acts on a work year may name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from domain.kernel.decider import InForce
from domain.kernel.keys import KeyField, Keys, Naming, in_parts, of_all, past_events
from domain.shared.fan_out.messages import SendAgain
from domain.shared.fan_out.retry import unreached
from domain.shared.filings import undoing_keys
from domain.shared.filings.annotation_messages import AnnotateRecord
from domain.shared.filings.attachment import attached_documents
from domain.shared.filings.import_messages import ImportAct
from domain.shared.people.exception_grants import GrantException
from domain.shared.signatures import keys as signing_keys
from domain.subjects.jurisdiction_year import (
    announcements,
    deadline_acts,
    dropped_duties,
    due_dates,
)
from domain.subjects.jurisdiction_year.bureau_duties import RULE
from domain.subjects.jurisdiction_year.congress import ReportToCongress
from domain.subjects.jurisdiction_year.counties import WithdrawCounty
from domain.subjects.jurisdiction_year.county_appraisal import ScoreCounty
from domain.subjects.jurisdiction_year.county_reports import (
    FileReport,
    FileResultsUse,
    FileSummary,
)
from domain.subjects.jurisdiction_year.direct_funds import (
    AcceptRectification,
    ReviewDirectFunds,
)
from domain.subjects.jurisdiction_year.imports import IMPORTABLE
from domain.subjects.jurisdiction_year.key_selection import SelectForKeyEvaluation
from domain.subjects.jurisdiction_year.past_duties import droppable, rule_of
from domain.subjects.jurisdiction_year.plan import MINIMUM, SetPlan
from domain.subjects.jurisdiction_year.round_analysis import AnalyseRound
from domain.subjects.jurisdiction_year.state import JurisdictionYear
from domain.subjects.jurisdiction_year.undoing import UNDOING


def _counties(state: JurisdictionYear, _naming: Naming, _in_force: InForce) -> Iterator[str]:
    return (code for code, county in state.counties.items() if not county.withdrawn)


def _reports(state: JurisdictionYear, _naming: Naming, in_force: InForce) -> Iterable[date]:
    return due_dates.nodes(state, in_force, due_dates.REPORT)


def _appraisals(state: JurisdictionYear, _naming: Naming, in_force: InForce) -> Iterable[date]:
    return due_dates.nodes(state, in_force, due_dates.APPRAISAL)


def _rounds(state: JurisdictionYear, _naming: Naming, in_force: InForce) -> Iterable[date]:
    return due_dates.monitored(in_force, due_dates.year_of(state))


def _problems(state: JurisdictionYear, naming: Naming, _in_force: InForce) -> Iterator[int]:
    """The problems of the county that are not rectified yet."""
    county = state.counties.get(str(naming.fields.get("county")))
    found = county.problems.items() if county else ()
    return (number for number, problem in found if problem.open)


def _budgeted(_state: JurisdictionYear, naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The projects of the budget year before that have a budget."""
    members = naming.frame.members if naming.frame else ()
    return (one.code for one in members if one.facts.get("budget") is not None)


def _graded(_state: JurisdictionYear, naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The projects of the budget year before that have a final grade."""
    members = naming.frame.members if naming.frame else ()
    return (one.code for one in members if one.facts.get("graded_by") is not None)


def _granted(state: JurisdictionYear, _naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The references of the exceptions from the minimum."""
    return (reference for rule, reference in sorted(state.exceptions) if rule == MINIMUM)


def _exceptions(state: JurisdictionYear, naming: Naming, in_force: InForce) -> Iterator[str]:
    """The rules from which an exception may be granted: by some of them a duty is dropped."""
    if not naming.fields.get("duty"):
        yield MINIMUM
        if dropped_duties.droppable(state, in_force):
            yield RULE
    yield from dict.fromkeys(rule_of(duty) for duty in droppable(state, in_force))


def _own_duties(state: JurisdictionYear, _naming: Naming, in_force: InForce) -> Iterator[str]:
    """The open duties of the bureau's own, which one exception may drop."""
    return iter(dropped_duties.droppable(state, in_force))


_OF_COUNTIES = (
    *(WithdrawCounty, FileReport, FileSummary, FileResultsUse, ScoreCounty),
    *(ReviewDirectFunds, AcceptRectification),
)
KEYS: Keys = {
    **signing_keys.KEYS,
    **announcements.KEYS,
    **deadline_acts.KEYS,
    **undoing_keys.keys(UNDOING),
    **of_all(_OF_COUNTIES, "county", KeyField(_counties)),
    (FileReport, "node"): KeyField(_reports),
    (ScoreCounty, "node"): KeyField(_appraisals),
    (AnalyseRound, "node"): KeyField(_rounds),
    (AcceptRectification, "number"): KeyField(_problems),
    (SelectForKeyEvaluation, "selected"): KeyField(_budgeted),
    (SelectForKeyEvaluation, "criteria"): in_parts(_budgeted, "project"),
    (ReportToCongress, "results_of"): KeyField(_graded),
    (SelectForKeyEvaluation, "types"): in_parts(_budgeted, "project"),
    (SetPlan, "exception"): KeyField(_granted),
    (GrantException, "rule"): KeyField(_exceptions),
    (GrantException, "duties"): KeyField(_own_duties),
    (ImportAct, "act"): KeyField(lambda *_: IMPORTABLE, kinds=tuple(IMPORTABLE)),
    (ImportAct, "document"): KeyField(attached_documents),
    (SendAgain, "of"): KeyField(unreached),
    (AnnotateRecord, "events"): KeyField(past_events),
}
