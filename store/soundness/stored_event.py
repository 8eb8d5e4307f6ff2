"""The check of a single stored event: bytes, columns, digests and id."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from domain.kernel.message import Event
from domain.kernel.serialization.envelope import UnreadableState, digest, unseal
from store.databases.database import Row
from store.soundness.findings import Fault, Unsound, shown

CONTENT_FIELDS = ("sha256", "portfolio", "original", "listed")
"""The fields in which events name stored content."""

_UNPARSED = (ValueError, TypeError, RecursionError)
_TEXTS = (
    "command_id",
    "effective_on",
    "event_id",
    "event_version",
    "name",
    "recorded_at",
    "stored_at",
    "stream",
    "version",
)
_BASIS = frozenset(
    {"rule", "on", "input", "outcome", "reason", "clauses", "rulings", "pack", "sources"}
)


class _HasNumber(ValueError):  # noqa: N818 - what it says
    """A number in stored bytes, where numbers must be strings."""


def _refuse(number: str) -> None:
    raise _HasNumber(number)


_read = json.JSONDecoder(parse_int=_refuse, parse_float=_refuse, parse_constant=_refuse).decode
_canonical = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False
).encode
"""Canonical JSON of a value without numbers: all that is left is the order of the keys."""


class EventColumns(NamedTuple):
    """A row of the events; `before` is the position of the stream's previous version, if any."""

    position: int
    stream: str
    version: int
    topic: str
    state: bytes
    before: int | None

    def unsound(self, fault: Fault, detail: str) -> Unsound:
        """A fault of this event."""
        where = f"position {self.position}, version {self.version}"
        return Unsound(fault, shown(self.stream), f"{where}: {detail}")


class EventRead(NamedTuple):
    """The readable parts of an event; without a `leaf`, nothing was readable."""

    columns: EventColumns
    leaf: Mapping[str, Any] | None
    event: Event | None
    faults: tuple[Unsound, ...]

    @property
    def contents(self) -> list[str]:
        """The stored contents that it names."""
        found = (getattr(self.event, name, None) for name in CONTENT_FIELDS)
        return [value for value in found if isinstance(value, str)]


def read_event(row: Row) -> EventRead:
    """Read a row of the events and check it by itself."""
    columns = EventColumns(*row)
    try:
        stored, is_canonical = _parsed(columns)
        leaf = _leaf(stored)
    except _UNPARSED as error:
        return EventRead(columns, None, None, (_unreadable(columns, str(error)),))
    event, unread = _event(columns)
    faults: list[Unsound] = []
    if not is_canonical:
        detail = "the stored bytes are not canonical JSON of what they say"
        faults.append(columns.unsound(Fault.EVENT_NOT_CANONICAL, detail))
    faults += _place(columns, leaf)
    faults += _digests(columns, leaf["data"], stored["withheld"], event)
    if unread is not None:
        faults.insert(0, unread if faults else _of_whom(columns, unread))
    return EventRead(columns, leaf, event, tuple(faults))


def as_damage(one: Unsound) -> Unsound:
    """A finding on an event with which something else is wrong: no newer program wrote that."""
    return replace(one, fault=Fault.EVENT_UNREADABLE) if one.fault is Fault.EVENT_UNKNOWN else one


def _of_whom(columns: EventColumns, unread: Unsound) -> Unsound:
    """Tell an event that is sound, but of a name or version that only a newer program knows."""
    name, _, version = columns.topic.rpartition("@")
    if not (name and version.isascii() and version.isdecimal()):
        return unread
    known = Event.named(name)
    is_newer = known is None or int(version) > known.version
    return replace(unread, fault=Fault.EVENT_UNKNOWN) if is_newer else unread


def _unreadable(columns: EventColumns, why: str) -> Unsound:
    detail = f"{shown(columns.stream)} version {columns.version}: {shown(why)}"
    return Unsound(Fault.EVENT_UNREADABLE, f"position {columns.position}", detail)


def _parsed(columns: EventColumns) -> tuple[Mapping[str, Any], bool]:
    """The stored bytes as JSON, and whether they are canonical; raises one of `_UNPARSED`."""
    for name, value, kind in (
        ("stream", columns.stream, str),
        ("version", columns.version, int),
        ("topic", columns.topic, str),
        ("state", columns.state, bytes),
    ):
        if not isinstance(value, kind):
            raise TypeError(f"the column {name} holds {shown(value)}, not {kind.__name__}")
    stored, is_canonical = _decoded(columns.state)
    if not isinstance(stored, dict) or not isinstance(stored.get("withheld"), dict):
        raise TypeError("the stored bytes are no leaf with what is withheld of it")
    return stored, is_canonical


def _decoded(state: bytes) -> tuple[Any, bool]:
    text = state.decode()
    try:
        stored = _read(text)
    except _HasNumber:
        return json.loads(text), False
    return stored, _is_canonical(stored, state)


def _is_canonical(stored: Any, state: bytes) -> bool:
    try:
        return _canonical(stored).encode() == state
    except _UNPARSED:  # no Unicode text, or deeper than any event
        return False


def _leaf(stored: Mapping[str, Any]) -> Mapping[str, Any]:
    """The leaf, if it has the shape of one; raises one of `_UNPARSED`."""
    leaf = stored.get("leaf")
    if not isinstance(leaf, dict):
        raise TypeError("the stored bytes have no leaf")
    for name in _TEXTS:
        if not isinstance(leaf.get(name), str):
            raise TypeError(f"{name} of the leaf is no text: {shown(leaf.get(name))}")
    cause, basis = leaf.get("caused_by", False), leaf.get("basis")
    if not (cause is None or isinstance(cause, str)):
        raise TypeError(f"caused_by of the leaf is no text: {shown(cause)}")
    if not isinstance(leaf.get("data"), dict) or not isinstance(leaf.get("actor"), dict):
        raise TypeError("data or actor of the leaf is no object")
    if not isinstance(basis, list) or not all(_is_basis(one) for one in basis):
        raise TypeError("the basis of the leaf is no list of answers of rules")
    return leaf


def _is_basis(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and one.keys() >= _BASIS
        and isinstance(one["clauses"], list)
        and isinstance(one["rulings"], list)
        and isinstance(one["pack"], dict)
        and isinstance(one["sources"], list)
    )


def _event(columns: EventColumns) -> tuple[Event | None, Unsound | None]:
    """The event, or why it cannot be read."""
    try:
        return unseal(columns.topic, columns.state, basis=False).event, None
    except UnreadableState as error:
        return None, _unreadable(columns, str(error))


def _place(columns: EventColumns, leaf: Mapping[str, Any]) -> Iterator[Unsound]:
    """Compare the leaf with the columns."""
    said = {
        "stream": (leaf["stream"], columns.stream),
        "version": (leaf["version"], str(columns.version)),
        "topic": (f"{leaf['name']}@{leaf['event_version']}", columns.topic),
    }
    for name, (inside, column) in said.items():
        if inside != column:
            detail = f"{name} is {shown(column)} in the table, {shown(inside)} in the leaf"
            yield columns.unsound(Fault.EVENT_MISPLACED, detail)


def _digests(
    columns: EventColumns,
    data: Mapping[str, Any],
    withheld: Mapping[str, Any],
    event: Event | None,
) -> Iterator[Unsound]:
    """Compare each digest with its value; a withheld value has no entry."""
    for name, secret in withheld.items():
        if not isinstance(secret, dict) or not _is_text(secret.get("salt")):
            yield columns.unsound(Fault.SALT_MISSING, f"{shown(name)} has no salt")
        elif data.get(name) != {"sha256": _digest(secret["salt"], secret.get("value"))}:
            detail = f"the digest of {shown(name)} is not that of its value"
            yield columns.unsound(Fault.DIGEST_WRONG, detail)
    for name in event.withholdable if event is not None else ():
        if name in data and name not in withheld and not _is_digest(data[name]):
            detail = f"{name} stands in the leaf itself, not its digest"
            yield columns.unsound(Fault.DIGEST_MISSING, detail)


def _digest(salt: str, value: Any) -> str | None:
    try:
        return digest(salt, value)
    except _UNPARSED:
        return None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_digest(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"sha256"} and _is_text(value["sha256"])
