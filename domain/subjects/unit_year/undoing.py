"""Undoing acts of the bureau on a unit's year: what rests on each, and the state without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from domain.kernel.decider import Deciders, Evolvers
from domain.shared.filings import undoing
from domain.shared.filings.disclosure import ApproveException, kept_back, published_of
from domain.shared.filings.filing import FilingStatus, assessed, is_reviewed, stands
from domain.shared.filings.import_undoing import ImportsUndone
from domain.shared.filings.joint_review import of_two
from domain.shared.filings.sent_back import Kept, alone, return_of, sent_back, with_node
from domain.shared.filings.undoable import Becomes, Following, Undoable, Undoing
from domain.shared.people.exception_grants import ExceptionGranted, GrantException
from domain.shared.rectification.asking import without_asked
from domain.shared.rectification.undoing import acts_of, on_feedback
from domain.subjects.unit_year import (
    appraisal,
    department_deduction,
    due_dates,
    endorsements,
    imports,
    joint_review,
    monitoring,
    population,
    self_evaluation,
    targets,
)
from domain.subjects.unit_year.catalogue import CATALOGUE
from domain.subjects.unit_year.disclosures import DISCLOSING
from domain.subjects.unit_year.feedback import LOOP, SOURCE
from domain.subjects.unit_year.filing_index import filing_at, with_filing
from domain.subjects.unit_year.import_undoing import FALLING, KEEPING, OTHERS
from domain.subjects.unit_year.state import InYear, UnitYear, Withdrawn

_KEPT = Kept(filing_at, with_filing)
_FILED = (due_dates.MONITORING, due_dates.SELF_EVALUATION)


def _on_target(state: UnitYear, _of: str) -> Iterator[str]:
    """A report or the self-evaluation was filed by the target, or it is public."""
    for node, current in state.rounds.items():
        if stands(current.filing):
            yield due_dates.key(due_dates.MONITORING, node)
    if stands(state.self_evaluation.filing):
        yield due_dates.SELF_EVALUATION
    yield from published_of(DISCLOSING, state, "overall_target")


def _on_exception(state: UnitYear, _of: str) -> Iterator[str]:
    """The target was approved after the review of two."""
    approved = state.approved_target
    if approved is not None and of_two(approved.unreasonable):
        yield targets.ApproveOverallTarget.name


def _on_report(state: UnitYear, _of: str) -> Iterator[str]:
    """The unit was scored for its year."""
    if state.appraisal is not None:
        yield appraisal.ScoreUnit.name


def _on_form(state: UnitYear, of: str) -> Iterator[str]:
    """The form is public, its problems were fed back, or the unit was scored for its year."""
    yield from on_feedback(LOOP, SOURCE, state)
    yield from published_of(DISCLOSING, state, "self_evaluation_form")
    yield from _on_report(state, of)


def _on_score(state: UnitYear, _of: str) -> Iterator[str]:
    """The appraisal is published."""
    if state.published:
        yield appraisal.PublishAppraisal.name


def _without_target(state: UnitYear, _of: str) -> UnitYear:
    """The target waits for its review."""
    return replace(state, target=state.filed_target.marked(FilingStatus.FILED))


def _without_review(state: UnitYear, of: str) -> UnitYear:
    """The report waits for its review."""
    return _marked(state, f"{due_dates.MONITORING}:{of}", FilingStatus.FILED)


def _without_form_review(state: UnitYear, _of: str) -> UnitYear:
    """The self-evaluation waits for its review."""
    found = assessed(state.self_evaluation)
    waiting = found.filing.marked(FilingStatus.FILED)
    unasked = without_asked(LOOP, state, SOURCE)
    return replace(unasked, self_evaluation=replace(found, filing=waiting, grade=None))


def _without_score(state: UnitYear, _of: str) -> UnitYear:
    """The unit is to be scored."""
    return replace(state, appraisal=None)


def _without_publication(state: UnitYear, _of: str) -> UnitYear:
    """The appraisal is to be published."""
    if state.appraisal is None:
        raise ValueError(f"{state.stream}: the unit was not scored")
    return replace(state, appraisal=replace(state.appraisal, published=False))


def _marked(state: UnitYear, key: str, status: FilingStatus) -> UnitYear:
    filing = filing_at(state, key)
    if filing is None:
        raise ValueError(f"{state.stream}: {key} was not filed")
    return with_filing(state, key, filing.marked(status))


def _is_reviewed_at(state: UnitYear, of: str) -> bool:
    return is_reviewed(filing_at(state, f"{due_dates.MONITORING}:{of}"))


def _in_year_again(state: UnitYear, _of: str) -> UnitYear:
    """The unit takes part in the year again, as it did."""
    return replace(state, entry=InYear(state.known))


_ACTS = {
    population.WithdrawUnit.name: Undoable(
        population.UnitWithdrawn,
        lambda state, _: isinstance(state.entry, Withdrawn),
        lambda _state, _of: (),
        _in_year_again,
    ),
    "overall-target.approve": Undoable(
        targets.OverallTargetApproved,
        lambda state, _: state.approved_target is not None,
        _on_target,
        _without_target,
        again=(targets.ApproveOverallTarget, targets.approve_target),
    ),
    "overall-monitoring.review": Undoable(
        monitoring.OverallMonitoringReviewed,
        _is_reviewed_at,
        _on_report,
        _without_review,
        of=lambda event: str(event.node),
        again=(monitoring.ReviewOverallMonitoring, monitoring.review),
    ),
    "overall-self-evaluation.review": Undoable(
        self_evaluation.OverallSelfEvaluationReviewed,
        lambda state, _: state.self_evaluation.reviewed,
        _on_form,
        _without_form_review,
        again=(self_evaluation.ReviewOverallSelfEvaluation, self_evaluation.review),
    ),
    "unit-appraisal.score": Undoable(
        appraisal.UnitScored,
        lambda state, _: state.appraisal is not None,
        _on_score,
        _without_score,
    ),
    "appraisal.publish": Undoable(
        appraisal.AppraisalPublished,
        lambda state, _: state.published,
        lambda _state, _: (),
        _without_publication,
        again=(appraisal.PublishAppraisal, appraisal.publish),
    ),
    "department-deduction.record": Undoable(
        department_deduction.DeductionRecorded,
        lambda state, of: of in state.deductions,
        lambda _state, _of: (),
        department_deduction.without_deduction,
        of=lambda event: str(event.document),
        again=(department_deduction.RecordDeduction, department_deduction.record),
    ),
    **acts_of(LOOP, _KEPT),
    GrantException.name: Undoable(
        ExceptionGranted,
        lambda state, of: of in state.exceptions,
        _on_exception,
        joint_review.without_exception,
        of=lambda event: str(event.reference),
    ),
    ApproveException.name: kept_back(DISCLOSING),
    "overall-target.return": return_of(_KEPT, targets.OverallTargetReturned, due_dates.TARGET),
    "overall-monitoring.return": return_of(
        _KEPT,
        monitoring.OverallMonitoringReturned,
        due_dates.MONITORING,
        _on_report,
        at_node=True,
    ),
    "overall-self-evaluation.return": return_of(
        _KEPT,
        self_evaluation.OverallSelfEvaluationReturned,
        due_dates.SELF_EVALUATION,
        _on_report,
    ),
    **endorsements.UNDOABLE,
}


def _may_become(key: str) -> tuple[Becomes, ...]:
    """A filing stands or goes back; what is public stays public."""
    return ("stands", "returned") if key.partition(":")[0] in _FILED else ("stands",)


def _followed(state: UnitYear, following: Following) -> UnitYear:
    if following.becomes != "returned":
        return state
    if following.of == due_dates.SELF_EVALUATION and state.self_evaluation.reviewed:
        state = _without_form_review(state, "")
    return _marked(state, following.of, FilingStatus.RETURNED)


IMPORTS = ImportsUndone(imports.IMPORTING, {**_ACTS, **OTHERS}, KEEPING, falling=FALLING)
UNDOING = Undoing(
    acts=dict((*_ACTS.items(), IMPORTS.undoable())),
    named=CATALOGUE.named,
    followed=_followed,
    may_become=_may_become,
    instead=CATALOGUE.instead(),
)


def _acts() -> Undoing:
    return UNDOING


_RETURNS: Deciders = {
    targets.ReturnOverallTarget: sent_back(
        _KEPT,
        _acts,
        targets.return_target,
        alone("overall-target.approve"),
        alone(due_dates.TARGET),
    ),
    monitoring.ReturnOverallMonitoring: sent_back(
        _KEPT,
        _acts,
        monitoring.return_report,
        with_node("overall-monitoring.review"),
        with_node(due_dates.MONITORING),
    ),
    self_evaluation.ReturnOverallSelfEvaluation: sent_back(
        _KEPT,
        _acts,
        self_evaluation.return_evaluation,
        alone("overall-self-evaluation.review"),
        alone(due_dates.SELF_EVALUATION),
    ),
}

DECIDE: Deciders = {**undoing.deciders(UNDOING), **_RETURNS}
EVOLVE: Evolvers = undoing.evolvers(UNDOING)
