"""Streams are dense, in order, and each event's envelope says where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from faults.checker.canonical import canonical, digest, made_id
from faults.checker.findings import Code, Finding
from faults.checker.raw import Event, Raw


def check_streams(raw: Raw) -> Iterator[Finding]:
    """Versions, order, ids, envelopes and seals of all events; contents by their sha256."""
    for stream, events in raw.streams.items():
        versions = [event.version for event in events]
        if sorted(versions) != list(range(1, len(versions) + 1)):
            detail = f"{len(versions)} events, versions {min(versions)} to {max(versions)}"
            yield Finding(Code.VERSIONS_NOT_DENSE, stream, detail)
        elif versions != sorted(versions):
            yield Finding(Code.OUT_OF_ORDER, stream, "a later version was stored earlier")
    for event_id, times in Counter(event.id for event in raw.events).items():
        if times > 1:
            yield Finding(Code.EVENT_TWICE, event_id, f"{times} times")
    for event in raw.events:
        yield from _envelope(event)
        yield from _seal(event)
    for events in raw.events_of.values():
        yield from _ids(events)
    for kept, found in raw.contents:
        if kept != found:
            yield Finding(Code.CONTENT_ALTERED, kept, f"its bytes have sha256 {found}")


def _envelope(event: Event) -> Iterator[Finding]:
    leaf = event.leaf
    topic = f"{leaf.get('name')}@{leaf.get('event_version')}"
    said = (leaf.get("stream"), leaf.get("version"), topic)
    if said != (event.stream, str(event.version), event.topic):
        yield Finding(Code.ENVELOPE_WRONG, event.where, f"it says that it is {said}")


def _seal(event: Event) -> Iterator[Finding]:
    """The bytes are canonical, and each withheld value has the digest that stands for it."""
    if event.state != canonical({"leaf": event.leaf, "withheld": event.withheld}):
        yield Finding(Code.SEAL_BROKEN, event.where, "its bytes are not canonical")
    data = event.leaf.get("data", {})
    for name, kept in event.withheld.items():
        if data.get(name) != {"sha256": digest(kept["salt"], kept["value"])}:
            yield Finding(Code.SEAL_BROKEN, event.where, f"{name} has another digest")


def _ids(events: list[Event]) -> Iterator[Finding]:
    """The ids of a command's events are made of its own and their place."""
    for place, event in enumerate(events):
        if not event.leaf or event.id != made_id(event.command_id, str(place)):
            yield Finding(Code.ENVELOPE_WRONG, event.where, f"its id is {event.id}")
