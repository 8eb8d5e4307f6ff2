"""Every act at every stage of a unit's year."""

from __future__ import annotations

import pytest

from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.subjects.unit_year import decider
from testkit.builders.unit_stages import ACTS, STAGES
from testkit.builders.unit_year import evaluating, history, taken, unregistered
from testkit.command_matrix import Cell, PhaseTable

TABLE = PhaseTable(
    STAGES,
    """
unit.add                        + d d d d d d d d d d d d d d d
unit.withdraw                   u + + + m m m m m m m m m m m p
overall-target.file             u + d r r r r r r r r r r r r p
overall-target.return           u p + + + p p p p p p p p p p p
joint-review.record             u p + p p p p p p p p p p p p p
exception.grant                 u + + + + + + + + + + + + + + p
overall-target.approve          u p + r r r r r r r r r r r r p
department-budget.issue         u g g + + + + + + + + + + + + p
overall-monitoring.open-round   u + + + - - - - - - - - - - - p
overall-monitoring.file         u p p p + d r r r r r r r r r p
overall-monitoring.return       u p p p p + + + + + + + p p p p
overall-monitoring.review       u p p p p + r r r r r r r r r p
evaluation.open                 u - - - - - - - - - - - - - - p
overall-self-evaluation.file    u p p p p p p + + d r r r r r p
overall-self-evaluation.return  u p p p p p p p p + + p p p p p
overall-self-evaluation.review  u p p p p p p p p + r r r r r p
department-evaluation.open-selection u - - - - - - - - - - - - - - p
department-evaluation.select    u p p p p p p + d + + + + + + p
subjects.record-reached         u - - - - - - - + - - - - - - p
subjects.send-again             u p p p p p p p - p p p p p p p
feedback.give                   u p p p p p p p p p + f + + + p
rectification.propose           u f f f f f f f f f f + f f f p
rectification.notify            u f f f f f f f f f f + f f f p
rectification.report            u f f f f f f f f f f + f f f p
rectification.refuse            u f f f f f f f f f f + f f f p
rectification.accept            u f f f f f f f f f f p f f f p
rectification.reject            u f f f f f f f f f f p f f f p
rectification.find-unmet        u f f f f f f f f f f p f f f p
rectification.find-refused      u f f f f f f f f f f p f f f p
rectification.carry-over        u f f f f f f f f f f + f f f p
final-accounts.issue            u p p p p p p + + + + + + + + p
unit-appraisal.score            u + + + + + + + + + + + + p p p
appraisal.publish               u p p p p p p p p p p p + d d p
department-deduction.record     u + + + + + + + + + + + + + + p
disclosure.publish              u p p + + + + + + + + + + + d p
disclosure.approve-exception    u p p g g g g g g g g g g g g p
deadline.set                    u + + + + + + + + + + + + + + p
extend                          u + + + + + + + + + + + + + + p
deadline.pass                   u + - - - - - - - - - - - - - p
delegate                        u + + + + + + + + + + + + + + p
delegation.end                  u u u u u u u u u u u u u u u p
attach                          u + + + + + + + + + + + + + + p
history.import-act              u f f f f f f f f f f f f f f p
correct                         u p p p p + r r r r r r r r r p
filing.endorse                  u p p p p p p p p p p p p p p p
filing.return-to-unit           u p p p p p p p p p p p p p p p
filing.waive-endorsement        u p p p p p p p p p p p p p p p
unit.end                        u + + + + + + + + + + + + + + p
unit.succeed                    + + + + + + + + + + + + + + + p
act.withdraw                    u p p + + p p p p p p p p p p p
act.correct                     u p p + + m m m m m m m m m m p
record.annotate                 u f f f f f f f f f f f f f f f
act.propose                     u p p p p p p p p p p p p p p p
act.sign                        u f f f f f f f f f f f f f f p
act.return-proposal             u f f f f f f f f f f f f f f p
act.withdraw-proposal           u f f f f f f f f f f f f f f p
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
    after = taken(scene, ACTS[cell.act])
    # then
    cell.expect(scene, after)


TARGET, SELF = "disclosure.overall_target", "disclosure.self_evaluation_form"
OWED = "finance:feedback.overall_evaluation"
SHOWN: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "unregistered": ("unregistered", 0, ()),
    "target": ("overall-target", 0, ("unit:overall-target.filing",)),
    "filed": ("overall-target", 0, ("finance:overall-target.review",)),
    "execution": ("execution", 0, (f"unit:{TARGET}",)),
    "round": (
        "overall-monitoring",
        1,
        ("unit:overall-monitoring.filing:2025-06-30", f"unit:{TARGET}"),
    ),
    "reported": (
        "overall-monitoring",
        1,
        ("finance:overall-monitoring.review:2025-06-30", f"unit:{TARGET}"),
    ),
    "monitored": ("overall-monitoring", 1, (f"unit:{TARGET}",)),
    "evaluating": (
        "overall-self-evaluation",
        2,
        ("unit:overall-self-evaluation.filing", f"unit:{TARGET}"),
    ),
    "selected": (
        "overall-self-evaluation",
        2,
        ("unit:overall-self-evaluation.filing", f"unit:{TARGET}"),
    ),
    "evaluated": (
        "overall-self-evaluation",
        2,
        ("finance:overall-self-evaluation.review", f"unit:{TARGET}"),
    ),
    "appraisal": ("appraisal", 3, (OWED, f"unit:{TARGET}", f"unit:{SELF}")),
    "fed-back": (
        "appraisal",
        3,
        ("unit:rectification.report:Z1", f"unit:{TARGET}", f"unit:{SELF}"),
    ),
    "scored": ("appraisal", 3, (OWED, f"unit:{TARGET}", f"unit:{SELF}")),
    "published": ("disclosure", 3, (OWED, f"unit:{TARGET}", f"unit:{SELF}")),
    "done": ("done", 3, ()),
    "withdrawn": ("withdrawn", 0, ()),
}


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_shows_its_phase_its_chapter_and_what_it_waits_for(stage: str) -> None:
    view = TABLE.at(stage).view
    assert (view.phase, view.chapter, view.waiting_for) == SHOWN[stage]
    assert view.closed == (stage in {"done", "withdrawn"})
    assert view.unit == (None if stage == "unregistered" else "201001")


@pytest.mark.parametrize("stage", ["done", "withdrawn"])
def test_a_closed_unit_has_nothing_more_to_come(stage: str) -> None:
    view = TABLE.at(stage).view
    assert (view.next_step, view.next_due, view.overdue) == (None, None, ())


def test_a_selection_that_has_not_reached_its_projects_keeps_a_done_unit_open() -> None:
    selecting = taken(TABLE.at("done"), ACTS["department-evaluation.select"])
    assert not selecting.view.closed
    step = selecting.view.next_step
    assert step is not None
    assert selecting.step(step).view.closed


def test_imported_history_begins_with_its_self_evaluation() -> None:
    view = history().view
    assert (view.phase, view.chapter) == ("overall-self-evaluation", 1)
    assert view.waiting_for == ("unit:overall-self-evaluation.filing",)
    history().when(ACTS["overall-target.file"]).refused(Code.WRONG_PHASE)
    history().when(ACTS["overall-monitoring.file"]).refused(Code.WRONG_PHASE, "node")


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        ("2025-12-31", "overall-target"),
        ("2026-01-01", "overall-self-evaluation"),
        ("2026-01-02", "overall-self-evaluation"),
    ],
)
def test_a_year_that_is_over_is_evaluated_from_its_registration(day: str, phase: str) -> None:
    assert unregistered(on=day).given(ACTS["unit.add"]).view.phase == phase


def test_history_imported_before_the_year_is_over_waits_for_the_new_year() -> None:
    early = STAGES["unregistered"]().given(ACTS["unit.add"].model_copy(update={"history": True}))
    assert (early.view.phase, early.view.waiting_for) == ("execution", ())
    step = early.view.next_step
    assert step is not None
    assert (step.kind, f"{step.planned:%Y-%m-%d}") == ("open-evaluation", "2026-01-01")
    assert early.at(step.planned).step(step).view.phase == "overall-self-evaluation"


def test_the_new_year_comes_whatever_was_left_open() -> None:
    lazy = evaluating(STAGES["round"]())
    assert lazy.view.phase == "overall-self-evaluation"
    assert "unit:overall-monitoring.filing:2025-06-30" in lazy.view.waiting_for
