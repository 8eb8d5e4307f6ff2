"""Builders of commands and events for the tests of the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from domain.kernel.decider import Actor, CommandContext, Decision
from domain.kernel.message import Command, Event
from domain.kernel.serialization.envelope import Sealed, seal
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


def command(
    stream: str = STREAM,
    after: int = 0,
    notes: Sequence[str] = ("一",),
    command_id: UUID | None = None,
    request_hash: str = "content",
) -> Given:
    """A command that leads to one event per note, behind version `after`; refused without notes."""
    actor = Actor("u-1", "651001", Role.UNIT)
    act = CommandContext(
        Note(text="note"), actor, RECORDED_AT, date(2023, 5, 31), command_id or uuid4()
    )
    decisions = [Decision(Noted(text=note)) for note in notes]
    events = seal(decisions, act, stream, after, STORED_AT, lambda: "salt")
    row = CommandRow(
        act.command_id,
        request_hash,
        stream,
        after + 1 if notes else None,
        after + len(notes) if notes else None,
        {"command": "test.note", "text": "某项目"},
        {"accepted": True} if notes else {"refusal": {"code": "wrong-phase"}},
        RECORDED_AT,
        STORED_AT,
    )
    return row, events
