"""The selection for department evaluation falls due: where the unit has projects to select among.

A department without a budgeted project of the year has nothing to select, and is reminded of
nothing; whether it has one is looked up once, in the log.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from pydantic import NonNegativeInt

from domain.kernel.decider import (
    UNIT_PROJECTS,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
    Step,
    Steps,
)
from domain.kernel.message import Command, Event
from domain.kernel.vocabulary import Day, Role, Yuan
from domain.rules.engine.exact import total
from domain.subjects.unit_year import due_dates
from domain.subjects.unit_year import selection_frame as frame_of
from domain.subjects.unit_year.state import UnitYear


class OpenSelection(
    Command,
    name="department-evaluation.open-selection",
    who={Role.SYSTEM},
    frame=UNIT_PROJECTS,
):
    """The budget year is over and its selection has a day: see whether there is one to make."""


class SelectionOpened(Event, name="department-evaluation.selection-opened", version=1):
    """The department selects among `projects` budgeted ones by `due` (inclusive); of 0 it does not.

    `base` is their budget in yuan, as the log had it at `position`.
    """

    position: NonNegativeInt
    projects: NonNegativeInt
    base: Yuan
    due: Day


def opens_on(state: UnitYear) -> date:
    """The first day on which it is looked: the year is over and its projects are registered.

    A unit of imported history is registered together with its projects, in any order.
    """
    return max(due_dates.evaluates_from(state), state.known.registered_on + timedelta(days=1))


def is_to_open(state: UnitYear, in_force: InForce) -> bool:
    """Whether a selection that nobody made, and nobody looked for, has a day."""
    if not state.evaluating or state.selectable is not None or state.selection is not None:
        return False
    return due_dates.due_of(state, in_force, due_dates.SELECTION).due is not None


def open_selection(
    state: UnitYear, act: CommandContext[OpenSelection], in_force: InForce
) -> Decided:
    """Open the selection, once."""
    day = due_dates.due_of(state, in_force, due_dates.SELECTION)
    if day.due is None or not is_to_open(state, in_force) or act.effective_on < opens_on(state):
        return ()
    budgets = [budget for budget in frame_of.budgets(act.frame).values() if budget]
    event = SelectionOpened(
        position=act.frame.position if act.frame else 0,
        projects=len(budgets),
        base=total(budgets),
        due=day.due,
    )
    return (Decision(event, day.basis),)


def opened(state: UnitYear, recorded: Recorded[SelectionOpened]) -> UnitYear:
    """Evolve by `department-evaluation.selection-opened`."""
    return replace(state, selectable=recorded.event.projects)


def _opening(_step: Step, _reached: object) -> OpenSelection:
    return OpenSelection()


STEPS: Steps = {due_dates.OPEN_SELECTION: _opening}
DECIDE: Deciders = {OpenSelection: open_selection}
EVOLVE: Evolvers = {SelectionOpened: opened}
