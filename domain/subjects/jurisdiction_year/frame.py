"""The projects of the budget year before, as an act of the work year found them in the log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, Member
from domain.kernel.message import Message
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import parse_subject, project_year
from domain.kernel.vocabulary import Code, Yuan
from domain.shared.fan_out.messages import Reach

Codes = Annotated[tuple[Code, ...], Field(max_length=10_000)]
SomeCodes = Annotated[tuple[Code, ...], Field(min_length=1, max_length=10_000)]


class FrameProject(Message):
    """A project of a frame with its amounts, in yuan; null where unknown."""

    project: Code
    unit: Code
    budget: Yuan | None = None
    executed: Yuan | None = None


def position_of(act: CommandContext[Any]) -> int:
    """The position of the log that the act's frame was read at."""
    return act.frame.position if act.frame else 0


def budgeted_of(act: CommandContext[Any]) -> dict[str, Member]:
    """The frame's projects that have a budget, by code: only they can be evaluated."""
    members = act.frame.members if act.frame else ()
    return {member.code: member for member in members if member.facts.get("budget") is not None}


def frame_of(members: Iterable[Member]) -> tuple[FrameProject, ...]:
    """The frame as an event keeps it."""
    return tuple(
        FrameProject(
            project=member.code,
            unit=member.unit,
            budget=member.facts["budget"],
            executed=member.facts["executed"],
        )
        for member in members
    )


def taken_back_from(
    stream: str, projects: Iterable[str], command: str, cancelled: Iterable[str], reason: str
) -> tuple[Reach, ...]:
    """The acts that take a mark back from projects; `cancelled` are those whose work is ended."""
    year, ended = parse_subject(stream), frozenset(cancelled)
    return tuple(
        Reach(
            project_year(year.jurisdiction, (year.year or 0) - 1, code),
            command,
            {"cancel": code in ended, "reason": reason},
        )
        for code in projects
    )


def unfit_codes(field: str, codes: Iterable[str], known: Iterable[str]) -> Refusal | None:
    """Refuse codes that stand twice, or that are none of the frame's."""
    listed, among = list(codes), set(known)
    if len(set(listed)) < len(listed):
        return refusals.invalid(field, "项目重复，请更正。", "a project stands twice: correct it.")
    unknown = "、".join(code for code in listed if code not in among)
    if not unknown:
        return None
    return refusals.invalid(
        field,
        f"{unknown} 不是上一预算年度有预算的项目，请更正；有遗漏的，请先登记或导入项目及其预算。",
        f"{unknown}: no budgeted project of the budget year before, correct the codes, or register "
        "or import the project with its budget first.",
    )


def empty_frame() -> Refusal:
    """There is nothing to select from."""
    return refusals.wrong_phase(
        "上一预算年度没有有预算的项目，请先登记或导入项目。",
        "the budget year before has no budgeted project: register or import projects first.",
    )
