"""Causation across subjects: the causes of an event and its effects, by `caused_by`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from pydantic import BaseModel, ValidationError

from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.serialization.envelope import UnreadableState, leaf_of
from store.port import EventLog, Notification, notifications_behind

_KEPT_LEAVES = 4096
"""The leaves around an event; a fan-out reads those of all that it reached."""


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


class Links(Protocol):
    """Where the events of a log stand, and what each caused itself; leaves say whether it is so."""

    def positions(self, event: UUID) -> list[int]:
        """Where an event may stand in the log, the newest first."""
        ...

    def effects(self, event: UUID) -> list[int]:
        """Where the events may stand that an event caused itself, in log order."""
        ...


class _Links(BaseModel):
    """The ids that link an event to others, read from its stored bytes."""

    event_id: UUID
    caused_by: UUID | None


class _Stored(BaseModel):
    leaf: _Links


class ReadLinks:
    """The links of the events behind a position, read from the log itself."""

    def __init__(self, log: EventLog, after: int = 0) -> None:
        """Read all that follows `after`. Raises `UnreadableState`."""
        self._positions: dict[UUID, int] = {}
        self._effects: dict[UUID, list[int]] = defaultdict(list)
        for notification in notifications_behind(log, after):
            links = _links_of(notification)
            self._positions[links.event_id] = notification.position
            if links.caused_by:
                self._effects[links.caused_by].append(notification.position)

    def positions(self, event: UUID) -> list[int]:
        """Where an event stands, if it is among them."""
        return [self._positions[event]] if event in self._positions else []

    def effects(self, event: UUID) -> list[int]:
        """Where those of them stand that an event caused itself, in log order."""
        return self._effects.get(event, [])


@dataclass(frozen=True, slots=True)
class JoinedLinks:
    """The links that are kept, and those of the events that came since."""

    kept: Links
    since: ReadLinks

    def positions(self, event: UUID) -> list[int]:
        """Where an event may stand in the log, the newest first."""
        return [*self.since.positions(event), *self.kept.positions(event)]

    def effects(self, event: UUID) -> list[int]:
        """Where the events may stand that an event caused itself, in log order."""
        return [*self.kept.effects(event), *self.since.effects(event)]


def _always(_one: Notification) -> bool:
    return True


class Leaves:
    """The audit leaves of a log, each read when it is asked for, and how they are linked."""

    def __init__(
        self, log: EventLog, links: Links, there: Callable[[Notification], bool] = _always
    ) -> None:
        """Read from `log`, of which `links` speak; events that are not `there` are left out."""
        self._log = log
        self._links = links
        self._there = there
        self._read = BoundedCache[int, dict[str, Any]](_KEPT_LEAVES)

    def get(self, event: str) -> dict[str, Any] | None:
        """The leaf of an event by its id; none where it is not there."""
        found = self._at(self._links.positions(UUID(event)))
        return next((leaf for leaf in found if leaf["event_id"] == event), None)

    def _at(self, positions: Iterable[int]) -> Iterator[dict[str, Any]]:
        """The leaves of the events at some positions, without those that are not there."""
        for position in positions:
            leaf = self._read.get(position)
            if leaf is None:
                (found,) = self._log.notifications(position - 1, 1)
                if not self._there(found):
                    continue
                leaf = self._read.put(position, leaf_of(found.state))
            yield leaf

    def causes(self, event: str) -> Iterator[dict[str, Any]]:
        """The leaves of an event's causes, the nearest first; a missing cause ends the list.

        Raises `KeyError` for an event that is not there.
        """
        leaf = self.get(event)
        if leaf is None:
            raise KeyError(event)
        seen = {event}
        while (cause := leaf["caused_by"]) and cause not in seen:
            leaf = self.get(cause)
            if leaf is None:
                return
            yield leaf
            seen.add(cause)

    def effects(self, event: str) -> list[dict[str, Any]]:
        """The leaves of the events that an event caused itself, in log order."""
        found = self._at(self._links.effects(UUID(event)))
        return [leaf for leaf in found if leaf["caused_by"] == event]


def trace(leaves: Leaves, event_id: UUID) -> Trace | None:
    """Trace an event through the whole log; none where the log does not have it."""
    leaf = leaves.get(str(event_id))
    if leaf is None:
        return None
    causes = tuple(Link(one) for one in leaves.causes(str(event_id)))
    return Trace(causes[::-1], _led_to(leaves, leaf, frozenset()))


def read_leaves(log: EventLog) -> Leaves:
    """Link the events by reading the whole log; for a log of which no boards are kept.

    Raises `UnreadableState`.
    """
    return Leaves(log, ReadLinks(log))


def _links_of(notification: Notification) -> _Links:
    try:
        return _Stored.model_validate_json(notification.state).leaf
    except ValidationError as error:
        raise UnreadableState(notification.topic, error) from error


def _led_to(leaves: Leaves, leaf: dict[str, Any], above: frozenset[str]) -> Link:
    event = leaf["event_id"]
    path = above | {event}
    below = [one for one in leaves.effects(event) if one["event_id"] not in path]
    return Link(leaf, tuple(_led_to(leaves, one, path) for one in below))
