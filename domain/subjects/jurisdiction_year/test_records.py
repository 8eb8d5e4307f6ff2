"""What the bureau puts on record of its year: after the fact, and from what the log has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.kernel.decider import Frame, Member
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.closing import IssueStatement, StatedFigure, StatementIssued
from domain.subjects.jurisdiction_year.congress import ReportToCongress
from domain.subjects.jurisdiction_year.effectiveness import RecordEffectiveness
from domain.subjects.jurisdiction_year.opening import OpenYear
from domain.subjects.jurisdiction_year.records import (
    MeetingRecorded,
    PublishLibrary,
    RecordMeeting,
    RecordTraining,
)
from domain.subjects.jurisdiction_year.sheets import (
    ChecklistIssued,
    IssueChecklist,
    IssueScoreSheet,
    ScoreSheetIssued,
)
from testkit.decider_spec import FILER, REVIEWER, DeciderSpec, FakeRules

TODAY, TOMORROW = date(2023, 6, 30), date(2023, 7, 1)
FIGURE = StatedFigure(
    id="F10", name="projects", value="143", budget_year=2022, events=(UUID(int=1),)
)


def opened() -> DeciderSpec:
    scene = DeciderSpec.of(decider, "652825/2023", FakeRules(), on=TODAY.isoformat())
    return scene.given(OpenYear(portfolio="0" * 64, clock="simulated"))


def records(on: date) -> tuple[Command, ...]:
    return (
        RecordMeeting(kind="monthly", held_on=on, topics="进度"),
        RecordTraining(held_on=on, topic="培训", participants=57),
        RecordEffectiveness(held_on=on, evaluated="实效", findings="良好"),
        ReportToCongress(held_on=on, artefacts=("绩效目标",), document="函1号"),
        PublishLibrary(held_on=on, standard="指标库", categories=26, indicators=310),
    )


@pytest.mark.parametrize("place", range(5))
def test_what_took_place_is_recorded_on_its_day_or_after_it(place: int) -> None:
    done = opened().when(records(TODAY)[place])
    assert len(done.events) == 1
    opened().when(records(TOMORROW)[place]).refused(Code.INVALID_FIELD, "held_on")
    opened().on("2023-07-02").given(records(TOMORROW)[place])


def test_a_meeting_says_what_it_reviewed() -> None:
    met = opened().when(records(TODAY)[0])
    met.then(MeetingRecorded(kind="monthly", held_on=TODAY, topics="进度"))


def framed(command: Command, **facts: Any) -> DeciderSpec:
    scene = opened()
    members = (
        Member("652825/2022/P1", "P1", "U01", facts),
        Member("652825/2022/P2", "P2", "U01", {}),
    )
    return scene.take(replace(scene.act(command, REVIEWER), frame=Frame(7, members)))


def test_the_score_sheet_has_every_project_with_a_reviewed_score() -> None:
    command = IssueScoreSheet(document="打分表")
    event = framed(command, self_score="91.5").the(ScoreSheetIssued)
    assert [(one.project, str(one.self_score)) for one in event.lines] == [("P1", "91.5")]
    assert event.position == 7
    framed(command).refused(Code.WRONG_PHASE)


def test_the_checklist_has_every_graded_project() -> None:
    command = IssueChecklist(document="清单")
    event = framed(command, grade="good", score="85").the(ChecklistIssued)
    assert [(one.project, one.grade) for one in event.lines] == [("P1", "good")]
    framed(command, self_score="85").refused(Code.WRONG_PHASE)


def test_a_statement_keeps_its_figures_with_the_events_behind_them() -> None:
    statement = IssueStatement(title="说明", document="1号", position=9, figures=(FIGURE,))
    issued = opened().when(statement)
    issued.then(StatementIssued(**dict(statement)))
    empty = statement.model_copy(update={"figures": ()})
    opened().when(empty).refused(Code.MISSING_FIELD, "figures")
    twice = statement.model_copy(update={"figures": (FIGURE, FIGURE)})
    opened().when(twice).refused(Code.INVALID_FIELD, "figures")
    opened().when(statement, FILER).refused(Code.WRONG_ROLE)
