"""Filings sent back after their review while nothing rests on it, and returns that are undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from domain.kernel.decider import CommandContext, Decided, Decision, InForce
from domain.kernel.message import Event
from domain.kernel.refusal import Refusal
from domain.shared.filings import undoing
from domain.shared.filings.filing import Filing, FilingStatus, is_reviewed
from domain.shared.filings.undoable import Undoable, Undoing
from domain.shared.filings.undoing_refusals import something_rests

Key = Callable[[Any], str]
"""A key by the command, or by the event, that names it."""


def alone(key: str) -> Key:
    """The key of what exists once per subject."""
    return lambda _named: key


def with_node(key: str) -> Key:
    """The key of what exists at each monitoring node."""
    return lambda named: f"{key}:{named.node}"


@dataclass(frozen=True, slots=True)
class Kept:
    """The filings of a kind of subject: how to find the one of a key, and how to change it."""

    filing_at: Callable[[Any, str], Filing | None]
    with_filing: Callable[[Any, str, Filing], Any]


def sent_back(
    kept: Kept,
    acts: Callable[[], Undoing],
    decide: Callable[..., Decided],
    reviewed_by: Key,
    filed_as: Key,
    waits: Callable[[Any, CommandContext[Any]], bool] = lambda _state, _act: False,
) -> Callable[..., Decided]:
    """Send a filing back after its review too, while nothing rests on that: the review goes.

    `waits` says that the return is of another filing, which waits for its review.
    """

    @wraps(decide)
    def decided(state: Any, act: CommandContext[Any], in_force: InForce) -> Decided:
        filing = kept.filing_at(state, filed_as(act.command))
        if not is_reviewed(filing) or waits(state, act):
            return decide(state, act, in_force)
        key = reviewed_by(act.command)
        found = undoing.find(acts(), state, act, key)
        if isinstance(found, Refusal):
            return decide(state, act, in_force)
        resting = tuple(found.undoable.rests(state, found.of))
        if resting:
            return something_rests(acts(), key, found.undoable, resting)
        event = undoing.withdrawal(found, state, key, act.command.reason)
        made = decide(undoing.without(acts(), state, event), act, in_force)
        return made if isinstance(made, Refusal) else (Decision(event), *made)

    return decided


def return_of(
    kept: Kept,
    event: type[Event],
    filing: str,
    rests: Callable[[Any, str], Iterable[str]] = lambda _state, _of: (),
    *,
    at_node: bool = False,
) -> Undoable:
    """A return, by its event: it is undone while nothing rests on it or was filed again."""

    def key(of: str) -> str:
        return f"{filing}:{of}" if of else filing

    def is_returned(state: Any, of: str) -> bool:
        found = kept.filing_at(state, key(of))
        return found is not None and found.status is FilingStatus.RETURNED

    def waits_again(state: Any, of: str) -> Any:
        found = kept.filing_at(state, key(of))
        if found is None:
            raise ValueError(f"{state.stream}: {key(of)} was not filed")
        return kept.with_filing(state, key(of), found.marked(FilingStatus.FILED))

    def filed_by(state: Any, of: str) -> UUID | None:
        found = kept.filing_at(state, key(of))
        return found.event_id if found else None

    return Undoable(
        event,
        is_returned,
        rests,
        waits_again,
        of=(lambda event: str(event.node)) if at_node else (lambda _event: ""),
        since=filed_by,
    )
