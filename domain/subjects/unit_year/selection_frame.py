"""The frame of a department's selection: its projects of the budget year, with their budgets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import Frame, Member
from domain.kernel.refusal import Refusal
from domain.rules.engine.exact import total


def members(frame: Frame | None) -> tuple[Member, ...]:
    """All projects of the frame."""
    return frame.members if frame else ()


def budgets(frame: Frame | None) -> dict[str, Decimal]:
    """The frame's projects that have a budget, with it."""
    return {
        member.code: Decimal(member.facts["budget"])
        for member in members(frame)
        if member.facts.get("budget") is not None
    }


def unfit_frame(frame: Frame | None, budgets: Mapping[str, Decimal]) -> Refusal | None:
    """Refuse a frame without any budget."""
    if total(budgets.values()):
        return None
    found = len(members(frame))
    return refusals.wrong_phase(
        f"本单位本年度没有已批复预算的项目（已登记 {found} 个），请先登记项目并批复预算。",
        f"the unit has no budgeted project of this year ({found} registered): register projects "
        "and approve their budgets first.",
    )


def unfit_codes(
    selected: tuple[str, ...], evaluated_before: tuple[str, ...], frame: Frame | None
) -> Refusal | None:
    """Refuse codes that stand twice, or are not in the frame, or have no budget."""
    if len(set(selected)) < len(selected):
        return refusals.invalid("selected", "项目重复选取。", "a project is selected twice.")
    known = [member.code for member in members(frame)]
    for field, codes in (("selected", selected), ("evaluated_before", evaluated_before)):
        unknown = _not_in(codes, known)
        if unknown:
            return refusals.invalid(
                field,
                f"{unknown} 不是本单位本年度的项目，请更正。",
                f"{unknown}: no project of this unit and year, correct the codes.",
            )
    unfunded = _not_in(selected, budgets(frame))
    if unfunded:
        return refusals.invalid(
            "selected",
            f"{unfunded} 没有已批复的预算，不能选取。",
            f"{unfunded}: has no approved budget and cannot be selected.",
        )
    return None


def _not_in(codes: Iterable[str], known: Iterable[str]) -> str:
    among = set(known)
    return "、".join(code for code in codes if code not in among)


def candidate(member: Member, evaluated_before: tuple[str, ...]) -> dict[str, Any]:
    """The project as `department_evaluation.priority` asks for it."""
    before = bool(member.facts.get("department_evaluated_before"))
    return {
        "id": member.code,
        "key_project": member.facts["key_project"],
        "one_off": member.facts["one_off"],
        "evaluated_before": before or member.code in evaluated_before,
        "amount": member.facts["budget"],
    }
