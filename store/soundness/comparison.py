"""Comparison of an event with its command, and with the version before it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from domain.kernel.serialization.envelope import event_id
from domain.kernel.vocabulary import Role
from store.databases.database import Row
from store.soundness.findings import Fault, Unsound, shown
from store.soundness.stored_event import EventRead


class OfCommand(NamedTuple):
    """The parts of a command that are compared with its events; an unreadable part is `None`."""

    position: int
    command_id: str
    stream: str
    first_version: Any
    last_version: Any
    act: Any
    outcome: Any
    recorded_at: str
    stored_at: str


def command_of_row(row: Row) -> OfCommand:
    """The command of a row."""
    position, command_id, stream, first, last, act, outcome, recorded, stored = row
    return OfCommand(
        position,
        str(command_id),
        stream,
        first,
        last,
        _json(act),
        _json(outcome),
        recorded,
        stored,
    )


def _json(text: Any) -> Any:
    """The JSON value, or `None` if unreadable: that is reported with its own row."""
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None


def compare_order(one: EventRead) -> Iterator[Unsound]:
    """Compare an event with the version before it."""
    columns = one.columns
    if columns.before is None:
        if columns.version != 1:
            yield columns.unsound(Fault.VERSION_GAP, "the version before it is missing")
    elif columns.before >= columns.position:
        detail = f"the version before it stands at position {columns.before}"
        yield columns.unsound(Fault.EVENT_ORDER, detail)


def compare(one: EventRead, command: OfCommand | None) -> Iterator[Unsound]:
    """Compare a readable event with the command that it names."""
    columns, leaf = one.columns, one.leaf or {}
    if command is None:
        detail = f"no command {shown(leaf['command_id'])}"
        yield columns.unsound(Fault.EVENT_WITHOUT_COMMAND, detail)
        return
    at = _at(columns.stream, columns.version, command)
    if at is None:
        detail = f"command {command.command_id} did not lead to it"
        yield columns.unsound(Fault.EVENT_NOT_OF_COMMAND, detail)
        return
    if leaf["event_id"] != str(event_id(UUID(command.command_id), at)):
        detail = f"its id {shown(leaf['event_id'])} is not that of event {at} of its command"
        yield columns.unsound(Fault.EVENT_ID_WRONG, detail)
    yield from _times_and_actor(one, at, command)
    yield from _as_told(one, at, command)


def _at(stream: str, version: int, command: OfCommand) -> int | None:
    """The index, from 0, of the event of a command that has a version."""
    first, last = command.first_version, command.last_version
    if command.stream != stream or not (isinstance(first, int) and isinstance(last, int)):
        return None
    return version - first if first <= version <= last else None


def _times_and_actor(one: EventRead, at: int, command: OfCommand) -> Iterator[Unsound]:
    leaf = one.leaf or {}
    for name, said in (("recorded_at", command.recorded_at), ("stored_at", command.stored_at)):
        if leaf[name] != said:
            detail = f"{name} is {shown(leaf[name])}, that of its command is {shown(said)}"
            yield one.columns.unsound(Fault.EVENT_NOT_OF_COMMAND, detail)
    if isinstance(command.act, dict) and not is_of_its_actor(leaf, at, command):
        detail = f"its actor is not that of command {command.command_id}"
        yield one.columns.unsound(Fault.EVENT_NOT_OF_COMMAND, detail)


def is_of_its_actor(leaf: Mapping[str, Any], at: int, command: OfCommand) -> bool:
    """Whether the actor of a command took the event, or the system by an earlier event of it."""
    if leaf["actor"] == command.act.get("actor"):
        return True
    earlier = {str(event_id(UUID(command.command_id), before)) for before in range(at)}
    return leaf["actor"].get("role") == Role.SYSTEM and leaf.get("caused_by") in earlier


def _as_told(one: EventRead, at: int, command: OfCommand) -> Iterator[Unsound]:
    leaf, outcome = one.leaf or {}, command.outcome
    if not isinstance(outcome, dict):
        return
    if outcome.get("status") == "refused":
        detail = f"its command {command.command_id} was refused"
        yield one.columns.unsound(Fault.REFUSED_WITH_EVENTS, detail)
        return
    told = outcome.get("events")
    said = {"id": leaf["event_id"], "name": leaf["name"]}
    if not isinstance(told, list) or len(told) <= at or told[at] != said:
        detail = f"the outcome of command {command.command_id} tells of another event"
        yield one.columns.unsound(Fault.OUTCOME_WRONG, detail)


def is_uuid(text: Any) -> bool:
    """Whether a text is a UUID in its usual form."""
    try:
        return bool(str(UUID(text)) == text)
    except (ValueError, AttributeError, TypeError):
        return False
