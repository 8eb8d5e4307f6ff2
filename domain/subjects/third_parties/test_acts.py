"""Every act of an institution at every stage, and by every role."""

from __future__ import annotations

import pytest

from domain.kernel.message import Command
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Role
from domain.subjects.third_parties import decider
from testkit.builders.third_parties import ACTS, STAGES, unregistered
from testkit.command_matrix import Cell, PhaseTable
from testkit.decider_spec import REVIEWER, acting

TABLE = PhaseTable(
    STAGES,
    """
third-party.register           + d d d d d d d
third-party.entrust            u + d d d d d d
third-party.record-report      u f + d d d d d
third-party.rate               u + + + d d + +
third-party.inspect-directed   u + + + + + d d
third-party.draw-inspection    u f + + + + + +
third-party.record-inspection  u f f f f f + d
disclosure.publish             u p p p + d p p
disclosure.approve-exception   u p p p g g p p
attach                         u + + + + + + +
record.annotate                u f f f f f f f
act.withdraw                   u p p p + p p p
act.correct                    u p + m m m m m
""",
)


def test_the_table_has_every_act_of_the_decider() -> None:
    assert TABLE.acts == list(ACTS)
    assert {Command.by_name[name] for name in ACTS} == set(decider.COMMANDS)


@pytest.mark.parametrize("cell", TABLE.cells, ids=str)
def test_an_act_is_taken_where_it_belongs(cell: Cell) -> None:
    # given
    scene = TABLE.at(cell.stage)
    # when
    after = scene.when(ACTS[cell.act], by=REVIEWER)
    # then
    cell.expect(scene, after)
    assert len(after.events) == (cell.mark == "+")


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
    view = TABLE.at(stage).view
    assert view.waiting_for == WAITING[stage]
    assert view.phase == ("unregistered" if stage == "unregistered" else "registered")
    assert (view.next_step, view.closed) == (None, False)
