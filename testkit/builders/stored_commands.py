"""Builders of commands and events for the tests of the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from domain.kernel.decider import Actor, CommandContext, Decision
from domain.kernel.message import Command, Event
from domain.kernel.request import Request
from domain.kernel.serialization.envelope import Sealed, event_id, seal
from domain.kernel.vocabulary import SHANGHAI, Role
from store.port import CommandRow

RECORDED_AT = datetime(2023, 5, 31, 9, 30, tzinfo=SHANGHAI)
STORED_AT = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
STREAM = "652825/2023/P001"

Given = tuple[CommandRow, tuple[Sealed, ...]]


class Noted(Event, name="test.noted", version=1):
    """An event of no subject."""

    text: str


class Note(Command):
    """A command of no subject: without a name it is not registered."""

    text: str


_REFUSED: dict[str, Any] = {
    "status": "refused",
    "code": "wrong-phase",
    "zh": "此时不能办理。",
    "en": "not in this phase.",
    "field": None,
    "basis": [],
}


def _accepted(command_id: UUID, events: int) -> dict[str, Any]:
    ids = [str(event_id(command_id, at)) for at in range(events)]
    return {"status": "accepted", "events": [{"id": one, "name": Noted.name} for one in ids]}


def command(
    stream: str = STREAM,
    after: int = 0,
    notes: Sequence[str] = ("一",),
    command_id: UUID | None = None,
    request_hash: str | None = None,
) -> Given:
    """A command that leads to one event per note, behind version `after`; refused without notes."""
    actor = Actor("u-1", "651001", Role.UNIT)
    act = CommandContext(
        Note(text="note"), actor, RECORDED_AT, date(2023, 5, 31), command_id or uuid4()
    )
    decisions = [Decision(Noted(text=note)) for note in notes]
    events = seal(decisions, act, stream, after, STORED_AT, lambda: "salt")
    request = Request(act.command_id, stream, "test.note", actor, {"text": "某项目"})
    row = CommandRow(
        act.command_id,
        request_hash or request.hash(),
        stream,
        after + 1 if notes else None,
        after + len(notes) if notes else None,
        request.as_json(),
        _accepted(act.command_id, len(notes)) if notes else _REFUSED,
        RECORDED_AT,
        STORED_AT,
    )
    return row, events
