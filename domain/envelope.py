"""The envelope: how an event is stored, so that an auditor can prove it later.

The stored bytes are `{"leaf": ..., "withheld": ...}` in canonical JSON. The leaf is what an audit
hashes: it carries everything, with a salted digest in the place of each withholdable field. The
second part carries salt and value of those fields, and may be dropped without touching the leaf
(docs/decisions/0003-audit-leaf.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from domain.answer import Answer
from domain.decision import Act, Actor, Decision, Recorded
from domain.message import Event
from domain.stored import recorded
from domain.upcasting import upcast
from domain.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Sealed:
    """An event ready to be stored: `topic` is its stored name and version."""

    stream: str
    version: int
    topic: str
    state: bytes


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no white space, UTF-8, every number as a string."""
    return _encode(_numbers_as_text(value)).encode()


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode

_AS_THEY_ARE = (str, bool)
_OBJECTS = (dict, Mapping)  # the plain type first: it is told at once, the other asks around
_LISTS = (list, tuple, Sequence)


def _numbers_as_text(value: Any) -> Any:
    if value is None or isinstance(value, _AS_THEY_ARE):
        return value
    if isinstance(value, _OBJECTS):
        return {
            str(key): item if type(item) is str else _numbers_as_text(item)
            for key, item in value.items()
        }
    if isinstance(value, _LISTS):
        return [_numbers_as_text(item) for item in value]
    return value.isoformat() if isinstance(value, date) else str(value)


def topic_of(event: type[Event] | Event) -> str:
    """The stored name and version: `monitoring.result-filed@1`."""
    return f"{event.name}@{event.version}"


def event_id(command_id: UUID, position: int) -> UUID:
    """The id of the event at a position (from 0) in the outcome of a command."""
    return uuid5(command_id, str(position))


def seal(
    decisions: Sequence[Decision[Any]],
    act: Act[Any],
    stream: str,
    after: int,
    stored_at: datetime,
    salt: Callable[[], str],
) -> tuple[Sealed, ...]:
    """Put each decision into its envelope, following version `after` of the stream."""
    return tuple(
        _seal_one(decision, position, act, stream, after + position + 1, stored_at, salt)
        for position, decision in enumerate(decisions)
    )


def _seal_one(
    decision: Decision[Any],
    position: int,
    act: Act[Any],
    stream: str,
    version: int,
    stored_at: datetime,
    salt: Callable[[], str],
) -> Sealed:
    data, withheld = _withhold(decision.event, salt)
    leaf = {
        "event_id": str(event_id(act.command_id, position)),
        "stream": stream,
        "version": version,
        "name": decision.event.name,
        "event_version": decision.event.version,
        "effective_on": act.effective_on,
        "recorded_at": act.at,
        "stored_at": stored_at,
        "actor": {
            "id": act.actor.id,
            "organisation": act.actor.organisation,
            "role": act.actor.role.value,
        },
        "command_id": str(act.command_id),
        "caused_by": _cause(decision, act),
        "basis": [basis_of(answer) for answer in decision.basis],
        "data": data,
    }
    return Sealed(
        stream, version, topic_of(decision.event), canonical({"leaf": leaf, "withheld": withheld})
    )


def _cause(decision: Decision[Any], act: Act[Any]) -> str | None:
    if decision.cause is not None:
        return str(event_id(act.command_id, decision.cause))
    cause = decision.caused_by or act.caused_by
    return str(cause) if cause else None


def digest(salt: str, value: Any) -> str:
    """The salted sha256 (hex) that stands for a withholdable value."""
    return hashlib.sha256(salt.encode() + b"\n" + canonical(value)).hexdigest()


def _withhold(event: Event, salt: Callable[[], str]) -> tuple[dict[str, Any], dict[str, Any]]:
    data = event.data()
    withheld: dict[str, Any] = {}
    for name in event.withholdable:
        if name in data:
            value, grain = data[name], salt()
            withheld[name] = {"salt": grain, "value": value}
            data[name] = {"sha256": digest(grain, value)}
    return data, withheld


def basis_of(answer: Answer) -> dict[str, Any]:
    """What a decision rests on, without quotes: those are in the adopted pack."""
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


def leaf_of(state: bytes) -> dict[str, Any]:
    """The audit leaf of stored bytes."""
    leaf: dict[str, Any] = json.loads(state)["leaf"]
    return leaf


def unseal(topic: str, state: bytes, *, basis: bool = True) -> Recorded[Any]:
    """Read stored bytes back; raises `LookupError` for a name or version that nobody knows.

    Folding needs no `basis`, the larger part of the bytes: without it, it may be left out.
    """
    event = Event.by_name.get(topic.rpartition("@")[0])
    if event is not None and topic == topic_of(event):
        return recorded(event, state, basis=basis)
    return _unseal_older(topic, state)


def _unseal_older(topic: str, state: bytes) -> Recorded[Any]:
    stored = json.loads(state)
    leaf, withheld = stored["leaf"], stored["withheld"]
    data = leaf["data"]
    for name, secret in withheld.items():
        data[name] = secret["value"]
    actor = leaf["actor"]
    caused_by = leaf["caused_by"]
    return Recorded(
        event=upcast(topic, data),
        id=UUID(leaf["event_id"]),
        stream=leaf["stream"],
        version=int(leaf["version"]),
        effective_on=date.fromisoformat(leaf["effective_on"]),
        recorded_at=datetime.fromisoformat(leaf["recorded_at"]),
        stored_at=datetime.fromisoformat(leaf["stored_at"]),
        actor=Actor(actor["id"], actor["organisation"], Role(actor["role"])),
        command_id=UUID(leaf["command_id"]),
        caused_by=UUID(caused_by) if caused_by else None,
        basis=tuple(leaf["basis"]),
    )
