"""Outcomes of an act, compared between the record and the simulation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from domain.kernel.answer import Answer
from domain.kernel.decider import Decided, Recorded
from domain.kernel.message import Event
from domain.kernel.refusal import Refusal
from projections.what_if.changes import ChangeKind, Outcome
from projections.what_if.record import Entry

Events = Sequence[Recorded[Any]]


def reaches_others(event: Event) -> bool:
    """Whether an event reaches other subjects: a selection, a draw."""
    kind = type(event)
    reaches = _REACHING.get(kind)
    if reaches is None:
        reaches = _REACHING[kind] = hasattr(kind, "reaches")
    return reaches


_REACHING: dict[type[Event], bool] = {}
"""Cached by the kind of event; asking the event itself is slow."""


def position_of(entry: Entry) -> int:
    """The log position that a recorded selection saw; 0 if none is recorded.

    The selection that takes the place of a withdrawn one is not the first event of its act.
    """
    seen = (getattr(one.event, "position", 0) for one in entry.events)
    return next(filter(None, seen), 0)


def same_events(entry: Entry, decided: Decided | None) -> bool:
    """Whether an act leads to the recorded events."""
    events = entry.events
    if decided is None or isinstance(decided, Refusal) or len(decided) != len(events):
        return False
    pairs = zip(decided, events, strict=True)
    return all(_same(one.event, recorded.event) for one, recorded in pairs)


def same_outcome(entry: Entry, decided: Decided) -> bool:
    """Whether an act leads to the recorded events, or to the recorded refusal."""
    if isinstance(decided, Refusal):
        return entry.refused is not None and entry.refused.code == decided.code.value
    return entry.refused is None and same_events(entry, decided)


def _same(made: Event, recorded: Event) -> bool:
    """Whether an event was recorded so, or so by a program that left out its `added` fields."""
    if made == recorded:
        return True
    if type(made) is not type(recorded):
        return False
    fields = type(recorded).model_fields
    lacking = {
        name: fields[name].default
        for name in type(recorded).added
        if getattr(recorded, name) == fields[name].default
    }
    return bool(lacking) and made.model_copy(update=lacking) == recorded


def kind_of(entry: Entry, decided: Decided, made: Events) -> ChangeKind | None:
    """The kind of difference of an act; `None` if the result is the same."""
    if isinstance(decided, Refusal):
        if entry.refused is None:
            return ChangeKind.REFUSED
        same = entry.refused.code == decided.code.value
        return None if same else ChangeKind.REFUSED_OTHERWISE
    if entry.refused is not None:
        return ChangeKind.ADMITTED
    if [one.event for one in made] == [one.event for one in entry.events]:
        return None
    return ChangeKind.CHANGED if made else ChangeKind.DROPPED


def recorded_outcome(entry: Entry) -> Outcome:
    """The recorded result of an act."""
    return entry.refused or Outcome(tuple(_told(entry.events)))


def outcome_of(decided: Decided, made: Events) -> Outcome:
    """The result of an act in the other simulation."""
    if isinstance(decided, Refusal):
        return Outcome((), decided.code.value, decided.zh, decided.en)
    return Outcome(tuple(_told(made)))


def _told(events: Events) -> Iterator[tuple[str, dict[str, Any]]]:
    for recorded in events:
        yield recorded.event.name, recorded.event.data()


def answers_of(decided: Decided) -> Sequence[Answer]:
    """The rule answers that an act rests on in the other simulation."""
    if isinstance(decided, Refusal):
        return decided.basis
    if len(decided) == 1:
        return decided[0].basis
    return [answer for decision in decided for answer in decision.basis]
