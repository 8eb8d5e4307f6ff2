"""Undoing acts of the bureau on a policy: what rests on each, and the state without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from domain.kernel.decider import Deciders, Evolvers
from domain.kernel.vocabulary import Role
from domain.shared.filings import undoing
from domain.shared.filings.disclosure import ApproveException, kept_back, published_of
from domain.shared.filings.filing import stands
from domain.shared.filings.sent_back import Kept, alone, return_of, sent_back
from domain.shared.filings.undoable import Becomes, Following, Undoable, Undoing
from domain.shared.rectification.asking import without_asked
from domain.shared.rectification.undoing import acts_of, on_feedback
from domain.subjects.policies import (
    assessment,
    endorsements,
    evaluation_objects,
    key_evaluation,
    population,
)
from domain.subjects.policies.catalogue import CATALOGUE
from domain.subjects.policies.disclosures import DISCLOSING
from domain.subjects.policies.feedback import LOOP, SOURCE
from domain.subjects.policies.filing_index import filing_at, with_filing
from domain.subjects.policies.state import Policy, Withdrawn
from domain.subjects.project_year.evaluation import key_evaluation_review
from domain.subjects.project_year.evaluation.key_evaluation import Commission, Commissioned
from domain.subjects.project_year.exante import assessment as exante
from domain.subjects.project_year.exante import reassessment
from domain.subjects.project_year.filings.shared_filings import EXANTE, TARGET
from domain.subjects.project_year.targets import target
from domain.subjects.project_year.undoing import resting, undone
from domain.subjects.project_year.undoing.returns import without_return_of_target

_KEPT = Kept(filing_at, with_filing)


def _on_assessment(state: Policy, _of: str) -> Iterator[str]:
    """A target stands."""
    if stands(state.target.filing):
        yield TARGET


def _on_target(state: Policy, _of: str) -> Iterator[str]:
    """The key evaluation is commissioned."""
    if state.evaluation.key.institution is not None:
        yield Commission.name


def _on_selection(state: Policy, _of: str) -> Iterator[str]:
    """The key evaluation is commissioned."""
    if state.evaluation.key.institution is not None:
        yield Commission.name


def _on_result(state: Policy, _of: str) -> Iterator[str]:
    """The report is public, or its problems were fed back."""
    yield from on_feedback(LOOP, SOURCE, state)
    yield from published_of(DISCLOSING, state, "key_evaluation_report")


def _return_of_target() -> Undoable:
    found = return_of(_KEPT, target.TargetReturned, TARGET)
    return Undoable(
        found.event, found.stands, found.rests, without_return_of_target, since=found.since
    )


def _without_result(state: Any, of: str) -> Any:
    """The report waits for its final result, and no feedback of it is owed."""
    return without_asked(LOOP, undone.without_key_result(state, of), SOURCE)


_FINALISE = key_evaluation_review.Finalise


def _in_register_again(state: Policy, _of: str) -> Policy:
    """The policy is in the year again, as it was."""
    return replace(state, entry=state.known)


_ACTS = {
    population.WithdrawPolicy.name: Undoable(
        population.PolicyWithdrawn,
        lambda state, _: isinstance(state.entry, Withdrawn),
        lambda _state, _of: (),
        _in_register_again,
        also=frozenset({Role.FINANCE}),
    ),
    exante.ReviewReport.name: Undoable(
        exante.ReportReviewed,
        lambda state, _: state.exante.result is not None,
        _on_assessment,
        undone.without_assessment,
    ),
    reassessment.CommissionReassessment.name: Undoable(
        reassessment.ReassessmentCommissioned,
        lambda state, _: state.exante.reassessment is not None,
        resting.on_reassessment,
        undone.without_reassessment,
        again=(
            reassessment.CommissionReassessment,
            assessment.DECIDE[reassessment.CommissionReassessment],
        ),
    ),
    target.ApproveTarget.name: Undoable(
        target.TargetApproved,
        lambda state, _: state.target.is_approved,
        _on_target,
        undone.without_target,
        again=(target.ApproveTarget, assessment.DECIDE[target.ApproveTarget]),
    ),
    evaluation_objects.SelectObject.name: Undoable(
        evaluation_objects.ObjectSelected,
        lambda state, _: state.evaluation.key.selected is not None,
        _on_selection,
        evaluation_objects.without_selection,
        again=(evaluation_objects.SelectObject, evaluation_objects.select),
    ),
    Commission.name: Undoable(
        Commissioned,
        lambda state, _: state.evaluation.key.institution is not None,
        resting.on_commission,
        undone.without_commission,
        again=(Commission, key_evaluation.DECIDE[Commission]),
    ),
    _FINALISE.name: Undoable(
        key_evaluation_review.Finalised,
        lambda state, _: state.evaluation.key.finalised,
        _on_result,
        _without_result,
        again=(_FINALISE, key_evaluation.DECIDE[_FINALISE]),
    ),
    **acts_of(LOOP, _KEPT),
    ApproveException.name: kept_back(DISCLOSING),
    exante.ReturnReport.name: return_of(_KEPT, exante.ReportReturned, EXANTE, _on_assessment),
    target.ReturnTarget.name: _return_of_target(),
    **endorsements.UNDOABLE,
}


_FATES: Mapping[str, tuple[Becomes, ...]] = {
    resting.REPORTED: ("cancelled",),
    resting.REASSESSED: ("cancelled",),
    resting.FINALISED: (),
    exante.ReviewReport.name: (),
}


def _may_become(key: str) -> tuple[Becomes, ...]:
    """A report does not outlive its commission; everything else stands."""
    return _FATES.get(key.partition(":")[0], ("stands",))


def _followed(state: Any, following: Following) -> Any:
    if following.becomes != "cancelled":
        return state
    return _CANCELLED[following.of](state, "")


_CANCELLED: Mapping[str, Callable[[Any, str], Any]] = {
    resting.REPORTED: undone.without_report,
    resting.REASSESSED: undone.without_reassessed,
}


UNDOING = Undoing(
    acts=_ACTS,
    named=CATALOGUE.named,
    followed=_followed,
    may_become=_may_become,
    instead=CATALOGUE.instead(),
)


def _acts() -> Undoing:
    return UNDOING


_RETURNS: Deciders = {
    exante.ReturnReport: sent_back(
        _KEPT,
        _acts,
        assessment.DECIDE[exante.ReturnReport],
        alone(exante.ReviewReport.name),
        alone(EXANTE),
    ),
    target.ReturnTarget: sent_back(
        _KEPT, _acts, target.return_target, alone(target.ApproveTarget.name), alone(TARGET)
    ),
}

DECIDE: Deciders = {**undoing.deciders(UNDOING), **_RETURNS}
EVOLVE: Evolvers = undoing.evolvers(UNDOING)
