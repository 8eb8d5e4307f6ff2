"""Imported events in a history or an explanation: who did the act, when, by which document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from domain.kernel.decider import Recorded
from domain.shared.filings.import_messages import ActImported
from domain.shared.names import role_names

_SHORT = 12


def imported_as(imported: Recorded[ActImported] | None) -> dict[str, Any]:
    """The import of an event as JSON values; empty for an event that was not imported."""
    if imported is None:
        return {}
    event = imported.event
    return {
        "imported": {
            "event_id": str(imported.id),
            "done_on": event.done_on.isoformat(),
            "done_by": event.done_by,
            "organisation": event.organisation,
            "role": event.role.value,
            "document": event.document,
        }
    }


def imported_lines(entry: Mapping[str, Any]) -> Iterator[str]:
    """The line that marks an imported event."""
    told = entry.get("imported")
    if told:
        yield (
            f"导入 imported：{told['done_on']} 由 {told['done_by']}"
            f"（{told['organisation']} · {role_names(told['role'])}）办理 done, "
            f"依据文件 document {told['document'][:_SHORT]}…"
        )
