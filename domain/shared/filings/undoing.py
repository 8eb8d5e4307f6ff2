"""Undoing: an act of the bureau is withdrawn while nothing rests on it, later it is corrected.

Both acts stay in the log. The event that withdraws an act lists everything that rested on it, and
the fate of each.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
    following_another,
)
from domain.kernel.refusal import Refusal
from domain.shared.filings.acts_that_stand import newest
from domain.shared.filings.replacement import decided_with
from domain.shared.filings.undoable import (
    ActWithdrawn,
    CorrectAct,
    Following,
    Found,
    Undoing,
    WithdrawAct,
)
from domain.shared.filings.undoing_reached import resting_on, taken_back
from domain.shared.filings.undoing_refusals import (
    may_not_be_corrected,
    names_another,
    no_such_act,
    something_rests,
)
from domain.shared.names import role_name
from domain.shared.signatures.messages import organisation_of


def deciders(undoing: Undoing) -> Deciders:
    """The commands of undoing, for a kind of subject."""
    return {WithdrawAct: partial(withdraw, undoing), CorrectAct: partial(correct, undoing)}


def evolvers(undoing: Undoing) -> Evolvers:
    """The event of undoing, for a kind of subject."""
    return {ActWithdrawn: partial(evolve, undoing)}


def withdraw(
    undoing: Undoing, state: Any, act: CommandContext[WithdrawAct], _in_force: InForce
) -> Decided:
    """Withdraw an act on which nothing rests."""
    found = find(undoing, state, act, act.command.act)
    if isinstance(found, Refusal):
        return found
    beyond = resting_on(found.undoable, state, found.of, act.frame)
    resting = (*found.undoable.rests(state, found.of), *beyond)
    if resting:
        return something_rests(undoing, act.command.act, found.undoable, resting)
    event = withdrawal(found, state, act.command.act, act.command.reason)
    return (Decision(event), *taken_back(found.undoable, state, found.of, event))


def correct(
    undoing: Undoing, state: Any, act: CommandContext[CorrectAct], in_force: InForce
) -> Decided:
    """Withdraw an act, end what rested on it as decided, and take it again if it is replaced."""
    found = find(undoing, state, act, act.command.act)
    if isinstance(found, Refusal):
        return found
    planned = _made_first(undoing, found, state, act, in_force)
    if isinstance(planned, Refusal):
        return planned
    beyond = tuple(resting_on(found.undoable, state, found.of, act.frame, planned))
    refusal = may_not_be_corrected(undoing, found, state, act.command, beyond)
    if refusal:
        return refusal
    event = _correction(found, state, act.command)
    made = planned or _made(undoing, found, state, act, event, in_force)
    if isinstance(made, Refusal):
        return made
    back = taken_back(found.undoable, state, found.of, event, made)
    for _ in (event, *back):
        made = following_another(made)
    return (Decision(event), *back, *made)


def _correction(found: Found, state: Any, command: CorrectAct) -> ActWithdrawn:
    """The event that withdraws an act with what becomes of each thing that rested on it."""
    resting = found.undoable.rests(state, found.of)
    said = {one.of for one in command.follows}
    stay = [Following(of=key, becomes="stands") for key in resting if key not in said]
    event = withdrawal(found, state, command.act, command.reason, (*command.follows, *stay))
    return event.model_copy(update={"replaced": command.replacement is not None})


def _made(
    undoing: Undoing,
    found: Found,
    state: Any,
    act: CommandContext[CorrectAct],
    event: ActWithdrawn,
    in_force: InForce,
) -> Decided:
    """The outcome of the replacement, if there is one, without the act that it replaces."""
    content = found.undoable.completed(state, found.of, act)
    if content is None or isinstance(content, Refusal):
        return content or ()
    replaced_on = found.undoable.replaced_on or found.undoable.undone
    then = replaced_on(_followed(undoing, state, event), found.of)
    return _again(found, content, then, act, in_force)


def _made_first(
    undoing: Undoing,
    found: Found,
    state: Any,
    act: CommandContext[CorrectAct],
    in_force: InForce,
) -> Decided:
    """The replacement of an act that reached other subjects: it says which of them it keeps."""
    if found.undoable.reached is None:
        return ()
    event = withdrawal(found, state, act.command.act, act.command.reason)
    return _made(undoing, found, state, act, event, in_force)


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
    taken = newest(undoable, key, of, state, act.past) if undoable else None
    if undoable is None or taken is None or not undoable.stands(state, of):
        return no_such_act(key, undoing, state, act)
    theirs, ours = act.actor.organisation, organisation_of(taken, act.past)
    if theirs != ours and act.actor.role not in undoable.also:
        return refusals.wrong_organisation(theirs, ours, role_name)
    return Found(undoable, taken, of)


def _again(
    found: Found,
    content: Mapping[str, Any],
    state: Any,
    act: CommandContext[CorrectAct],
    in_force: InForce,
) -> Decided:
    if found.undoable.again is None:
        raise ValueError(f"{act.command.act} is not taken again by a correction")
    named = _named(found)
    refusal = None if act.settled else names_another(content, named)
    return refusal or decided_with(content, found.undoable.again, named, state, act, in_force)


def _named(found: Found) -> Mapping[str, Any]:
    """The fields of the replacement that the key of the act gives."""
    if found.undoable.fields is not None:
        return found.undoable.fields(found.of)
    command_type = found.undoable.again[0] if found.undoable.again else None
    has_node = command_type is not None and "node" in command_type.model_fields
    return {"node": found.of} if has_node else {}


def evolve(undoing: Undoing, state: Any, recorded: Recorded[ActWithdrawn]) -> Any:
    """Evolve by `act.withdrawn`."""
    event = recorded.event
    name, _, of = event.act.partition(":")
    meanwhile = undoing.acts[name].meanwhile if event.replaced else None
    if meanwhile is not None:
        return meanwhile(_followed(undoing, state, event), of)
    return without(undoing, state, event)
