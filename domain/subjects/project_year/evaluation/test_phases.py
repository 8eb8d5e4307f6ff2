"""Every act at every stage of a project's evaluation half."""

from __future__ import annotations

import pytest

from testkit.builders.project_evaluation import ALL_ACTS, EVALUATION_STAGES
from testkit.command_matrix import Cell, PhaseTable

TABLE = PhaseTable(
    EVALUATION_STAGES,
    """
project.add                         d d d d d d d d d d d d d d d d
project.withdraw                    w w w w w w w w w w w w w w w w
funding.record                      + + + + + + + + + + + + + + + +
exante.file-report                  p p p p p p p p p p p p p p p p
exante.return                       p p p p p p p p p p p p p p p p
exante.commission-reassessment      p p p p p p p p p p p p p p p p
exante.file-reassessment            p p p p p p p p p p p p p p p p
exante.review                       p p p p p p p p p p p p p p p p
library.admit                       d d d d d d d d d d d d d d d d
target.file                         r r r r r r r r r r r r r r r r
target.return                       p p p p p p p p p p p p p p p p
target.approve                      r r r r r r r r r r r r r r r r
joint-review.record                 p p p p p p p p p p p p p p p p
target.adjust                       p p p p p p p p p p p p p p p p
target.approve-adjustment           p p p p p p p p p p p p p p p p
budget.approve                      d d d d d d d d d d d d d d d d
department-budget.mark-issued       + + + + + + + + + + + + + + + +
final-accounts.mark-issued          + + + + + + + + + + + + + + + +
execution.record                    + + + + + + + + + + + + + + + +
monitoring.open-round               + - - - - - - - - - - - - - - -
monitoring.file-result              p p p p p p p p p p p p p p p p
monitoring.return                   p p p p p p p p p p p p p p p p
monitoring.review                   p p p p p p p p p p p p p p p p
monitoring.warn                     p p p p p p p p p p p p p p p p
monitoring.analyse-cause            p p p p p p p p p p p p p p p p
rectification.notify                p p p p p p p p p p p p p p p p
rectification.report                p p p p p p p p p p p p p p p p
rectification.refuse                p p p p p p p p p p p p p p p p
rectification.accept                p p p p p p p p p p p p p p p p
rectification.reject                p p p p p p p p p p p p p p p p
rectification.find-unmet            p p p p p p p p p p p p p p p p
rectification.find-refused          p p p p p p p p p p p p p p p p
deadline.set                        + + + + + + + + + + + + + + + +
extend                              f f f f f f f f f f f f f f f f
deadline.pass                       - - - - - - - - - - - - - - - -
delegate                            + + + + + + + + + + + + + + + +
delegation.end                      u u u u u u u u u u u u u u u u
attach                              + + + + + + + + + + + + + + + +
history.import-act                  f f f f f f f f f f f f f f f f
unit.hand-over                      + + + + + + + + + + + + + + + +
correct                             p p p p p p p p p p p p p p p p
filing.endorse                      p p p p p p p p p p p p p p p p
filing.return-to-unit               p p p p p p p p p p p p p p p p
filing.waive-endorsement            p p p p p p p p p p p p p p p p
act.withdraw                        p p p p p p p p p p p p p p p p
act.correct                         p p p p p p p p p p p p p p p p
record.annotate                     f f f f f f f f f f f f f f f f
act.propose                         p p p p p p p p p p p p p p p p
act.sign                            f f f f f f f f f f f f f f f f
act.return-proposal                 f f f f f f f f f f f f f f f f
act.withdraw-proposal               f f f f f f f f f f f f f f f f
history.import                      d d d d d d d d d d d d d d d d
evaluation.open                     - - - - - - - - - - - - - - - -
self-evaluation.file                + + d r r r r r r r r r r r r r
self-evaluation.return              p p + p p p p p p p + p p p p +
self-evaluation.review              p p + r r r r r r r r r r r r r
department-evaluation.mark-selected + + + - - + + + + + + + + + + +
department-evaluation.file-report   p p p + d p p p p p p p p p p p
department-evaluation.return        p p p p + p p p p p p p p p p p
department-evaluation.review        p p p p + p p p p p p p p p p p
authenticity.mark-drawn             + + + + + - + + + + + + + + + +
authenticity.unmark-drawn           - - - - - + - - - - - - - - - -
authenticity.record-finding         p p p p p + p p p p p p p p p p
key-evaluation.mark-selected        + + + + + + - - - - + + + + + +
key-evaluation.unmark-selected      - - - - - - + p p p - - - - - -
key-evaluation.commission           p p p p p p + + d d p p p p p p
key-evaluation.file-report          p p p p p p p + d d p p p p p p
key-evaluation.exchange-views       p p p p p p p p + + p p p p p p
key-evaluation.panel-review         p p p p p p p p + + p p p p p p
key-evaluation.finalise             p p p p p p p p g + p p p p p p
audit.record-finding                + + + + + + + + + + + + + + + d
finding.record                      + + + + + + + + + + + + + + + +
funds.record-major-problem          + + + + + + + + + + + + + + + +
grade.finalise                      p p p + p p p p p p + d d d d +
grade.reopen                        p p p p p p p p p p p p p p p p
results.propose                     p p p p p p p p p p p + + p p p
results.apply                       p p p p p p p p p p p p + p p p
exception.grant                     + + + + + + + + + + + + + + + +
funds.recover                       + + + + + + + + + + + + + + + +
carry-over.clear                    + + + + + + + + + + + + + + + +
accountability.propose              + + + + + + + + + + + + + + + +
accountability.record               + + + + + + + + + + + + + + + +
disclosure.publish                  p p p + + + + + + + + + + + + +
disclosure.approve-exception        p p p g g g g g g g g g g g g g
feedback.give                       p p p + + + + + + + + + + + + +
rectification.propose               f f f f f f f f f f f f f f f f
rectification.carry-over            f f f f f f f f f f f f f f f f
""",
)


def test_the_table_has_every_act() -> None:
    assert TABLE.acts == list(ALL_ACTS)


@pytest.mark.parametrize("cell", TABLE.cells, ids=str)
def test_an_act_is_taken_in_its_phase_only(cell: Cell) -> None:
    # given
    scene = TABLE.at(cell.stage)
    # when
    after = scene.when(ALL_ACTS[cell.act])
    # then
    cell.expect(scene, after)


SELF_FORM = "finance:disclosure.self_evaluation_form"
FINAL = "finance:key-evaluation.finalisation"

STANDING: dict[str, tuple[str, tuple[str, ...]]] = {
    "year-over": (
        "self-evaluation",
        ("unit:self-evaluation.filing", "finance:disclosure.project_target"),
    ),
    "imported": ("self-evaluation", ("unit:self-evaluation.filing",)),
    "self-filed": ("finance-review", ("finance:finance-review",)),
    "selected": (
        "department-evaluation",
        ("department:department-evaluation.report", SELF_FORM),
    ),
    "department-filed": ("finance-review", ("finance:finance-review", SELF_FORM)),
    "drawn": ("authenticity", ("finance:authenticity.finding", SELF_FORM)),
    "key-selected": ("key-evaluation", ("finance:key-evaluation.commission", FINAL, SELF_FORM)),
    "commissioned": ("key-evaluation", ("third_party:key-evaluation.report", FINAL, SELF_FORM)),
    "key-filed": ("key-evaluation", ("unit:key-evaluation.views", FINAL, SELF_FORM)),
    "views": ("key-evaluation", (FINAL, SELF_FORM)),
    "grading": ("grading", ("finance:grade.finalisation", SELF_FORM)),
    "graded": ("results", ("finance:results.proposal", SELF_FORM)),
    "proposed": ("results", ("finance:results.application", SELF_FORM)),
    "applied": ("results", (SELF_FORM,)),
    "disclosed": ("disclosed", ()),
    "reopened": ("grading", ("finance:grade.finalisation", SELF_FORM)),
}


@pytest.mark.parametrize("stage", EVALUATION_STAGES)
def test_each_stage_shows_its_phase_and_what_it_waits_for(stage: str) -> None:
    view = TABLE.at(stage).view
    assert (view.phase, view.waiting_for) == STANDING[stage]
    assert view.closed == (stage == "disclosed")


def test_the_evaluation_half_is_one_chapter() -> None:
    assert {TABLE.at(stage).view.chapter for stage in EVALUATION_STAGES} == {1}
