"""Acts taken one after the other, each with its receipt: a first time, a repeat or a refusal."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from console.cli.earlier_acts import Earlier, EarlierActs, its_own
from console.cli.errors import InputError
from console.cli.input.act_lines import ActLine
from domain.kernel.request import BadRequest, Request
from store.port import CommandRow

Take = Callable[[Request], Awaitable[dict[str, Any]]]
"""A function that has an act decided: request -> outcome."""


class Came(StrEnum):
    """The result of sending an act of a file."""

    TAKEN = "taken"
    ALREADY_TAKEN = "already-taken"
    REFUSED = "refused"
    REFUSED_AS_BEFORE = "refused-as-before"
    NOT_SENT = "not-sent"
    """It is meant again, and the time before was refused."""


NOT_DONE = {Came.REFUSED, Came.REFUSED_AS_BEFORE, Came.NOT_SENT}


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of an act: `row` is its row in the log now, `earlier` its rows from before.

    The outcome is null if the act was not sent; `row` is null if the log keeps no row.
    """

    act: ActLine
    came: Came
    earlier: Earlier
    outcome: dict[str, Any] | None
    row: CommandRow | None


async def deliver(
    acts: Sequence[ActLine], earlier: EarlierActs, take: Take, anew: Take | None = None
) -> AsyncIterator[Receipt]:
    """Take acts in their order; the log is asked for each act first.

    An act that was taken is not sent again. An act that was refused is sent under the id of its
    next attempt. If the log lacks the answer of `take`, the engine remembers it from a log that was
    since replaced by an older log: then `anew` takes the act. Raises `InputError` for an act that
    the worker cannot read, and the errors of `take` and `anew`.
    """
    for act in acts:
        before = earlier.of(act)
        if before.taken is not None:
            yield Receipt(act, Came.ALREADY_TAKEN, before, before.taken.outcome, before.taken)
        elif before.is_too_early:
            yield Receipt(act, Came.NOT_SENT, before, None, None)
        else:
            outcome = await _taken(act, before.request, take)
            stored = earlier.stored(before.request)
            if stored is None and anew is not None:
                outcome = await _taken(act, before.request, anew)
                stored = earlier.stored(before.request)
            row = its_own(stored, before.request)
            yield Receipt(act, _came(outcome, before), before, outcome, row)


async def _taken(act: ActLine, request: Request, take: Take) -> dict[str, Any]:
    try:
        return await take(request)
    except BadRequest as error:
        raise InputError(act.file, act.line, error.field, error.message) from error


def _came(outcome: dict[str, Any], before: Earlier) -> Came:
    if outcome["status"] == "accepted":
        return Came.TAKEN
    was = before.refused.outcome if before.refused else {}
    same = (outcome["code"], outcome["zh"]) == (was.get("code"), was.get("zh"))
    return Came.REFUSED_AS_BEFORE if same else Came.REFUSED


def out_of_turn(acts: Sequence[ActLine], earlier: EarlierActs) -> list[InputError]:
    """The lines that mean an act again which was not taken before, in the log or on a line."""
    found, meant = [], set[tuple[str, int]]()
    for act in acts:
        if act.nth is None:
            continue
        content = act.request.hash()
        is_followed = act.nth == 1 or (content, act.nth - 1) in meant
        if not is_followed and earlier.of(act).is_too_early:
            found.append(InputError(act.file, act.line, "again", _in_turn(earlier.next_time(act))))
        meant.add((content, act.nth))
    return found


def _in_turn(nth: int) -> str:
    if nth == 1:
        return "此事项尚未办理过，请删去此项 / this act was not taken so far: leave it out"
    return (
        f"此事项至今办理过 {nth - 1} 次，请写 {nth} / "
        f"this act was taken {nth - 1} times so far: write {nth}"
    )
