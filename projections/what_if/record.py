"""The record of a jurisdiction: every act with the events that it led to, in the log's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from domain.kernel.decider import Actor, Recorded
from domain.kernel.frozen import replace
from domain.kernel.message import Command
from domain.kernel.request import FIRST, BadRequest, Request, read_stored
from domain.kernel.serialization.envelope import unseal
from domain.kernel.vocabulary import business_date
from domain.subjects.command_parsing import command_of
from projections.gc_control import without_collector
from projections.what_if.changes import Outcome
from projections.what_if.grounds import Grounds, stored_grounds
from store.port import CommandRow, EventLog, notifications_behind


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to a subject, with its actor; `caused_by` is an event.

    `version` is that of the command that the act was taken by.
    """

    stream: str
    command: str
    command_id: UUID
    actor: Actor
    caused_by: UUID | None = None
    version: int = FIRST

    @staticmethod
    def by(request: Request) -> Asked:
        """The request without its fields."""
        return Asked(
            request.subject,
            request.command,
            request.command_id,
            request.actor,
            request.caused_by,
            request.version,
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A recorded act with its events (none: it was refused or had nothing to do).

    `command` is its command, `None` if it could not be read. `at` is the business instant of
    recording and `day` its date; `grounds` are the rules' answers; `refused` is the reason of a
    refusal, `recorded_as` the highest stored version of its events. It keeps only the data that a
    replay needs, because a year's record is large.
    """

    asked: Asked
    command: Command | None
    at: datetime
    day: date
    events: tuple[Recorded[Any], ...]
    grounds: Grounds
    refused: Outcome | None
    recorded_as: int = 1

    @property
    def is_outdated(self) -> bool:
        """Whether the act was taken by an earlier version of its command or of its events."""
        if self.command is None:
            return False
        for one in self.events:
            if one.event.version > self.recorded_as:
                return True
        return self.asked.version < self.command.taken_by


def record_of(log: EventLog, jurisdiction: str) -> list[Entry]:
    """The acts of a jurisdiction's subjects; a refused act is placed by its storing time."""
    with without_collector():
        return _record(log, f"{jurisdiction}/")


def _record(log: EventLog, prefix: str) -> list[Entry]:
    events = _events(log, prefix)
    rows = {row.command_id: row for stream in log.streams(prefix) for row in log.commands(stream)}
    taken = [_Stored(rows.pop(command_id), *made) for command_id, made in events.items()]
    without = (_Stored(row, [], _grounds(row)) for row in rows.values())
    return [stored.entry for stored in _merged(taken, without)]


class _Stored:
    """An entry with its storing time, which gives its place."""

    __slots__ = ("entry", "stored_at")

    def __init__(
        self,
        row: CommandRow,
        events: Iterable[Recorded[Any]],
        grounds: Iterable[Any],
        version: int = 1,
    ) -> None:
        request = read_stored(row.act)
        self.stored_at = row.stored_at
        self.entry = Entry(
            Asked.by(request),
            _command(request),
            row.recorded_at,
            business_date(row.recorded_at),
            tuple(events),
            tuple(grounds),
            _refused(row.outcome),
            version,
        )


def _command(request: Request) -> Command | None:
    try:
        return command_of(request)
    except BadRequest:
        return None


def _refused(outcome: dict[str, Any]) -> Outcome | None:
    if outcome["status"] == "accepted":
        return None
    return Outcome((), outcome["code"], outcome["zh"], outcome["en"])


def _grounds(row: CommandRow) -> Grounds:
    return stored_grounds(row.outcome.get("basis", ()))


def _events(log: EventLog, prefix: str) -> dict[UUID, tuple[list[Recorded[Any]], list[Any], int]]:
    """The events and rule answers by command, in the order of the log, and the highest version."""
    found: dict[UUID, tuple[list[Recorded[Any]], list[Any], int]] = {}
    for notification in notifications_behind(log):
        recorded = unseal(notification.topic, notification.state)
        if recorded.stream.startswith(prefix):
            events, grounds, version = found.get(recorded.command_id, ([], [], 1))
            events.append(replace(recorded, basis=()))
            grounds.extend(stored_grounds(recorded.basis))
            stored = int(notification.topic.rpartition("@")[2])
            found[recorded.command_id] = events, grounds, max(version, stored)
    return found


def _merged(taken: list[_Stored], without: Iterable[_Stored]) -> Iterator[_Stored]:
    """Both lists in one order: acts with events have a position, the others only a storing time."""
    waiting = sorted(without, key=lambda stored: stored.stored_at, reverse=True)
    for stored in taken:
        while waiting and waiting[-1].stored_at < stored.stored_at:
            yield waiting.pop()
        yield stored
    yield from reversed(waiting)
