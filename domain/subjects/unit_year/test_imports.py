"""Imports of a unit's year that comes into the log on 28 November."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.shared.deadlines.deadline_acts import Passed
from domain.shared.filings.import_messages import ActImported, ImportAct
from domain.subjects.unit_year.monitoring import OverallMonitoringFiled
from domain.subjects.unit_year.state import Round
from testkit.builders.undoing import undo
from testkit.builders.unit_year import ATTACHED, JUNE, REPORT, add, report, unregistered
from testkit.decider_spec import REVIEWER, DeciderSpec, in_force, packaged_rules

OPENED = "2025-11-28"
END = datetime.fromisoformat("2025-12-20T09:00:00+08:00")


def imported(act: str, on: str, by: str, **content: Any) -> ImportAct:
    return ImportAct(
        act=act,
        done_on=date.fromisoformat(on),
        done_by=by,
        document=ATTACHED.sha256,
        content=content or None,
    )


TARGET = (
    imported("overall-target.file", "2025-02-10", "经办人", amount="1000000"),
    imported("overall-target.approve", "2025-02-20", "审核人"),
)
FILED = imported(
    "overall-monitoring.file",
    "2025-07-08",
    "经办人",
    node=JUNE.isoformat(),
    executed="400000",
    completion_rate="50",
)


def entered() -> DeciderSpec:
    """Register a unit on 28 November; its report of June was due on 10 July."""
    due = in_force(packaged_rules(), {REPORT: "2025-07-10"})
    return unregistered().on(OPENED).under(due).given(add(), ATTACHED)


def test_an_imported_target_opens_the_round_of_june_and_the_report_counts() -> None:
    scene = entered().given(*TARGET)
    assert scene.state.rounds == {JUNE: Round(JUNE)}
    filed = scene.when(FILED)
    assert filed.the(OverallMonitoringFiled).late is False
    reviewed = filed.given(
        imported("overall-monitoring.review", "2025-07-20", "审核人", node=JUNE.isoformat())
    )
    assert reviewed.state.rounds[JUNE].settled
    passed = [one for one in reviewed.until(END).recorded() if isinstance(one.event, Passed)]
    assert passed == []
    assert reviewed.read_back() == reviewed.state


def test_a_report_that_is_left_is_overdue_once_and_filed_late() -> None:
    scene = entered().given(*TARGET).until(END)
    overdue = [
        one.event.deadline
        for one in scene.recorded()
        if isinstance(one.event, Passed) and one.event.step == "overdue"
    ]
    assert overdue == [REPORT]
    assert scene.when(report()).the(OverallMonitoringFiled).late


def test_who_filed_on_paper_does_not_review() -> None:
    scene = entered().given(*TARGET, FILED)
    own = imported("overall-monitoring.review", "2025-07-20", "经办人", node=JUNE.isoformat())
    scene.when(own).refused(Code.REVIEWER_IS_FILER)


def test_a_wrong_import_names_its_field() -> None:
    scene = entered()
    scene.when(FILED.model_copy(update={"act": "unit.add"})).refused(Code.INVALID_FIELD, "act")
    late = FILED.model_copy(update={"done_on": date(2025, 11, 29)})
    scene.when(late).refused(Code.INVALID_FIELD, "done_on")
    scene.when(FILED).refused(Code.WRONG_PHASE, "content.node")
    scene.given(*TARGET).when(
        FILED.model_copy(update={"done_on": date(2025, 6, 29)}), by=REVIEWER
    ).refused(Code.INVALID_FIELD, "content.node")


@pytest.mark.parametrize("count", [1, 2, 3])
def test_an_import_by_mistake_is_withdrawn_and_imported_again(count: int) -> None:
    acts = (*TARGET, FILED)[:count]
    before = entered().given(*acts[:-1])
    newest = before.given(acts[-1])
    key = [one.event.key for one in newest.recorded() if isinstance(one.event, ActImported)][-1]
    gone = newest.given(undo(f"history.import-act:{key}"), by=REVIEWER)
    assert set(before.view.waiting_for) <= set(gone.view.waiting_for)
    assert gone.state.imports == before.state.imports
    assert gone.given(acts[-1]).view.waiting_for == newest.view.waiting_for


def test_an_imported_target_that_is_approved_keeps_until_its_approval_is_withdrawn() -> None:
    both = entered().given(*TARGET)
    refusal = both.when(undo("history.import-act:overall-target.file"), by=REVIEWER)
    assert "overall-target.approve" in refusal.refused(Code.WRONG_PHASE).zh
