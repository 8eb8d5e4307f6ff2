"""Undoing: an act of the bureau is withdrawn while nothing rests on it, later it is corrected.

Both acts stay in the log. The event that withdraws an act lists everything that rested on it, and
the fate of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Decision,
    InForce,
    Recorded,
    following_another,
)
from domain.kernel.message import WITHHOLDABLE, Command, Event, Message
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, Role, Text
from domain.shared.filings.replacement import decided_with
from domain.shared.filings.undoing_refusals import (
    WaysOn,
    cannot_be_withdrawn,
    does_not_stand,
    lacks_its_node,
)

Becomes = Literal["cancelled", "returned", "stands"]

BECOMES: Mapping[Becomes, str] = {"cancelled": "作废", "returned": "退回重报", "stands": "不变"}
"""The fate of something that rested on a withdrawn act, in Chinese."""


class Following(Message):
    """Something that rests on the act, by its key, and its fate."""

    of: Text
    becomes: Becomes


class WithdrawAct(
    Command, name="act.withdraw", who={Role.FINANCE, Role.CONGRESS, Role.AUDIT}, reads_past=True
):
    """Withdraw an act of one's own organisation, with the reason, while nothing rests on it.

    `act` is the name of the act. An act at a monitoring node or by a document adds that to its
    name: `target.approve`, `monitoring.review:NODE`, `audit.record-finding:DOCUMENT`.
    """

    act: Text
    reason: Text


class CorrectAct(
    Command, name="act.correct", who={Role.FINANCE, Role.CONGRESS, Role.AUDIT}, reads_past=True
):
    """Correct an act on which something rests, and decide the fate of each such thing.

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

    `of` gives the node or document in its name, if there is one. `stands` tells whether a state
    still has the act. `rests` gives the keys of the things that rest on it, `falls` the keys of the
    things that are cancelled with it. `undone` is the state without it. Only an act with `again`
    (its command and its decision) may be corrected while something rests on it. An `overwritten`
    act stays in the state until its replacement overwrites it. The organisation that took the act
    may undo it, and so may the roles in `also`. An event that is not `taken` is the effect of
    another act and is undone with that act.
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


@dataclass(frozen=True, slots=True)
class Undoing:
    """The acts of one kind of subject that can be undone, by their names.

    `named` gives the Chinese name of a key. `followed` is the state after something that rested on
    an act met its fate. `may_become` gives the possible fates of a thing by its key. `instead` has
    the way on from a wrong act that is never withdrawn, by its name.
    """

    acts: Mapping[str, Undoable]
    named: Callable[[str], str]
    followed: Callable[[Any, Following], Any]
    may_become: Callable[[str], tuple[Becomes, ...]]
    instead: WaysOn = field(default_factory=dict)


_STANDS: tuple[Becomes, ...] = ("stands",)
"""The only fate of a thing on which nobody has to decide."""


@dataclass(frozen=True, slots=True)
class Found:
    """An act that stands: the event that recorded it, and the node or document of its key."""

    undoable: Undoable
    recorded: Recorded[Any]
    of: str


def withdraw(
    undoing: Undoing, state: Any, act: CommandContext[WithdrawAct], _in_force: InForce
) -> Decided:
    """Withdraw an act on which nothing rests."""
    found = find(undoing, state, act, act.command.act)
    if isinstance(found, Refusal):
        return found
    resting = tuple(found.undoable.rests(state, found.of))
    if resting:
        return something_rests(undoing, act.command.act, found.undoable, resting)
    return (Decision(withdrawal(found, state, act.command.act, act.command.reason)),)


def correct(
    undoing: Undoing, state: Any, act: CommandContext[CorrectAct], in_force: InForce
) -> Decided:
    """Withdraw an act, end what rested on it as decided, and take it again if it is replaced."""
    command = act.command
    found = find(undoing, state, act, command.act)
    if isinstance(found, Refusal):
        return found
    refusal = _may_correct(undoing, found, state, command)
    if refusal:
        return refusal
    resting = found.undoable.rests(state, found.of)
    said = {one.of for one in command.follows}
    stay = [Following(of=key, becomes="stands") for key in resting if key not in said]
    follows = (*command.follows, *stay)
    event = withdrawal(found, state, command.act, command.reason, follows)
    if command.replacement is None:
        return (Decision(event),)
    event = event.model_copy(update={"replaced": True})
    made = _again(found, without(undoing, state, event), act, in_force)
    return made if isinstance(made, Refusal) else (Decision(event), *following_another(made))


def withdrawal(
    found: Found, state: Any, key: str, reason: str, follows: tuple[Following, ...] = ()
) -> ActWithdrawn:
    """The event that withdraws an act; what falls with it by itself is cancelled."""
    fallen = (
        Following(of=one, becomes="cancelled") for one in found.undoable.falls(state, found.of)
    )
    return ActWithdrawn(
        act=key,
        on=found.recorded.effective_on,
        by=found.recorded.actor.id,
        reason=reason,
        follows=(*follows, *fallen),
    )


def without(undoing: Undoing, state: Any, event: ActWithdrawn) -> Any:
    """The state without an act that was withdrawn."""
    name, _, of = event.act.partition(":")
    return undoing.acts[name].undone(_followed(undoing, state, event), of)


def _followed(undoing: Undoing, state: Any, event: ActWithdrawn) -> Any:
    for following in event.follows:
        state = undoing.followed(state, following)
    return state


def find(undoing: Undoing, state: Any, act: CommandContext[Any], key: str) -> Found | Refusal:
    """The act of a key, if it stands and the actor may undo it; otherwise the refusal."""
    name, _, of = key.partition(":")
    undoable = undoing.acts.get(name)
    named = undoing.named(key)
    if undoable is None:
        return cannot_be_withdrawn(key, named, undoing.instead)
    if _named(undoable) and not of:
        return lacks_its_node(key, named)
    taken = [one for one in act.past if is_of(one, undoable, of)]
    if not taken or not undoable.stands(state, of):
        return does_not_stand(key, named)
    theirs, ours = act.actor.organisation, taken[-1].actor.organisation
    if theirs != ours and act.actor.role not in undoable.also:
        return refusals.wrong_organisation(theirs, ours)
    return Found(undoable, taken[-1], of)


def is_of(recorded: Recorded[Any], undoable: Undoable, of: str) -> bool:
    """Whether an event records an act that a person took, at this node or by this document."""
    event = recorded.event
    own = isinstance(event, undoable.event) and undoable.of(event) == of
    return own and undoable.taken(recorded)


def _named(undoable: Undoable) -> bool:
    """Whether the act is named with a node or a document."""
    return undoable.of is not Undoable.__dataclass_fields__["of"].default


def something_rests(
    undoing: Undoing, key: str, undoable: Undoable, resting: tuple[str, ...]
) -> Refusal:
    """The refusal to withdraw an act on which something rests; it names the possible next act."""
    zh, en = _listed(undoing, resting)
    if undoable.again is None:
        return refusals.wrong_phase(
            f"{undoing.named(key)}之后已办理：{zh}，请先逐项撤回这些事项，再撤回{undoing.named(key)}。",
            f"{en} rest on it: withdraw these first, the newest first.",
        )
    return refusals.wrong_phase(
        f"{undoing.named(key)}之后已办理：{zh}，不能直接撤回；请用 act.correct 更正，"
        "并在 follows 中逐项写明如何处理。",
        f"{en} rest on it: correct it by act.correct and say in `follows` what becomes of each.",
    )


def _listed(undoing: Undoing, keys: Iterable[str]) -> tuple[str, str]:
    keys = tuple(keys)
    return "、".join(f"{undoing.named(key)}（{key}）" for key in keys), ", ".join(keys)


def _may_correct(undoing: Undoing, found: Found, state: Any, command: CorrectAct) -> Refusal | None:
    resting = tuple(found.undoable.rests(state, found.of))
    if found.undoable.again is None:
        if resting:
            return something_rests(undoing, command.act, found.undoable, resting)
        return refusals.wrong_phase(
            f"{undoing.named(command.act)}不能更正，请撤回（act.withdraw）后重新办理。",
            "it is withdrawn (act.withdraw) and taken again.",
        )
    barred = tuple(key for key in resting if not undoing.may_become(key))
    if barred:
        return _first_withdrawn(undoing, command.act, barred)
    said = {one.of: one.becomes for one in command.follows}
    lacking = [key for key in resting if key not in said and undoing.may_become(key) != _STANDS]
    if lacking:
        zh, en = _listed(undoing, lacking)
        return refusals.missing(
            "follows",
            f"请逐项写明以下事项如何处理：{zh}。",
            f"say what becomes of {en}.",
        )
    return _unfit(undoing, said, resting)


def _first_withdrawn(undoing: Undoing, key: str, barred: tuple[str, ...]) -> Refusal:
    zh, en = _listed(undoing, barred)
    return refusals.wrong_phase(
        f"请先撤回（act.withdraw）：{zh}，再更正{undoing.named(key)}。",
        f"withdraw {en} first (act.withdraw), then correct this act.",
    )


def _unfit(
    undoing: Undoing, said: Mapping[str, Becomes], resting: tuple[str, ...]
) -> Refusal | None:
    for key, becomes in said.items():
        if key not in resting:
            return refusals.invalid(
                "follows", f"{key} 不以该事项为依据，请删去。", f"{key} does not rest on the act."
            )
        fit = undoing.may_become(key)
        if becomes not in fit:
            words = "、".join(f"{BECOMES[one]}（{one}）" for one in fit)
            return refusals.invalid(
                "follows",
                f"{undoing.named(key)}（{key}）只能：{words}。",
                f"{key} may become {', '.join(fit)}.",
            )
    return None


def _again(found: Found, state: Any, act: CommandContext[CorrectAct], in_force: InForce) -> Decided:
    if found.undoable.again is None:
        raise ValueError(f"{act.command.act} is not taken again by a correction")
    command_type, _ = found.undoable.again
    node = found.of if "node" in command_type.model_fields else None
    content = act.command.replacement
    return decided_with(content, found.undoable.again, node, state, act, in_force)


def evolve(undoing: Undoing, state: Any, recorded: Recorded[ActWithdrawn]) -> Any:
    """Evolve by `act.withdrawn`."""
    event = recorded.event
    if event.replaced and undoing.acts[event.act.partition(":")[0]].overwritten:
        return _followed(undoing, state, event)
    return without(undoing, state, event)
