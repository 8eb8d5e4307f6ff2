"""Imports of a project: a budget opens the rounds since its approval."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, Decision, InForce
from domain.kernel.message import Command
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Origin, Role
from domain.shared.filings import importing
from domain.shared.filings.import_messages import ImportAct
from domain.shared.filings.importing import EVOLVE, Importable, Importing
from domain.subjects.project_year.deadlines.due_dates import nodes, nodes_answer
from domain.subjects.project_year.imports.acts import IMPORTABLE
from domain.subjects.project_year.monitoring.rounds import RoundOpened
from domain.subjects.project_year.monitoring.state import Skipped
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.budget import ApproveBudget, RecordExecution

__all__ = ["DECIDE", "EVOLVE", "IMPORTING"]


def _role(act: Importable, state: ProjectYear) -> Role:
    """The role that took an act: of several, the one by the origin of the project."""
    if len(act.command.who) == 1:
        return next(iter(act.command.who))
    return Role.CONGRESS if state.known.origin is Origin.INITIAL else Role.FINANCE


def _recorded_already(state: ProjectYear, command: Command) -> Refusal | None:
    """Refuse an amount that is recorded as of its day already."""
    if not isinstance(command, RecordExecution) or state.execution is None:
        return None
    if state.execution.records.get(command.as_of) != command.executed:
        return None
    return refusals.done_already(
        f"截至 {command.as_of} 的执行数", f"the amount as of {command.as_of}", "execution.record"
    )


def _openings(
    state: ProjectYear, act: CommandContext[ImportAct], command: Command, in_force: InForce
) -> Iterator[Decision[RoundOpened]]:
    """The rounds that a budget opens whose approval was not known at their nodes."""
    if not isinstance(command, ApproveBudget):
        return
    year = state.known.budget_year
    for node in nodes(in_force, year):
        if act.command.done_on <= node <= act.day and _is_unopened(state, node):
            basis = (nodes_answer(in_force, year, node), in_force.ask("monitoring.scope", node))
            yield Decision(RoundOpened(node=node), basis, effective_on=node)


def _is_unopened(state: ProjectYear, node: date) -> bool:
    current = state.rounds.get(node)
    return current is None or (isinstance(current, Skipped) and current.exception is None)


IMPORTING = Importing(
    acts=IMPORTABLE,
    unit=lambda state: str(state.known.unit),
    role=_role,
    opens=_openings,
    stands=_recorded_already,
)
DECIDE = importing.deciders(IMPORTING)
