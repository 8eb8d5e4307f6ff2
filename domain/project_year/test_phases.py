"""Every act at every stage of a project's year."""

from __future__ import annotations

from functools import cache

import pytest

from domain.message import Command
from domain.project_year import decider
from domain.project_year.given import STAGES
from domain.project_year.given_evaluation import ALL_ACTS
from domain.refusal import Code
from domain.testing import Scene

MEANING = {
    "p": Code.WRONG_PHASE,
    "u": Code.UNKNOWN_SUBJECT,
    "d": Code.DUPLICATE,
    "r": Code.ALREADY_REVIEWED,
    "g": Code.GATE_NOT_MET,
    "f": Code.INVALID_FIELD,
}

TABLE = """
project.add                         + d d d d d d d d d d d d d d
project.withdraw                    u + + + + + + + + + + + + + p
exante.file-report                  u + d r p p p p p p p p p p p
exante.return                       u p + r p p p p p p p p p p p
exante.commission-reassessment      u p + r p p p p p p p p p p p
exante.file-reassessment            u p p p p p p p p p p p p p p
exante.review                       u p + r p p p p p p p p p p p
library.admit                       u g g + d d d d d d d d d d p
target.file                         u p p p + d r r r r r r r r p
target.return                       u p p p p + p p + p p p p p p
target.approve                      u p p p p + r r r r r r r r p
joint-review.record                 u p p p p + p p p p p p p p p
target.adjust                       u p p p p p p + d + + + + + p
target.approve-adjustment           u p p p p p p p + p p p p p p
budget.approve                      u p p p g p + d d d d d d d p
execution.record                    u p p p p p p + + + + + + + p
monitoring.open-round               u + + + + + + + + - - - - - p
monitoring.file-result              u p p p p p p p p + d r r r p
monitoring.return                   u p p p p p p p p p + r r r p
monitoring.review                   u p p p p p p p p p + r r r p
monitoring.warn                     u p p p p p p p p + + + + + p
monitoring.analyse-cause            u p p p p p p p p + + + + + p
rectification.notify                u p p p p p p p p p p d d d p
rectification.report                u p p p p p p p p p p + d r p
rectification.refuse                u p p p p p p p p p p + + r p
rectification.accept                u p p p p p p p p p p p + r p
rectification.reject                u p p p p p p p p p p p + r p
rectification.find-unmet            u p p p p p p p p p p p p r p
deadline.set                        u + + + + + + + + + + + + + p
extend                              u f f f f f f f f + + + + + p
deadline.pass                       u - - - - - - - - + - - - - p
delegate                            u + + + + + + + + + + + + + p
attach                              u + + + + + + + + + + + + + p
correct                             u p p p p p p p p p + r r r p
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
authenticity.record-finding         u p p p p p p p p p p p p p p
key-evaluation.mark-selected        u p p p p p p + + + + + + + p
key-evaluation.commission           u p p p p p p p p p p p p p p
key-evaluation.file-report          u p p p p p p p p p p p p p p
key-evaluation.exchange-views       u p p p p p p p p p p p p p p
key-evaluation.panel-review         u p p p p p p p p p p p p p p
key-evaluation.finalise             u p p p p p p p p p p p p p p
audit.record-finding                u + + + + + + + + + + + + + p
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
"""
"""One column for each of the stages, in their order; + is accepted, - leaves nothing to do."""

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
    assert [name for name, *_ in ROWS] == list(ALL_ACTS)
    assert {Command.by_name[name] for name in ALL_ACTS} == set(decider.COMMANDS)


@pytest.mark.parametrize(("name", "stage", "expected"), CELLS)
def test_an_act_is_taken_in_its_phase_only(name: str, stage: str, expected: str) -> None:
    # given
    scene = at(stage)
    # when
    taken = scene.when(ALL_ACTS[name])
    # then
    if expected in MEANING:
        taken.refused(MEANING[expected])
        assert taken.state == scene.state
    else:
        assert isinstance(taken.outcome, tuple)
        assert bool(taken.events) == (expected == "+")
        assert taken.view.version == scene.view.version + len(taken.events)


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
    view = at(stage).view
    assert view.phase == PHASES[stage]
    assert view.waiting_for == WAITING[stage]
    assert view.closed == (stage == "withdrawn")


def test_the_chapter_grows_with_each_monitoring_node() -> None:
    assert [at(stage).view.chapter for stage in ("execution", "round", "settled")] == [0, 1, 1]
