"""The keys that acts on a project's year may name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from domain.kernel.decider import InForce
from domain.kernel.keys import KeyField, Keys, Naming, in_parts, of_all, past_events
from domain.kernel.vocabulary import business_date
from domain.shared.filings import delegation, joint_review, undoing_keys
from domain.shared.filings.annotation_messages import AnnotateRecord
from domain.shared.filings.attachment import attached_documents
from domain.shared.filings.import_messages import ImportAct
from domain.shared.filings.joint_review import RecordJointReview
from domain.shared.people.exception_grants import GrantException
from domain.shared.rectification import keys as rectified
from domain.shared.rectification.acts import AT_PLACES
from domain.shared.signatures import keys as signing_keys
from domain.subjects.project_year.deadlines import deadline_acts
from domain.subjects.project_year.deadlines.pending import waits
from domain.subjects.project_year.disclosure import disclosures
from domain.subjects.project_year.evaluation.self_evaluation import FileSelfEvaluation
from domain.subjects.project_year.evaluation.self_evaluation_review import (
    ReviewSelfEvaluation,
    points_left_open,
)
from domain.subjects.project_year.feedback.loop import LOOP
from domain.subjects.project_year.filings import corrections, endorsements
from domain.subjects.project_year.imports.acts import IMPORTABLE
from domain.subjects.project_year.monitoring.baseline import baseline_on
from domain.subjects.project_year.monitoring.dropping import DUTY_RULE, droppable
from domain.subjects.project_year.monitoring.lapses import GRADE_RULE, lapsable
from domain.subjects.project_year.monitoring.review import ReviewResult
from domain.subjects.project_year.monitoring.rounds import FileResult, ReturnResult
from domain.subjects.project_year.monitoring.state import Skipped
from domain.subjects.project_year.monitoring.warnings import AnalyseCause, Warn
from domain.subjects.project_year.population import WithdrawProject
from domain.subjects.project_year.results.use_of_results import ApplyResults
from domain.subjects.project_year.results.use_policies import RULE
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.joint_review import REVIEW
from domain.subjects.project_year.undoing.acts import UNDOING


def _rounds(state: ProjectYear, _naming: Naming, _in_force: InForce) -> Iterator[date]:
    """The nodes whose round the project takes part in, the newest first."""
    taken = (node for node, found in state.rounds.items() if not isinstance(found, Skipped))
    yield from sorted(taken, reverse=True)


def _approved(state: ProjectYear, _naming: Naming, _in_force: InForce) -> Iterator[str]:
    return (indicator.id for indicator in state.target.approved)


def _measured(state: ProjectYear, _naming: Naming, in_force: InForce) -> Iterable[str]:
    """The indicators that a result has a value of."""
    if state.last_at is None:
        return ()
    return baseline_on(state, in_force, business_date(state.last_at)).ids


def _filed(state: ProjectYear, _naming: Naming, _in_force: InForce) -> tuple[str, ...]:
    """What waits for a joint review: the indicators of the target, or the library's questions."""
    waiting = REVIEW.waiting(state)
    return waiting.items if waiting else ()


def _granted(state: ProjectYear, _naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The references of the exceptions that were granted for the use of the grade that is open."""
    final, results = state.evaluation.final, state.evaluation.results
    granted = sorted(reference for rule, reference in results.exceptions if rule == RULE)
    return (
        reference
        for reference in granted
        if final is not None and results.granted_for.get(reference) == final.event_id
    )


def _duties(state: ProjectYear, _naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The duties that a withdrawal after the budget's approval has to end."""
    return (wait.deadline for wait in waits(state) if state.issued is not None)


def _exceptions(state: ProjectYear, naming: Naming, in_force: InForce) -> Iterator[str]:
    """The rules from which an exception may be granted: by one of them a duty is dropped."""
    if not naming.fields.get("duty"):
        yield RULE
        yield joint_review.RULE
    if any(droppable(state, in_force)):
        yield DUTY_RULE
    if any(lapsable(state)):
        yield GRADE_RULE


def _left_open(_state: ProjectYear, naming: Naming, _in_force: InForce) -> list[str]:
    return points_left_open(naming.past)


_AT_NODES = (
    *(FileResult, ReturnResult, Warn, AnalyseCause, ReviewResult),
    *AT_PLACES,
)
KEYS: Keys = {
    **signing_keys.KEYS,
    **deadline_acts.KEYS,
    **delegation.KEYS,
    **corrections.KEYS,
    **disclosures.KEYS,
    **endorsements.KEYS,
    **undoing_keys.keys(UNDOING),
    **of_all(_AT_NODES, "node", KeyField(_rounds)),
    **rectified.keys(LOOP),
    (FileResult, "indicators"): in_parts(_measured, "id"),
    (FileSelfEvaluation, "indicators"): in_parts(_approved, "id"),
    (ReviewSelfEvaluation, "points"): in_parts(_left_open, "id"),
    (WithdrawProject, "duties"): in_parts(_duties, "of"),
    (RecordJointReview, "findings"): in_parts(_filed, "id"),
    (ApplyResults, "exception"): KeyField(_granted),
    (GrantException, "rule"): KeyField(_exceptions),
    (ImportAct, "act"): KeyField(lambda *_: IMPORTABLE, kinds=tuple(IMPORTABLE)),
    (ImportAct, "document"): KeyField(attached_documents),
    (AnnotateRecord, "events"): KeyField(past_events),
}
