"""Explanations: each decision of a subject with its rule citations, causes and effects."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from domain.kernel.decider import Recorded
from domain.kernel.in_force import Assignment
from domain.kernel.serialization.envelope import UnreadableState
from domain.shared.filings.import_messages import ActImported
from domain.shared.signatures.messages import ActSigned
from projections.annotations import Annotation, annotations_in, resting_on
from projections.explain.causation import Leaves
from projections.explain.role_basis import RoleBasis
from projections.explain.rule_citations import Ground, RuleCitations
from projections.imports import import_of, imports_in
from store.port import CommandRow, EventLog


@dataclass(frozen=True, slots=True)
class Linked:
    """Another event, a cause or an effect of this event."""

    event_id: str
    stream: str
    name: str
    effective_on: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Explained:
    """A decision: an event or a refused act; `grounds` are the rules that it asked.

    `held` is the assignment by which its actor had the role; null if the role was not assigned.
    `annotations` corrected its date, the newest last; `resting` are decisions on the logged date.
    `imported` is the import that it came of, if it came of one; `signed` the last signature of the
    act that it belongs to, if several signed.
    """

    row: CommandRow | None
    recorded: Recorded[Any] | None
    grounds: tuple[Ground, ...]
    causes: tuple[Linked, ...] = ()
    effects: tuple[Linked, ...] = ()
    held: Assignment | None = None
    annotations: tuple[Annotation, ...] = ()
    resting: tuple[Recorded[Any], ...] = ()
    imported: Recorded[ActImported] | None = None
    signed: Recorded[ActSigned] | None = None


def explain_subject(log: EventLog, leaves: Leaves, stream: str) -> list[Explained]:
    """Every decision on a subject, refused acts too, in the order of recording."""
    grounds = RuleCitations(log)
    rows = {row.command_id: row for row in log.commands(stream)}
    holding = RoleBasis(log, stream, leaves.unread)
    events = log.read(stream)
    explained = (_event(one, rows.get(one.command_id), leaves, grounds, holding) for one in events)
    found = _with_days(explained, events)
    found += [_refusal(row, grounds) for row in rows.values() if _refused(row)]
    return sorted(found, key=_recorded_at)


def explain_decision(log: EventLog, leaves: Leaves, asked: UUID) -> list[Explained]:
    """The decision of an event id, or all that an act led to by its command id; none if unknown."""
    grounds = RuleCitations(log)
    row = log.command(asked)
    if row is not None and _refused(row):
        return [_refusal(row, grounds)]
    if row is not None:
        events = log.read(row.stream)
        made = [one for one in events if one.command_id == asked]
        holding = RoleBasis(log, row.stream, leaves.unread)
        return _with_days((_event(one, row, leaves, grounds, holding) for one in made), events)
    leaf = leaves.get(str(asked))
    if leaf is None:
        return []
    stream = str(leaf["stream"])
    events = log.read(stream)
    found = next((one for one in events if one.id == asked), None)
    if found is None or found.version != int(leaf["version"]):
        why = LookupError(f"{stream} has no version {leaf['version']} of this id")
        raise UnreadableState(str(leaf["name"]), why)
    row = log.command(found.command_id)
    explained = _event(found, row, leaves, grounds, RoleBasis(log, stream, leaves.unread))
    return _with_days((explained,), events)


def _event(
    recorded: Recorded[Any],
    row: CommandRow | None,
    leaves: Leaves,
    grounds: RuleCitations,
    holding: RoleBasis,
) -> Explained:
    event_id = str(recorded.id)
    return Explained(
        row,
        recorded,
        tuple(grounds.of(basis) for basis in recorded.basis),
        tuple(map(_linked, leaves.causes(event_id)))[::-1],
        tuple(map(_linked, _led_to(leaves, event_id))),
        holding.of(recorded),
    )


def _with_days(explained: Iterable[Explained], events: Sequence[Recorded[Any]]) -> list[Explained]:
    """The decisions with the annotations and imports among the events of their subject."""
    found, imports = annotations_in(events), imports_in(events)
    signatures = {one.command_id: one for one in events if isinstance(one.event, ActSigned)}
    return [
        replace(
            one,
            annotations=found.get(one.recorded.id, ()),
            resting=resting_on(one.recorded, events, found),
            imported=import_of(imports, one.recorded),
            signed=signatures.get(one.recorded.command_id),
        )
        for one in explained
        if one.recorded is not None
    ]


def _refusal(row: CommandRow, grounds: RuleCitations) -> Explained:
    return Explained(row, None, tuple(grounds.of(basis) for basis in row.outcome["basis"]))


def _led_to(leaves: Leaves, event_id: str) -> Iterator[Mapping[str, Any]]:
    """The leaves of all that an event led to, directly or not, each once."""
    seen = {event_id}
    to_come = deque(leaves.effects(event_id))
    while to_come:
        leaf = to_come.popleft()
        if leaf["event_id"] not in seen:
            seen.add(leaf["event_id"])
            yield leaf
            to_come += leaves.effects(leaf["event_id"])


def _linked(leaf: Mapping[str, Any]) -> Linked:
    return Linked(
        leaf["event_id"], leaf["stream"], leaf["name"], leaf["effective_on"], leaf["data"]
    )


def _refused(row: CommandRow) -> bool:
    return bool(row.outcome["status"] == "refused")


def _recorded_at(one: Explained) -> Any:
    if one.recorded is not None:
        return one.recorded.recorded_at, one.recorded.version
    return (one.row.recorded_at, 0) if one.row else ()
