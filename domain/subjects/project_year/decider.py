"""The decider of a project's year: `decide` and `evolve` over all its phases, and its view."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain.kernel.composite_decider import CompositeDecider
from domain.kernel.decider import CommandContext, Decided, InForce, Recorded, Steps, View
from domain.kernel.frozen import replace, stamped
from domain.kernel.message import Command, Event
from domain.kernel.refusal import Refusal
from domain.shared.deadlines import deadline_acts as shared_deadlines
from domain.shared.deadlines import evaluation_half
from domain.shared.deadlines.begun import begun_after
from domain.shared.deadlines.blocked_steps import first_unblocked
from domain.shared.deadlines.pending import told
from domain.shared.deadlines.timers import overdue_among
from domain.shared.filings import amounts
from domain.shared.filings.endorsement import refer
from domain.shared.filings.importing import as_done, duties_begun
from domain.shared.people.role_check import may_take
from domain.shared.signatures import acts as signing
from domain.subjects.project_year import guards, imported_history, population
from domain.subjects.project_year.deadlines import deadline_acts
from domain.subjects.project_year.deadlines.due_dates import nodes
from domain.subjects.project_year.deadlines.pending import (
    latest_round,
    phase_of,
    possible_waits,
    waits,
)
from domain.subjects.project_year.deadlines.timers import agenda_of, with_days
from domain.subjects.project_year.disclosure import disclosures
from domain.subjects.project_year.evaluation import (
    authenticity,
    department_evaluation,
    key_evaluation,
    key_evaluation_review,
    opening,
    self_evaluation,
    self_evaluation_review,
)
from domain.subjects.project_year.evaluation.pending import evaluation_phase
from domain.subjects.project_year.exante import assessment, library, split
from domain.subjects.project_year.filings import (
    attachments,
    corrections,
    delegations,
    endorsements,
    hand_over,
    record_days,
)
from domain.subjects.project_year.imported_history import ImportHistory
from domain.subjects.project_year.imports import importing
from domain.subjects.project_year.keys import KEYS
from domain.subjects.project_year.monitoring import (
    rectification,
    review,
    rounds,
    warnings,
)
from domain.subjects.project_year.population import AddProject
from domain.subjects.project_year.results import (
    accountability,
    findings,
    grades,
    recovery,
    use_of_results,
)
from domain.subjects.project_year.results.grades import GradeFinalised
from domain.subjects.project_year.results.use_of_results import ResultsApplied, ResultsProposed
from domain.subjects.project_year.state import Phase, ProjectYear
from domain.subjects.project_year.targets import adjustment, budget, issue, joint_review, target
from domain.subjects.project_year.targets.budget import ExecutionRecorded
from domain.subjects.project_year.undoing import acts

_SLICES = CompositeDecider(
    population,
    amounts,
    assessment,
    split,
    library,
    target,
    joint_review,
    adjustment,
    budget,
    issue,
    rounds,
    warnings,
    review,
    rectification,
    deadline_acts,
    corrections,
    endorsements,
    imported_history,
    importing,
    opening,
    self_evaluation,
    self_evaluation_review,
    department_evaluation,
    authenticity,
    key_evaluation,
    key_evaluation_review,
    findings,
    grades,
    use_of_results,
    recovery,
    accountability,
    disclosures,
    delegations,
    attachments,
    record_days,
    hand_over,
    acts,
    signing.part(lambda *given: decide(*given), lambda: COMMANDS),  # noqa: PLW0108 - defined below
    may_take=may_take,
    keys=KEYS,
)
COMMANDS: tuple[type[Command], ...] = _SLICES.commands
"""The acts of a project's year."""

STEPS: Steps = {**shared_deadlines.STEPS, **evaluation_half.STEPS, **rounds.STEPS}
"""The steps of the system that it plans."""


_LEAVING: frozenset[type[Event]] = frozenset(
    {ExecutionRecorded, GradeFinalised, ResultsProposed, ResultsApplied}
)
"""Frequent events that neither begin nor end a wait that may have a day (`begun_after`)."""


def initial(stream: str) -> ProjectYear:
    """The state before the first event."""
    return ProjectYear(stream)


def decide(state: ProjectYear, act: CommandContext[Any], in_force: InForce) -> Decided:
    """The outcome of an act; raises `KeyError` for an act of another subject."""
    decided = _SLICES.decide(state, act, in_force, _admit)
    return refer(endorsements.SUBORDINATE, decided, state, act, in_force)


def _admit(state: ProjectYear, act: CommandContext[Any], in_force: InForce) -> Refusal | None:
    if isinstance(act.command, AddProject | ImportHistory):
        return None
    return guards.admit(state, act, in_force)


def evolve(state: ProjectYear, recorded: Recorded[Any]) -> ProjectYear:
    """The state after an event; raises `KeyError` for an event of another subject."""
    evolved: ProjectYear = acts.IMPORTS.evolve(_SLICES.evolve, state, as_done(state, recorded))
    begun = begun_after(state.begun, recorded, possible_waits, evolved, _LEAVING)
    if state.imports or state.found_late:
        late = duties_begun(state, recorded, begun)
        evolved = replace(evolved, found_late=late)
    return stamped(
        state,
        evolved,
        version=recorded.version,
        last_at=recorded.recorded_at,
        begun=begun,
    )


def view(state: ProjectYear, in_force: InForce, now: datetime | None = None) -> View:
    """The view of the project from outside."""
    open_ends = (*waits(state), *disclosures.outstanding(state, in_force))
    open_days = with_days(open_ends, state, in_force)
    steps = agenda_of(state, in_force, open_days, now)
    first = first_unblocked(decide, STEPS, state, steps, in_force)
    waiting = (*open_ends, *first.awaits)
    phase = _phase(state, in_force, over=not waiting)
    return View(
        subject=state.stream,
        version=state.version,
        phase=phase,
        chapter=len(state.rounds) + state.evaluation.opened,
        closed=phase in {Phase.WITHDRAWN, Phase.DISCLOSED},
        unit=unit_of(state),
        next_step=first.step,
        next_due=min((due for _, due in open_days), default=None),
        overdue=overdue_among(open_days, state.done),
        waiting_for=told(waiting),
    )


def _phase(state: ProjectYear, in_force: InForce, *, over: bool) -> str:
    phase = phase_of(state)
    if phase is not Phase.EXECUTION:
        return phase
    if state.evaluation.opened:
        found = evaluation_phase(state.evaluation)
        return Phase.DISCLOSED if over and found is Phase.RESULTS else found
    if _monitored(state, in_force):
        return Phase.SELF_EVALUATION
    node = latest_round(state)
    return phase if node is None else f"{Phase.MONITORING}-{node.month:02}"


def _monitored(state: ProjectYear, in_force: InForce) -> bool:
    if not state.rounds:
        return False
    expected = nodes(in_force, state.known.budget_year)
    reached = all(node in state.rounds for node in expected if node >= state.known.registered_on)
    return reached and all(found.settled for found in state.rounds.values())


def unit_of(state: ProjectYear) -> str | None:
    """The unit of the subject; none if the subject is not registered."""
    return state.entry.project.unit if state.entry else None


def passing_to(_state: ProjectYear) -> frozenset[str]:
    """No unit: it is handed over at once."""
    return frozenset()
