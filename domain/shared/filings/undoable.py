"""Acts of the bureau that can be undone: their commands, their event, and what they are by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from domain.kernel.decider import Decided, Recorded
from domain.kernel.message import WITHHOLDABLE, Command, Event, Message
from domain.kernel.vocabulary import Day, Role, Text

Becomes = Literal["cancelled", "returned", "stands"]

BECOMES: Mapping[Becomes, str] = {"cancelled": "作废", "returned": "退回重报", "stands": "不变"}
"""What becomes of something that rested on an act, in Chinese."""


class Following(Message):
    """One thing that rests on the act, by its key, and what becomes of it."""

    of: Text
    becomes: Becomes


class WithdrawAct(
    Command, name="act.withdraw", who={Role.FINANCE, Role.CONGRESS, Role.AUDIT}, reads_past=True
):
    """Withdraw an act of one's own organisation, with the reason, while nothing rests on it.

    `act` is the name of the act; one that is taken at a monitoring node, by a document or for a
    county is named with that: `target.approve`, `monitoring.review:NODE`,
    `audit.record-finding:DOCUMENT`, `county-appraisal.score:COUNTY:NODE`.
    """

    act: Text
    reason: Text


class CorrectAct(
    Command, name="act.correct", who={Role.FINANCE, Role.CONGRESS, Role.AUDIT}, reads_past=True
):
    """Correct an act that something rests on already, and say what becomes of each of it.

    `act` is as in `act.withdraw`; `replacement` has the fields of the act that takes its place.
    Without it, the act is taken again later.
    """

    act: Text
    reason: Text
    follows: tuple[Following, ...] = ()
    replacement: dict[str, Any] | None = None


class ActWithdrawn(Event, name="act.withdrawn", version=1):
    """An act was withdrawn: taken `on` a day by a person; `replaced` if another follows at once."""

    act: Text
    on: Day
    by: Text
    reason: Annotated[Text, WITHHOLDABLE]
    follows: tuple[Following, ...] = ()
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Undoable:
    """An act that can be undone, by the event that records it.

    `of` gives the node or document that names it, if any. `stands` tells whether the act stands in
    a state, `rests` gives the keys of what rests on it, and `falls` of what falls by itself;
    `undone` is the state without it. An act with `again`, its command and its decision, may be
    corrected while something rests on it; one that is `overwritten` stays until its replacement
    takes its place. Those who took it may undo it, and the roles in `also`. An event that is not
    `taken` came of another act, and goes with that. An event that is older than the event `since`
    says nothing of what stands now.
    """

    event: type[Event]
    stands: Callable[[Any, str], bool]
    rests: Callable[[Any, str], Iterable[str]]
    undone: Callable[[Any, str], Any]
    of: Callable[[Any], str] = lambda _event: ""
    falls: Callable[[Any, str], Iterable[str]] = lambda _state, _of: ()
    again: tuple[type[Command], Callable[..., Decided]] | None = None
    also: frozenset[Role] = frozenset()
    taken: Callable[[Recorded[Any]], bool] = lambda _recorded: True
    overwritten: bool = False
    since: Callable[[Any, str], UUID | None] = lambda _state, _of: None


@dataclass(frozen=True, slots=True)
class Undoing:
    """The acts of one kind of subject that can be undone, by their names.

    `named` gives the Chinese name of a key. `followed` is the state in which something that rested
    on an act became what was decided;
    `may_become` gives what a thing may become, by the kind in its key.
    """

    acts: Mapping[str, Undoable]
    named: Callable[[str], str]
    followed: Callable[[Any, Following], Any]
    may_become: Callable[[str], tuple[Becomes, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """The act that stands, with the event that recorded it, and its key's second part."""

    undoable: Undoable
    recorded: Recorded[Any]
    of: str
