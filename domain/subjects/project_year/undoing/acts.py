"""The acts on a project that the bureau can undo: how to find each, and the state without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from domain.kernel.decider import (
    Deciders,
    Evolvers,
)
from domain.kernel.frozen import replace as changed
from domain.kernel.vocabulary import Role
from domain.shared.filings import undoing
from domain.shared.filings.disclosure import ApproveException, kept_back
from domain.shared.filings.filing import FilingStatus, is_reviewed
from domain.shared.filings.import_undoing import ImportsUndone
from domain.shared.filings.undoable import Becomes, Following, Undoable, Undoing
from domain.shared.people.exception_grants import ExceptionGranted, GrantException
from domain.shared.rectification.places import is_problem
from domain.shared.rectification.problems import Renewing
from domain.shared.rectification.rectifying import Notify
from domain.shared.rectification.undoing import acts_of, is_renewed
from domain.subjects.project_year import population
from domain.subjects.project_year.catalogue import CATALOGUE
from domain.subjects.project_year.deadlines.due_dates import (
    RESULT,
    SELF_EVALUATION,
)
from domain.subjects.project_year.disclosure.disclosures import DISCLOSING
from domain.subjects.project_year.evaluation import (
    authenticity,
    department_evaluation,
    key_evaluation,
    key_evaluation_review,
    self_evaluation_review,
)
from domain.subjects.project_year.evaluation.state import Checked, Reopened
from domain.subjects.project_year.exante import assessment, library, reassessment
from domain.subjects.project_year.feedback.loop import LOOP
from domain.subjects.project_year.filings import endorsements
from domain.subjects.project_year.filings.filing_index import filing_at, with_filing
from domain.subjects.project_year.imports import importing
from domain.subjects.project_year.monitoring import (
    lapses,
    review,
    warnings,
)
from domain.subjects.project_year.monitoring.dropping import is_dropped
from domain.subjects.project_year.monitoring.state import Reviewed, rectification_in
from domain.subjects.project_year.results import (
    accountability,
    findings,
    grades,
    recovery,
    use_of_results,
)
from domain.subjects.project_year.state import Admitted, ProjectYear, Withdrawn
from domain.subjects.project_year.targets import adjustment, budget, target
from domain.subjects.project_year.undoing import resting, returns, undone
from domain.subjects.project_year.undoing.import_keeping import FALLING, KEEPING, THEN
from domain.subjects.project_year.undoing.imports import OTHERS


def _round(state: ProjectYear, of: str) -> Any:
    try:
        return state.rounds.get(date.fromisoformat(of))
    except ValueError:
        return None


def _is_reviewed_at(state: ProjectYear, of: str) -> bool:
    return isinstance(_round(state, of), Reviewed)


def _is_adjusted(state: ProjectYear, _of: str) -> bool:
    found = state.target.adjustment
    return found is not None and found.before is not None and is_reviewed(found.filing)


def _is_applied(state: ProjectYear) -> bool:
    proposal = state.evaluation.results.proposal
    return proposal is not None and proposal.applied


def _at(event: Any) -> str:
    return str(event.node)


def _is_notified(state: ProjectYear, of: str) -> bool:
    if is_problem(of):
        return is_renewed(LOOP, Renewing.NOTIFIED, state, of)
    return rectification_in(_round(state, of)) is not None


def _is_withdrawn(state: ProjectYear, _of: str) -> bool:
    return isinstance(state.entry, Withdrawn) and state.entry.before is not None


def _is_granted(state: ProjectYear, of: str) -> bool:
    """Whether the exception `of` is in force: it is about that duty, or has that reference."""
    granted = state.evaluation.results.exceptions
    return _is_of_duty(state, of) or any(name == of for _, name in granted)


def _is_of_duty(state: ProjectYear, of: str) -> bool:
    """Whether an exception dropped the duty `of` or recorded its lapse."""
    return is_dropped(state, of) or lapses.has_lapsed(state, of)


def _on_exception(state: ProjectYear, of: str) -> Iterable[str]:
    rests = resting.on_grading if _is_of_duty(state, of) else resting.on_exception
    return rests(state, of)


def _without_exception(state: ProjectYear, of: str) -> ProjectYear:
    if lapses.has_lapsed(state, of):
        return lapses.without_lapse(state, of)
    without = undone.without_dropping if is_dropped(state, of) else undone.without_exception
    return without(state, of)


_RECTIFIED = acts_of(LOOP, returns.KEPT, resting.on_grading_at)

_ACTS = {
    "project.withdraw": Undoable(
        population.ProjectWithdrawn,
        _is_withdrawn,
        lambda _state, _of: (),
        undone.without_withdrawal,
        also=frozenset({Role.FINANCE}),
    ),
    "exante.review": Undoable(
        assessment.ReportReviewed,
        lambda state, _: state.exante.result is not None,
        resting.on_assessment,
        undone.without_assessment,
    ),
    "exante.commission-reassessment": Undoable(
        reassessment.ReassessmentCommissioned,
        lambda state, _: state.exante.reassessment is not None,
        resting.on_reassessment,
        undone.without_reassessment,
        again=(
            reassessment.CommissionReassessment,
            assessment.DECIDE[reassessment.CommissionReassessment],
        ),
    ),
    "library.admit": Undoable(
        library.Admitted,
        lambda state, _: isinstance(state.entry, Admitted),
        resting.on_admission,
        undone.without_admission,
    ),
    "target.approve": Undoable(
        target.TargetApproved,
        lambda state, _: state.target.is_approved,
        resting.on_target,
        undone.without_target,
    ),
    "target.approve-adjustment": Undoable(
        adjustment.AdjustmentApproved,
        _is_adjusted,
        resting.on_adjustment,
        undone.without_adjustment,
    ),
    "budget.approve": Undoable(
        budget.BudgetApproved,
        lambda state, _: state.issued is not None,
        resting.on_budget,
        undone.without_budget,
        again=(budget.ApproveBudget, budget.approve),
        also=frozenset({Role.FINANCE}),
        meanwhile=lambda state, _of: state,
    ),
    "monitoring.review": Undoable(
        review.Reviewed,
        _is_reviewed_at,
        resting.on_review_at,
        undone.without_review,
        of=_at,
        falls=resting.falling_with_review,
        again=(review.ReviewResult, review.review),
    ),
    "monitoring.warn": Undoable(
        warnings.Warned,
        lambda state, of: _round(state, of) is not None,
        lambda _state, _of: (),
        lambda state, _of: state,
        of=_at,
        again=(warnings.Warn, warnings.warn),
        taken=lambda recorded: recorded.actor.role is Role.FINANCE,
    ),
    **_RECTIFIED,
    Notify.name: changed(
        _RECTIFIED[Notify.name], stands=_is_notified, undone=undone.without_notice
    ),
    "self-evaluation.review": Undoable(
        self_evaluation_review.SelfEvaluationReviewed,
        lambda state, _: state.evaluation.itself.reviewed,
        resting.on_self_evaluation,
        undone.without_self_review,
        again=(self_evaluation_review.ReviewSelfEvaluation, self_evaluation_review.review),
    ),
    "department-evaluation.review": Undoable(
        department_evaluation.ReportReviewed,
        lambda state, _: state.evaluation.department.reviewed,
        resting.on_department,
        undone.without_department_review,
        again=(department_evaluation.ReviewReport, department_evaluation.review),
    ),
    "key-evaluation.commission": Undoable(
        key_evaluation.Commissioned,
        lambda state, _: state.evaluation.key.institution is not None,
        resting.on_commission,
        undone.without_commission,
        again=(key_evaluation.Commission, key_evaluation.DECIDE[key_evaluation.Commission]),
    ),
    "key-evaluation.finalise": Undoable(
        key_evaluation_review.Finalised,
        lambda state, _: state.evaluation.key.finalised,
        resting.on_key_evaluation,
        undone.without_own_key_result,
        again=(
            key_evaluation_review.Finalise,
            key_evaluation_review.DECIDE[key_evaluation_review.Finalise],
        ),
    ),
    "authenticity.record-finding": Undoable(
        authenticity.FindingRecorded,
        lambda state, _: isinstance(state.evaluation.authenticity, Checked),
        resting.on_check,
        undone.without_check,
        again=(authenticity.RecordFinding, authenticity.record_finding),
    ),
    "audit.record-finding": Undoable(
        findings.AuditFindingRecorded,
        lambda state, of: of in state.evaluation.findings.audits,
        resting.on_found,
        undone.without_audit,
        of=lambda event: str(event.document),
        again=(findings.RecordAuditFinding, findings.record_audit),
    ),
    "finding.record": Undoable(
        findings.CheckFindingRecorded,
        lambda state, of: of in {name for name, _ in state.evaluation.findings.recorded},
        resting.on_found,
        findings.without_check,
        of=lambda event: str(event.document),
        again=(findings.RecordCheckFinding, findings.record_check),
    ),
    "funds.record-major-problem": Undoable(
        findings.MajorProblemRecorded,
        lambda state, _: state.evaluation.findings.major_problem is not None,
        resting.on_found,
        undone.without_problem,
        again=(findings.RecordMajorProblem, findings.record_problem),
    ),
    "grade.finalise": Undoable(
        grades.GradeFinalised,
        lambda state, _: state.evaluation.final is not None,
        resting.on_grade,
        undone.without_grade,
    ),
    "grade.reopen": Undoable(
        grades.GradeReopened,
        lambda state, _: (
            isinstance(state.evaluation.grading, Reopened)
            and state.evaluation.grading.before is not None
        ),
        lambda _state, _: (),
        undone.without_reopening,
        again=(grades.ReopenGrade, grades.reopen),
    ),
    "results.propose": Undoable(
        use_of_results.ResultsProposed,
        lambda state, _: state.evaluation.results.proposal is not None,
        resting.on_proposal,
        undone.without_proposal,
        again=(use_of_results.ProposeResults, use_of_results.propose),
    ),
    "results.apply": Undoable(
        use_of_results.ResultsApplied,
        lambda state, _: _is_applied(state),
        lambda _state, _: (),
        undone.without_application,
        again=(use_of_results.ApplyResults, use_of_results.apply),
    ),
    GrantException.name: Undoable(
        ExceptionGranted,
        _is_granted,
        _on_exception,
        _without_exception,
        of=lambda event: str(event.duty or event.reference),
    ),
    ApproveException.name: kept_back(DISCLOSING),
    **accountability.UNDOABLE,
    **recovery.UNDOABLE,
    **returns.UNDOABLE,
    **endorsements.UNDOABLE,
}

_FILED = (RESULT, SELF_EVALUATION)
_CANCELLED: Mapping[str, Callable[[Any, str], Any]] = {
    Notify.name: undone.without_notice,
    GrantException.name: lapses.without_lapse,
    resting.GRADE: undone.without_grade,
    resting.APPLIED: undone.without_application,
    resting.REPORTED: undone.without_report,
    resting.REASSESSED: undone.without_reassessed,
}
"""The state without something that is cancelled, by its name."""


_WITHDRAWN_FIRST = {"target.approve-adjustment", "exante.review", resting.FINALISED}


def _may_become(key: str) -> tuple[Becomes, ...]:
    """The ways in which a correction may treat `key`, a thing that rests on the corrected act.

    A notice of rectification, a final grade or an applied use of results is cancelled. A filing
    stands or is returned. An approved adjustment bars the correction until it is withdrawn. All
    else stands.
    """
    kind = key.partition(":")[0]
    if kind in _CANCELLED:
        return ("cancelled",)
    if kind in _WITHDRAWN_FIRST:
        return ()
    return ("stands", "returned") if kind in _FILED else ("stands",)


def _followed(state: ProjectYear, following: Following) -> ProjectYear:
    if following.becomes == "returned":
        filing = filing_at(state, following.of)
        return _returned(state, following.of) if filing else state
    if following.becomes == "cancelled":
        name, _, of = following.of.partition(":")
        ended: ProjectYear = _CANCELLED[name](state, of)
        return ended
    return state


def _returned(state: ProjectYear, key: str) -> ProjectYear:
    """The state in which the filing `key` is returned, and its review withdrawn."""
    kind, _, node = key.partition(":")
    if kind == RESULT and _is_reviewed_at(state, node):
        state = undone.without_review(state, node)
    filing = filing_at(state, key)
    if filing is None:
        raise ValueError(f"{state.stream}: {key} was not filed")
    return with_filing(state, key, filing.marked(FilingStatus.RETURNED))


IMPORTS = ImportsUndone(
    importing.IMPORTING,
    {**_ACTS, **OTHERS},
    KEEPING,
    then=THEN,
    falling=FALLING,
    stays=frozenset({adjustment.ApproveAdjustment.name, assessment.ReviewReport.name}),
)
UNDOING = Undoing(
    acts=dict((*_ACTS.items(), IMPORTS.undoable())),
    named=CATALOGUE.named,
    followed=_followed,
    may_become=_may_become,
    instead=CATALOGUE.instead(),
)

DECIDE: Deciders = {
    **undoing.deciders(UNDOING),
    **returns.deciders(lambda: UNDOING),
}
EVOLVE: Evolvers = undoing.evolvers(UNDOING)
