"""Values that an ended unit's year passes on, and their effect on the successor's year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.message import Message
from domain.kernel.vocabulary import Code, Day, Points, Text, Yuan
from domain.shared.deadlines.due_dates import OwnDay
from domain.shared.filings.filing import Assessed, Filing, FilingStatus
from domain.subjects.unit_year.indicators import OverallIndicator
from domain.subjects.unit_year.state import OverallTarget, Round, Selection, UnitYear


class HandedOnTarget(Message):
    """An approved overall target; `amount` in yuan."""

    amount: Yuan
    indicators: tuple[OverallIndicator, ...] = ()


class HandedOnSelfEvaluation(Message):
    """A reviewed overall self-evaluation; `executed` in yuan, `score` of 100 points."""

    executed: Yuan | None = None
    score: Points | None = None
    grade: Text | None = None


class HandedOnDay(Message):
    """A day (inclusive) given to this unit alone, by notice or by extension."""

    deadline: Text
    due: Day
    extended: bool


class HandedOn(Message):
    """The values that a year passes on; amounts in yuan.

    `rounds` are the nodes of overall monitoring that were opened and not reviewed, `selected` the
    projects selected for department evaluation.
    """

    unit_name: Text
    requested: Yuan
    adjusted: Yuan | None = None
    executed: Yuan | None = None
    confidential: bool = False
    history: bool = False
    target: HandedOnTarget | None = None
    rounds: tuple[Day, ...] = ()
    self_evaluation: HandedOnSelfEvaluation | None = None
    selected: tuple[Code, ...] = ()
    days: tuple[HandedOnDay, ...] = ()


class Named(Message):
    """A successor; `requested` is its initial budget in yuan, null where it takes all over."""

    unit: Code
    unit_name: Text
    requested: Yuan | None = None


def handed_on(state: UnitYear, successor: Named) -> HandedOn:
    """All that stands, to the one successor; to several, what each has to do itself."""
    if successor.requested is not None:
        return HandedOn(
            unit_name=successor.unit_name,
            requested=successor.requested,
            confidential=state.known.confidential,
            history=state.known.history or state.evaluating,
            rounds=_open_rounds(state),
            days=tuple(_days(state)),
        )
    unit = state.known
    return HandedOn(
        unit_name=successor.unit_name,
        requested=unit.requested,
        adjusted=unit.adjusted,
        executed=unit.executed,
        confidential=unit.confidential,
        history=unit.history,
        target=_target(state),
        rounds=_open_rounds(state),
        self_evaluation=_self_evaluation(state),
        selected=state.selection.selected if state.selection else (),
        days=tuple(_days(state)),
    )


def _target(state: UnitYear) -> HandedOnTarget | None:
    target = state.approved_target
    if target is None:
        return None
    return HandedOnTarget(amount=target.amount, indicators=target.indicators)


def _self_evaluation(state: UnitYear) -> HandedOnSelfEvaluation | None:
    found = state.self_evaluation
    if not found.reviewed:
        return None
    return HandedOnSelfEvaluation(executed=found.executed, score=found.score, grade=found.grade)


def _open_rounds(state: UnitYear) -> tuple[date, ...]:
    return tuple(node for node, current in state.rounds.items() if not current.settled)


def _days(state: UnitYear) -> Iterator[HandedOnDay]:
    for deadline, day in state.own_days.items():
        yield HandedOnDay(deadline=deadline, due=day.due, extended=day.extended)


def taken_over(state: UnitYear, passes: HandedOn, recorded: Recorded[Any]) -> UnitYear:
    """The year of a successor that had none, with what was passed on to it."""
    on = recorded.effective_on
    done = Filing(recorded.id, recorded.actor.id, on, on, status=FilingStatus.REVIEWED)
    target, itself = passes.target, passes.self_evaluation
    return replace(
        state,
        target=OverallTarget(done, target.amount, target.indicators) if target else state.target,
        rounds={node: Round(node) for node in passes.rounds},
        self_evaluation=Assessed(done, itself.executed, itself.score, itself.grade)
        if itself
        else state.self_evaluation,
        selection=Selection(recorded.id, passes.selected) if passes.selected else None,
        own_days={one.deadline: OwnDay(one.due, one.extended) for one in passes.days},
    )
