"""The audit leaf of an event, as JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.kernel.answer import Answer
from domain.kernel.decider import Recorded


def leaf_values(recorded: Recorded[Any], basis: Sequence[Answer], data: Mapping[str, Any]) -> Any:
    """The leaf of an event; `data` are its fields, digests in the place of those withheld."""
    return {
        "event_id": str(recorded.id),
        "stream": recorded.stream,
        "version": recorded.version,
        "name": recorded.event.name,
        "event_version": recorded.event.version,
        "effective_on": recorded.effective_on,
        "recorded_at": recorded.recorded_at,
        "stored_at": recorded.stored_at,
        "actor": recorded.actor.as_json(),
        "command_id": str(recorded.command_id),
        "caused_by": str(recorded.caused_by) if recorded.caused_by else None,
        "basis": [basis_of(answer) for answer in basis],
        "data": data,
    }


def basis_of(answer: Answer) -> dict[str, Any]:
    """The basis of a decision without quotes; the adopted pack has the quotes."""
    return {
        "rule": answer.rule,
        "on": answer.on.isoformat(),
        "input": answer.input,
        "outcome": answer.outcome,
        "reason": answer.reason,
        "clauses": [citation.clause for citation in answer.citations],
        "rulings": [
            {"ambiguity": ruling.ambiguity, "status": ruling.status, "ruling": ruling.ruling}
            for ruling in answer.rulings
        ],
        "pack": {"id": answer.pack.id, "sha256": answer.pack.sha256},
        "sources": [{"id": pack.id, "sha256": pack.sha256} for pack in answer.sources],
    }
