"""The sendings of a fan-out as a chain: the event of each sending and its recipients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.kernel.decider import Recorded
from domain.shared.fan_out.messages import (
    Refused,
    SendingAsked,
    SubjectsOpened,
    SubjectsReached,
    with_subjects,
)
from store.port import EventLog


@dataclass(frozen=True, slots=True)
class Link:
    """A sending of a fan-out: its own event `by`, and the `first` event, which began the fan-out.

    `to` are its recipients; null means all subjects that the first event reaches.
    """

    by: Recorded[Any]
    first: Recorded[Any]
    to: frozenset[str] | None


def link_of(log: EventLog, stream: str, version: int) -> Link:
    """The sending by the event at a version; the stored events never change."""
    by = _at(log, stream, version)
    match by.event:
        case SubjectsReached() | SubjectsOpened() as sent:
            refused = with_subjects(sent, log.content)
            to = frozenset(name for one in refused if not one.final for name in one.subjects)
            return Link(by, _first(log, by), to)
        case SendingAsked(of=of):
            asked = _at(log, stream, of)
            refused = with_subjects(asked.event, log.content)
            to = frozenset(name for one in refused for name in one.subjects)
            return Link(by, _first(log, asked), to)
    return Link(by, by, None)


def left_out(log: EventLog, stream: str, version: int) -> tuple[Refused, ...]:
    """The final refusals before the sending by the event at a version; they are not asked again."""
    event = _at(log, stream, version).event
    if not isinstance(event, SubjectsReached | SubjectsOpened):
        return ()
    return tuple(one for one in with_subjects(event, log.content) if one.final)


def _at(log: EventLog, stream: str, version: int) -> Recorded[Any]:
    return log.read(stream, version - 1)[0]


def _first(log: EventLog, link: Recorded[Any]) -> Recorded[Any]:
    """The event that began the fan-out of a sending."""
    while isinstance(link.event, SubjectsReached | SendingAsked):
        link = _at(log, link.stream, link.event.of)
    return link
