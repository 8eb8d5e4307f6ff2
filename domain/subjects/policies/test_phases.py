"""Every act at every stage of a policy."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.message import Command
from domain.subjects.policies import decider
from testkit.builders.policies import ACTS, KEY_DAY, STAGES
from testkit.command_matrix import Cell, PhaseTable

TABLE = PhaseTable(
    STAGES,
    """
policy.add                          + d d d d d d d d d d d
policy.withdraw                     u + + + + w w w w w w p
evaluation-object.add               + d d d d d d d d d d d
key-evaluation.select-object        u + + + + + + + p p p p
exante.file-report                  u + d r p p p p p p p p
exante.return                       u p + + p p p p p p p p
exante.commission-reassessment      u p + r p p p p p p p p
exante.file-reassessment            u p p p p p p p p p p p
exante.review                       u p + r p p p p p p p p
target.file                         u g g + d r r r r r r p
target.return                       u p p p + + p p p p p p
target.approve                      u p p p + r r r r r r p
key-evaluation.commission           u p p p p + + d r r r p
key-evaluation.file-report          u p p p p p + d r r r p
key-evaluation.exchange-views       u p p p p p p + p p p p
key-evaluation.panel-review         u p p p p p p + r r r p
key-evaluation.finalise             u p p p p p p g r r r p
feedback.give                       u p p p p p p p + f + p
rectification.propose               u f f f f f f f f + f p
rectification.notify                u f f f f f f f f + f p
rectification.report                u f f f f f f f f + f p
rectification.refuse                u f f f f f f f f + f p
rectification.accept                u f f f f f f f f p f p
rectification.reject                u f f f f f f f f p f p
rectification.find-unmet            u f f f f f f f f p f p
rectification.find-refused          u f f f f f f f f p f p
rectification.carry-over            u f f f f f f f f + f p
disclosure.publish                  u p p p p p p p + + + p
disclosure.approve-exception        u p p p p p p p g g g p
deadline.set                        u + + + + + + + + + + p
extend                              u f f f f f f f f f f p
deadline.pass                       u - - - - - - - - - - p
correct                             u p p p + r r r r r r p
filing.endorse                      u p p p p p p p p p p p
filing.return-to-unit               u p p p p p p p p p p p
filing.waive-endorsement            u p p p p p p p p p p p
delegate                            u + + + + + + + + + + p
delegation.end                      u u u u u u u u u u u p
attach                              u + + + + + + + + + + p
unit.hand-over                      u + + + + + + + + + + p
act.withdraw                        u p p p p + p p p p p p
act.correct                         u p p p p p p p + + + p
record.annotate                     u f f f f f f f f f f f
act.propose                         u p p p p p p p p p p p
act.sign                            u f f f f f f f f f f p
act.return-proposal                 u f f f f f f f f f f p
act.withdraw-proposal               u f f f f f f f f f f p
""",
)


def test_the_table_has_every_act_of_the_decider() -> None:
    assert TABLE.acts == list(ACTS)
    assert {Command.by_name[name] for name in ACTS} == set(decider.COMMANDS)


@pytest.mark.parametrize("cell", TABLE.cells, ids=str)
def test_an_act_is_taken_in_its_phase_only(cell: Cell) -> None:
    # given
    scene = TABLE.at(cell.stage)
    # when
    after = scene.when(ACTS[cell.act])
    # then
    cell.expect(scene, after)


SHOWN: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "unregistered": ("unregistered", 0, ()),
    "ex-ante": ("ex-ante", 0, ("unit:exante.report",)),
    "assessed": ("ex-ante", 0, ("finance:exante.review",)),
    "target": ("target", 0, ("unit:target.filing",)),
    "filed": ("target", 0, ("finance:target.review",)),
    "execution": ("execution", 1, ()),
    "evaluating": (
        "key-evaluation",
        1,
        ("third_party:key-evaluation.report", f"finance:{KEY_DAY}"),
    ),
    "reported": ("key-evaluation", 1, ("unit:key-evaluation.views", f"finance:{KEY_DAY}")),
    "finalised": ("disclosure", 1, ("finance:disclosure.key_evaluation_report",)),
    "fed-back": (
        "disclosure",
        1,
        ("unit:rectification.report:Z1", "finance:disclosure.key_evaluation_report"),
    ),
    "disclosed": ("disclosed", 1, ()),
    "withdrawn": ("withdrawn", 1, ()),
}


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_shows_its_phase_its_chapter_and_what_it_waits_for(stage: str) -> None:
    view = TABLE.at(stage).view
    assert (view.phase, view.chapter, view.waiting_for) == SHOWN[stage]
    assert view.closed == (stage in {"disclosed", "withdrawn"})
    assert view.unit == (None if stage == "unregistered" else "201001")
    due = date(2023, 6, 30) if stage == "fed-back" else None
    assert (bool(view.next_step), view.next_due, view.overdue) == (bool(due), due, ())
