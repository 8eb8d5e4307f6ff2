"""What an act led to in the record and leads to in the other world, and whether they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from domain.answer import Answer
from domain.decision import Decided, Recorded
from domain.message import Event
from domain.refusal import Refusal
from projections.counterfactual.changes import ChangeKind, Outcome, as_stored
from projections.counterfactual.record import Entry

Events = Sequence[Recorded[Any]]


def reaches_others(event: Event) -> bool:
    """Whether an event reaches other subjects: a selection, a draw."""
    return _reaching(event.name)


@cache
def _reaching(name: str) -> bool:
    return hasattr(Event.by_name[name], "reaches")


def position_of(entry: Entry) -> int:
    """The log's position that a recorded selection saw, 0 where none is recorded."""
    position: int = getattr(entry.events[0].event, "position", 0) if entry.events else 0
    return position


def same_events(entry: Entry, decided: Decided | None) -> bool:
    """Whether an act leads to the events that are recorded."""
    if decided is None or isinstance(decided, Refusal) or len(decided) != len(entry.events):
        return False
    pairs = zip(decided, entry.events, strict=True)
    return all(one.event == recorded.event for one, recorded in pairs)


def kind_of(entry: Entry, decided: Decided, made: Events) -> ChangeKind | None:
    """How an act differs; none where it leads to the same."""
    if isinstance(decided, Refusal):
        if entry.accepted:
            return ChangeKind.REFUSED
        same = entry.row.outcome["code"] == decided.code.value
        return None if same else ChangeKind.REFUSED_OTHERWISE
    if not entry.accepted:
        return ChangeKind.ADMITTED
    if [one.event for one in made] == [one.event for one in entry.events]:
        return None
    return ChangeKind.CHANGED if made else ChangeKind.DROPPED


def recorded_outcome(entry: Entry) -> Outcome:
    """What is recorded of an act."""
    outcome = entry.row.outcome
    if not entry.accepted:
        return Outcome((), outcome["code"], outcome["zh"], outcome["en"])
    return Outcome(tuple(_told(entry.events)))


def outcome_of(decided: Decided, made: Events) -> Outcome:
    """What an act leads to in the other world."""
    if isinstance(decided, Refusal):
        return Outcome((), decided.code.value, decided.zh, decided.en)
    return Outcome(tuple(_told(made)))


def _told(events: Events) -> Iterator[tuple[str, dict[str, Any]]]:
    for recorded in events:
        yield recorded.event.name, recorded.event.data()


def recorded_basis(entry: Entry) -> list[Any]:
    """The stored answers that an act rested on, refused or not."""
    if entry.events:
        return [basis for recorded in entry.events for basis in recorded.basis]
    return list(entry.row.outcome.get("basis", ()))


def answers_of(decided: Decided) -> list[Answer]:
    """The answers that an act rests on in the other world."""
    if isinstance(decided, Refusal):
        return list(decided.basis)
    return [answer for decision in decided for answer in decision.basis]


def same_grounds(basis: Sequence[Mapping[str, Any]], answers: Sequence[Answer]) -> bool:
    """Whether the same rules said the same under the same clauses."""
    return len(basis) == len(answers) and all(map(_same, basis, answers))


def _same(stored: Mapping[str, Any], answer: Answer) -> bool:
    said, asked = (stored["rule"], stored["reason"]), (answer.rule, answer.reason)
    if said != asked or stored["clauses"] != [one.clause for one in answer.citations]:
        return False
    return stored["outcome"] in (answer.outcome, as_stored(answer.outcome))
