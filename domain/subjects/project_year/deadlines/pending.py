"""Pending work of a project, with the role that owes it, and the project's phase."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.kernel.vocabulary import Origin, ReviewResult, Role
from domain.shared.deadlines.pending import Wait, filing_wait
from domain.subjects.project_year.deadlines.due_dates import (
    CAUSE,
    FINDING,
    RECTIFICATION,
    RESULT,
    REVIEW,
    SPLIT,
    key,
)
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
    if state.target.adjustment is not None and state.target.adjustment.filing.open:
        found.append(Wait("target.adjustment-review", Role.FINANCE))
    if state.issued is not None:
        found += [_round_wait(current) for current in state.rounds.values() if not current.settled]
        found += _findings(state)
        found += [Wait(key(CAUSE, node), Role.UNIT) for node in state.warned]
    found += evaluation_waits(state.evaluation)
    return tuple(found)


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


def _findings(state: ProjectYear) -> Iterator[Wait]:
    """The bureau's finding on a failed round that the unit refuses to rectify."""
    for node, current in state.rounds.items():
        if isinstance(current, Reviewed) and current.awaits_finding:
            yield Wait(key(FINDING, node), Role.FINANCE)


def _round_wait(current: Round) -> Wait:
    node = current.node
    if isinstance(current, Reviewed):
        order = current.rectification
        report = order.report if order else None
        return filing_wait(report, key(RECTIFICATION, node), key("rectification.review", node))
    return filing_wait(current.filing, key(RESULT, node), key(REVIEW, node))
