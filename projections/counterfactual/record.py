"""The record of a jurisdiction: every act with the events that it led to, in the log's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.decision import Recorded
from domain.envelope import unseal
from domain.message import Command
from domain.request import BadRequest, Request, read_request
from domain.vocabulary import business_date
from projections.collecting import without_collector
from store.port import CommandRow, EventLog

_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Entry:
    """An act as it was recorded: its row, and its events with their basis (none: refused).

    `day` is the business day of recording. `request` is what was asked, and `command` the same as
    read: none where it could not be read.
    """

    row: CommandRow
    events: tuple[Recorded[Any], ...]
    day: date
    request: Request
    command: Command | None

    @property
    def accepted(self) -> bool:
        """Whether the act was taken."""
        return bool(self.row.outcome["status"] == "accepted")


def record_of(log: EventLog, jurisdiction: str) -> list[Entry]:
    """The acts of a jurisdiction's subjects; a refused one stands where it was stored."""
    with without_collector():
        return _record(log, f"{jurisdiction}/")


def _record(log: EventLog, prefix: str) -> list[Entry]:
    events = _events(log, prefix)
    rows = {row.command_id: row for stream in log.streams(prefix) for row in log.commands(stream)}
    taken = [_entry(rows.pop(command_id), made) for command_id, made in events.items()]
    return list(_merged(taken, [_entry(row) for row in rows.values()]))


def _entry(row: CommandRow, events: Iterable[Recorded[Any]] = ()) -> Entry:
    request = read_request(row.act)
    try:
        command = request.parse()
    except BadRequest:
        command = None
    return Entry(row, tuple(events), business_date(row.recorded_at), request, command)


def _events(log: EventLog, prefix: str) -> dict[UUID, list[Recorded[Any]]]:
    """The events by the command that led to them, both in the order of the log."""
    found: dict[UUID, list[Recorded[Any]]] = {}
    position = 0
    while batch := log.notifications(position, _BATCH):
        position = batch[-1].position
        for notification in batch:
            recorded = unseal(notification.topic, notification.state)
            if recorded.stream.startswith(prefix):
                found.setdefault(recorded.command_id, []).append(recorded)
    return found


def _merged(taken: list[Entry], without: Iterable[Entry]) -> Iterator[Entry]:
    """Both in one order: what led to events has a position, the rest only its time of storing."""
    waiting = sorted(without, key=lambda entry: entry.row.stored_at, reverse=True)
    for entry in taken:
        while waiting and waiting[-1].row.stored_at < entry.row.stored_at:
            yield waiting.pop()
        yield entry
    yield from reversed(waiting)
