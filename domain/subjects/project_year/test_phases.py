"""Every act at every stage of a project's year."""

from __future__ import annotations

import pytest

from domain.kernel.message import Command
from domain.subjects.project_year import decider
from testkit.builders.project_evaluation import ALL_ACTS
from testkit.builders.project_year import STAGES
from testkit.command_matrix import Cell, PhaseTable

TABLE = PhaseTable(
    STAGES,
    """
project.add                         + d d d d d d d d d d d d d d
project.withdraw                    u + + + + + + w w w w w w w p
funding.record                      u + + + + + + + + + + + + + p
exante.file-report                  u + d r p p p p p p p p p p p
exante.return                       u p + + p p p p p p p p p p p
exante.commission-reassessment      u p + r p p p p p p p p p p p
exante.file-reassessment            u p p p p p p p p p p p p p p
exante.review                       u p + r p p p p p p p p p p p
library.admit                       u g g + d d d d d d d d d d p
target.file                         u p p p + d r r r r r r r r p
target.return                       u p p p p + + p + p p p p p p
target.approve                      u p p p p + r r r r r r r r p
joint-review.record                 u f f f p + p p p p p p p p p
target.adjust                       u p p p p p p + d + + + + + p
target.approve-adjustment           u p p p p p p p + p p p p p p
budget.approve                      u p p p g p + d d d d d d d p
department-budget.mark-issued       u p p p p p + + + + + + + + p
final-accounts.mark-issued          u + + + + + + + + + + + + + p
execution.record                    u p p p p p p + + + + + + + p
monitoring.open-round               u + + + + + + + + - - - - - p
monitoring.file-result              u p p p p p p p p + d r r r p
monitoring.return                   u p p p p p p p p p + + p p p
monitoring.review                   u p p p p p p p p p + r r r p
monitoring.warn                     u p p p p p p p p + + + + + p
monitoring.analyse-cause            u p p p p p p p p + + + + + p
rectification.notify                u p p p p p p p p p p d d d p
rectification.report                u p p p p p p p p p p + d r p
rectification.refuse                u p p p p p p p p p p + + r p
rectification.accept                u p p p p p p p p p p p + r p
rectification.reject                u p p p p p p p p p p p + + p
rectification.find-unmet            u p p p p p p p p p p p p r p
rectification.find-refused          u p p p p p p p p p p p p r p
deadline.set                        u + + + + + + + + + + + + + p
extend                              u f f f f f f f f + + + + + p
deadline.pass                       u - - - - - - - - + - - - - p
delegate                            u + + + + + + + + + + + + + p
delegation.end                      u u u u u u u u u u u u u u p
attach                              u + + + + + + + + + + + + + p
history.import-act                  u f f f f f f f f f f f f f p
unit.hand-over                      u + + + + + + + + + + + + + p
correct                             u p p p p p p p p p + r r r p
filing.endorse                      u p p p p p p p p p p p p p p
filing.return-to-unit               u p p p p p p p p p p p p p p
filing.waive-endorsement            u p p p p p p p p p p p p p p
act.withdraw                        u p p p p p + p p p p p p p p
act.correct                         u p p p p p p p p p p + m m p
record.annotate                     u f f f f f f f f f f f f f f
act.propose                         u p p p p p p p p p p p p p p
act.sign                            u f f f f f f f f f f f f f p
act.return-proposal                 u f f f f f f f f f f f f f p
act.withdraw-proposal               u f f f f f f f f f f f f f p
history.import                      p d d d d d d d d d d d d d d
evaluation.open                     u - - - - - - - - - - - - - p
self-evaluation.file                u p p p p p p p p p p p p p p
self-evaluation.return              u p p p p p p p p p p p p p p
self-evaluation.review              u p p p p p p p p p p p p p p
department-evaluation.mark-selected u p p p p p p + + + + + + + p
department-evaluation.file-report   u p p p p p p p p p p p p p p
department-evaluation.return        u p p p p p p p p p p p p p p
department-evaluation.review        u p p p p p p p p p p p p p p
authenticity.mark-drawn             u p p p p p p + + + + + + + p
authenticity.unmark-drawn           u - - - - - - - - - - - - - p
authenticity.record-finding         u p p p p p p p p p p p p p p
key-evaluation.mark-selected        u p p p p p p + + + + + + + p
key-evaluation.unmark-selected      u - - - - - - - - - - - - - p
key-evaluation.commission           u p p p p p p p p p p p p p p
key-evaluation.file-report          u p p p p p p p p p p p p p p
key-evaluation.exchange-views       u p p p p p p p p p p p p p p
key-evaluation.panel-review         u p p p p p p p p p p p p p p
key-evaluation.finalise             u p p p p p p p p p p p p p p
audit.record-finding                u + + + + + + + + + + + + + p
finding.record                      u + + + + + + + + + + + + + p
funds.record-major-problem          u + + + + + + + + + + + + + p
grade.finalise                      u p p p p p p p p p p p p p p
grade.reopen                        u p p p p p p p p p p p p p p
results.propose                     u p p p p p p p p p p p p p p
results.apply                       u p p p p p p p p p p p p p p
exception.grant                     u + + + + + + + + + + + + + p
funds.recover                       u p p p p p p + + + + + + + p
carry-over.clear                    u p p p p p p + + + + + + + p
accountability.propose              u + + + + + + + + + + + + + p
accountability.record               u + + + + + + + + + + + + + p
disclosure.publish                  u p p p p p p p p p p p p p p
disclosure.approve-exception        u p p p p p p p p p p p p p p
feedback.give                       u p p p p p p p p p p p p p p
rectification.propose               u f f f f f f f f f f f f f p
rectification.carry-over            u f f f f f f f f f f f f f p
""",
)


def test_the_table_has_every_act_of_the_decider() -> None:
    assert TABLE.acts == list(ALL_ACTS)
    assert {Command.by_name[name] for name in ALL_ACTS} == set(decider.COMMANDS)


@pytest.mark.parametrize("cell", TABLE.cells, ids=str)
def test_an_act_is_taken_in_its_phase_only(cell: Cell) -> None:
    # given
    scene = TABLE.at(cell.stage)
    # when
    after = scene.when(ALL_ACTS[cell.act])
    # then
    cell.expect(scene, after)


PHASES = {
    "unregistered": "unregistered",
    "ex-ante": "ex-ante",
    "assessed": "ex-ante",
    "library": "library",
    "target": "target",
    "filed": "target",
    "approval": "approval",
    "execution": "execution",
    "adjusting": "execution",
    "round": "monitoring-05",
    "result": "monitoring-05",
    "rectify": "monitoring-05",
    "reported": "monitoring-05",
    "settled": "monitoring-05",
    "withdrawn": "withdrawn",
}

WAITING = {
    "unregistered": (),
    "ex-ante": ("unit:exante.report",),
    "assessed": ("finance:exante.review",),
    "library": ("finance:library.admission",),
    "target": ("unit:target.filing",),
    "filed": ("finance:target.review",),
    "approval": ("congress:budget.approval",),
    "execution": (),
    "adjusting": ("finance:target.adjustment-review",),
    "round": ("unit:monitoring.result:2023-05-31",),
    "result": ("finance:monitoring.review:2023-05-31",),
    "rectify": ("unit:rectification.report:2023-05-31",),
    "reported": ("finance:rectification.review:2023-05-31",),
    "settled": (),
    "withdrawn": (),
}


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_shows_its_phase_and_what_it_waits_for(stage: str) -> None:
    view = TABLE.at(stage).view
    assert view.phase == PHASES[stage]
    assert view.waiting_for == WAITING[stage]
    assert view.closed == (stage == "withdrawn")


def test_the_chapter_grows_with_each_monitoring_node() -> None:
    stages = ("execution", "round", "settled")
    assert [TABLE.at(stage).view.chapter for stage in stages] == [0, 1, 1]
