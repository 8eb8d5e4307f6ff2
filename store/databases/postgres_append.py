"""The parameters of an append's statement in PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from eventsourcing.persistence import StoredEvent

from store.databases.database import Row
from store.port import Versions

_COMMAND_COLUMNS = (
    *("command_id", "request_hash", "stream", "first_version", "last_version"),
    *("act", "outcome", "recorded_at", "stored_at"),
)


def append_parameters(
    events: Sequence[StoredEvent], command: Row, expected: Versions
) -> Mapping[str, object]:
    """The named parameters of `statements.APPEND_POSTGRES`; `command` has the columns in order."""
    return {
        **dict(zip(_COMMAND_COLUMNS, command, strict=True)),
        "expected": json.dumps(dict(expected)),
        "streams": [event.originator_id for event in events],
        "versions": [event.originator_version for event in events],
        "topics": [event.topic for event in events],
        "states": [event.state for event in events],
    }
