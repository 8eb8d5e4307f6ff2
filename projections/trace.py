"""A cause followed across subjects: what led to an event, and what it led to, by `caused_by`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.envelope import leaf_of
from store.port import EventLog

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Link:
    """An event of a trace; `leaf` is its audit leaf, `effects` what it led to, in log order."""

    leaf: dict[str, Any]
    effects: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """`causes` of an event, the first one first, and the event with all that it led to."""

    causes: tuple[Link, ...]
    event: Link


@dataclass(frozen=True, slots=True)
class Leaves:
    """The audit leaves of a log by event id, and what each event led to, in log order."""

    by_id: dict[str, dict[str, Any]]
    effects: dict[str, list[str]]

    def causes(self, event: str) -> Iterator[str]:
        """The causes of an event, the nearest first; a cause that the log lacks ends them."""
        seen = {event}
        while (cause := self.by_id[event]["caused_by"]) in self.by_id and cause not in seen:
            yield cause
            seen.add(cause)
            event = cause


def trace(log: EventLog, event_id: UUID) -> Trace | None:
    """Trace an event through the whole log; none where the log does not have it."""
    leaves = read_leaves(log)
    asked = str(event_id)
    if asked not in leaves.by_id:
        return None
    causes = tuple(Link(leaves.by_id[one]) for one in leaves.causes(asked))
    return Trace(causes[::-1], _led_to(leaves, asked, frozenset()))


def read_leaves(log: EventLog) -> Leaves:
    """Read the leaves of the whole log."""
    leaves: dict[str, dict[str, Any]] = {}
    effects: dict[str, list[str]] = defaultdict(list)
    position = 0
    while batch := log.notifications(position, _BATCH):
        for notification in batch:
            position = notification.position
            leaf = leaf_of(notification.state)
            leaves[leaf["event_id"]] = leaf
            if leaf["caused_by"]:
                effects[leaf["caused_by"]].append(leaf["event_id"])
    return Leaves(leaves, effects)


def _led_to(leaves: Leaves, event: str, above: frozenset[str]) -> Link:
    path = above | {event}
    below = [one for one in leaves.effects.get(event, ()) if one not in path]
    return Link(leaves.by_id[event], tuple(_led_to(leaves, one, path) for one in below))
