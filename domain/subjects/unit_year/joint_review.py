"""The joint review of a unit's overall target, and the exception by which two parties review."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

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
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role
from domain.shared.filings import joint_review
from domain.shared.filings.joint_review import RULE, Review, Subject, Waiting
from domain.shared.people.exception_grants import (
    ExceptionGranted,
    GrantException,
    no_duties,
    rule_is_among,
)
from domain.subjects.unit_year.state import UnitYear


def _waiting(state: UnitYear) -> Waiting | None:
    target = state.target
    if target is None or not target.filing.open:
        return None
    items = joint_review.items_of(target.indicators)
    return Waiting("overall", items, target.unreasonable, target.filing)


def _found(
    state: UnitYear, _subject: Subject, party: Role, unreasonable: tuple[str, ...]
) -> UnitYear:
    target = state.filed_target
    found = {**target.unreasonable, party: unreasonable}
    return replace(state, target=replace(target, unreasonable=found))


REVIEW = Review(_waiting, _found)


def joint_review_is_complete(
    state: UnitYear, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """All parties reviewed the newest filing where the rules ask, and found it reasonable."""
    found, excepted = state.filed_target.unreasonable, bool(state.exceptions)
    return joint_review.incomplete(found, "overall", act, in_force, excepted=excepted)


def no_duty(
    _state: UnitYear, act: CommandContext[GrantException], _in_force: InForce
) -> Refusal | None:
    """No duty of a unit is dropped by an exception."""
    if act.command.duty is None:
        return None
    return refusals.invalid(
        "duty",
        "单位整体支出没有可按例外免办的事项，请勿填写 duty。",
        "no duty of a unit's year is dropped by an exception: leave it empty.",
    )


def exception_is_new(
    state: UnitYear, act: CommandContext[GrantException], _in_force: InForce
) -> Refusal | None:
    """A document grants one exception."""
    if act.command.reference not in state.exceptions:
        return None
    key = f"{GrantException.name}:{act.command.reference}"
    return refusals.done_already("例外批准", "the exception", key)


@guarded_by(no_duties, no_duty, rule_is_among((RULE,)), exception_is_new)
def grant(_state: UnitYear, act: CommandContext[GrantException], _in_force: InForce) -> Decided:
    """Grant the exception: two parties review the target."""
    return (Decision(ExceptionGranted(**vars(act.command))),)


def granted(state: UnitYear, recorded: Recorded[ExceptionGranted]) -> UnitYear:
    """Evolve by `exception.granted`."""
    return replace(state, exceptions=state.exceptions | {recorded.event.reference})


def without_exception(state: UnitYear, of: str) -> UnitYear:
    """The exception is not granted."""
    return replace(state, exceptions=state.exceptions - {of})


DECIDE: Deciders = {**joint_review.deciders(REVIEW), GrantException: grant}
EVOLVE: Evolvers = {**joint_review.evolvers(REVIEW), ExceptionGranted: granted}
