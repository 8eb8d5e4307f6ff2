"""The row of the command log that an act leads to which was taken without the command handler."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.kernel.decider import CommandContext
from domain.kernel.request import FIRST, Request
from domain.kernel.serialization.envelope import Sealed, event_id
from store.port import CommandRow


def accepted_row(
    act: CommandContext[Any], stream: str, events: Sequence[Sealed], stored_at: datetime
) -> CommandRow:
    """The row of an act on a stream that led to these events."""
    name = getattr(act.command, "name", "test.act")
    fields = act.command.model_dump(mode="json", exclude_none=True)
    request = Request(act.command_id, stream, name, act.actor, fields, act.caused_by)
    told = [
        {"id": str(event_id(act.command_id, at)), "name": event.topic.partition("@")[0]}
        for at, event in enumerate(events)
    ]
    return CommandRow(
        act.command_id,
        request.hash(),
        stream,
        events[0].version if events else None,
        events[-1].version if events else None,
        request.taken_by(getattr(act.command, "taken_by", FIRST)).as_json(),
        {"status": "accepted", "events": told},
        act.at,
        stored_at,
    )
