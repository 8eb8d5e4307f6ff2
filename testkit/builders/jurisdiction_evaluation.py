"""Builders of a work year's evaluation: plan, selection, draw and close."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from domain.kernel.decider import Frame, Member
from domain.kernel.message import Command
from domain.kernel.vocabulary import BudgetType, start_of
from domain.shared.deadlines.deadline_acts import Extend, PassDeadline
from domain.shared.deadlines.set_day import SetDay
from domain.shared.fan_out.messages import RecordOpening, RecordReached, RecordRefresh, SendAgain
from domain.shared.filings.attachment import Attach
from domain.shared.filings.import_messages import ImportAct
from domain.shared.people import accountability
from domain.shared.people.exception_grants import GrantException
from domain.subjects.jurisdiction_year.announcements import SetParameter
from domain.subjects.jurisdiction_year.authenticity_draw import Draw
from domain.subjects.jurisdiction_year.budget_call import IssueCall
from domain.subjects.jurisdiction_year.bureau_work import RecordWork
from domain.subjects.jurisdiction_year.closing import CloseYear, IssueStatement, StatedFigure
from domain.subjects.jurisdiction_year.congress import ReportToCongress
from domain.subjects.jurisdiction_year.counties import WithdrawCounty
from domain.subjects.jurisdiction_year.county_reports import FileResultsUse
from domain.subjects.jurisdiction_year.direct_funds import (
    AcceptRectification,
    Problem,
    ReviewDirectFunds,
)
from domain.subjects.jurisdiction_year.effectiveness import RecordEffectiveness
from domain.subjects.jurisdiction_year.government_budget import RecordApproval
from domain.subjects.jurisdiction_year.key_selection import SelectForKeyEvaluation
from domain.subjects.jurisdiction_year.opening import Opening, OpenYear
from domain.subjects.jurisdiction_year.plan import PlannedObjects, SetPlan
from domain.subjects.jurisdiction_year.records import PublishLibrary, RecordMeeting, RecordTraining
from domain.subjects.jurisdiction_year.round_analysis import AnalyseRound
from domain.subjects.jurisdiction_year.sheets import IssueChecklist, IssueScoreSheet
from domain.subjects.jurisdiction_year.year_summaries import FileSpecialBudgets, IssueSummary
from testkit.builders.annotations import annotation
from testkit.builders.prefecture_year import (
    ADD,
    COUNTY,
    COUNTY_BUREAU,
    SUMMARY,
    appraisal,
    opened,
    report,
)
from testkit.builders.signatures import acts_of
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import REVIEWER, DeciderSpec

OWED = f"county-summary.filing.{COUNTY}"
HELD_ON = date(2023, 6, 30)

PLAN = SetPlan(
    objects=(
        PlannedObjects(object_type="project", objects=10, funds=Decimal(500)),
        PlannedObjects(object_type="government_debt", objects=1, funds=Decimal(50)),
    ),
    budget_types=tuple(BudgetType),
    funds_last_year=Decimal(400),
)
SELECT = SelectForKeyEvaluation(selected=("P2", "P1"), reason="已列入审计")
DRAW = Draw(
    ratio=Decimal("0.5"),
    seed="20230619",
    seed_published_on=date(2023, 6, 18),
    seed_document="公告〔2023〕1号",
)
FIGURE = StatedFigure(
    id="F10", name="projects", value="143", budget_year=2022, events=(UUID(int=1),)
)
FUNDS = ReviewDirectFunds(
    county=COUNTY, projects=2, reviewed=2, problems=(Problem(problem="问题"),), document="记录"
)
"""A review of direct funds that finds a problem."""


def member(code: str, budget: str | None = "100", **facts: Any) -> Member:
    """A project of the budget year before, of which 90 yuan were executed."""
    known: dict[str, Any] = {
        "budget": budget,
        "executed": "90",
        "self_score": "91.5",
        "grade": None,
        "graded_by": str(UUID(int=1)),
        "rounds": {},
    }
    return Member(f"653000/2022/{code}", code, "U01", known | facts)


FRAME = Frame(41, (member("P1"), member("P2"), member("P3", "70", executed=None)))


def framed(scene: DeciderSpec, command: Command, frame: Frame = FRAME) -> DeciderSpec:
    """Take an act that sees the projects of the budget year before."""
    return scene.take(replace(scene.act(command, REVIEWER), frame=frame))


def planned() -> DeciderSpec:
    """Open the year, register a county and plan key evaluations."""
    return opened(on="2023-06-19").given(ADD, PLAN)


STAGES: Mapping[str, Callable[[], DeciderSpec]] = {
    "opened": opened,
    "planned": planned,
    "selected": lambda: framed(planned(), SELECT),
    "drawn": lambda: framed(planned(), DRAW),
    "reported": lambda: planned().given(SUMMARY, by=COUNTY_BUREAU),
    "over": lambda: planned().on("2023-12-31"),
}
"""The stages of a work year, in their order."""

ACTS: Mapping[str, Command] = {
    command.name: command
    for command in (
        OpenYear(
            portfolio="0" * 64,
            clock="simulated",
            openings=(Opening(on=date(2023, 3, 1), projects=2),),
        ),
        RecordOpening(on=date(2023, 3, 1), subjects=2),
        SetDay(deadline="self-evaluation.filing", due=date(2023, 3, 31), document="通知"),
        SetParameter(parameter="reminder.lead_days", value="3", since=date(2023, 1, 1)),
        RecordRefresh(up_to=3, subjects=2),
        IssueCall(issued_on=date(2022, 11, 10), document="布置1号"),
        RecordApproval(stage="initial", held_on=HELD_ON, document="人大1号"),
        PLAN,
        SELECT,
        DRAW,
        AnalyseRound(node=date(2023, 5, 31), text="总体平稳"),
        IssueScoreSheet(document="打分表"),
        IssueChecklist(document="清单"),
        RecordMeeting(kind="monthly", held_on=HELD_ON, topics="进度"),
        RecordTraining(held_on=HELD_ON, topic="培训", participants=57),
        RecordEffectiveness(held_on=HELD_ON, evaluated="实效", findings="良好"),
        RecordWork(kind="publicity", held_on=HELD_ON, content="电视专题", document="记录1号"),
        ReportToCongress(held_on=HELD_ON, artefacts=("绩效目标",), document="函1号"),
        PublishLibrary(held_on=HELD_ON, standard="指标库", categories=26, indicators=310),
        ADD,
        WithdrawCounty(county=COUNTY, reason="区划调整"),
        report(),
        SUMMARY,
        FileResultsUse(county=COUNTY, document="结果应用情况"),
        appraisal(),
        FileSpecialBudgets(
            budget_types=(BudgetType.SOCIAL_INSURANCE_FUNDS,), document="专项预算总结"
        ),
        IssueSummary(document="地区总结", reason="县报告未齐"),
        FUNDS,
        AcceptRectification(county=COUNTY, number=1, findings="已整改"),
        accountability.Propose(against="finance", duty_not_performed=True, reason="未履职"),
        accountability.Record(measure="circulated_criticism", whom="示例县", document="通报1号"),
        Extend(deadline=OWED, until=date(2023, 12, 31), approver="局长", reason="灾情"),
        PassDeadline(deadline=OWED, step="overdue", planned=start_of(date(2023, 12, 1))),
        GrantException(
            rule="key_evaluation.minimum", reference="批1号", approver="局长", reason="机构改革"
        ),
        IssueStatement(title="说明", document="1号", position=9, figures=(FIGURE,)),
        CloseYear(),
        ImportAct(
            act="training.record",
            done_on=date(2023, 1, 4),
            done_by="绩效科",
            document="a" * 64,
            content={"held_on": "2023-01-04", "topic": "培训", "participants": "57"},
        ),
        Attach(sha256="a" * 64, file_name="函.pdf", size=1024, media_type="application/pdf"),
        RecordReached(of=3, subjects=2),
        SendAgain(of=3),
        undo("key-evaluation-plan.set"),
        mend("key-evaluation-plan.set"),
        annotation(),
        *acts_of(PLAN).values(),
    )
}
"""One act of each kind on a work year, by name."""
