"""The refusals to undo an act: it does not stand, something rests on it, a decision is lacking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext
from domain.kernel.refusal import Code, Refusal
from domain.shared.filings.acts_that_stand import correctable, withdrawable
from domain.shared.filings.undoable import (
    BECOMES,
    Becomes,
    CorrectAct,
    Found,
    Undoable,
    Undoing,
)
from domain.shared.filings.undoing_ways import why_not

_STANDS: tuple[Becomes, ...] = ("stands",)
"""The only fate of a thing on which nobody has to decide."""


def no_such_act(key: str, undoing: Undoing, state: Any, act: CommandContext[Any]) -> Refusal:
    """The refusal of a key of no act that stands, with those that can be undone."""
    possible = correctable if isinstance(act.command, CorrectAct) else withdrawable
    zh, en = _listed(undoing, possible(undoing, state, act.past))
    verb = "更正" if isinstance(act.command, CorrectAct) else "撤回"
    why_zh, why_en = _why_not(key, undoing, verb)
    return Refusal(
        Code.WRONG_PHASE,
        f"{why_zh}现可{verb}的事项：{zh or '无'}。",
        f"{why_en} Those that can be undone now: {en or 'none'}.",
        "act",
    )


def _why_not(key: str, undoing: Undoing, verb: str) -> tuple[str, str]:
    """Why the act of a key cannot be undone: it never is, it is not whole, or does not stand."""
    name, _, of = key.partition(":")
    named = undoing.named(key)
    undoable = undoing.acts.get(name)
    if undoable is None:
        return why_not(key, named, undoing.instead)
    if undoable.is_named and not of:
        return (
            f"“{named}”（{key}）须注明是哪一项：名称后加冒号和节点、任务或文号。",
            f"say which {key} is meant: add a colon and its node, duty or document.",
        )
    return f"没有可{verb}的“{named}”：该事项未办理或已撤回。", f"no act {key} stands."


def something_rests(
    undoing: Undoing, key: str, undoable: Undoable, resting: tuple[str, ...]
) -> Refusal:
    """The refusal to withdraw an act on which something rests; it names the possible next act."""
    zh, en = _listed(undoing, resting)
    if undoable.again is None:
        return refusals.wrong_phase(
            f"{undoing.named(key)}之后已办理：{zh}，请先逐项撤回这些事项，再撤回{undoing.named(key)}。",
            f"{en} rest on it: withdraw these first, the newest first.",
        )
    return refusals.wrong_phase(
        f"{undoing.named(key)}之后已办理：{zh}，不能直接撤回；请用 act.correct 更正，"
        "并在 follows 中逐项写明如何处理。",
        f"{en} rest on it: correct it by act.correct and say in `follows` what becomes of each.",
    )


def _listed(undoing: Undoing, keys: Iterable[str]) -> tuple[str, str]:
    keys = tuple(keys)
    return "、".join(f"{undoing.named(key)}（{key}）" for key in keys), ", ".join(keys)


def names_another(content: Mapping[str, Any], named: Mapping[str, Any]) -> Refusal | None:
    """The refusal of a replacement that names another node, contract or the like than the act."""
    for field, ours in named.items():
        theirs = content.get(field, ours)
        if str(theirs) != str(ours):
            return refusals.invalid(
                f"replacement.{field}",
                f"更正后的事项须与原事项一致（{field} 为 {ours}）；"
                "该项本身有误的，请先撤回（act.withdraw），再重新办理。",
                f"the replacement keeps the {field} of the act ({ours}): where that is wrong, "
                "withdraw the act and take it again.",
            )
    return None


def may_not_be_corrected(
    undoing: Undoing,
    found: Found,
    state: Any,
    command: CorrectAct,
    beyond: tuple[str, ...] = (),
) -> Refusal | None:
    """The refusal of a correction that leaves open what becomes of something.

    `beyond` rests on the act in other subjects.
    """
    resting = (*found.undoable.rests(state, found.of), *beyond)
    if found.undoable.again is None:
        if resting:
            return something_rests(undoing, command.act, found.undoable, resting)
        return refusals.wrong_phase(
            f"{undoing.named(command.act)}不能更正，请撤回（act.withdraw）后重新办理。",
            "it is withdrawn (act.withdraw) and taken again.",
        )
    barred = tuple(key for key in resting if not undoing.may_become(key))
    if barred:
        return _first_withdrawn(undoing, command.act, barred)
    said = {one.of: one.becomes for one in command.follows}
    lacking = [key for key in resting if key not in said and undoing.may_become(key) != _STANDS]
    if lacking:
        zh, en = _listed(undoing, lacking)
        return refusals.missing(
            "follows",
            f"请逐项写明以下事项如何处理：{zh}。",
            f"say what becomes of {en}.",
        )
    return _unfit(undoing, said, resting)


def _first_withdrawn(undoing: Undoing, key: str, barred: tuple[str, ...]) -> Refusal:
    zh, en = _listed(undoing, barred)
    return refusals.wrong_phase(
        f"请先撤回（act.withdraw）：{zh}，再更正{undoing.named(key)}。",
        f"withdraw {en} first (act.withdraw), then correct this act.",
    )


def _unfit(
    undoing: Undoing, said: Mapping[str, Becomes], resting: tuple[str, ...]
) -> Refusal | None:
    for key, becomes in said.items():
        if key not in resting:
            return refusals.invalid(
                "follows", f"{key} 不以该事项为依据，请删去。", f"{key} does not rest on the act."
            )
        fit = undoing.may_become(key)
        if becomes not in fit:
            words = "、".join(f"{BECOMES[one]}（{one}）" for one in fit)
            return refusals.invalid(
                "follows",
                f"{undoing.named(key)}（{key}）只能：{words}。",
                f"{key} may become {', '.join(fit)}.",
            )
    return None
