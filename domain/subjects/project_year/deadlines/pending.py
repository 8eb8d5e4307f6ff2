"""Pending work of a project, with the role that owes it, and the project's phase."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.kernel.vocabulary import Origin, ReviewResult, Role
from domain.shared.deadlines.pending import Wait, filing_wait, review_wait
from domain.shared.rectification.pending import feedback_waits, is_silent
from domain.shared.rectification.problems import NOTHING_FED_BACK
from domain.shared.signatures import duties as signatures
from domain.subjects.project_year.deadlines.due_dates import (
    CAUSE,
    FINDING,
    NOTICE,
    RECTIFICATION,
    RECTIFIED,
    RESULT,
    REVIEW,
    SPLIT,
    key,
)
from domain.subjects.project_year.disclosure.disclosures import artefacts
from domain.subjects.project_year.evaluation.pending import evaluation_waits
from domain.subjects.project_year.monitoring.state import Reviewed, Round, Skipped
from domain.subjects.project_year.policy_sharing import Prepared
from domain.subjects.project_year.state import Admitted, Phase, ProjectYear, Registered, Withdrawn

__all__ = [
    "Wait",
    "exante_waits",
    "latest_round",
    "needs_exante",
    "phase_of",
    "possible_waits",
    "target_wait",
    "wait_at",
    "waits",
]


def waits(state: ProjectYear) -> tuple[Wait, ...]:
    """All that a project waits for now, the earliest of the year first."""
    if state.entry is None or isinstance(state.entry, Withdrawn):
        return ()
    found: list[Wait] = []
    if isinstance(state.entry, Registered):
        found += _admission(state)
    elif state.issued is None or not state.target.is_approved:
        found.append(_budgeting(state))
    adjusted = state.target.adjustment_filing
    if adjusted is not None and adjusted.open:
        found.append(review_wait(adjusted, "target.adjustment", "target.adjustment-review"))
    if state.issued is not None:
        found += [_round_wait(current) for current in state.rounds.values() if not current.settled]
        found += _of_the_bureau(state)
        found += [Wait(key(CAUSE, node), Role.UNIT) for node in state.warned]
    found += evaluation_waits(state.evaluation)
    if state.evaluation.fed_back is not NOTHING_FED_BACK:
        found += feedback_waits(state, state.evaluation.fed_back)
    if state.proposals.open:
        found += signatures.waits_of(state.proposals)
    return tuple(found)


def possible_waits(state: ProjectYear) -> tuple[Wait, ...]:
    """All that a project may wait for now, whatever is in force; disclosures by anybody."""
    if state.entry is None or isinstance(state.entry, Withdrawn):
        return ()
    disclosed = (Wait(f"disclosure.{artefact}", Role.UNIT) for artefact in artefacts(state))
    return (*waits(state), *disclosed)


def wait_at(state: ProjectYear, deadline: str) -> Wait | None:
    """The wait with this deadline, if it is open."""
    return next((wait for wait in waits(state) if wait.deadline == deadline), None)


def phase_of(state: ProjectYear) -> Phase:
    """The phase that a project is in, all of its execution seen as one."""
    match state.entry:
        case None:
            return Phase.UNREGISTERED
        case Registered():
            return Phase.EX_ANTE if needs_exante(state) else Phase.LIBRARY
        case Admitted() if state.issued is None:
            return Phase.APPROVAL if state.target.is_approved else Phase.TARGET
        case Admitted():
            return Phase.EXECUTION
        case Withdrawn():
            return Phase.WITHDRAWN


def latest_round(state: ProjectYear) -> date | None:
    """The node of the newest round that the project is in, if any."""
    taken = (node for node, found in state.rounds.items() if not isinstance(found, Skipped))
    return max(taken, default=None)


def needs_exante(state: Prepared) -> bool:
    """Whether an assessment is required that does not support it (yet)."""
    return bool(state.exante.required) and state.exante.result is not ReviewResult.SUPPORT


def _admission(state: ProjectYear) -> Iterator[Wait]:
    if state.exante.awaits_split:
        yield Wait(SPLIT, Role.UNIT)
    elif not needs_exante(state):
        yield Wait("library.admission", Role.FINANCE)
    else:
        yield from exante_waits(state)


def exante_waits(state: Prepared) -> Iterator[Wait]:
    """The wait of a required assessment until its review, whichever its result."""
    if state.exante.result is None:
        yield filing_wait(state.exante.filing, "exante.report", "exante.review")


def _budgeting(state: ProjectYear) -> Wait:
    if not state.target.is_approved:
        return target_wait(state)
    initial = state.known.origin is Origin.INITIAL
    return Wait("budget.approval", Role.CONGRESS if initial else Role.FINANCE)


def target_wait(state: Prepared) -> Wait:
    """The wait of a target that is not approved."""
    return filing_wait(state.target.filing, "target.filing", "target.review")


def _of_the_bureau(state: ProjectYear) -> Iterator[Wait]:
    """What the bureau owes to a failed round: a notice, then a finding.

    The finding is waited for once the unit refused, or was found overdue with its report. Under a
    final grade nothing is waited for: the grade itself waited.
    """
    for node, current in state.rounds.items():
        if not isinstance(current, Reviewed) or not current.failed:
            continue
        order = current.rectification
        silent = order is not None and is_silent(state, node, order)
        if current.awaits_finding or (not _is_graded(state) and silent):
            yield Wait(key(FINDING, node), Role.FINANCE)
        elif current.awaits_notice and not _is_graded(state):
            yield Wait(key(NOTICE, node), Role.FINANCE)


def _is_graded(state: ProjectYear) -> bool:
    return state.evaluation.final is not None


def _round_wait(current: Round) -> Wait:
    node = current.node
    if isinstance(current, Reviewed):
        order = current.rectification
        report = order.report if order else None
        return filing_wait(report, key(RECTIFICATION, node), key(RECTIFIED, node))
    return filing_wait(current.filing, key(RESULT, node), key(REVIEW, node))
