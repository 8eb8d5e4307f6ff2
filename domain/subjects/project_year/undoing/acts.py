"""The acts of the bureau on a project that can be undone, and the filings sent back after them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial, wraps
from typing import Any

from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
)
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role
from domain.shared.filings import undoing
from domain.shared.filings.filing import FilingStatus, is_reviewed
from domain.shared.filings.import_messages import ImportAct
from domain.shared.filings.undoing import (
    ActWithdrawn,
    Becomes,
    CorrectAct,
    Following,
    Undoable,
    Undoing,
    WithdrawAct,
)
from domain.shared.people.exception_grants import ExceptionGranted, GrantException
from domain.subjects.project_year import population
from domain.subjects.project_year.catalogue import CATALOGUE
from domain.subjects.project_year.deadlines.due_dates import (
    DEPARTMENT_REPORT,
    RECTIFICATION,
    RESULT,
    SELF_EVALUATION,
)
from domain.subjects.project_year.evaluation import (
    authenticity,
    department_evaluation,
    key_evaluation_review,
    self_evaluation,
)
from domain.subjects.project_year.evaluation.state import Checked
from domain.subjects.project_year.exante import assessment, library
from domain.subjects.project_year.filings.filing_index import filing_at, with_filing
from domain.subjects.project_year.monitoring import (
    rectification,
    rectification_review,
    review,
    rounds,
)
from domain.subjects.project_year.monitoring.dropping import is_dropped
from domain.subjects.project_year.monitoring.state import Course, Reviewed, rectification_in
from domain.subjects.project_year.results import findings, grades, use_of_results
from domain.subjects.project_year.state import Admitted, ProjectYear, Withdrawn
from domain.subjects.project_year.targets import adjustment, budget, target
from domain.subjects.project_year.undoing import resting, undone
from domain.subjects.project_year.undoing.imports import import_of


def _round(state: ProjectYear, of: str) -> Any:
    try:
        return state.rounds.get(date.fromisoformat(of))
    except ValueError:
        return None


def _is_reviewed_at(state: ProjectYear, of: str) -> bool:
    return isinstance(_round(state, of), Reviewed)


def _course_in(state: ProjectYear, of: str, *courses: Course) -> bool:
    order = rectification_in(_round(state, of))
    return order is not None and order.course in courses


def _is_adjusted(state: ProjectYear, _of: str) -> bool:
    found = state.target.adjustment
    return found is not None and found.before is not None and is_reviewed(found.filing)


def _at(event: Any) -> str:
    return str(event.node)


def _is_withdrawn(state: ProjectYear, _of: str) -> bool:
    return isinstance(state.entry, Withdrawn) and state.entry.before is not None


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
        overwritten=True,
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
    "rectification.notify": Undoable(
        rectification.Notified,
        lambda state, of: rectification_in(_round(state, of)) is not None,
        resting.on_notice,
        undone.without_notice,
        of=_at,
        taken=lambda recorded: recorded.caused_by is None,
    ),
    "rectification.accept": Undoable(
        rectification_review.Accepted,
        lambda state, of: _course_in(state, of, Course.ACCEPTED),
        resting.on_grading,
        undone.without_acceptance,
        of=_at,
    ),
    "rectification.find-unmet": Undoable(
        rectification_review.UnmetFound,
        lambda state, of: _course_in(state, of, Course.UNMET, Course.UNMET_THEN_REFUSED),
        resting.on_finding_unmet,
        undone.without_unmet,
        of=_at,
    ),
    "self-evaluation.review": Undoable(
        self_evaluation.SelfEvaluationReviewed,
        lambda state, _: state.evaluation.itself.reviewed,
        resting.on_self_evaluation,
        undone.without_self_review,
        again=(self_evaluation.ReviewSelfEvaluation, self_evaluation.review),
    ),
    "department-evaluation.review": Undoable(
        department_evaluation.ReportReviewed,
        lambda state, _: state.evaluation.department.reviewed,
        resting.on_department,
        undone.without_department_review,
        again=(department_evaluation.ReviewReport, department_evaluation.review),
    ),
    "key-evaluation.finalise": Undoable(
        key_evaluation_review.Finalised,
        lambda state, _: state.evaluation.key.finalised,
        resting.on_key_evaluation,
        undone.without_key_result,
        again=(
            key_evaluation_review.Finalise,
            key_evaluation_review.DECIDE[key_evaluation_review.Finalise],
        ),
    ),
    "authenticity.record-finding": Undoable(
        authenticity.FindingRecorded,
        lambda state, _: isinstance(state.evaluation.authenticity, Checked),
        resting.on_grading,
        undone.without_check,
        again=(authenticity.RecordFinding, authenticity.record_finding),
    ),
    "audit.record-finding": Undoable(
        findings.AuditFindingRecorded,
        lambda state, of: of in state.evaluation.findings.audits,
        resting.on_grading,
        undone.without_audit,
        of=lambda event: str(event.document),
        again=(findings.RecordAuditFinding, findings.record_audit),
    ),
    "funds.record-major-problem": Undoable(
        findings.MajorProblemRecorded,
        lambda state, _: state.evaluation.findings.major_problem is not None,
        resting.on_grading,
        undone.without_problem,
        again=(findings.RecordMajorProblem, findings.record_problem),
    ),
    "grade.finalise": Undoable(
        grades.GradeFinalised,
        lambda state, _: state.evaluation.final is not None,
        resting.on_grade,
        undone.without_grade,
    ),
    "results.propose": Undoable(
        use_of_results.ResultsProposed,
        lambda state, _: state.evaluation.results.proposal is not None,
        resting.on_proposal,
        undone.without_proposal,
    ),
}

_DROPPED = Undoable(
    ExceptionGranted,
    is_dropped,
    resting.on_grading,
    undone.without_exception,
    of=lambda event: event.duty or "",
    taken=lambda recorded: recorded.event.duty is not None,
)
"""The exception by which a duty was dropped; one from another rule is no act that is undone."""

_FILED = (RESULT, SELF_EVALUATION)
_ENDED = (rectification.Notify.name, resting.GRADE)


def _may_become(key: str) -> tuple[Becomes, ...]:
    """A rectification and a grade do not outlive the act; a filing stands or goes back."""
    kind = key.partition(":")[0]
    if kind in _ENDED:
        return ("cancelled",)
    if kind == "target.approve-adjustment":
        return ()
    return ("stands", "returned") if kind in _FILED else ("stands",)


def _followed(state: ProjectYear, following: Following) -> ProjectYear:
    if following.becomes == "returned":
        filing = filing_at(state, following.of)
        return _returned(state, following.of) if filing else state
    if following.becomes == "cancelled" and following.of == resting.GRADE:
        return undone.without_grade(state, "")
    if following.becomes == "cancelled":
        return undone.without_notice(state, following.of.partition(":")[2])
    return state


def _returned(state: ProjectYear, key: str) -> ProjectYear:
    """The state with a filing sent back, and its review with it."""
    kind, _, node = key.partition(":")
    if kind == RESULT and _is_reviewed_at(state, node):
        state = undone.without_review(state, node)
    filing = filing_at(state, key)
    if filing is None:
        raise ValueError(f"{state.stream}: {key} was not filed")
    back: ProjectYear = with_filing(state, key, replace(filing, status=FilingStatus.RETURNED))
    return back


_ALL = {**_ACTS, GrantException.name: _DROPPED, ImportAct.name: import_of(_ACTS)}
UNDOING = Undoing(
    acts=_ALL,
    named=CATALOGUE.named,
    followed=_followed,
    may_become=_may_become,
    instead={
        budget.RecordExecution.name: (
            "请以同一截至日期再次导入正确的累计执行数，以后一次为准",
            "record the right amount as of the same day, and the later record counts",
        )
    },
)


def _sent_back(
    decide: Callable[..., Decided], key_of: Callable[[Any], str], filing_of: Callable[[Any], str]
) -> Callable[..., Decided]:
    """Send a filing back after its review too, while nothing rests on that: the review goes."""

    @wraps(decide)
    def decided(state: ProjectYear, act: CommandContext[Any], in_force: InForce) -> Decided:
        if not is_reviewed(filing_at(state, filing_of(act.command))) or _waits(state, act):
            return decide(state, act, in_force)
        key = key_of(act.command)
        found = undoing.find(UNDOING, state, act, key)
        if isinstance(found, Refusal):
            return decide(state, act, in_force)
        resting_on = tuple(found.undoable.rests(state, found.of))
        if resting_on:
            return undoing.something_rests(UNDOING, key, found.undoable, resting_on)
        event = undoing.withdrawal(found, state, key, act.command.reason)
        made = decide(undoing.without(UNDOING, state, event), act, in_force)
        return made if isinstance(made, Refusal) else (Decision(event), *made)

    return decided


def _waits(state: ProjectYear, act: CommandContext[Any]) -> bool:
    """Whether an adjustment waits: then it is the adjustment that `target.return` sends back."""
    waiting = state.target.adjustment_filing
    return isinstance(act.command, target.ReturnTarget) and waiting is not None and waiting.open


def _alone(key: str) -> Callable[[Any], str]:
    return lambda _command: key


def _with_node(key: str) -> Callable[[Any], str]:
    return lambda command: f"{key}:{command.node}"


_RETURNS: Deciders = {
    assessment.ReturnReport: _sent_back(
        assessment.DECIDE[assessment.ReturnReport],
        _alone("exante.review"),
        _alone("exante.report"),
    ),
    target.ReturnTarget: _sent_back(
        target.return_target, _alone("target.approve"), _alone(target.FILING)
    ),
    rounds.ReturnResult: _sent_back(
        rounds.return_result, _with_node("monitoring.review"), _with_node(RESULT)
    ),
    rectification_review.Reject: _sent_back(
        rectification_review.reject,
        _with_node("rectification.accept"),
        _with_node(RECTIFICATION),
    ),
    self_evaluation.ReturnSelfEvaluation: _sent_back(
        self_evaluation.send_back, _alone("self-evaluation.review"), _alone(SELF_EVALUATION)
    ),
    department_evaluation.ReturnReport: _sent_back(
        department_evaluation.return_report,
        _alone("department-evaluation.review"),
        _alone(DEPARTMENT_REPORT),
    ),
}

DECIDE: Deciders = {
    WithdrawAct: partial(undoing.withdraw, UNDOING),
    CorrectAct: partial(undoing.correct, UNDOING),
    **_RETURNS,
}
EVOLVE: Evolvers = {ActWithdrawn: partial(undoing.evolve, UNDOING)}
