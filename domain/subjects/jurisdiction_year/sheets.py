"""Lists over all projects of the budget year before: score sheet, checklist of uses of results."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from pydantic import Field, NonNegativeInt

from domain.kernel import refusals
from domain.kernel.decider import (
    EVALUATED_PROJECTS,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Member,
    Recorded,
)
from domain.kernel.message import Command, Event, Message
from domain.kernel.vocabulary import Code, Points, Role, Text
from domain.subjects.jurisdiction_year.frame import position_of
from domain.subjects.jurisdiction_year.state import JurisdictionYear


class SheetLine(Message):
    """A project with the score of its self-evaluation, and the final score and grade."""

    project: Code
    unit: Code
    self_score: Points | None = None
    score: Points | None = None
    grade: Text | None = None


Lines = Annotated[tuple[SheetLine, ...], Field(min_length=1)]
OnPaper = Annotated[tuple[SheetLine, ...], Field(max_length=10_000)]


class IssueScoreSheet(
    Command, name="score-sheet.issue", who={Role.FINANCE}, frame=EVALUATED_PROJECTS
):
    """Issue the score sheet 打分表 of all projects that were evaluated (JS-063).

    `lines` are those of a sheet that was issued on paper and is imported; otherwise they are made
    from the log.
    """

    document: Text
    lines: OnPaper = ()


class IssueChecklist(
    Command, name="results-checklist.issue", who={Role.FINANCE}, frame=EVALUATED_PROJECTS
):
    """Issue the checklist of uses of results 结果应用清单 of all graded projects (JS-045).

    `lines` are those of a checklist that was issued on paper and is imported; otherwise they are
    made from the log.
    """

    document: Text
    lines: OnPaper = ()


class ScoreSheetIssued(Event, name="score-sheet.issued", version=1):
    """The score sheet as the log had it at `position`."""

    position: NonNegativeInt
    lines: Lines
    document: Text


class ChecklistIssued(Event, name="results-checklist.issued", version=1):
    """The checklist as the log had it at `position`."""

    position: NonNegativeInt
    lines: Lines
    document: Text


def _issue(
    event: Callable[..., Event], fact: str
) -> Callable[[JurisdictionYear, CommandContext[Any], InForce], Decided]:
    """Issue a list of the projects that have a fact."""

    def decide(_state: JurisdictionYear, act: CommandContext[Any], _in_force: InForce) -> Decided:
        if act.command.lines:
            return refusals.invalid(
                "lines",
                "明细由系统按日志生成，请勿填写；启用前已印发的请导入（history.import-act）。",
                "the lines are made from the log; a list issued before is imported "
                "(history.import-act).",
            )
        members = act.frame.members if act.frame else ()
        lines = tuple(_line(member) for member in members if member.facts.get(fact) is not None)
        if not lines:
            return refusals.wrong_phase(
                "上一预算年度尚无已审核的评价结果，请先完成审核和评定。",
                "no result of the budget year before was reviewed yet: review and grade first.",
            )
        document = act.command.document
        return (Decision(event(position=position_of(act), lines=lines, document=document)),)

    return decide


def _issued_on_paper(
    event: Callable[..., Event],
) -> Callable[[JurisdictionYear, CommandContext[Any], InForce], Decided]:
    """Take a list as it was issued before the year came into the log, with its own lines."""

    def decide(_state: JurisdictionYear, act: CommandContext[Any], _in_force: InForce) -> Decided:
        command = act.command
        if not command.lines:
            return refusals.missing(
                "lines",
                "请按纸质清单逐项目填写明细（lines：project、unit、self_score、score、grade）。",
                "give the lines of the list on paper: project, unit, self_score, score, grade.",
            )
        named = [one.project for one in command.lines]
        if len(set(named)) < len(named):
            return refusals.invalid("lines", "项目重复，请更正。", "a project stands twice.")
        document, lines = command.document, command.lines
        return (Decision(event(position=position_of(act), lines=lines, document=document)),)

    return decide


def _line(member: Member) -> SheetLine:
    facts = member.facts
    return SheetLine(
        project=member.code,
        unit=member.unit,
        self_score=facts.get("self_score"),
        score=facts.get("score"),
        grade=facts.get("grade"),
    )


def _issued(act: str, state: JurisdictionYear, recorded: Recorded[Any]) -> JurisdictionYear:
    """Evolve by a list that was issued: it stands by its document until it is withdrawn."""
    return state.with_record(act, str(recorded.event.document))


DECIDE: Deciders = {
    IssueScoreSheet: _issue(ScoreSheetIssued, "self_score"),
    IssueChecklist: _issue(ChecklistIssued, "grade"),
}
ON_PAPER: Deciders = {
    IssueScoreSheet: _issued_on_paper(ScoreSheetIssued),
    IssueChecklist: _issued_on_paper(ChecklistIssued),
}
"""The lists as they were issued before the year came into the log."""
EVOLVE: Evolvers = {
    ScoreSheetIssued: partial(_issued, IssueScoreSheet.name),
    ChecklistIssued: partial(_issued, IssueChecklist.name),
}
