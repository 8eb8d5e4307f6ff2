"""The acts that can be undone now, and what rests on each, as keys that an act may name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from domain.kernel.decider import InForce
from domain.kernel.keys import KeyField, Keys, Naming, in_parts
from domain.shared.filings.acts_that_stand import correctable, standing, withdrawable
from domain.shared.filings.undoable import CorrectAct, Undoing, WithdrawAct
from domain.shared.filings.undoing_reached import resting_on


def keys(undoing: Undoing) -> Keys:
    """The acts that a withdrawal or a correction may name, and what rests on the latter."""
    return {
        (WithdrawAct, "act"): KeyField(partial(_withdrawable, undoing), kinds=tuple(undoing.acts)),
        (CorrectAct, "act"): KeyField(partial(_correctable, undoing), kinds=tuple(undoing.acts)),
        (CorrectAct, "follows"): in_parts(partial(_resting, undoing), "of"),
    }


def _withdrawable(
    undoing: Undoing, state: Any, naming: Naming, _in_force: InForce
) -> Iterator[str]:
    return withdrawable(undoing, state, naming.past)


def _correctable(undoing: Undoing, state: Any, naming: Naming, _in_force: InForce) -> Iterator[str]:
    return correctable(undoing, state, naming.past)


def _resting(undoing: Undoing, state: Any, naming: Naming, _in_force: InForce) -> Iterable[str]:
    """The keys of the things that rest on the named act."""
    named = naming.fields.get("act")
    for key, undoable, of in standing(undoing, state, naming.past):
        if key == named:
            beyond = resting_on(undoable, state, of, naming.frame)
            return (*undoable.rests(state, of), *beyond)
    return ()
