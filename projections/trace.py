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


def trace(log: EventLog, event_id: UUID) -> Trace | None:
    """Trace an event through the whole log; none where the log does not have it."""
    leaves, effects = _read(log)
    asked = str(event_id)
    if asked not in leaves:
        return None
    causes = tuple(Link(leaves[one]) for one in _causes(leaves, asked))
    return Trace(causes[::-1], _led_to(leaves, effects, asked, frozenset()))


def _read(log: EventLog) -> tuple[dict[str, dict[str, Any]], dict[str, list[str]]]:
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
    return leaves, effects


def _causes(leaves: dict[str, dict[str, Any]], event: str) -> Iterator[str]:
    """The causes of an event, the nearest first; a cause that the log lacks ends them."""
    seen = {event}
    while (cause := leaves[event]["caused_by"]) in leaves and cause not in seen:
        yield cause
        seen.add(cause)
        event = cause


def _led_to(
    leaves: dict[str, dict[str, Any]],
    effects: dict[str, list[str]],
    event: str,
    above: frozenset[str],
) -> Link:
    path = above | {event}
    below = [one for one in effects.get(event, ()) if one not in path]
    return Link(leaves[event], tuple(_led_to(leaves, effects, one, path) for one in below))
