"""The acts that stand: which of them can be withdrawn or corrected now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from domain.kernel.decider import Recorded
from domain.shared.filings.undoable import ActWithdrawn, Undoable, Undoing

Standing = Iterator[tuple[str, Undoable, str]]
"""Acts, each by its key, with the second part of that."""


def standing(undoing: Undoing, state: Any, past: Sequence[Recorded[Any]]) -> Standing:
    """The acts that stand, the newest first."""
    seen = set[str]()
    for recorded in reversed(past):
        for name, undoable in undoing.acts.items():
            if not isinstance(recorded.event, undoable.event):
                continue
            of = undoable.of(recorded.event)
            key = key_of(name, of)
            if key in seen:
                continue
            seen.add(key)
            if newest(undoable, key, of, state, past) is not None and undoable.stands(state, of):
                yield key, undoable, of


def newest(
    undoable: Undoable, key: str, of: str, state: Any, past: Sequence[Recorded[Any]]
) -> Recorded[Any] | None:
    """The newest event that records an act of a key and was not withdrawn.

    Each withdrawal takes back the newest act before it that still stood.
    """
    since, withdrawn = undoable.since(state, of), 0
    newer: Iterator[Recorded[Any]] = takewhile(lambda one: one.id != since, reversed(past))
    for one in newer:
        if _withdraws(one, key):
            withdrawn += 1
        elif is_of(one, undoable, of):
            if not withdrawn:
                return one
            withdrawn -= 1
    return None


def _withdraws(recorded: Recorded[Any], key: str) -> bool:
    event = recorded.event
    return isinstance(event, ActWithdrawn) and event.act == key


def is_of(recorded: Recorded[Any], undoable: Undoable, of: str) -> bool:
    """Whether an event records an act that a person took, at this node or by this document."""
    event = recorded.event
    own = isinstance(event, undoable.event) and undoable.of(event) == of
    return own and undoable.taken(recorded)


def key_of(name: str, of: str) -> str:
    """The key of an act by its name, and by its node or document if it has one."""
    return f"{name}:{of}" if of else name


def withdrawable(undoing: Undoing, state: Any, past: Sequence[Recorded[Any]]) -> Iterator[str]:
    """The acts on which nothing rests."""
    return (
        key
        for key, undoable, of in standing(undoing, state, past)
        if not any(undoable.rests(state, of))
    )


def correctable(undoing: Undoing, state: Any, past: Sequence[Recorded[Any]]) -> Iterator[str]:
    """The acts that can be taken again, on which nothing rests that has to be withdrawn first."""
    return (
        key
        for key, undoable, of in standing(undoing, state, past)
        if undoable.again is not None and all(map(undoing.may_become, undoable.rests(state, of)))
    )
