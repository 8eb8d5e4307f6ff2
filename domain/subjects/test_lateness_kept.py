"""A filing is judged by the day that bound it: a day that moves later says nothing about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.kernel.message import Command, Event
from domain.shared.deadlines.deadline_acts import Extend
from domain.shared.deadlines.set_day import SetDay
from domain.shared.filings.annotation_messages import RecordAnnotated
from domain.shared.filings.filing import Filing
from domain.shared.filings.lateness import due_at_filing
from domain.subjects.project_year.exante.assessment import ReportFiled, ReturnReport
from domain.subjects.project_year.monitoring.rounds import ResultFiled, ReturnResult
from domain.subjects.project_year.targets.target import ReturnTarget, TargetFiled
from domain.subjects.registry import SUBJECTS
from domain.subjects.unit_year.targets import OverallTargetFiled, ReturnOverallTarget
from testkit.builders import policies, unit_year
from testkit.builders import unit_stages as units
from testkit.builders.annotations import annotation
from testkit.builders.project_year import MAY, RESULT, STAGES, report, result, target
from testkit.decider_spec import FILER, REVIEWER, DeciderSpec

FILED = date(2023, 7, 10)
DATED = {one.dated.state: one.dated for one in SUBJECTS if one.dated}

Kind = tuple[Callable[[], DeciderSpec], str, Command, Command, type[Event]]

KINDS: dict[str, Kind] = {
    "target": (
        STAGES["target"],
        "target.filing",
        target(),
        ReturnTarget(reason="不合理"),
        TargetFiled,
    ),
    "report": (
        STAGES["ex-ante"],
        "exante.report",
        report(),
        ReturnReport(reason="请补充"),
        ReportFiled,
    ),
    "result": (
        STAGES["round"],
        RESULT,
        result(),
        ReturnResult(node=MAY, reason="请核对"),
        ResultFiled,
    ),
    "policy": (
        policies.STAGES["target"],
        "target.filing",
        target(),
        ReturnTarget(reason="不合理"),
        TargetFiled,
    ),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


def to(due: str, deadline: str) -> SetDay:
    return SetDay(deadline=deadline, due=date.fromisoformat(due), document="合成通知")


def until(day: str, deadline: str) -> Extend:
    return Extend(deadline=deadline, until=date.fromisoformat(day), approver="局长", reason="灾情")


def filed(kind: Kind, due: str | None) -> DeciderSpec:
    """What is filed on 10 July, with a day or without."""
    stage, deadline, filing, _, _ = kind
    scene = stage().on("2023-06-20")
    scene = scene.given(to(due, deadline)) if due else scene
    return scene.on("2023-07-10").given(filing)


def filing_of(scene: DeciderSpec, kind: Kind) -> Filing:
    found = DATED[type(scene.state)].filing_at(scene.state, kind[1])
    assert found is not None
    return found


def confirmed(scene: DeciderSpec, event: Any) -> DeciderSpec:
    """The day on record of a filing is confirmed by an annotation."""
    return scene.given(annotation(str(FILED), event), by=REVIEWER)


@pytest.mark.parametrize(
    ("due", "late"), [("2023-07-09", True), ("2023-07-10", False), ("2023-07-11", False)]
)
@pytest.mark.parametrize("moved", ["2023-07-01", "2023-07-09", "2023-07-10", "2023-08-01"])
def test_a_day_on_record_that_is_confirmed_changes_no_lateness(
    kind: Kind, due: str, late: bool, moved: str
) -> None:
    scene = filed(kind, due)
    event = scene.recorded()[-1].id
    assert filing_of(scene, kind).late is late
    # when
    after = confirmed(scene.on("2023-07-12").given(to(moved, kind[1])), event)
    # then
    assert filing_of(after, kind).late is late
    (dated,) = after.the(RecordAnnotated).events
    assert (dated.due, dated.late) == (date.fromisoformat(due), late)


@pytest.mark.parametrize("name", ["target", "report", "policy"])  # no rule gives them a day
def test_what_no_day_bound_when_it_was_filed_is_not_late_by_a_day_that_was_set_later(
    name: str,
) -> None:
    kind = KINDS[name]
    scene = filed(kind, None)
    event = scene.recorded()[-1].id
    # when
    after = confirmed(scene.on("2023-07-12").given(to("2023-07-01", kind[1])), event)
    # then
    assert not filing_of(after, kind).late
    (dated,) = after.the(RecordAnnotated).events
    assert (dated.due, dated.late) == (None, False)


@pytest.mark.parametrize(
    ("due", "late"), [("2023-07-09", True), ("2023-07-10", False), ("2023-07-11", False)]
)
@pytest.mark.parametrize(
    ("move", "moved"),
    [("notice", "2023-07-01"), ("notice", "2023-07-20"), ("extension", "2023-07-20")],
)
def test_what_is_filed_again_after_a_return_keeps_the_judgment_of_the_first_filing(
    kind: Kind, due: str, late: bool, move: str, moved: str
) -> None:
    _, deadline, filing, back, event = kind
    scene = filed(kind, due).on("2023-07-12").given(back)
    # when
    given = (to if move == "notice" else until)(moved, deadline)
    again = scene.given(given).on("2023-07-14").when(filing)
    # then
    told: Any = again.the(event)
    assert (told.late, told.due) == (late, date.fromisoformat(due))
    assert filing_of(again, kind).late is late


VERSIONS = {"target": 3, "report": 2, "result": 3, "policy": 3}


@pytest.mark.parametrize("name", VERSIONS)
@pytest.mark.parametrize("behind", [0, 1])
def test_an_act_that_an_older_program_took_is_decided_again_as_it_was(
    name: str, behind: int
) -> None:
    kind = KINDS[name]
    _, deadline, filing, back, event = kind
    scene = filed(kind, "2023-07-11").on("2023-07-12").given(back, to("2023-07-01", deadline))
    act = scene.on("2023-07-14").act(filing, FILER)
    # when
    again: Any = scene.take(replace(act, recorded_as=VERSIONS[name] - behind)).the(event)
    # then
    assert again.late is (behind > 0)


@pytest.mark.parametrize(("version", "late"), [(1, True), (2, False)])
def test_an_annotation_of_an_older_program_is_decided_again_as_it_was(
    version: int, late: bool
) -> None:
    kind = KINDS["target"]
    scene = filed(kind, None)
    proved = annotation(str(FILED), scene.recorded()[-1].id)
    scene = scene.on("2023-07-12").given(to("2023-07-01", kind[1]))
    # when
    act = replace(scene.act(proved, REVIEWER), recorded_as=version)
    (dated,) = scene.take(act).the(RecordAnnotated).events
    # then
    assert dated.late is late


def test_a_unit_keeps_the_judgment_of_its_overall_target_too() -> None:
    deadline = "overall-target.filing"
    scene = units.STAGES["target"]().on("2025-03-02").given(unit_year.target())
    back = scene.on("2025-03-03").given(ReturnOverallTarget(reason="不合理"))
    # when
    again = back.given(until("2025-03-20", deadline)).on("2025-03-04").when(unit_year.target())
    # then
    told = again.the(OverallTargetFiled)
    assert (told.late, told.due) == (True, date(2025, 2, 28))


@pytest.mark.parametrize(
    ("late", "now", "due"),
    [
        (False, "2023-07-09", None),
        (False, "2023-07-10", "2023-07-10"),
        (False, "2023-07-11", "2023-07-11"),
        (True, "2023-07-09", "2023-07-09"),
        (True, "2023-07-10", None),
        (True, "2023-07-11", None),
    ],
)
def test_an_older_filing_is_of_the_day_that_binds_where_that_day_judges_it_alike(
    kind: Kind, late: bool, now: str, due: str | None
) -> None:
    older = replace(filing_of(filed(kind, None), kind), due=None, late=late)
    found = due_at_filing(older, date.fromisoformat(now))
    assert found == (date.fromisoformat(due) if due else None)
