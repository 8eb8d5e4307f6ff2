"""The envelope: the stored form of an event, which an auditor can verify later.

The stored bytes are `{"leaf": ..., "withheld": ...}` in canonical JSON. The leaf is hashed by
audits: it holds everything, with a salted digest in place of each withholdable field. The second
part holds salt and value of those fields and may be removed without changing the leaf
(docs/decisions/0003-audit-leaf.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from pydantic import ValidationError

from domain.kernel.answer import Answer
from domain.kernel.decider import Actor, CommandContext, Decision, Recorded
from domain.kernel.message import Event
from domain.kernel.serialization.canonical_json import canonical
from domain.kernel.serialization.decode import recorded
from domain.kernel.serialization.encode import leaf_values
from domain.kernel.serialization.upcasting import upcast
from domain.kernel.vocabulary import Role


class Sealed(NamedTuple):
    """An event ready to store; `topic` is its stored name and version."""

    stream: str
    version: int
    topic: str
    state: bytes


def topic_of(event: type[Event] | Event) -> str:
    """The stored name and version: `monitoring.result-filed@1`."""
    return f"{event.name}@{event.version}"


def event_id(command_id: UUID, position: int) -> UUID:
    """The id of the event at a position (from 0) in the outcome of a command."""
    return uuid5(command_id, str(position))


def seal(
    decisions: Sequence[Decision[Any]],
    act: CommandContext[Any],
    stream: str,
    after: int,
    stored_at: datetime,
    salt: Callable[[], str],
) -> tuple[Sealed, ...]:
    """Put each decision into its envelope, following version `after` of the stream."""
    return seal_recorded(decisions, record(decisions, act, stream, after, stored_at), salt)


def record(
    decisions: Sequence[Decision[Any]],
    act: CommandContext[Any] | None,
    stream: str,
    after: int,
    stored_at: datetime,
) -> tuple[Recorded[Any], ...]:
    """The events of an outcome as the log will return them, without their basis.

    An unreadable act (`None`) gives no events. Reading sealed events back gives values equal to
    these; `testkit.decider_spec` checks this for every decision of every test.
    """
    if act is None:
        return ()
    made: list[Recorded[Any]] = []
    for position, decision in enumerate(decisions):
        cause = decision.caused_by or act.caused_by
        made.append(
            Recorded(
                decision.event,
                event_id(act.command_id, position),
                stream,
                after + position + 1,
                decision.effective_on or act.effective_on,
                act.at,
                stored_at,
                decision.actor or act.actor,
                act.command_id,
                cause if decision.cause is None else event_id(act.command_id, decision.cause),
            )
        )
    return tuple(made)


def seal_recorded(
    decisions: Sequence[Decision[Any]],
    events: Sequence[Recorded[Any]],
    salt: Callable[[], str],
) -> tuple[Sealed, ...]:
    """Put recorded events into their envelopes, each with the basis of its decision."""
    return tuple(
        _seal_one(recorded, decision.basis, salt)
        for recorded, decision in zip(events, decisions, strict=True)
    )


def _seal_one(recorded: Recorded[Any], basis: Sequence[Answer], salt: Callable[[], str]) -> Sealed:
    data, withheld = _withhold(recorded.event, salt)
    state = canonical({"leaf": leaf_values(recorded, basis, data), "withheld": withheld})
    return Sealed(recorded.stream, recorded.version, topic_of(recorded.event), state)


def digest(salt: str, value: Any) -> str:
    """The salted sha256 (hex) that replaces a withholdable value."""
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


class UnreadableState(ValueError):  # noqa: N818 - it tells what is the matter
    """Stored bytes that are damaged, or an event unknown to this program."""

    def __init__(self, topic: str, why: Exception) -> None:
        said = why.errors()[0]["msg"] if isinstance(why, ValidationError) else str(why)
        super().__init__(f"{topic}: {type(why).__name__}: {said}")


def leaf_of(state: bytes) -> dict[str, Any]:
    """The audit leaf of stored bytes."""
    leaf: dict[str, Any] = json.loads(state)["leaf"]
    return leaf


def unseal(topic: str, state: bytes, *, basis: bool = True) -> Recorded[Any]:
    """Read stored bytes; raises `UnreadableState` for damaged bytes and unknown events.

    Folding does not need `basis`, the larger part of the bytes, so it can be skipped.
    """
    name, _, version = topic.rpartition("@")
    event = Event.by_name.get(name) or Event.named(name)
    try:
        if event is not None and version == str(event.version):
            return recorded(event, state, basis=basis)
        return _unseal_older(topic, state)
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableState(topic, error) from error


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
