"""Conversion of command rows to columns, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.kernel.serialization.canonical_json import plain_json
from domain.kernel.serialization.envelope import Sealed
from store.command_shapes import act_of, outcome_of
from store.databases.database import Row
from store.port import CommandRow, CommandUnreadable


def columns_of(row: CommandRow) -> tuple[Any, ...]:
    """The columns of a row, in the order of the table; instants keep their offset as text."""
    return (
        str(row.command_id),
        row.request_hash,
        row.stream,
        row.first_version,
        row.last_version,
        plain_json(row.act),
        plain_json(row.outcome),
        row.recorded_at.isoformat(),
        row.stored_at.isoformat(),
    )


def row_of(columns: Row) -> CommandRow:
    """The row of these columns; raises `CommandUnreadable`."""
    try:
        return _row_of(columns)
    except (ValueError, TypeError, RecursionError) as error:
        raise CommandUnreadable(f"command {columns[0]}: {error}") from error


def _row_of(columns: Row) -> CommandRow:
    command_id, request_hash, stream, first, last, act, outcome, recorded, stored = columns
    return CommandRow(
        UUID(str(command_id)),
        request_hash,
        stream,
        first,
        last,
        act_of(json.loads(act)),
        outcome_of(json.loads(outcome)),
        _instant(recorded),
        _instant(stored),
    )


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"{text} has no offset")
    return found


def require_match(row: CommandRow, events: Sequence[Sealed]) -> None:
    """Raise `ValueError` when a row and its events have different versions."""
    first = last = None
    for event in events:
        if event.stream != row.stream:
            raise ValueError(f"command {row.command_id} has an event of another stream")
        if last is None:
            first = event.version
        elif event.version != last + 1:
            raise ValueError(f"command {row.command_id} has events that do not follow each other")
        last = event.version
    if row.first_version != first or row.last_version != last:
        raise ValueError(f"command {row.command_id} names other versions than its events have")
