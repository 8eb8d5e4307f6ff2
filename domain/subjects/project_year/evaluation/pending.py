"""Pending work of the evaluation half, with the role that owes it, and its phase."""

from __future__ import annotations

from collections.abc import Iterator

from domain.kernel.vocabulary import Role
from domain.shared.deadlines.pending import Wait, filing_wait, review_wait
from domain.shared.filings.filing import Assessment
from domain.subjects.project_year.deadlines.due_dates import (
    AUTHENTICITY,
    DEPARTMENT_REPORT,
    FINANCE_REVIEW,
    KEY_EVALUATION,
    SELF_EVALUATION,
)
from domain.subjects.project_year.evaluation.state import (
    UNTOUCHED,
    Drawn,
    Evaluation,
    KeyEvaluation,
)
from domain.subjects.project_year.state import Phase


def evaluation_waits(evaluation: Evaluation) -> Iterator[Wait]:
    """All that the evaluation half waits for, in the order of the year."""
    if evaluation is UNTOUCHED:
        return
    yield from _filings(evaluation)
    if to_check(evaluation):
        yield Wait(AUTHENTICITY, Role.FINANCE)
    if to_finalise(evaluation):
        yield from key_evaluation_waits(evaluation.key)
    yield from _grading(evaluation)


def evaluation_phase(evaluation: Evaluation) -> Phase:
    """The phase of an evaluation half that has begun: the first in the year that is not over."""
    graded = evaluation.final is not None
    if not graded and to_file(evaluation.itself):
        return Phase.SELF_EVALUATION
    if _to_report(evaluation):
        return Phase.DEPARTMENT_EVALUATION
    if _to_review(evaluation):
        return Phase.FINANCE_REVIEW
    if to_check(evaluation):
        return Phase.AUTHENTICITY
    if to_finalise(evaluation):
        return Phase.KEY_EVALUATION
    return Phase.RESULTS if graded else Phase.GRADING


def to_file(one: Assessment) -> bool:
    """Whether it is still to be filed, or filed again."""
    return not (one.waiting or one.reviewed)


def to_check(evaluation: Evaluation) -> bool:
    """Whether a drawn self-evaluation waits for the finding of its check."""
    return isinstance(evaluation.authenticity, Drawn) and evaluation.itself.filing is not None


def to_finalise(evaluation: Evaluation) -> bool:
    """Whether a key evaluation is under way."""
    return evaluation.key.selected is not None and not evaluation.key.finalised


def _to_report(evaluation: Evaluation) -> bool:
    return evaluation.selected is not None and to_file(evaluation.department)


def _to_review(evaluation: Evaluation) -> bool:
    return evaluation.itself.waiting or evaluation.department.waiting


def _filings(evaluation: Evaluation) -> Iterator[Wait]:
    if evaluation.opened and to_file(evaluation.itself):
        yield filing_wait(evaluation.itself.filing, SELF_EVALUATION, FINANCE_REVIEW)
    if _to_report(evaluation):
        report = evaluation.department.filing
        yield filing_wait(report, DEPARTMENT_REPORT, FINANCE_REVIEW, Role.DEPARTMENT)
    itself = evaluation.itself.filing
    is_above = itself is not None and itself.awaits_department
    if itself is not None and is_above:
        yield review_wait(itself, SELF_EVALUATION, FINANCE_REVIEW)
    if evaluation.department.waiting or (evaluation.itself.waiting and not is_above):
        yield Wait(FINANCE_REVIEW, Role.FINANCE)


def key_evaluation_waits(key: KeyEvaluation) -> Iterator[Wait]:
    """The wait for the party whose turn it is, and for the bureau, which answers for the day."""
    if key.institution is None:
        yield Wait("key-evaluation.commission", Role.FINANCE)
    elif key.filing is None or not key.filing.open:
        yield Wait("key-evaluation.report", Role.THIRD_PARTY)
    elif not key.filed.views_exchanged:
        yield Wait("key-evaluation.views", Role.UNIT)
    yield Wait(KEY_EVALUATION, Role.FINANCE)


def _grading(evaluation: Evaluation) -> Iterator[Wait]:
    final, proposal = evaluation.final, evaluation.results.proposal
    if final is None:
        if evaluation.scores and evaluation_phase(evaluation) is Phase.GRADING:
            yield Wait("grade.finalisation", Role.FINANCE)
        return
    if final.later is not None:
        yield Wait("grade.reopening", Role.FINANCE)
    if proposal is None:
        yield Wait("results.proposal", Role.FINANCE)
    elif not proposal.applied:
        yield Wait("results.application", Role.FINANCE)
