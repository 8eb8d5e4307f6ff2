"""Acts that reached other subjects: what rests on them there, and their being taken back there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.kernel.decider import Decision, Frame
from domain.shared.filings.undoable import ActWithdrawn, Reached, Undoable

Decisions = tuple[Decision[Any], ...]


def resting_on(
    undoable: Undoable, state: Any, of: str, frame: Frame | None, made: Decisions = ()
) -> Iterator[str]:
    """What rests on an act in the subjects of its frame, but for those that `made` reaches again.

    A key is the name of the act that rests on it, and the code of the subject.
    """
    reached = undoable.reached
    if reached is None or frame is None:
        return
    left = frozenset(_left(reached, state, of, made))
    for member in frame.members:
        name = reached.rests(member) if member.code in left else None
        if name is not None:
            yield f"{name}:{member.code}"


def taken_back(
    undoable: Undoable, state: Any, of: str, event: ActWithdrawn, made: Decisions = ()
) -> Decisions:
    """The event that takes an act back from the subjects that `made` does not reach again."""
    reached = undoable.reached
    codes = _left(reached, state, of, made) if reached else ()
    if reached is None or not codes:
        return ()
    ended = (one.of.partition(":")[2] for one in event.follows if one.becomes == "cancelled")
    back = reached.taken_back.model_validate(
        {"projects": codes, "cancelled": tuple(sorted(set(ended))), "reason": event.reason}
    )
    return (Decision(back, cause=0),)


def _left(reached: Reached, state: Any, of: str, made: Decisions) -> tuple[str, ...]:
    kept = {code for one in made for code in reached.again(one.event)}
    return tuple(code for code in reached.codes(state, of) if code not in kept)
