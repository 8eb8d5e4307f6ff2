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
from projections.explain.unread import Unread
from store.port import EventLog, Notification, notifications_behind

_KEPT_LEAVES = 4096
"""The cached leaves around an event; a fan-out reads the leaves of all subjects that it reached."""


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
    """The index of a log: possible positions of events and effects; leaves confirm them."""

    def positions(self, event: UUID) -> list[int]:
        """The possible positions of an event in the log, the newest first."""
        ...

    def effects(self, event: UUID) -> list[int]:
        """The possible positions of the direct effects of an event, in log order."""
        ...


class _Links(BaseModel):
    """The ids that link an event to others, read from its stored bytes."""

    event_id: UUID
    caused_by: UUID | None


class _Stored(BaseModel):
    leaf: _Links


class ReadLinks:
    """The links of the events behind a position, read from the log itself."""

    def __init__(self, log: EventLog, after: int = 0, unread: Unread | None = None) -> None:
        """Read all that follows `after`; events that cannot be read are noted in `unread`."""
        self._positions: dict[UUID, int] = {}
        self._effects: dict[UUID, list[int]] = defaultdict(list)
        for notification in notifications_behind(log, after):
            try:
                links = _links_of(notification)
            except UnreadableState:
                if unread is not None:
                    unread.add(notification.position)
                continue
            self._positions[links.event_id] = notification.position
            if links.caused_by:
                self._effects[links.caused_by].append(notification.position)

    def positions(self, event: UUID) -> list[int]:
        """The position of an event, if it is among them."""
        return [self._positions[event]] if event in self._positions else []

    def effects(self, event: UUID) -> list[int]:
        """The positions of the direct effects of an event among them, in log order."""
        return self._effects.get(event, [])


@dataclass(frozen=True, slots=True)
class JoinedLinks:
    """The stored links, and the links of newer events."""

    kept: Links
    since: ReadLinks

    def positions(self, event: UUID) -> list[int]:
        """The possible positions of an event in the log, the newest first."""
        return [*self.since.positions(event), *self.kept.positions(event)]

    def effects(self, event: UUID) -> list[int]:
        """The possible positions of the direct effects of an event, in log order."""
        return [*self.kept.effects(event), *self.since.effects(event)]


def _always(_one: Notification) -> bool:
    return True


class Leaves:
    """The audit leaves of a log, each read when it is asked for, and how they are linked."""

    def __init__(
        self,
        log: EventLog,
        links: Links,
        there: Callable[[Notification], bool] = _always,
        unread: Unread | None = None,
    ) -> None:
        """Read from `log`, of which `links` speak; events that are not `there` are left out.

        Events that cannot be read are passed over and noted in `unread`.
        """
        self._log = log
        self._links = links
        self._there = there
        self._read = BoundedCache[int, dict[str, Any]](_KEPT_LEAVES)
        self.unread = Unread() if unread is None else unread

    def get(self, event: str) -> dict[str, Any] | None:
        """The leaf of an event by its id; none if it is missing."""
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
                try:
                    leaf = self._read.put(position, leaf_of(found.state))
                except (LookupError, ValueError, TypeError):
                    self.unread.add(position)
                    continue
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
    """Trace an event through the whole log; none if the log does not have it."""
    leaf = leaves.get(str(event_id))
    if leaf is None:
        return None
    causes = tuple(Link(one) for one in leaves.causes(str(event_id)))
    return Trace(causes[::-1], _led_to(leaves, leaf, frozenset()))


def read_leaves(log: EventLog) -> Leaves:
    """Link the events by reading the whole log; for a log of which no boards are kept."""
    unread = Unread()
    return Leaves(log, ReadLinks(log, unread=unread), unread=unread)


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
