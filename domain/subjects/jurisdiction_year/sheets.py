"""Lists over all projects of the budget year before: score sheet, checklist of uses of results."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Annotated, Any, Literal

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
from domain.kernel.policies import from_version, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Points, Role, Text
from domain.subjects.jurisdiction_year.due_dates import is_given, ruled_due, year_of
from domain.subjects.jurisdiction_year.frame import position_of
from domain.subjects.jurisdiction_year.state import JurisdictionYear

SHEET = "score-sheet.issuing"
"""The deadline of the score sheet."""


class SheetLine(Message):
    """A project with the score of its self-evaluation, and the final score and grade."""

    project: Code
    unit: Code
    self_score: Points | None = None
    score: Points | None = None
    grade: Text | None = None


class ScoredLine(SheetLine):
    """A line of the score sheet; `filing` says of a form that it came late, or was not filed."""

    filing: Literal["late", "unfiled"] | None = None


Lines = Annotated[tuple[SheetLine, ...], Field(min_length=1)]
ScoredLines = Annotated[tuple[ScoredLine, ...], Field(min_length=1)]
OnPaper = Annotated[tuple[SheetLine, ...], Field(max_length=10_000)]


class IssueScoreSheet(
    Command, name="score-sheet.issue", who={Role.FINANCE}, frame=EVALUATED_PROJECTS, version=2
):
    """Issue the score sheet 打分表 of all projects that were evaluated (JS-063).

    Where a clause asks for the sheet, each form and report that was filed is reviewed before.
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


class ScoreSheetIssued(Event, name="score-sheet.issued", version=2):
    """The score sheet as the log had it at `position`."""

    position: NonNegativeInt
    lines: ScoredLines
    document: Text


class ChecklistIssued(Event, name="results-checklist.issued", version=1):
    """The checklist as the log had it at `position`."""

    position: NonNegativeInt
    lines: Lines
    document: Text


Listed = Callable[[Iterable[Member], int], tuple[SheetLine, ...]]
"""The lines of a list from the members of a frame, by the version of the act."""


def _issue(
    event: Callable[..., Event], listed: Listed
) -> Callable[[JurisdictionYear, CommandContext[Any], InForce], Decided]:
    """Issue a list of projects."""

    def decide(_state: JurisdictionYear, act: CommandContext[Any], _in_force: InForce) -> Decided:
        if act.command.lines:
            return refusals.invalid(
                "lines",
                "明细由系统按日志生成，请勿填写；启用前已印发的请导入（history.import-act）。",
                "the lines are made from the log; a list issued before is imported "
                "(history.import-act).",
            )
        lines = listed(act.frame.members if act.frame else (), act.version)
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
        document, lines = command.document, tuple(map(dict, command.lines))
        return (Decision(event(position=position_of(act), lines=lines, document=document)),)

    return decide


def _fields(member: Member) -> dict[str, Any]:
    known = {name: member.facts.get(name) for name in ("self_score", "score", "grade")}
    return {"project": member.code, "unit": member.unit, **known}


def _graded(members: Iterable[Member], _version: int) -> tuple[SheetLine, ...]:
    """The projects with a final grade."""
    graded = (one for one in members if one.facts.get("grade") is not None)
    return tuple(SheetLine(**_fields(one)) for one in graded)


def _scored(members: Iterable[Member], version: int) -> tuple[ScoredLine, ...]:
    """The projects with a reviewed self-evaluation, with them those that filed none.

    The first version listed the reviewed ones alone. Without a single score there is no sheet.
    """
    there = [*members]
    scored = [one for one in there if one.facts.get("self_score") is not None]
    if version == 1 or not scored:
        return tuple(ScoredLine(**_fields(one)) for one in scored)
    listed = (one for one in there if one in scored or _is_unfiled(one))
    return tuple(ScoredLine(**_fields(one), filing=_filing_of(one)) for one in listed)


def _is_unfiled(member: Member) -> bool:
    """Whether a budgeted project filed no self-evaluation, or took it back."""
    facts = member.facts
    return facts.get("budget") is not None and not facts.get("self_filed")


def _filing_of(member: Member) -> Literal["late", "unfiled"] | None:
    if _is_unfiled(member) and member.facts.get("self_score") is None:
        return "unfiled"
    return "late" if member.facts.get("self_late") else None


def all_that_was_filed_is_reviewed(
    state: JurisdictionYear, act: CommandContext[IssueScoreSheet], in_force: InForce
) -> Refusal | None:
    """Where a clause asks for the sheet, no form or report waits for the bureau's review."""
    ruled = ruled_due(in_force, SHEET, year_of(state))
    members = act.frame.members if act.frame else ()
    waiting = [one.code for one in members if _waits(one)]
    if not waiting or not is_given(ruled):
        return None
    return refusals.gate_not_met(
        f"尚有{len(waiting)}个项目的自评表或评价报告已报未审：{'、'.join(waiting)}。"
        "请先完成审核（或退回），再印发打分表。",
        f"{len(waiting)} projects have a form or report that waits for review: "
        f"{', '.join(waiting)}. Review or return it, then issue the sheet.",
        *ruled.basis,
    )


def _waits(member: Member) -> bool:
    return bool(member.facts.get("self_waits") or member.facts.get("department_waits"))


def _issued(act: str, state: JurisdictionYear, recorded: Recorded[Any]) -> JurisdictionYear:
    """Evolve by a list that was issued: it stands by its document until it is withdrawn."""
    return state.with_record(act, str(recorded.event.document))


DECIDE: Deciders = {
    IssueScoreSheet: guarded_by(from_version(2, all_that_was_filed_is_reviewed))(
        _issue(ScoreSheetIssued, _scored)
    ),
    IssueChecklist: _issue(ChecklistIssued, _graded),
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
