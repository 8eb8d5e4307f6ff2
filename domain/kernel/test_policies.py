"""The policies of an act: the first that refuses decides, and each binds from its version on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from domain.kernel.decider import SYSTEM, CommandContext, Decided
from domain.kernel.message import Command
from domain.kernel.policies import first_refusal, from_version, guarded_by, policies_of
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import SHANGHAI

CLOSED = Refusal(Code.WRONG_PHASE, "未开启", "it is closed")
EMPTY = Refusal(Code.MISSING_FIELD, "未填写", "nothing is filled in")
ACT: CommandContext[Any] = CommandContext(
    Command(),
    SYSTEM,
    datetime(2023, 1, 10, tzinfo=SHANGHAI),
    date(2023, 1, 10),
    UUID(int=1),
    version=1,
)


@dataclass(frozen=True)
class Box:
    """A state: whether the box is open, and what lies in it."""

    is_open: bool
    content: str = ""


def box_is_open(state: Box, _act: CommandContext[Any], _in_force: None) -> Refusal | None:
    return None if state.is_open else CLOSED


def something_is_in_it(state: Box, _act: CommandContext[Any], _in_force: None) -> Refusal | None:
    return None if state.content else EMPTY


@guarded_by(box_is_open, something_is_in_it)
def take_out(_state: Box, _act: CommandContext[Any], _in_force: None) -> Decided:
    """Take something out."""
    return ()


@guarded_by(box_is_open, from_version(2, something_is_in_it))
def shake(_state: Box, _act: CommandContext[Any], _in_force: None) -> Decided:
    return ()


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (Box(is_open=False), CLOSED),
        (Box(is_open=False, content="a"), CLOSED),
        (Box(is_open=True), EMPTY),
        (Box(is_open=True, content="a"), ()),
    ],
)
def test_the_first_policy_that_refuses_decides(state: Box, outcome: Decided) -> None:
    assert take_out(state, ACT, None) == outcome
    policies = (box_is_open, something_is_in_it)
    assert (first_refusal(policies, state, ACT, None) or ()) == outcome


@pytest.mark.parametrize(("version", "outcome"), [(1, ()), (2, EMPTY), (3, EMPTY)])
def test_a_policy_binds_from_a_version_of_the_command_on(version: int, outcome: Decided) -> None:
    act = replace(ACT, version=version)
    assert shake(Box(is_open=True), act, None) == outcome
    assert shake(Box(is_open=False), act, None) == CLOSED


def test_the_policies_of_an_act_are_known_by_name() -> None:
    names = ("box_is_open", "something_is_in_it")
    assert policies_of(take_out) == policies_of(shake) == names
    assert policies_of(partial(take_out, Box(is_open=True))) == names
    assert policies_of(lambda *_: ()) == ()
    assert (take_out.__name__, take_out.__doc__) == ("take_out", "Take something out.")
