"""A department that has to select is waited for and reminded; one without projects is not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from domain.kernel.decider import SYSTEM, Frame, Member
from domain.kernel.vocabulary import SHANGHAI, Role, start_of
from domain.shared.deadlines.deadline_acts import Extend, Passed
from domain.shared.deadlines.evaluation_half import OpenEvaluation
from domain.shared.deadlines.set_day import SetDay
from domain.shared.deadlines.timers import StepKind
from domain.shared.fan_out.messages import RecordReached
from domain.subjects.unit_year.due_dates import OPEN_SELECTION, SELECTION
from domain.subjects.unit_year.selection_opening import OpenSelection, SelectionOpened
from testkit.builders.unit_year import (
    FRAME,
    history,
    member,
    registered,
    selecting,
    selection,
    taken,
    unregistered,
)
from testkit.decider_spec import DeciderSpec, in_force, packaged_rules

DUE = date(2026, 4, 30)
BUREAU = in_force(packaged_rules("653129"), reminder_lead_days="3", escalation_after_days="5")
WAITS = f"department:{SELECTION}"


def of_qiemo() -> DeciderSpec:
    """A unit under rules that give the selection no day."""
    return registered(unregistered(packaged_rules("652825")))


def instant(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def test_it_opens_with_the_projects_that_have_a_budget_and_the_day_of_the_rules() -> None:
    opened = selecting()
    opened.then(
        SelectionOpened(position=FRAME.position, projects=4, base=Decimal(1_000_000), due=DUE)
    )
    assert opened.rules_asked() == ["department_evaluation.due"]
    assert WAITS in opened.view.waiting_for
    assert opened.view.next_due == date(2025, 2, 28), "the target is still open, and was due"


@pytest.mark.parametrize(
    "members", [(), (member("P1", None),), (member("P1", "0"), member("P2", None))]
)
def test_without_a_budgeted_project_nothing_is_waited_for(members: tuple[Member, ...]) -> None:
    opened = selecting(Frame(3, members)).under(BUREAU)
    assert opened.the(SelectionOpened).projects == 0
    assert WAITS not in opened.view.waiting_for
    assert not [step for step in steps_of(opened) if step[0] == SELECTION]


def steps_of(scene: DeciderSpec) -> list[tuple[str, str, datetime]]:
    """The steps that the system takes until the end of the work year."""
    found = []
    while (step := scene.view.next_step) is not None and step.planned < instant(12, 31):
        scene = scene.at(max(step.planned, scene.now)).step(step)
        found.append((step.deadline, step.kind, step.planned))
    return found


def test_the_department_is_reminded_and_what_it_never_selects_is_escalated() -> None:
    kinds: list[tuple[StepKind, datetime]] = [
        ("remind", instant(4, 27, 9)),
        ("due", instant(4, 30, 9)),
        ("overdue", instant(5, 1)),
        ("escalate", instant(5, 6, 9)),
    ]
    taken_steps = [step for step in steps_of(selecting().under(BUREAU)) if step[0] == SELECTION]
    assert taken_steps == [(SELECTION, kind, planned) for kind, planned in kinds]


@pytest.mark.parametrize(
    ("now", "overdue"),
    [
        (start_of(DUE), False),
        (start_of(DUE + timedelta(days=1)) - timedelta(seconds=1), False),
        (start_of(DUE + timedelta(days=1)), True),
    ],
)
def test_it_is_overdue_when_its_day_is_over(now: datetime, *, overdue: bool) -> None:
    scene = selecting().under(BUREAU).until(now)
    assert (SELECTION in scene.view.overdue) is overdue


def test_the_department_is_responsible_for_what_is_overdue() -> None:
    scene = selecting().under(BUREAU).until(instant(4, 30, 12))
    step = scene.view.next_step
    assert step is not None
    passed = scene.at(step.planned).step(step).the(Passed)
    assert (passed.deadline, passed.due) == (SELECTION, DUE)
    assert passed.responsible is Role.DEPARTMENT


@pytest.mark.parametrize("day", ["2026-04-29", "2026-04-30", "2026-05-01"])
def test_a_selection_ends_the_wait_on_any_day(day: str) -> None:
    scene = selecting().under(BUREAU).until(start_of(date.fromisoformat(day))).on(day)
    assert WAITS in scene.view.waiting_for
    selected = taken(scene, selection())
    assert selected.events
    assert WAITS not in selected.view.waiting_for
    assert SELECTION not in selected.view.overdue


def test_what_was_selected_before_is_not_looked_up() -> None:
    evaluated = registered().on("2026-01-01").given(OpenEvaluation(), by=SYSTEM)
    selected = taken(evaluated, selection())
    assert selected.events
    assert OPEN_SELECTION in [kind for _, kind, _ in steps_of(evaluated)]
    reached = selected.when(RecordReached(of=selected.view.version, subjects=2))
    assert OPEN_SELECTION not in [kind for _, kind, _ in steps_of(reached)]
    assert selected.when(OpenSelection()).outcome == ()


def test_it_is_looked_up_once() -> None:
    assert selecting().when(OpenSelection()).outcome == ()


@pytest.mark.parametrize(
    ("day", "opens"), [("2025-12-31", False), ("2026-01-01", True), ("2026-01-02", True)]
)
def test_it_is_looked_up_once_the_year_is_over(day: str, *, opens: bool) -> None:
    scene = registered().until(start_of(date.fromisoformat(day)))
    assert (scene.state.selectable is not None) is opens


@pytest.mark.parametrize(
    ("day", "opens"), [("2026-01-10", False), ("2026-01-11", True), ("2026-01-12", True)]
)
def test_with_imported_history_it_is_looked_up_the_day_after(day: str, *, opens: bool) -> None:
    imported = history()
    step = imported.view.next_step
    assert step is not None
    assert (step.kind, step.planned) == (OPEN_SELECTION, instant(1, 11))
    assert bool(imported.on(day).when(OpenSelection()).events) is opens


def test_where_the_rules_give_no_day_nobody_looks_unless_a_notice_does() -> None:
    silent = of_qiemo().until(instant(12, 1))
    assert silent.state.selectable is None
    notice = SetDay(deadline=SELECTION, due=date(2026, 5, 15), document="通知〔2026〕8号")
    noticed = silent.on("2026-04-01").given(notice)
    step = noticed.view.next_step
    assert step is not None
    assert step.kind == OPEN_SELECTION
    assert taken(noticed, OpenSelection()).the(SelectionOpened).due == date(2026, 5, 15)


def test_an_extension_moves_the_day() -> None:
    until = date(2026, 5, 20)
    granted = Extend(deadline=SELECTION, until=until, approver="局长", reason="灾情")
    extended = selecting().under(BUREAU).on("2026-04-02").given(granted)
    assert SELECTION not in extended.until(start_of(until)).view.overdue
    assert SELECTION in extended.until(start_of(until + timedelta(days=1))).view.overdue
