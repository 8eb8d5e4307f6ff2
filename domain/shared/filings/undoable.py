"""Acts of the bureau that can be undone: their commands, their event, and what they are by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal
from uuid import UUID

from domain.kernel.decider import (
    COUNTY_PROJECTS,
    EVALUATED_PROJECTS,
    EVALUATIONS_BEFORE,
    MONITORED_PROJECTS,
    UNIT_DEDUCTIONS,
    CommandContext,
    Decided,
    Member,
    Recorded,
)
from domain.kernel.message import WITHHOLDABLE, Command, Event, Message
from domain.kernel.vocabulary import Day, Role, Text
from domain.shared.filings.undoing_ways import WaysOn

Becomes = Literal["cancelled", "returned", "stands"]

BECOMES: Mapping[Becomes, str] = {"cancelled": "作废", "returned": "退回重报", "stands": "不变"}
"""The fate of something that rested on a withdrawn act, in Chinese."""


class Following(Message):
    """Something that rests on the act, by its key, and its fate."""

    of: Text
    becomes: Becomes


_UNDOING = {Role.FINANCE, Role.CONGRESS, Role.AUDIT, Role.GOVERNMENT}
"""The roles whose acts are undone; each undoes those of its own organisation."""


FRAMES = frozenset(
    {COUNTY_PROJECTS, EVALUATED_PROJECTS, EVALUATIONS_BEFORE, MONITORED_PROJECTS, UNIT_DEDUCTIONS}
)
"""The frames that an act is corrected with."""


class UndoingAct(Command):
    """An act that undoes the act of a key: it is decided with the frame of that act."""

    act: Text
    reason: Text

    @classmethod
    def frame_for(cls, fields: Mapping[str, Any]) -> str | None:
        """The frame of the act that is undone, where that looks at other subjects."""
        undone = Command.by_name.get(str(fields.get("act")).partition(":")[0])
        wanted = undone.frame_for(fields.get("replacement") or {}) if undone else None
        return wanted if wanted in FRAMES else None


class WithdrawAct(UndoingAct, name="act.withdraw", who=_UNDOING, reads_past=True):
    """Withdraw an act of one's own organisation, with the reason, while nothing rests on it.

    `act` is the name of the act. An act at a monitoring node, by a document or for a county adds
    that to its name: `target.approve`, `monitoring.review:NODE`, `audit.record-finding:DOCUMENT`,
    `county-appraisal.score:COUNTY:NODE`.
    """


class CorrectAct(UndoingAct, name="act.correct", who=_UNDOING, reads_past=True):
    """Correct an act on which something rests, and decide the fate of each such thing.

    `act` is as in `act.withdraw`; `replacement` has the fields of the act that takes its place.
    Without it, the act is taken again later. The replacement of an imported act has its whole
    `content`, and `done_on`, `done_by` and `document` where these were wrong.
    """

    follows: tuple[Following, ...] = ()
    replacement: dict[str, Any] | None = None

    @property
    def taken_by(self) -> int:
        """The version of the act that takes the place, if one does."""
        name = self.act.partition(":")[0]
        again = None if self.replacement is None else Command.by_name.get(name)
        return again.version if again else self.version


def takes_back(command: Command, act: str) -> bool:
    """Whether a command takes back the withdrawal of its subject, by the name of that act."""
    return isinstance(command, WithdrawAct) and command.act == act


class ActWithdrawn(Event, name="act.withdrawn", version=1):
    """An act was withdrawn: taken `on` a day by a person; `replaced` if another follows at once."""

    act: Text
    on: Day
    by: Text
    reason: Annotated[Text, WITHHOLDABLE]
    follows: tuple[Following, ...] = ()
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """The subjects that an act reached, and how it is taken back from them.

    `codes` are theirs, by the state and the key. `rests` gives the newest act on one of them that
    rests on this act, if there is one. `again` are the codes that a replacement reaches by its
    event. `taken_back` is the event that takes the act back from some of them.
    """

    codes: Callable[[Any, str], tuple[str, ...]]
    rests: Callable[[Member], str | None]
    again: Callable[[Any], tuple[str, ...]]
    taken_back: type[Event]


@dataclass(frozen=True, slots=True)
class Undoable:
    """An act that can be undone, by the event that records it.

    `of` gives the node or document in its name, if there is one. `stands` tells whether a state
    still has the act. `rests` gives the keys of the things that rest on it, `falls` the keys of the
    things that are cancelled with it. `undone` is the state without it. Only an act with `again`
    (its command and its decision) may be corrected while something rests on it; `completed` gives
    the whole replacement for a state, a part and the correction, or a refusal. The replacement is
    decided on the state `replaced_on`, and `meanwhile` is the state until its event in the same
    outcome; by default both are the state without the act. `stays` are the kinds of things that
    stand whatever becomes of the act. The organisation that took the act may undo it, and so may
    the roles in `also`. An event that is not `taken` is the effect of another act and is undone
    with that act. Only events after the event `since` tell what stands.
    `fields` are the fields of the replacement that the key of the act gives; by default its node.
    An act that `reached` other subjects is taken back from them too.
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
    completed: Callable[[Any, str, CommandContext[CorrectAct]], Any] = lambda _state, _of, act: (
        act.command.replacement
    )
    replaced_on: Callable[[Any, str], Any] | None = None
    meanwhile: Callable[[Any, str], Any] | None = None
    stays: frozenset[str] = frozenset()
    fields: Callable[[str], Mapping[str, Any]] | None = None
    reached: Reached | None = None

    @property
    def is_named(self) -> bool:
        """Whether the act is named with a node, a duty or a document."""
        return self.of is not Undoable.__dataclass_fields__["of"].default

    since: Callable[[Any, str], UUID | None] = lambda _state, _of: None


@dataclass(frozen=True, slots=True)
class Undoing:
    """The acts of one kind of subject that can be undone, by their names.

    `named` gives the Chinese name of a key. `followed` is the state after something that rested on
    an act met its fate. `may_become` gives the possible fates of a thing by its key.
    """

    acts: Mapping[str, Undoable]
    named: Callable[[str], str]
    followed: Callable[[Any, Following], Any]
    may_become: Callable[[str], tuple[Becomes, ...]]
    instead: WaysOn = field(default_factory=dict)
    """The way on from a wrong act that is never undone, by its name."""

    def fates(self, undoable: Undoable, key: str) -> tuple[Becomes, ...]:
        """The possible fates of a thing that rests on an act; none if it is withdrawn first."""
        if key.partition(":")[0] in undoable.stays:
            return ("stands",)
        return self.may_become(key)


@dataclass(frozen=True, slots=True)
class Found:
    """An act that stands: the event that recorded it, and the node or document of its key."""

    undoable: Undoable
    recorded: Recorded[Any]
    of: str
