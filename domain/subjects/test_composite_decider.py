"""A kind of subject put together from its slices."""

from __future__ import annotations

from datetime import UTC, datetime
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from domain.kernel.bad_input import BadInput
from domain.kernel.composite_decider import CompositeDecider
from domain.kernel.decider import SYSTEM, CommandContext, Decided, InForce
from domain.kernel.refusal import Code, Refusal
from domain.shared.deadlines.evaluation_half import OpenEvaluation
from testkit.decider_spec import FakeRules

IN_FORCE = InForce(FakeRules())
NOON = datetime(2024, 1, 1, 4, tzinfo=UTC)
ACT = CommandContext(OpenEvaluation(), SYSTEM, NOON, NOON.date(), UUID(int=0))


class Subject:
    """A subject of which nothing is known."""

    stream = "652825/2023/P001"


def part(decide: Any) -> ModuleType:
    """A slice with one act."""
    made = ModuleType("part")
    made.DECIDE, made.EVOLVE = {OpenEvaluation: decide}, {}  # type: ignore[attr-defined]
    return made


def admitted(*_: Any) -> None:
    """Let everything through."""


def test_it_cannot_be_put_together_without_saying_who_may_take_its_acts() -> None:
    with pytest.raises(TypeError, match="may_take"):
        CompositeDecider(part(admitted))  # type: ignore[call-arg]


def test_who_may_take_the_act_is_asked_first_and_of_the_subject() -> None:
    # given
    asked = []
    refusal = Refusal(Code.WRONG_ROLE, "不得办理", "may not")

    def may_take(act: CommandContext[Any], in_force: InForce, stream: str) -> Refusal:
        asked.append((act, in_force, stream))
        return refusal

    def never(*_: Any) -> Any:
        raise AssertionError("nobody asks")

    # when
    found = CompositeDecider(part(never), may_take=may_take).decide(Subject(), ACT, IN_FORCE, never)
    # then
    assert found is refusal
    assert asked == [(ACT, IN_FORCE, Subject.stream)]


def test_what_a_rule_cannot_read_is_refused_by_its_field() -> None:
    def unread(*_: Any) -> Decided:
        raise BadInput("amount", "must be a number")

    found = CompositeDecider(part(unread), may_take=admitted).decide(
        Subject(), ACT, IN_FORCE, admitted
    )
    assert isinstance(found, Refusal)
    assert (found.code, found.field) == (Code.INVALID_FIELD, "amount")
