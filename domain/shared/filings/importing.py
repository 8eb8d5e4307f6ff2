"""Importing an act: the rules decide it as of its own day, and its events follow the mark."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from domain.kernel.decider import (
    Actor,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
    following_another,
)
from domain.kernel.frozen import replace as changed
from domain.kernel.known import Begun
from domain.kernel.message import Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.request import FIRST
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import Role, start_of
from domain.shared.filings.attachment import DocumentAttached
from domain.shared.filings.import_messages import ActImported, ImportAct, Imported, found_at
from domain.shared.filings.import_policies import (
    act_can_be_imported,
    attaching,
    day_has_come,
    day_is_before_the_log,
    day_is_of_the_year,
    document_is_attached,
    node_is_reached,
    nothing_after_is_earlier,
    nothing_before_is_later,
)
from domain.shared.filings.replacement import content_of
from domain.shared.filings.undoable import ActWithdrawn
from domain.shared.people.exception_grants import GrantException

_OF_UNIT = frozenset({Role.UNIT, Role.DEPARTMENT})


Of = str | Callable[[Any], str] | None


@dataclass(frozen=True, slots=True)
class Importable:
    """An act that can be imported.

    `event` records it, `after` are the acts that cannot have been done later. `of` names it beside
    others of its kind: a field of command and event, or what gives the name from either. An import
    that is `as_before` has what the first version of the command had, and is decided by it.
    """

    command: type[Command]
    decide: Callable[..., Decided]
    event: type[Event]
    after: tuple[str, ...] = ()
    of: Of = None
    as_before: Callable[[Any], bool] = lambda _command: False

    def part(self, message: Command | Event) -> str | None:
        """The node or the day of a command or an event of the act, or of whom it is."""
        if self.of is None or not isinstance(self.of, str):
            return self.of(message) if self.of else None
        return str(getattr(message, self.of))


def importable(
    event: type[Event],
    command: type[Command],
    decides: Deciders,
    *after: type[Command],
    of: Of = None,
    as_before: Callable[[Any], bool] = lambda _command: False,
) -> tuple[str, Importable]:
    """An act by its name: its event and command, those who decide, and the acts before it."""
    names = tuple(one.name for one in after)
    return command.name, Importable(command, decides[command], event, names, of, as_before)


def _year_of_budget(state: Any) -> int:
    year: int = state.known.budget_year
    return year


def only_role(act: Importable, _state: Any) -> Role:
    """The role that takes an act, where it is one alone."""
    (role,) = act.command.who
    return role


def nothing_opens(
    _state: Any, _act: CommandContext[Any], _command: Command, _in_force: InForce
) -> Iterator[Decision[Any]]:
    """An import opens nothing besides."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Importing:
    """The imports of one kind of subject; its states have `imports`, `entered_on`, `documents`.

    `unit` gives the unit of a state, `role` the role that took an act, `county` the county whose
    act it is. The days lie in the `year` of a state, or in the years before in which it was
    `prepared`, as many as that.
    `opens` gives the decisions
    that an import leads to besides, and `stands` refuses an act whose own decider takes it twice.
    """

    acts: Mapping[str, Importable]
    unit: Callable[[Any], str]
    role: Callable[[Importable, Any], Role] = only_role
    opens: Callable[..., Iterator[Decision[Any]]] = nothing_opens
    stands: Callable[[Any, Command], Refusal | None] = lambda _state, _command: None
    county: Callable[[Command], str | None] = lambda _command: None
    year: Callable[[Any], int] = _year_of_budget
    prepared: int = 1

    def before(self, act: CommandContext[ImportAct], of: str | None) -> list[Recorded[Any]]:
        """The newest event of each act that cannot have been done later, the latest day last."""
        found = (self._newest(act, name, of) for name in self.acts[act.command.act].after)
        return sorted((one for one in found if one), key=lambda one: one.effective_on)

    def _newest(
        self, act: CommandContext[ImportAct], name: str, of: str | None
    ) -> Recorded[Any] | None:
        prior = self.acts[name]
        events = (one for one in reversed(act.past) if isinstance(one.event, prior.event))
        return next((one for one in events if _alike(prior.part(one.event), of)), None)

    def after(self, state: Any, name: str, of: str | None) -> Iterator[Imported]:
        """The imports that the state has and that cannot have been done earlier than an act."""
        for one in state.imports.values():
            act, _, at = one.key.partition(":")
            if name in self.acts[act].after and _alike(of, at):
                yield one


def _alike(prior: str | None, of: str | None) -> bool:
    """Whether an act may rest on a prior one: of the same node, or of a problem of the county."""
    return prior is None or prior == of or str(of).startswith(f"{prior}.")


@guarded_by(
    act_can_be_imported,
    day_has_come,
    day_is_of_the_year,
    day_is_before_the_log,
    document_is_attached,
)
def import_act(
    importing: Importing, state: Any, act: CommandContext[ImportAct], in_force: InForce
) -> Decided:
    """Decide the act as of the day on which it was done, by who did it."""
    done = importing.acts[act.command.act]
    command = content_of(done.command, act.command.content, "content", "导入内容", act)
    if isinstance(command, Refusal):
        return command
    of = done.part(command)
    refusal = (
        (node_is_reached(act, command) if done.of == "node" else None)
        or nothing_before_is_later(act, importing.before(act, of))
        or nothing_after_is_earlier(act, [*importing.after(state, done.command.name, of)])
        or importing.stands(state, command)
    )
    if refusal:
        return refusal
    by = _done_by(importing, state, act, command)
    version = FIRST if done.as_before(command) else act.version
    decided = done.decide(state, replace(_as_of_then(act, command, by), version=version), in_force)
    if isinstance(decided, Refusal):
        return _about_content(decided)
    opened = importing.opens(state, act, command, in_force)
    return _marked(act.command, by, of, (*decided, *opened, *_attached(state, act)))


def _as_of_then(act: CommandContext[Any], command: Command, by: Actor) -> CommandContext[Any]:
    """The act as it was taken then: nothing that came later is known to it."""
    done_on = act.command.done_on
    return replace(
        act,
        command=command,
        actor=by,
        at=start_of(done_on),
        effective_on=done_on,
        imported=True,
    )


def _done_by(
    importing: Importing, state: Any, act: CommandContext[ImportAct], command: Command
) -> Actor:
    role = importing.role(importing.acts[act.command.act], state)
    organisation = importing.county(command) or _organisation(importing, state, act, role)
    return Actor(act.command.done_by, organisation, role)


def _organisation(
    importing: Importing, state: Any, act: CommandContext[ImportAct], role: Role
) -> str:
    """The organisation of who did the act: the bureau's own only where the bureau did it."""
    if role in _OF_UNIT:
        return importing.unit(state)
    own = role in ImportAct.who
    return act.actor.organisation if own else parse_subject(state.stream).jurisdiction


def _about_content(refusal: Refusal) -> Refusal:
    """The refusal of the act, about a field of its content."""
    if refusal.field is None:
        return refusal
    return replace(refusal, field=f"content.{refusal.field}")


def _marked(
    command: ImportAct, by: Actor, of: str | None, decided: tuple[Decision[Any], ...]
) -> Decided:
    """The mark, and after it the events of the act; each has the day on which it took effect."""
    mark = ActImported(
        act=command.act,
        of=of,
        done_on=command.done_on,
        done_by=by.id,
        organisation=by.organisation,
        role=by.role,
        document=command.document,
    )
    first: Decision[Any] = Decision(mark, effective_on=command.done_on)
    return (first, *(_then(one, command.done_on) for one in following_another(decided)))


def _then(decision: Decision[Any], done_on: date) -> Decision[Any]:
    cause = 0 if decision.cause is None and decision.caused_by is None else decision.cause
    return replace(decision, cause=cause, effective_on=decision.effective_on or done_on)


def _attached(state: Any, act: CommandContext[ImportAct]) -> Iterator[Decision[DocumentAttached]]:
    """The document, if it is attached with the import: today."""
    attach = attaching(act.command)
    if attach is not None and (attach.sha256, attach.file_name) not in state.documents:
        yield Decision(DocumentAttached(**dict(attach)), effective_on=act.effective_on)


def was_imported(state: Any, recorded: Recorded[ActImported]) -> Any:
    """Evolve by `history.act-imported`: the events of the same act were done by somebody else."""
    event = recorded.event
    by = Actor(event.done_by, event.organisation, event.role)
    imported = Imported(recorded.id, event.key, event.done_on, by, event.document)
    return changed(state, imports={**state.imports, recorded.command_id: imported})


def as_done(state: Any, recorded: Recorded[Any]) -> Recorded[Any]:
    """An event as taken by who did the act, if it was imported."""
    imported = state.imports.get(recorded.command_id) if state.imports else None
    return replace(recorded, actor=imported.by) if imported else recorded


def duties_begun(before: Any, recorded: Recorded[Any], begun: Begun) -> Mapping[str, datetime]:
    """When the duties that imports began are found overdue, by the keys of their deadlines.

    So are those that wait again after an import was withdrawn.
    """
    found: dict[str, datetime] = {key: at for key, at in before.found_late.items() if key in begun}
    if recorded.command_id not in before.imports and not _takes_up(recorded.event):
        return found
    new = begun.keys() - before.begun.keys()
    return found | dict.fromkeys(new, found_at(recorded.recorded_at))


_TAKEN_UP: Container[str] = frozenset({ImportAct.name, GrantException.name})


def _takes_up(event: Event) -> bool:
    """Whether an import, or an exception that dropped a duty, is withdrawn to be taken again."""
    return isinstance(event, ActWithdrawn) and event.act.partition(":")[0] in _TAKEN_UP


def deciders(importing: Importing) -> Deciders:
    """The command of importing, for a kind of subject."""
    return {ImportAct: partial(import_act, importing)}


EVOLVE: Evolvers = {ActImported: was_imported}
