"""What rests on an act of the bureau, by the keys that `act.correct` names it by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.shared.deadlines.evaluation_half import OpenEvaluation
from domain.shared.filings import joint_review
from domain.shared.filings.filing import stands
from domain.shared.people.exception_grants import GrantException
from domain.shared.rectification.places import is_problem, place_in
from domain.shared.rectification.rectifying import Notify
from domain.shared.rectification.undoing import answered, on_feedback
from domain.subjects.project_year.deadlines.due_dates import (
    NOTICE,
    RESULT,
    SELF_EVALUATION,
    key,
    order_of,
)
from domain.subjects.project_year.feedback.loop import LOOP
from domain.subjects.project_year.monitoring.state import Reviewed
from domain.subjects.project_year.policy_sharing import Evaluated, Prepared
from domain.subjects.project_year.results.accountability import Propose
from domain.subjects.project_year.state import Admitted, ProjectYear

GRADE = "grade.finalise"
APPLIED = "results.apply"
REASSESSED = "exante.file-reassessment"
FINALISED, REPORTED = "key-evaluation.finalise", "key-evaluation.file-report"


def on_assessment(state: ProjectYear, _of: str) -> Iterator[str]:
    """The project is in the library."""
    if isinstance(state.entry, Admitted):
        yield "library.admit"


def on_reassessment(state: Prepared, _of: str) -> Iterator[str]:
    """The re-assessment was filed, or the assessment is reviewed."""
    current = state.exante.reassessment
    if state.exante.result is not None:
        yield "exante.review"
    elif current is not None and stands(current.report):
        yield REASSESSED


def on_admission(state: ProjectYear, _of: str) -> Iterator[str]:
    """A target stands."""
    if stands(state.target.filing):
        yield "target.filing"


def on_target(state: ProjectYear, _of: str) -> Iterator[str]:
    """The budget is approved, or the target is public."""
    if state.issued is not None:
        yield "budget.approve"
    yield from _published(state, "project_target")


def on_adjustment(state: ProjectYear, _of: str) -> Iterator[str]:
    """Results were filed by the adjusted target, or it is public."""
    since = state.target.adjustment.approved_on if state.target.adjustment else None
    yield from _results(state, since)
    yield from _itself(state)
    yield from _published(state, "adjusted_target")


def on_budget(state: ProjectYear, _of: str) -> Iterator[str]:
    """Anything was done with the budget."""
    if state.execution is not None:
        yield "execution.record"
    adjustment = state.target.adjustment
    if adjustment is not None and adjustment.before is not None:
        yield "target.approve-adjustment"
    elif adjustment is not None and stands(adjustment.filing):
        yield "target.adjust"
    yield from _results(state, None)
    if state.evaluation.opened:
        yield OpenEvaluation.name
    yield from _itself(state)
    yield from _published(state, "project_target")


def on_review_at(state: ProjectYear, of: str) -> Iterator[str]:
    """The rectification that the review ordered was answered, or the year is graded."""
    if answered(order_of(state, place_in(of))):
        yield f"{Notify.name}:{of}"
    current = state.rounds.get(date.fromisoformat(of))
    if isinstance(current, Reviewed) and current.lapse is not None:
        yield f"{GrantException.name}:{key(NOTICE, current.node)}"
    yield from on_grading(state, of)


def falling_with_review(state: ProjectYear, of: str) -> Iterator[str]:
    """The rectification that the review ordered, as long as nobody answered it."""
    order = order_of(state, place_in(of))
    if order is not None and not answered(order):
        yield f"{Notify.name}:{of}"


def on_grading(state: ProjectYear, _of: str) -> Iterator[str]:
    """The final grade is open."""
    if state.evaluation.final is not None:
        yield GRADE


def on_grading_at(state: ProjectYear, of: str) -> Iterator[str]:
    """The final grade is open, which rests on the rounds of monitoring alone."""
    if not is_problem(of):
        yield from on_grading(state, of)


def on_check(state: ProjectYear, of: str) -> Iterator[str]:
    """The problems of the check were fed back, or the year is graded."""
    yield from on_feedback(LOOP, "authenticity_check", state)
    yield from on_grading(state, of)


def on_found(state: ProjectYear, of: str) -> Iterator[str]:
    """The problems of all findings were fed back, or the year is graded."""
    if state.evaluation.fed_back.wanted("audit_finding", owed=True) is None:
        yield from on_feedback(LOOP, "audit_finding", state)
    yield from on_grading(state, of)


def on_self_evaluation(state: ProjectYear, of: str) -> Iterator[str]:
    """The project was selected or drawn by its self-evaluation, or anything else rests on it."""
    evaluation = state.evaluation
    yield from on_feedback(LOOP, "self_evaluation", state)
    if evaluation.selected is not None:
        yield "department-evaluation.mark-selected"
    if evaluation.key.selected is not None:
        yield "key-evaluation.mark-selected"
    if evaluation.authenticity is not None:
        yield "authenticity.mark-drawn"
    yield from _published(state, "self_evaluation_form")
    yield from on_grading(state, of)


def on_department(state: ProjectYear, of: str) -> Iterator[str]:
    """The report is public, its problems were fed back, or the project is graded."""
    yield from on_feedback(LOOP, "department_evaluation", state)
    yield from _published(state, "department_evaluation_report")
    yield from on_grading(state, of)


def on_key_evaluation(state: ProjectYear, of: str) -> Iterator[str]:
    """The report is public, its problems were fed back, or the project is graded."""
    yield from on_feedback(LOOP, "key_evaluation", state)
    yield from _published(state, "key_evaluation_report")
    yield from on_grading(state, of)


def on_commission(state: Evaluated, _of: str) -> Iterator[str]:
    """The institution filed its report, which may be final."""
    key = state.evaluation.key
    if key.finalised:
        yield FINALISED
    elif stands(key.filing):
        yield REPORTED


def on_grade(state: ProjectYear, _of: str) -> Iterator[str]:
    """The result is used, or somebody answers for it."""
    results = state.evaluation.results
    if results.proposal is not None:
        yield "results.propose"
    if results.recovered or results.cleared:
        yield "funds.recover"
    if results.accountability.proposals:
        yield Propose.name


def on_proposal(state: ProjectYear, _of: str) -> Iterator[str]:
    """The proposal was applied."""
    proposal = state.evaluation.results.proposal
    if proposal is not None and proposal.applied:
        yield APPLIED


def on_exception(state: ProjectYear, of: str) -> Iterator[str]:
    """The result was applied by the exception, or the project passed with a review of two."""
    if (joint_review.RULE, of) in state.evaluation.results.exceptions:
        yield from _passed(state)
    proposal = state.evaluation.results.proposal
    if proposal is not None and proposal.exception == of:
        yield APPLIED


def _passed(state: ProjectYear) -> Iterator[str]:
    """What was decided after the review of two."""
    if state.target.is_approved and joint_review.of_two(state.target.filed.unreasonable):
        yield "target.approve"
    if isinstance(state.entry, Admitted) and joint_review.of_two(state.entrance):
        yield "library.admit"


def _results(state: ProjectYear, since: date | None) -> Iterator[str]:
    for node, current in state.rounds.items():
        filing = current.filing
        if filing is not None and stands(filing) and (since is None or filing.on >= since):
            yield key(RESULT, node)


def _itself(state: ProjectYear) -> Iterator[str]:
    if stands(state.evaluation.itself.filing):
        yield SELF_EVALUATION


def _published(state: ProjectYear, artefact: str) -> Iterator[str]:
    if any(name == artefact for name, _ in state.evaluation.disclosures.published):
        yield f"disclosure.publish:{artefact}"
