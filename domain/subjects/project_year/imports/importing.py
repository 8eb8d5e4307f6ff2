"""Importing an act: the rules decide it as of its own day, and its events follow the mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as changed
from datetime import date
from typing import Any, cast

from domain.kernel import refusals
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
from domain.kernel.frozen import replace
from domain.kernel.known import Begun
from domain.kernel.message import Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role, start_of
from domain.shared.filings.attachment import DocumentAttached
from domain.shared.filings.replacement import content_of
from domain.shared.filings.undoing import ActWithdrawn
from domain.shared.people.exception_grants import GrantException
from domain.subjects.project_year.deadlines.due_dates import nodes, nodes_answer
from domain.subjects.project_year.imports.acts import IMPORTABLE, Importable
from domain.subjects.project_year.imports.messages import (
    ActImported,
    ImportAct,
    Imported,
    found_at,
)
from domain.subjects.project_year.imports.policies import (
    act_can_be_imported,
    attaching,
    day_has_come,
    day_is_before_the_log,
    day_is_of_the_year,
    document_is_attached,
    node_is_reached,
    nothing_before_is_later,
)
from domain.subjects.project_year.monitoring.rounds import RoundOpened
from domain.subjects.project_year.monitoring.state import Skipped
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.budget import ApproveBudget, RecordExecution

_OF_UNIT = frozenset({Role.UNIT, Role.DEPARTMENT})


@guarded_by(
    act_can_be_imported,
    day_has_come,
    day_is_of_the_year,
    day_is_before_the_log,
    document_is_attached,
)
def import_act(state: ProjectYear, act: CommandContext[ImportAct], in_force: InForce) -> Decided:
    """Decide the act as of the day on which it was done, by who did it."""
    importable = IMPORTABLE[act.command.act]
    command = content_of(importable.command, act.command.content, "content", "导入内容")
    if isinstance(command, Refusal):
        return command
    of = importable.part(command)
    refusal = (
        node_is_reached(act, command)
        or nothing_before_is_later(act, of)
        or _recorded_already(state, command)
    )
    if refusal:
        return refusal
    by = _done_by(state, act, importable)
    decided = importable.decide(state, _as_of_then(act, command, by), in_force)
    if isinstance(decided, Refusal):
        return _about_content(decided)
    made = (*decided, *_openings(state, act, command, in_force), *_attached(state, act))
    return _marked(act.command, by, of, made)


def _as_of_then(act: CommandContext[ImportAct], command: Command, by: Actor) -> CommandContext[Any]:
    """The act as it was taken then: nothing that came later is known to it."""
    done_on, taken = act.command.done_on, cast("CommandContext[Any]", act)
    return changed(taken, command=command, actor=by, at=start_of(done_on), effective_on=done_on)


def _done_by(state: ProjectYear, act: CommandContext[ImportAct], importable: Importable) -> Actor:
    role = importable.role(state)
    organisation = state.known.unit if role in _OF_UNIT else act.actor.organisation
    return Actor(act.command.done_by, organisation, role)


def _recorded_already(state: ProjectYear, command: Command) -> Refusal | None:
    """Refuse an amount that is recorded as of its day already."""
    if not isinstance(command, RecordExecution) or state.execution is None:
        return None
    if state.execution.records.get(command.as_of) != command.executed:
        return None
    return refusals.done_already(
        f"截至 {command.as_of} 的执行数", f"the amount as of {command.as_of}", "execution.record"
    )


def _about_content(refusal: Refusal) -> Refusal:
    """The refusal of the act, about a field of its content."""
    if refusal.field is None:
        return refusal
    return changed(refusal, field=f"content.{refusal.field}")


def _marked(
    command: ImportAct, by: Actor, of: date | None, decided: tuple[Decision[Any], ...]
) -> Decided:
    """The mark, and after it the events of the act; each has the day on which it took effect."""
    mark = ActImported(
        act=command.act,
        of=None if of is None else of.isoformat(),
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
    return changed(decision, cause=cause, effective_on=decision.effective_on or done_on)


def _attached(
    state: ProjectYear, act: CommandContext[ImportAct]
) -> Iterator[Decision[DocumentAttached]]:
    """The document, if it is attached with the import: today."""
    attach = attaching(act.command)
    if attach is not None and (attach.sha256, attach.file_name) not in state.documents:
        yield Decision(DocumentAttached(**dict(attach)), effective_on=act.effective_on)


def _openings(
    state: ProjectYear, act: CommandContext[ImportAct], command: Command, in_force: InForce
) -> Iterator[Decision[Any]]:
    """The rounds that a budget opens whose approval was not known at their nodes."""
    if not isinstance(command, ApproveBudget):
        return
    year = state.known.budget_year
    for node in nodes(in_force, year):
        if act.command.done_on <= node <= act.day and _is_unopened(state, node):
            basis = (nodes_answer(in_force, year, node), in_force.ask("monitoring.scope", node))
            yield Decision(RoundOpened(node=node), basis, effective_on=node)


def _is_unopened(state: ProjectYear, node: date) -> bool:
    current = state.rounds.get(node)
    return current is None or (isinstance(current, Skipped) and current.exception is None)


def was_imported(state: ProjectYear, recorded: Recorded[ActImported]) -> ProjectYear:
    """Evolve by `history.act-imported`: the events of the same act were done by somebody else."""
    event = recorded.event
    by = Actor(event.done_by, event.organisation, event.role)
    imported = Imported(recorded.id, event.key, event.done_on, by, event.document)
    return replace(state, imports={**state.imports, recorded.command_id: imported})


def as_done(state: ProjectYear, recorded: Recorded[Any]) -> Recorded[Any]:
    """An event as taken by who did the act, if it was imported."""
    imported = state.imports.get(recorded.command_id) if state.imports else None
    return changed(recorded, actor=imported.by) if imported else recorded


def duties_begun(before: ProjectYear, recorded: Recorded[Any], begun: Begun) -> Any:
    """When the duties that imports began are found overdue, by the keys of their deadlines.

    So are those that wait again after an import was withdrawn.
    """
    found = {key: at for key, at in before.found_late.items() if key in begun}
    if recorded.command_id not in before.imports and not _takes_up(recorded.event):
        return found
    new = begun.keys() - before.begun.keys()
    return found | dict.fromkeys(new, found_at(recorded.recorded_at))


def _takes_up(event: Event) -> bool:
    """Whether an import, or an exception that dropped a duty, is withdrawn to be taken again."""
    if not isinstance(event, ActWithdrawn):
        return False
    return event.act.partition(":")[0] in {ImportAct.name, GrantException.name}


DECIDE: Deciders = {ImportAct: import_act}
EVOLVE: Evolvers = {ActImported: was_imported}
