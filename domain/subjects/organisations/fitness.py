"""Checks of the end of a unit: the unit and its successors must exist and not have ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, Member
from domain.kernel.refusal import Code, Refusal
from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.subjects.organisations.state import Organisations

_AT_LEAST = 2
_SHOWN = 5
_NEAR = 0.5

Part = tuple[str, Sequence[str]]
"""A successor by its code, with the stream ids that it is given."""


def open_subjects(act: CommandContext[Any]) -> tuple[str, ...]:
    """The projects and policies of the unit that were open, by stream id."""
    return tuple(one.subject for one in _open(act) if not _is_year(one.subject))


def open_years(act: CommandContext[Any]) -> tuple[str, ...]:
    """The unit's own years that were open, by stream id."""
    return tuple(one.subject for one in _open(act) if _is_year(one.subject))


def _open(act: CommandContext[Any]) -> list[Member]:
    members = act.frame.members if act.frame else ()
    return [one for one in members if one.facts["open"]]


def _is_year(stream: str) -> bool:
    return parse_subject(stream).kind is SubjectKind.UNIT_YEAR


def unfit_end(state: Organisations, act: CommandContext[Any]) -> Refusal | None:
    """Refuse the end of a unit that ended, is none, or before something else is through."""
    unit, since = act.command.unit, act.command.since
    if since < act.day:
        return refusals.invalid(
            "since",
            f"撤并生效日不得早于登记日 {act.day}：此前已办理的事项保持不变。",
            f"a unit ends on the day of the act ({act.day}) at the earliest: what was done before "
            "stays as it was.",
        )
    end = state.successions.get(unit)
    if end is not None:
        return Refusal(
            Code.DUPLICATE,
            f"{unit} 自 {end.since} 起的撤并已登记（{end.document}），由 {end.names} 承接。",
            f"the end of {unit} on {end.since} is recorded already ({end.document}): {end.names} "
            "took over.",
            "unit",
        )
    if act.frame is None or not act.frame.members:
        near = get_close_matches(unit, act.frame.units if act.frame else (), _SHOWN, _NEAR)
        zh = f"相近的有 {'、'.join(near)}，" if near else ""
        en = f"near it: {', '.join(near)}; " if near else ""
        return Refusal(
            Code.UNKNOWN_SUBJECT,
            f"没有代码为 {unit} 的单位，{zh}请核对单位代码。",
            f"no unit {unit} is known; {en}correct the code.",
            "unit",
        )
    return _awaits_another(state, act)


def _awaits_another(state: Organisations, act: CommandContext[Any]) -> Refusal | None:
    """Refuse the end of a unit to which another one is still to be handed over."""
    unit = act.command.unit
    coming = (
        end
        for end in state.successions.values()
        if end.version in state.reaching and unit in {one.unit for one in end.successors}
    )
    end = next(coming, None)
    if end is None:
        return _awaits_a_year(act)
    return refusals.wrong_phase(
        f"{end.unit} 自 {end.since} 起并入 {unit}，移交尚未完成，请在移交完成后再办理。",
        f"{end.unit} is handed over to {unit} on {end.since}, which is not done yet: record this "
        "after that.",
    )


def _awaits_a_year(act: CommandContext[Any]) -> Refusal | None:
    """Refuse the end of a unit to which the year of another one is still to be passed on."""
    members = act.frame.members if act.frame else ()
    year = next((one.subject for one in members if one.facts.get("passing")), None)
    if year is None:
        return None
    return refusals.wrong_phase(
        f"{year} 已结束，正移交给 {act.command.unit}，尚未完成，请在移交完成后再办理。",
        f"{year} ended and is being passed on to {act.command.unit}, which is not done yet: record "
        "this after that.",
    )


def unfit_successor(state: Organisations, unit: str, successor: str, field: str) -> Refusal | None:
    """Refuse a unit as its own successor, or one whose end is recorded."""
    if successor == unit:
        return refusals.invalid(
            field,
            f"{unit} 不能由自身承接，请填写承接单位的代码。",
            f"{unit} cannot take over from itself: give the code of another unit.",
        )
    end = state.successions.get(successor)
    if end is None:
        return None
    return refusals.invalid(
        field,
        f"{successor} 自 {end.since} 起已撤并，由 {end.names} 承接，请改填 {end.names}。",
        f"{successor} is no more from {end.since} on, {end.names} took over: name that instead.",
    )


def unfit_parts(
    state: Organisations, act: CommandContext[Any], parts: Sequence[Part]
) -> Refusal | None:
    """Refuse a split that is none, or that does not give everything open to exactly one."""
    codes = [unit for unit, _ in parts]
    if len(codes) < _AT_LEAST:
        return refusals.invalid(
            "successors",
            "分立至少须有两个承接单位；只有一个时请办理合并（unit.merge）。",
            "a split has two successors at least: with one it is a merge (unit.merge).",
        )
    twice = _twice(codes)
    if twice:
        return refusals.invalid(
            "successors", f"承接单位重复：{twice}，请更正。", f"{twice}: named twice, correct it."
        )
    unfit = (unfit_successor(state, act.command.unit, code, "successors") for code in codes)
    return next(filter(None, unfit), None) or _unfit_takes(act, parts)


def _unfit_takes(act: CommandContext[Any], parts: Sequence[Part]) -> Refusal | None:
    given = [subject for _, takes in parts for subject in takes]
    there = open_subjects(act)
    twice = _twice(given)
    if twice:
        return refusals.invalid(
            "successors",
            f"{twice} 分给了不止一个承接单位，请只分给一个。",
            f"{twice}: given more than once, give each to one successor.",
        )
    foreign = _told(one for one in given if one not in there)
    if foreign:
        return refusals.invalid(
            "successors",
            f"{foreign} 不是 {act.command.unit} 未办结的项目或政策，请更正。",
            f"{foreign}: no open project or policy of {act.command.unit}, correct the ids.",
        )
    left = _told(one for one in there if one not in given)
    if not left:
        return None
    return refusals.invalid(
        "successors",
        f"{left} 尚未分给承接单位，请逐一分给其中一个。",
        f"{left}: given to nobody, give each to one successor.",
    )


def _twice(values: Iterable[str]) -> str:
    return _told(value for value, times in Counter(values).items() if times > 1)


def _told(values: Iterable[str]) -> str:
    listed = list(values)
    more = f" … ({len(listed)})" if len(listed) > _SHOWN else ""
    return "、".join(listed[:_SHOWN]) + more
