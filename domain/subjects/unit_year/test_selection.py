"""The selection for department evaluation: its frame, its share, its order, and whom it reaches."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import Frame
from domain.kernel.refusal import Code
from domain.shared.deadlines.scheduled_commands import step_command, step_request
from domain.shared.fan_out.messages import (
    REACH,
    Reach,
    Reached,
    Reaching,
    RecordReached,
    SubjectsReached,
)
from domain.subjects.unit_year.selection import MARK_SELECTED, ProjectsSelected
from testkit.builders.unit_year import (
    FRAME,
    STREAM,
    evaluating,
    history,
    in_round,
    member,
    selection,
    taken,
    unregistered,
)
from testkit.decider_spec import DeciderSpec, FakeRules, packaged_rules


def select(
    *codes: str, scene: DeciderSpec | None = None, frame: Frame = FRAME, **more: Any
) -> DeciderSpec:
    return taken(scene or evaluating(), selection(*codes, **more), frame=frame)


def of_qiemo(rules: FakeRules | None = None) -> DeciderSpec:
    """History under the rules of 且末 (a share, no order) or under made-up ones."""
    return history(unregistered(rules or packaged_rules("652825"), "2026-01-10"))


def test_the_event_keeps_frame_position_share_and_order() -> None:
    chosen = select("P3", "P4", "P1")
    event = chosen.the(ProjectsSelected)
    assert event.position == FRAME.position
    assert [(one.project, one.budget, one.executed) for one in event.frame][:2] == [
        ("P1", Decimal(500_000), Decimal("450000.5")),
        ("P2", Decimal(300_000), None),
    ]
    assert len(event.frame) == len(FRAME.members)
    assert (event.base, event.amount) == (Decimal(1_000_000), Decimal(700_000))
    assert (event.ratio, event.amount_basis) == (Decimal("70.00"), "initial_and_in_year")
    assert event.selected == ("P3", "P4", "P1")
    assert (event.order, event.follows_order) == (("P3", "P4", "P1", "P2"), True)
    assert chosen.rules_asked() == [
        "department_evaluation.coverage",
        "department_evaluation.priority",
    ]


@pytest.mark.parametrize(
    ("budget", "shortfall"), [("199999.99", "0.01"), ("200000", None), ("200000.01", None)]
)
def test_the_share_is_met_at_exactly_twenty_percent(budget: str, shortfall: str | None) -> None:
    rest = str(Decimal(1_000_000) - Decimal(budget))
    frame = Frame(5, (member("P1", budget, key_project=True), member("P2", rest)))
    chosen = select("P1", frame=frame)
    if shortfall is None:
        assert chosen.the(ProjectsSelected).amount == Decimal(budget)
    else:
        refusal = chosen.refused(Code.GATE_NOT_MET)
        assert f"short by {shortfall} yuan" in refusal.en
        assert f"尚差 {shortfall} 元" in refusal.zh
        assert chosen.rules_asked() == ["department_evaluation.coverage"]


def test_a_selection_that_departs_from_the_order_says_why() -> None:
    select("P1").refused(Code.MISSING_FIELD, "reason")
    event = select("P1", reason="群众反映集中").the(ProjectsSelected)
    assert (event.follows_order, event.reason) == (False, "群众反映集中")


def test_projects_evaluated_before_stand_behind() -> None:
    event = select("P3", "P1", evaluated_before=("P4",)).the(ProjectsSelected)
    assert event.order == ("P3", "P1", "P2", "P4")
    assert (event.follows_order, event.evaluated_before) == (True, ("P4",))


def test_what_the_project_itself_knows_counts_too() -> None:
    known = member("P4", "100000", key_project=True, department_evaluated_before=True)
    frame = Frame(5, (*FRAME.members[:3], known))
    assert select("P3", "P1", frame=frame).the(ProjectsSelected).order[-1] == "P4"


def test_where_no_order_is_stated_none_is_recorded() -> None:
    event = select("P1", scene=of_qiemo()).the(ProjectsSelected)
    assert (event.order, event.follows_order) == ((), None)


def test_where_no_share_is_stated_nothing_binds() -> None:
    event = select("P4", scene=of_qiemo(FakeRules())).the(ProjectsSelected)
    assert event.ratio == Decimal("10.00")


@pytest.mark.parametrize(
    ("selected", "share"), [("1", "33.33"), ("2", "66.67"), ("1.5", "50.00"), ("3", "100.00")]
)
def test_the_ratio_has_two_decimals(selected: str, share: str) -> None:
    rest = str(Decimal(3) - Decimal(selected))
    frame = Frame(5, (member("P1", selected), member("P2", rest)))
    event = select("P1", scene=of_qiemo(), frame=frame).the(ProjectsSelected)
    assert str(event.ratio) == share


@pytest.mark.parametrize(
    ("codes", "more", "field"),
    [
        (("P3", "P9"), {}, "selected"),
        (("P3", "P3"), {}, "selected"),
        (("P3", "P5"), {}, "selected"),
        (("P3", "P4"), {"evaluated_before": ("P9",)}, "evaluated_before"),
    ],
)
def test_codes_outside_the_frame_twice_or_without_budget_are_refused(
    codes: tuple[str, ...], more: dict[str, Any], field: str
) -> None:
    select(*codes, **more).refused(Code.INVALID_FIELD, field)


@pytest.mark.parametrize(
    "members", [(), (member("P1", None),), (member("P1", "0"), member("P2", None))]
)
def test_an_empty_frame_is_the_wrong_phase(members: tuple[Any, ...]) -> None:
    select("P1", frame=Frame(1, members)).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize(
    ("day", "accepted"), [("2025-12-31", False), ("2026-01-01", True), ("2026-01-02", True)]
)
def test_it_is_made_once_the_budget_year_is_over(day: str, accepted: bool) -> None:
    chosen = select(scene=in_round().on(day))
    if accepted:
        chosen.the(ProjectsSelected)
    else:
        chosen.refused(Code.WRONG_PHASE)


def test_there_is_one_selection_a_year() -> None:
    select("P2", scene=select()).refused(Code.DUPLICATE)


def test_it_reaches_each_selected_project_and_names_the_unit() -> None:
    event = select().the(ProjectsSelected)
    assert isinstance(event, Reaching)
    assert event.reaches(STREAM) == (
        Reach("653129/2025/P3", MARK_SELECTED, {"unit": "201001"}),
        Reach("653129/2025/P4", MARK_SELECTED, {"unit": "201001"}),
    )
    assert event.reaches(STREAM) == event.reaches(STREAM)


def test_it_stays_to_be_reached_until_all_projects_were() -> None:
    chosen = select()
    version = chosen.view.version
    step = chosen.view.next_step
    assert step is not None
    assert (step.deadline, step.kind, step.planned) == (str(version), REACH, chosen.now)
    command = step_command(chosen.decider.STEPS, step, Reached(2))
    assert step_request(STREAM, step, command).fields == {"of": str(version), "subjects": "2"}
    reached = chosen.when(RecordReached(of=version, subjects=2))
    reached.then(SubjectsReached(of=version, subjects=2, accepted=2))
    assert reached.view.next_step != step
    assert reached.when(RecordReached(of=version, subjects=2)).outcome == ()
    assert chosen.when(RecordReached(of=version - 1, subjects=2)).outcome == ()
