"""A deduction from what all projects of a department get (按比例扣减部门单位项目支出预算安排).

Where the ruling takes the department's projects as the base, the deduction that a project's result
leads to lands here, and the project cites its document.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Role, Text, Yuan
from domain.rules.engine.exact import subtract
from domain.subjects.unit_year.state import Deduction, UnitYear


class RecordDeduction(Command, name="department-deduction.record", who={Role.FINANCE}):
    """Record that a project's result takes a part off what the department's projects get.

    Amounts in yuan: the planned amount of all projects of the department, the part deducted, and
    what is arranged after it.
    """

    of_project: Code
    department_projects: Yuan
    deduction: Yuan
    arranged: Yuan
    document: Text


class DeductionRecorded(Event, name="department-deduction.recorded", version=1):
    """A part was taken off what the department's projects get; amounts in yuan."""

    of_project: Code
    department_projects: Yuan
    deduction: Yuan
    arranged: Yuan
    document: Text


def document_is_new(
    state: UnitYear, act: CommandContext[RecordDeduction], _in_force: InForce
) -> Refusal | None:
    """A document records one deduction."""
    document = act.command.document
    if document not in state.deductions:
        return None
    key = f"{RecordDeduction.name}:{document}"
    return refusals.done_already("部门扣减登记", "the deduction of this document", key)


def arranged_is_what_is_left(
    _state: UnitYear, act: CommandContext[RecordDeduction], _in_force: InForce
) -> Refusal | None:
    """What is arranged is the planned amount without the deduction, and no less than nothing."""
    command = act.command
    left = max(subtract(command.department_projects, command.deduction), Decimal(0))
    if command.deduction > 0 and command.arranged == left:
        return None
    return refusals.invalid(
        "arranged",
        f"部门单位项目支出计划 {command.department_projects:,f} 元，"
        f"扣减 {command.deduction:,f} 元后，应安排 {left:,f} 元；扣减数须大于零，请更正。",
        f"a deduction above 0 leaves {left:,f} yuan to be arranged: correct the amounts.",
    )


@guarded_by(document_is_new, arranged_is_what_is_left)
def record(_state: UnitYear, act: CommandContext[RecordDeduction], _in_force: InForce) -> Decided:
    """Record a deduction once per document."""
    return (Decision(DeductionRecorded(**vars(act.command))),)


def recorded_deduction(state: UnitYear, recorded: Recorded[DeductionRecorded]) -> UnitYear:
    """Evolve by `department-deduction.recorded`."""
    event = recorded.event
    deduction = Deduction(event.of_project, event.deduction)
    return replace(state, deductions={**state.deductions, event.document: deduction})


def without_deduction(state: UnitYear, of: str) -> UnitYear:
    """The document deducts nothing."""
    left = {name: one for name, one in state.deductions.items() if name != of}
    return replace(state, deductions=left)


DECIDE: Deciders = {RecordDeduction: record}
EVOLVE: Evolvers = {DeductionRecorded: recorded_deduction}
