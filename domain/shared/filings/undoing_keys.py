"""The acts that can be undone now, and what rests on each, as keys that an act may name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from domain.kernel.decider import InForce
from domain.kernel.keys import KeyField, Keys, Naming, in_parts
from domain.shared.filings.undoing import CorrectAct, Undoable, Undoing, WithdrawAct, is_of


def keys(undoing: Undoing) -> Keys:
    """The acts that a withdrawal or a correction may name, and what rests on the latter."""
    return {
        (WithdrawAct, "act"): KeyField(partial(_withdrawable, undoing)),
        (CorrectAct, "act"): KeyField(partial(_correctable, undoing)),
        (CorrectAct, "follows"): in_parts(partial(_resting, undoing), "of"),
    }


def _withdrawable(
    undoing: Undoing, state: Any, naming: Naming, _in_force: InForce
) -> Iterator[str]:
    """The acts on which nothing rests."""
    return (
        key
        for key, undoable, of in _standing(undoing, state, naming)
        if not any(undoable.rests(state, of))
    )


def _correctable(undoing: Undoing, state: Any, naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The acts that can be taken again, on which nothing rests that has to be withdrawn first."""
    return (
        key
        for key, undoable, of in _standing(undoing, state, naming)
        if undoable.again is not None and all(map(undoing.may_become, undoable.rests(state, of)))
    )


def _resting(undoing: Undoing, state: Any, naming: Naming, _in_force: InForce) -> Iterable[str]:
    """The keys of the things that rest on the named act."""
    named = naming.fields.get("act")
    for key, undoable, of in _standing(undoing, state, naming):
        if key == named:
            return undoable.rests(state, of)
    return ()


def _standing(undoing: Undoing, state: Any, naming: Naming) -> Iterator[tuple[str, Undoable, str]]:
    """The acts that stand, the newest first, each by its key, with the second part of that."""
    seen = set[str]()
    for recorded in reversed(naming.past):
        for name, undoable in undoing.acts.items():
            if not isinstance(recorded.event, undoable.event):
                continue
            of = undoable.of(recorded.event)
            key = f"{name}:{of}" if of else name
            if key not in seen and is_of(recorded, undoable, of) and undoable.stands(state, of):
                seen.add(key)
                yield key, undoable, of
