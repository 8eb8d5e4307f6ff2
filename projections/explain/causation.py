"""Causation across subjects: the causes of an event and its effects, by `caused_by`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ValidationError

from domain.kernel.serialization.envelope import UnreadableState, leaf_of
from store.port import EventLog, Notification, notifications_behind


@dataclass(frozen=True, slots=True)
class Link:
    """An event of a trace; `leaf` is its audit leaf, `effects` its effects in log order."""

    leaf: dict[str, Any]
    effects: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """The `causes` of an event, the first cause first, and the event with all its effects."""

    causes: tuple[Link, ...]
    event: Link


class _Links(BaseModel):
    """The ids that link an event to others, read from its stored bytes."""

    event_id: str
    caused_by: str | None


class _Stored(BaseModel):
    leaf: _Links


class LeavesById(Mapping[str, dict[str, Any]]):
    """Audit leaves by event id, each read from the log on demand."""

    def __init__(self, log: EventLog, positions: dict[str, int]) -> None:
        """Read from `log`, in which each event has a position."""
        self._log = log
        self._positions = positions

    def __getitem__(self, event: str) -> dict[str, Any]:
        """The leaf of an event; raises `KeyError`."""
        (found,) = self._log.notifications(self._positions[event] - 1, 1)
        return leaf_of(found.state)

    def __contains__(self, event: object) -> bool:
        """Whether the log has an event."""
        return event in self._positions

    def __iter__(self) -> Iterator[str]:
        """The ids of the events, in the order of the log."""
        return iter(self._positions)

    def __len__(self) -> int:
        """The number of events."""
        return len(self._positions)


@dataclass(frozen=True, slots=True)
class Leaves:
    """The audit leaves of a log, and the effects of each event in log order."""

    by_id: LeavesById
    effects: dict[str, list[str]]
    _caused_by: dict[str, str]

    def causes(self, event: str) -> Iterator[str]:
        """The causes of an event, the nearest first; a cause missing in the log ends the list.

        Raises `KeyError` for an event that the log lacks.
        """
        if event not in self.by_id:
            raise KeyError(event)
        seen = {event}
        while (cause := self._caused_by.get(event, "")) in self.by_id and cause not in seen:
            yield cause
            seen.add(cause)
            event = cause


def trace(log: EventLog, event_id: UUID) -> Trace | None:
    """Trace an event through the whole log; `None` if the log lacks it."""
    leaves = read_leaves(log)
    asked = str(event_id)
    if asked not in leaves.by_id:
        return None
    causes = tuple(Link(leaves.by_id[one]) for one in leaves.causes(asked))
    return Trace(causes[::-1], _led_to(leaves, asked, frozenset()))


def read_leaves(log: EventLog) -> Leaves:
    """Read the links between all events of the log; the leaves themselves stay in the log.

    Raises `UnreadableState`.
    """
    positions: dict[str, int] = {}
    effects: dict[str, list[str]] = defaultdict(list)
    caused_by: dict[str, str] = {}
    for notification in notifications_behind(log):
        links = _links_of(notification)
        positions[links.event_id] = notification.position
        if links.caused_by:
            effects[links.caused_by].append(links.event_id)
            caused_by[links.event_id] = links.caused_by
    return Leaves(LeavesById(log, positions), effects, caused_by)


def _links_of(notification: Notification) -> _Links:
    try:
        return _Stored.model_validate_json(notification.state).leaf
    except ValidationError as error:
        raise UnreadableState(notification.topic, error) from error


def _led_to(leaves: Leaves, event: str, above: frozenset[str]) -> Link:
    path = above | {event}
    below = [one for one in leaves.effects.get(event, ()) if one not in path]
    return Link(leaves.by_id[event], tuple(_led_to(leaves, one, path) for one in below))
