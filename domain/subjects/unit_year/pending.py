"""Pending work of a unit, with the role that owes it, and the unit's phase."""

from __future__ import annotations

from collections.abc import Iterator

from domain.kernel.decider import InForce
from domain.kernel.vocabulary import Role, business_date
from domain.shared.deadlines.pending import Wait, filing_wait
from domain.shared.filings.disclosure import outstanding
from domain.shared.rectification.pending import feedback_waits
from domain.shared.signatures import duties as signatures
from domain.subjects.unit_year import due_dates, selection_opening
from domain.subjects.unit_year.disclosures import DISCLOSING
from domain.subjects.unit_year.state import Ended, InYear, Phase, Unit, UnitYear, Withdrawn


def waits(state: UnitYear, in_force: InForce) -> tuple[Wait, ...]:
    """All that a unit waits for now, the earliest of the year first."""
    if not isinstance(state.entry, InYear):
        return ()
    return (*duties(state), *_disclosures(state, in_force))


def duties(state: UnitYear) -> tuple[Wait, ...]:
    """What a unit's people and the bureau have to do now, but for disclosures."""
    if not isinstance(state.entry, InYear):
        return ()
    return (
        *_filings(state),
        *_selection(state),
        *feedback_waits(state, state.fed_back),
        *signatures.waits_of(state.proposals),
    )


def possible_waits(state: UnitYear) -> tuple[Wait, ...]:
    """All that a unit may wait for now, whatever is in force; disclosures by anybody."""
    if not isinstance(state.entry, InYear):
        return ()
    disclosed = (Wait(f"disclosure.{one}", Role.UNIT) for one in DISCLOSING.artefacts(state))
    return (*duties(state), *disclosed)


def wait_at(state: UnitYear, in_force: InForce, deadline: str) -> Wait | None:
    """The wait with this deadline, if it is open."""
    return next((wait for wait in waits(state, in_force) if wait.deadline == deadline), None)


def phase_of(state: UnitYear, in_force: InForce) -> Phase:
    """The phase that a unit is in."""
    match state.entry:
        case None:
            return Phase.UNREGISTERED
        case Withdrawn():
            return Phase.WITHDRAWN
        case Ended():
            return Phase.ENDED
        case InYear() if state.evaluating:
            return _evaluation_phase(state, in_force)
        case InYear(unit):
            return _budget_phase(state, unit)


def _budget_phase(state: UnitYear, unit: Unit) -> Phase:
    if state.rounds:
        return Phase.MONITORING
    before_target = not state.approved_target and not unit.history
    return Phase.TARGET if before_target else Phase.EXECUTION


def _evaluation_phase(state: UnitYear, in_force: InForce) -> Phase:
    if not state.self_evaluation.reviewed:
        return Phase.SELF_EVALUATION
    if not state.published:
        return Phase.APPRAISAL
    left = selection_opening.is_to_open(state, in_force) or waits(state, in_force)
    return Phase.DISCLOSURE if left else Phase.DONE


def _filings(state: UnitYear) -> Iterator[Wait]:
    if not state.approved_target and not state.known.history:
        yield filing_wait(state.target_filing, due_dates.TARGET, due_dates.TARGET_REVIEW)
    for node, current in state.rounds.items():
        if not current.settled:
            to_file, to_review = due_dates.MONITORING, due_dates.MONITORING_REVIEW
            yield filing_wait(
                current.filing, due_dates.key(to_file, node), due_dates.key(to_review, node)
            )
    found = state.self_evaluation
    if state.evaluating and not found.reviewed:
        yield filing_wait(found.filing, due_dates.SELF_EVALUATION, due_dates.SELF_EVALUATION_REVIEW)


def _selection(state: UnitYear) -> Iterator[Wait]:
    if state.selectable and state.selection is None:
        yield Wait(due_dates.SELECTION, Role.DEPARTMENT)


def _disclosures(state: UnitYear, in_force: InForce) -> Iterator[Wait]:
    if state.last_at is not None:
        yield from outstanding(DISCLOSING, state, in_force, business_date(state.last_at))
