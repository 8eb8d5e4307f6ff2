"""The raw database: rows of its tables, read with plain SQL."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

_COMMANDS = """
    SELECT command_id, request_hash, stream, first_version, last_version, act, outcome
    FROM command_log ORDER BY position"""
_EVENTS = """
    SELECT rowid, originator_id, originator_version, topic, state
    FROM stored_events ORDER BY rowid"""
_CONTENTS = "SELECT sha256, bytes FROM content"


@dataclass(frozen=True, slots=True)
class Command:
    """A row of the command log."""

    id: str
    request_hash: str
    stream: str
    first: int | None
    last: int | None
    act: dict[str, Any]
    outcome: dict[str, Any]

    @property
    def accepted(self) -> bool:
        """Whether the act was taken."""
        return bool(self.outcome.get("status") == "accepted")

    @property
    def versions(self) -> range:
        """The versions of the events that it says it led to."""
        if self.first is None or self.last is None:
            return range(0)
        return range(self.first, self.last + 1)


@dataclass(frozen=True, slots=True)
class Event:
    """A stored event; `leaf` and `withheld` are empty where its bytes cannot be read."""

    position: int
    stream: str
    version: int
    topic: str
    state: bytes
    leaf: dict[str, Any]
    withheld: dict[str, Any]

    @property
    def id(self) -> str:
        """The event's own id."""
        return str(self.leaf.get("event_id"))

    @property
    def command_id(self) -> str:
        """The id of the command that it says it comes from."""
        return str(self.leaf.get("command_id"))

    @property
    def where(self) -> str:
        """Stream and version, for people."""
        return f"{self.stream} {self.version}"


@dataclass(frozen=True)
class Raw:
    """All rows of a database, at one moment."""

    commands: tuple[Command, ...]
    events: tuple[Event, ...]
    contents: tuple[tuple[str, str], ...]
    """The sha256 under which a content is kept, and that of its bytes."""

    @cached_property
    def by_id(self) -> dict[str, list[Command]]:
        """The rows of each command id."""
        found: dict[str, list[Command]] = defaultdict(list)
        for command in self.commands:
            found[command.id].append(command)
        return dict(found)

    @cached_property
    def events_of(self) -> dict[str, list[Event]]:
        """The events that say they come from each command, in the order of their storing."""
        found: dict[str, list[Event]] = defaultdict(list)
        for event in self.events:
            found[event.command_id].append(event)
        return dict(found)

    @cached_property
    def streams(self) -> dict[str, list[Event]]:
        """The events of each stream, in the order of their storing."""
        found: dict[str, list[Event]] = defaultdict(list)
        for event in self.events:
            found[event.stream].append(event)
        return dict(found)


def read_raw(database: Path) -> Raw:
    """Read a database that nobody needs to stop writing to; nothing is changed."""
    uri = f"file:{quote(str(database))}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as raw:
        raw.execute("BEGIN")
        return Raw(
            tuple(map(_command, raw.execute(_COMMANDS))),
            tuple(map(_event, raw.execute(_EVENTS))),
            tuple(
                (kept, hashlib.sha256(content).hexdigest())
                for kept, content in raw.execute(_CONTENTS)
            ),
        )


def _command(row: tuple[Any, ...]) -> Command:
    command_id, request_hash, stream, first, last, act, outcome = row
    read = json.loads(act), json.loads(outcome)
    return Command(command_id, request_hash, stream, first, last, *read)


def _event(row: tuple[Any, ...]) -> Event:
    position, stream, version, topic, state = row
    content = bytes(state)
    leaf, withheld = _parts(content)
    return Event(position, stream, version, topic, content, leaf, withheld)


def _parts(state: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        read = json.loads(state)
        return dict(read["leaf"]), dict(read["withheld"])
    except (ValueError, KeyError, TypeError):
        return {}, {}


def told_events(outcome: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Id and name of each event that an outcome tells of."""
    for event in outcome.get("events", ()):
        yield event["id"], event["name"]
