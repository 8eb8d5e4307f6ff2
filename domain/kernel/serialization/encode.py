"""The audit leaf of an event, written as canonical JSON in one pass, without intermediate objects.

The keys of a leaf are written in sorted order here; `test_encode` compares the text with the
canonical JSON of the same leaf built as objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.kernel.answer import Answer
from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.decider import Actor, Recorded
from domain.kernel.serialization.canonical_json import canonical_text

_KEPT_ANSWERS = 4096
"""The size of a rule book's cache: when the book repeats an answer, its text is reused."""


def leaf_text(recorded: Recorded[Any], basis: Sequence[Answer], data: str) -> str:
    """The leaf of an event; `data` must already be canonical JSON."""
    caused_by = f'"{recorded.caused_by!s}"' if recorded.caused_by else "null"
    event = recorded.event
    return (
        f'{{"actor":{actor_text(recorded.actor)}'
        f',"basis":[{",".join([_basis_text(answer) for answer in basis])}]'
        f',"caused_by":{caused_by}'
        f',"command_id":"{recorded.command_id!s}"'
        f',"data":{data}'
        f',"effective_on":"{recorded.effective_on.isoformat()}"'
        f',"event_id":"{recorded.id!s}"'
        f',"event_version":"{event.version}"'
        f',"name":{canonical_text(event.name)}'
        f',"recorded_at":"{recorded.recorded_at.isoformat()}"'
        f',"stored_at":"{recorded.stored_at.isoformat()}"'
        f',"stream":{canonical_text(recorded.stream)}'
        f',"version":"{recorded.version}"}}'
    )


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


def _basis_text(answer: Answer) -> str:
    """The basis of an answer as text, cached by the answer's identity.

    Rules return the same, unchanged answer object for the same question. The cache keeps the
    answer, so its `id` stays unique.
    """
    kept = _BASES.get(id(answer))
    if kept is None:
        kept = _BASES.put(id(answer), (answer, canonical_text(basis_of(answer))))
    return kept[1]


_BASES = BoundedCache[int, tuple[Answer, str]](_KEPT_ANSWERS)


def actor_text(actor: Actor) -> str:
    """An actor in canonical JSON."""
    who, organisation = canonical_text(actor.id), canonical_text(actor.organisation)
    return f'{{"id":{who},"organisation":{organisation},"role":"{actor.role.value}"}}'
