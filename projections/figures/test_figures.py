"""The figures of a year leave out the event of an act that was withdrawn."""

from __future__ import annotations

from domain.kernel.decider import SYSTEM
from domain.kernel.serialization.envelope import unseal
from domain.kernel.subject_ids import parse_subject
from domain.subjects.project_year.evaluation.key_evaluation import UnmarkSelected
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise
from domain.subjects.project_year.population import WithdrawProject
from projections.figures.figures import figures_of
from testkit.builders.project_evaluation import (
    APPLIED,
    AUDIT,
    COMMISSION,
    DRAWN,
    GRADED,
    KEY,
    PROBLEM,
    PROPOSED,
    REOPENED,
    REVIEWED,
    VIEWS,
    commissioned,
    filed,
    finding,
    key_report,
)
from testkit.builders.project_year import STAGES as PROJECT_STAGES
from testkit.builders.undoing import mend, undo
from testkit.builders.unit_stages import STAGES
from testkit.builders.unit_year import JUNE
from testkit.decider_spec import FILER, REVIEWER, DeciderSpec


def value(scene: DeciderSpec, figure: str, name: str, *, later: int = 0) -> str | None:
    """The value of a figure in the work year of the scene's subject, or some years later."""
    subject = parse_subject(scene.state.stream)
    events = [unseal(one.topic, one.state) for one in scene.stored]
    found = figures_of(events, subject.jurisdiction, (subject.year or 0) + later)
    return next((one.value for one in found if (one.id, one.name) == (figure, name)), None)


def test_a_self_evaluation_counts_while_its_review_stands() -> None:
    reviewed = filed().given(REVIEWED)
    assert value(reviewed, "F10", "projects", later=1) == "1"
    gone = reviewed.given(undo("self-evaluation.review"), by=REVIEWER)
    assert value(gone, "F10", "projects", later=1) == "0"
    again = gone.given(REVIEWED)
    assert value(again, "F10", "projects", later=1) == "1"
    mended = reviewed.given(mend("self-evaluation.review", {}), by=REVIEWER)
    assert value(mended, "F10", "projects", later=1) == "1"


def test_a_key_evaluation_counts_until_its_selection_is_taken_back() -> None:
    final = commissioned().given(key_report(), VIEWS, Finalise())
    counted = value(final, "F13", "projects", later=1)
    assert counted == "1"
    cancelled = final.given(UnmarkSelected(cancel=True, reason="误选"), by=SYSTEM)
    assert value(cancelled, "F13", "projects", later=1) == "0"
    again = cancelled.given(KEY, by=SYSTEM).given(COMMISSION, key_report(), VIEWS, Finalise())
    assert value(again, "F13", "projects", later=1) == "1"


def test_a_report_at_a_node_counts_while_its_review_stands() -> None:
    reviewed = STAGES["monitored"]()
    assert value(reviewed, "F07", "monitored_units") == "1"
    gone = reviewed.given(undo(f"overall-monitoring.review:{JUNE}"), by=REVIEWER)
    assert value(gone, "F07", "monitored_units") == "0"


def test_a_project_counts_again_once_its_withdrawal_is_taken_back() -> None:
    approved = PROJECT_STAGES["approval"]()
    assert value(approved, "F08", "projects") == "1"
    left = approved.given(WithdrawProject(reason="误撤"), by=FILER)
    assert value(left, "F08", "projects") == "0"
    back = left.given(undo("project.withdraw"), by=REVIEWER)
    assert value(back, "F08", "projects") == "1"


FLAGS = ("audit_findings", "major_problem", "untrue_self_evaluation", "priority_without_reason")


def flags(scene: DeciderSpec) -> tuple[str | None, ...]:
    return tuple(value(scene, "FLAG", name, later=1) for name in FLAGS)


def test_what_was_found_and_changed_no_grade_is_a_figure() -> None:
    assert flags(filed().given(REVIEWED, GRADED, PROPOSED, APPLIED)) == (None,) * 4
    found = filed().given(REVIEWED, DRAWN, finding(untrue=True), AUDIT, PROBLEM)
    assert flags(found) == (None,) * 4, "a flag is of a grade"
    graded = found.given(GRADED)
    assert flags(graded) == ("1", "1", "1", None)
    assert value(graded, "FLAG", "audit_findings", later=0) is None, (
        "the grade is of the year before"
    )
    gone = graded.given(undo("grade.finalise"), by=REVIEWER)
    assert flags(gone) == (None,) * 4


def test_priority_without_a_reason_is_a_figure_while_its_grade_stands() -> None:
    found = filed().given(REVIEWED, GRADED, PROBLEM, REOPENED, GRADED, PROPOSED, APPLIED)
    assert flags(found) == (None, "1", None, "1")
    again = found.given(AUDIT, REOPENED, GRADED)
    assert flags(again) == ("1", "1", None, None)
