"""The check of a single row of the command log: act, hash, outcome and versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.kernel.serialization.canonical_json import canonical
from domain.kernel.serialization.envelope import event_id
from store.command_shapes import act_of, outcome_of, told_of
from store.databases.database import Row
from store.soundness.findings import Fault, Unsound, shown

_NOT_ASKED = frozenset({"command_id", "version"})
"""The parts of a stored act that are no part of what was asked."""

_UNPARSED = (ValueError, TypeError, RecursionError)


class CommandColumns(NamedTuple):
    """A row of the command log; `events` is the number of events in its range of versions."""

    position: int
    command_id: str
    request_hash: str
    stream: str
    first_version: int | None
    last_version: int | None
    act: str
    outcome: str
    recorded_at: str
    stored_at: str
    events: int

    def unsound(self, fault: Fault, detail: str) -> Unsound:
        """A fault of this command."""
        return Unsound(fault, shown(self.stream), f"command {shown(self.command_id)}: {detail}")


class CommandRead(NamedTuple):
    """The readable parts of a command; without an `act`, nothing was readable.

    `told` are the events in its outcome: id and name.
    """

    columns: CommandColumns
    act: Mapping[str, Any] | None
    told: tuple[tuple[str, str], ...]
    faults: tuple[Unsound, ...]


def read_command(row: Row) -> CommandRead:
    """Read a row of the command log and check it by itself."""
    position, command_id, *rest = row
    columns = CommandColumns(position, _id(command_id), *rest)
    try:
        act, outcome = _parsed(columns)
        told = told_of(outcome)
    except _UNPARSED as error:
        fault = columns.unsound(Fault.COMMAND_UNREADABLE, shown(str(error)))
        return CommandRead(columns, None, (), (fault,))
    faults = (*_act(columns, act), *_outcome(columns, outcome, told))
    return CommandRead(columns, act, told, faults)


def _id(found: Any) -> Any:
    return str(found) if isinstance(found, UUID) else found


def _parsed(columns: CommandColumns) -> tuple[dict[str, Any], dict[str, Any]]:
    """The act and the outcome; raises one of `_UNPARSED`."""
    for name, value in columns._asdict().items():
        numbers = name in {"position", "first_version", "last_version", "events"}
        kind = (int, type(None)) if numbers else str
        if not isinstance(value, kind):
            raise TypeError(f"the column {name} holds {shown(value)}")
    UUID(columns.command_id)
    for instant in (columns.recorded_at, columns.stored_at):
        if datetime.fromisoformat(instant).tzinfo is None:
            raise ValueError(f"{instant} has no offset")
    return act_of(json.loads(columns.act)), outcome_of(json.loads(columns.outcome))


def _act(columns: CommandColumns, act: Mapping[str, Any]) -> Iterator[Unsound]:
    """Compare the act with the columns, and the hash with the act."""
    said = {"command_id": columns.command_id, "subject": columns.stream}
    for name, column in said.items():
        if act[name] != column:
            detail = f"{name} is {shown(column)} in the table, {shown(act[name])} in the act"
            yield columns.unsound(Fault.COMMAND_MISPLACED, detail)
    if request_hash(act) != columns.request_hash:
        detail = f"{shown(act['command'])} has another hash than {shown(columns.request_hash)}"
        yield columns.unsound(Fault.REQUEST_HASH_WRONG, detail)


def request_hash(act: Mapping[str, Any]) -> str:
    """The hash of a stored act, equal to `Request.hash`."""
    asked = {name: value for name, value in act.items() if name not in _NOT_ASKED}
    try:
        return hashlib.sha256(canonical(asked)).hexdigest()
    except (ValueError, RecursionError):  # not Unicode, or deeper than any request
        return ""


def _outcome(
    columns: CommandColumns, outcome: Mapping[str, Any], told: tuple[tuple[str, str], ...]
) -> Iterator[Unsound]:
    first, last = columns.first_version, columns.last_version
    if first is None or last is None:
        if first is not last or told:
            detail = f"versions {first} to {last}, but its outcome tells of {len(told)} events"
            yield columns.unsound(Fault.OUTCOME_WRONG, detail)
        return
    if outcome["status"] == "refused":
        detail = f"it was refused, but has versions {first} to {last}"
        yield columns.unsound(Fault.REFUSED_WITH_EVENTS, detail)
        return
    made = last - first + 1
    if columns.events != made:
        detail = f"versions {first} to {last}, {columns.events} events are there"
        yield columns.unsound(Fault.COMMAND_WITHOUT_EVENTS, detail)
    ids = [str(event_id(UUID(columns.command_id), at)) for at in range(len(told))]
    if len(told) != made or [one for one, _ in told] != ids:
        detail = f"versions {first} to {last}, but its outcome tells of other events"
        yield columns.unsound(Fault.OUTCOME_WRONG, detail)
