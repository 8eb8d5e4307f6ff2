"""Every act of an institution at every stage, and by every role."""

from __future__ import annotations

from functools import cache

import pytest

from domain.message import Command
from domain.refusal import Code, Refusal
from domain.testing import REVIEWER, Scene, acting
from domain.third_party import decider
from domain.third_party.given import ACTS, STAGES, unregistered
from domain.vocabulary import Role

MEANING = {
    "p": Code.WRONG_PHASE,
    "u": Code.UNKNOWN_SUBJECT,
    "d": Code.DUPLICATE,
    "g": Code.GATE_NOT_MET,
    "f": Code.INVALID_FIELD,
}

TABLE = """
third-party.register           + d d d d d d d
third-party.entrust            u + d d d d d d
third-party.record-report      u f + d d d d d
third-party.rate               u + + + d d + +
third-party.inspect-directed   u + + + + + d d
third-party.draw-inspection    u f + + + + + +
third-party.record-inspection  u f f f f f + d
disclosure.publish             u p p p + d p p
disclosure.approve-exception   u p p p g g p p
"""
"""One column for each of the stages, in their order; + is accepted."""

ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [
    pytest.param(name, stage, expected, id=f"{name} at {stage}")
    for name, *row in ROWS
    for stage, expected in zip(STAGES, row, strict=True)
]


@cache
def at(stage: str) -> Scene:
    return STAGES[stage]()


def test_the_table_has_every_act_of_the_decider() -> None:
    assert [name for name, *_ in ROWS] == list(ACTS)
    assert {Command.by_name[name] for name in ACTS} == set(decider.COMMANDS)


@pytest.mark.parametrize(("name", "stage", "expected"), CELLS)
def test_an_act_is_taken_where_it_belongs(name: str, stage: str, expected: str) -> None:
    taken = at(stage).when(ACTS[name], by=REVIEWER)
    if expected == "+":
        assert len(taken.events) == 1
    else:
        taken.refused(MEANING[expected])
        assert taken.state == at(stage).state


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", ACTS)
def test_the_bureau_takes_the_acts(name: str, role: Role) -> None:
    taken = unregistered().when(ACTS[name], by=acting(role))
    if role is Role.FINANCE:
        assert not isinstance(taken.outcome, Refusal) or taken.outcome.code is Code.UNKNOWN_SUBJECT
    else:
        taken.refused(Code.WRONG_ROLE)


WAITING = {
    "unregistered": (),
    "registered": (),
    "entrusted": ("third_party:third-party.report:HT-1",),
    "reported": (),
    "rated": ("finance:disclosure.third_party_rating",),
    "disclosed": (),
    "directed": ("finance:third-party.inspection:JC-1",),
    "inspected": (),
}


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_shows_what_it_waits_for(stage: str) -> None:
    view = at(stage).view
    assert view.waiting_for == WAITING[stage]
    assert view.phase == ("unregistered" if stage == "unregistered" else "registered")
    assert (view.next_step, view.closed) == (None, False)
