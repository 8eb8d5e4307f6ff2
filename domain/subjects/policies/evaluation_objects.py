"""Objects of key evaluation beside projects: registered, selected, and undone.

A unit's overall expenditure or the finances of a lower government has no ex-ante assessment and no
target here: it is registered to be key evaluated. A policy is selected by the same act.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import NonNegativeInt

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
from domain.kernel.frozen import replace as changed
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import Code, Origin, Role, Text, Yuan
from domain.shared.evaluation_objects import FurtherTypes, ObjectType
from domain.shared.filings.hand_over import registered_with
from domain.subjects.policies.state import Policy, Registered
from domain.subjects.project_year.evaluation.state import KeyEvaluation, Selection

_YEARS_BACK = 5
"""A key evaluation looks at most as many years back."""


class AddObject(Command, name="evaluation-object.add", who={Role.FINANCE}):
    """Register a unit's overall expenditure, or a lower government, as an object of evaluation.

    `unit` is the evaluated unit or lower government by its code, `evaluated_year` the budget year
    that is evaluated, `amount` its expenditure in yuan on `amount_basis`.
    """

    object_type: Literal["unit_overall", "lower_government"]
    object_name: Text
    unit: Code
    unit_name: Text
    evaluated_year: NonNegativeInt
    amount: Yuan
    amount_basis: Text
    confidential: bool = False


class SelectObject(Command, name="key-evaluation.select-object", who={Role.FINANCE}):
    """Select the policy or object for key evaluation in a work year.

    It is counted as what it is, unless `counted_as` says another type.
    """

    work_year: NonNegativeInt
    counted_as: ObjectType | None = None
    further: FurtherTypes = ()
    document: Text | None = None


class ObjectAdded(Event, name="evaluation-object.added", version=1):
    """A unit's overall expenditure, or a lower government, is an object of evaluation."""

    object_type: Literal["unit_overall", "lower_government"]
    object_name: Annotated[Text, WITHHOLDABLE]
    unit: Code
    unit_name: Annotated[Text, WITHHOLDABLE]
    evaluated_year: NonNegativeInt
    amount: Yuan
    amount_basis: Text
    confidential: bool


class ObjectSelected(Event, name="key-evaluation.object-selected", version=1):
    """The policy or object is key evaluated in a work year; it is counted as one type."""

    work_year: NonNegativeInt
    counted_as: ObjectType
    further: FurtherTypes = ()
    document: Text | None = None


def it_is_not_registered(
    state: Policy, _act: CommandContext[AddObject], _in_force: InForce
) -> Refusal | None:
    """Nothing is registered by this code."""
    return None if state.entry is None else refusals.registered_already(state.stream)


def evaluated_year_has_begun(
    _state: Policy, act: CommandContext[AddObject], _in_force: InForce
) -> Refusal | None:
    """The evaluated year has begun, and lies at most five years back."""
    first, last = act.day.year - _YEARS_BACK, act.day.year
    if first <= act.command.evaluated_year <= last:
        return None
    return refusals.invalid(
        "evaluated_year",
        f"被评价年度须为 {first} 至 {last} 年，请更正。",
        f"the evaluated year is one of {first} to {last}: correct it.",
    )


@guarded_by(it_is_not_registered, evaluated_year_has_begun)
def add(state: Policy, act: CommandContext[AddObject], in_force: InForce) -> Decided:
    """Register the object; nothing is to be assessed before its selection."""
    event = ObjectAdded(**vars(act.command))
    return registered_with(event.unit, state.stream, Decision(event), act, in_force)


def nobody_selected_it(
    state: Policy, _act: CommandContext[SelectObject], _in_force: InForce
) -> Refusal | None:
    """It is not selected yet."""
    if state.evaluation.key.selected is None:
        return None
    return refusals.done_already("重点评价选取", "the selection", SelectObject.name)


def it_is_not_evaluated(
    state: Policy, _act: CommandContext[SelectObject], _in_force: InForce
) -> Refusal | None:
    """No result of a key evaluation is final."""
    if not state.evaluation.key.finalised:
        return None
    return refusals.wrong_phase(
        "重点评价结果已确定，不再选取。",
        "the result of the key evaluation is final: it is selected no more.",
    )


def work_year_is_near(
    _state: Policy, act: CommandContext[SelectObject], _in_force: InForce
) -> Refusal | None:
    """The work year is that of the act, or the one before or after it."""
    if abs(act.command.work_year - act.day.year) <= 1:
        return None
    return refusals.invalid(
        "work_year",
        f"工作年度须为 {act.day.year - 1} 至 {act.day.year + 1} 年，请更正。",
        f"the work year is one of {act.day.year - 1} to {act.day.year + 1}: correct it.",
    )


def types_stand_once(
    state: Policy, act: CommandContext[SelectObject], _in_force: InForce
) -> Refusal | None:
    """No type stands twice."""
    named = (_counted_as(state, act.command), *act.command.further)
    if len(set(named)) == len(named):
        return None
    return refusals.invalid("further", "对象类型重复，请更正。", "a type stands twice: correct it.")


@guarded_by(nobody_selected_it, it_is_not_evaluated, work_year_is_near, types_stand_once)
def select(state: Policy, act: CommandContext[SelectObject], _in_force: InForce) -> Decided:
    """Select it for the key evaluation of the work year."""
    command = act.command
    counted_as = _counted_as(state, command)
    return (Decision(ObjectSelected(**vars(command) | {"counted_as": counted_as})),)


def _counted_as(state: Policy, command: SelectObject) -> ObjectType:
    return command.counted_as or state.known.object_type


def added(state: Policy, recorded: Recorded[ObjectAdded]) -> Policy:
    """Evolve by `evaluation-object.added`."""
    event = recorded.event
    entry = Registered(
        code=parse_subject(state.stream).code or "",
        name=event.object_name,
        unit=event.unit,
        unit_name=event.unit_name,
        origin=Origin.INITIAL,
        is_new=False,
        is_major=False,
        estimated=event.amount,
        estimated_basis=event.amount_basis,
        confidential=event.confidential,
        registered_on=recorded.effective_on,
        object_type=event.object_type,
        evaluated_year=event.evaluated_year,
    )
    return replace(state, entry=entry)


def selected(state: Policy, recorded: Recorded[ObjectSelected]) -> Policy:
    """Evolve by `key-evaluation.object-selected`."""
    event = recorded.event
    selection = Selection(
        recorded.id,
        counted_as=event.counted_as,
        further=event.further,
        work_year=event.work_year,
    )
    return state.evaluated(key=changed(state.evaluation.key, selected=selection))


def without_selection(state: Policy, _of: str) -> Policy:
    """The policy or object is not selected."""
    key: KeyEvaluation = changed(state.evaluation.key, selected=None)
    return state.evaluated(key=key)


DECIDE: Deciders = {AddObject: add, SelectObject: select}
EVOLVE: Evolvers = {ObjectAdded: added, ObjectSelected: selected}
