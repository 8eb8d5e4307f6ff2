"""Pending work of a policy, with the role that owes it, and the policy's phase."""

from __future__ import annotations

from collections.abc import Iterator

from domain.kernel.decider import InForce
from domain.kernel.vocabulary import business_date
from domain.shared.deadlines.pending import Wait
from domain.shared.filings.disclosure import outstanding
from domain.shared.rectification.pending import feedback_waits
from domain.shared.signatures import duties as signatures
from domain.subjects.policies.disclosures import DISCLOSING
from domain.subjects.policies.state import Phase, Policy, Registered, Withdrawn
from domain.subjects.project_year.deadlines.pending import exante_waits, needs_exante, target_wait
from domain.subjects.project_year.evaluation.pending import key_evaluation_waits
from domain.subjects.project_year.evaluation.state import KeyEvaluation


def waits(state: Policy, in_force: InForce) -> tuple[Wait, ...]:
    """All that a policy waits for now."""
    if not isinstance(state.entry, Registered):
        return ()
    return (*duties(state), *_disclosures(state, in_force))


def duties(state: Policy) -> tuple[Wait, ...]:
    """What is to be done with a policy now, but for disclosures."""
    return tuple(_acts(state)) if isinstance(state.entry, Registered) else ()


def possible_waits(state: Policy) -> tuple[Wait, ...]:
    """The waits of a policy that may have a day."""
    return tuple(_acts(state)) if isinstance(state.entry, Registered) else ()


def wait_at(state: Policy, in_force: InForce, deadline: str) -> Wait | None:
    """The wait with this deadline, if it is open."""
    return next((wait for wait in waits(state, in_force) if wait.deadline == deadline), None)


def phase_of(state: Policy, in_force: InForce) -> Phase:
    """The phase that a policy is in."""
    match state.entry:
        case None:
            return Phase.UNREGISTERED
        case Withdrawn():
            return Phase.WITHDRAWN
        case Registered():
            return _phase_of_life(state, in_force)


def _phase_of_life(state: Policy, in_force: InForce) -> Phase:
    if state.evaluation.key.finalised:
        return Phase.DISCLOSURE if waits(state, in_force) else Phase.DISCLOSED
    if state.evaluation.key.institution is not None:
        return Phase.KEY_EVALUATION
    if not state.known.is_policy:
        return Phase.REGISTERED if state.evaluation.key.selected is None else Phase.KEY_EVALUATION
    if state.target.is_approved:
        selected = state.evaluation.key.selected is not None
        return Phase.KEY_EVALUATION if selected else Phase.EXECUTION
    return Phase.EX_ANTE if needs_exante(state) else Phase.TARGET


def _acts(state: Policy) -> Iterator[Wait]:
    yield from signatures.waits_of(state.proposals)
    key = state.evaluation.key
    if state.known.is_policy and not state.target.is_approved:
        if needs_exante(state):
            yield from exante_waits(state)
        else:
            yield target_wait(state)
    elif _is_to_be_evaluated(key):
        yield from key_evaluation_waits(key)
    yield from feedback_waits(state, state.evaluation.fed_back)


def _is_to_be_evaluated(key: KeyEvaluation) -> bool:
    """Whether a key evaluation is under way: selected, or commissioned without a selection."""
    begun = key.selected is not None or key.institution is not None
    return begun and not key.finalised


def _disclosures(state: Policy, in_force: InForce) -> Iterator[Wait]:
    if state.last_at is not None:
        yield from outstanding(DISCLOSING, state, in_force, business_date(state.last_at))
