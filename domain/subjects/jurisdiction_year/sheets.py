"""Lists over all projects of the budget year before: score sheet, checklist of uses of results."""

from __future__ import annotations

from collections.abc import Callable
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


class IssueScoreSheet(
    Command, name="score-sheet.issue", who={Role.FINANCE}, frame=EVALUATED_PROJECTS
):
    """Issue the score sheet 打分表 of all projects that were evaluated (JS-063)."""

    document: Text


class IssueChecklist(
    Command, name="results-checklist.issue", who={Role.FINANCE}, frame=EVALUATED_PROJECTS
):
    """Issue the checklist of uses of results 结果应用清单 of all graded projects (JS-045)."""

    document: Text


class SheetLine(Message):
    """A project with the score of its self-evaluation, and the final score and grade."""

    project: Code
    unit: Code
    self_score: Points | None = None
    score: Points | None = None
    grade: Text | None = None


Lines = Annotated[tuple[SheetLine, ...], Field(min_length=1)]


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


def _line(member: Member) -> SheetLine:
    facts = member.facts
    return SheetLine(
        project=member.code,
        unit=member.unit,
        self_score=facts.get("self_score"),
        score=facts.get("score"),
        grade=facts.get("grade"),
    )


def _nothing(state: JurisdictionYear, _recorded: Recorded[Any]) -> JurisdictionYear:
    return state


DECIDE: Deciders = {
    IssueScoreSheet: _issue(ScoreSheetIssued, "self_score"),
    IssueChecklist: _issue(ChecklistIssued, "grade"),
}
EVOLVE: Evolvers = {ScoreSheetIssued: _nothing, ChecklistIssued: _nothing}
