"""The duties of a work year itself that were over when it was opened: deadlines, and yearly acts.

An act of the bureau is a duty where a rule gives it a day or a clause of the chain asks for it.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from domain.kernel.decider import InForce, Recorded
from domain.kernel.vocabulary import Role
from domain.rules.engine.coverage import read_coverage
from domain.shared.filings.import_messages import ImportAct
from domain.shared.filings.undoable import ActWithdrawn
from domain.subjects.jurisdiction_year import past_duties
from domain.subjects.jurisdiction_year.due_dates import due_of
from domain.subjects.jurisdiction_year.imports import IMPORTABLE
from domain.subjects.jurisdiction_year.state import JurisdictionYear
from projections.late_duties import Over, Standing
from store.in_force import InForceReader, NotAdopted
from store.packs.packaged_packs import packaged_clauses, packaged_source
from store.port import EventLog

_OWN_LEVEL = frozenset(
    f"{document}-{number:03}"
    for document, numbers in (
        ("BZ", (17, 21, 22, 23, 24, 47, 50)),
        ("KZ", (20, 36, 39, 43, 51, 52, 53, 54, 55, 56)),
    )
    for number in numbers
)
"""The clauses that bind the level that issued them and none below it."""


def of_year(
    log: EventLog,
    state: JurisdictionYear,
    in_force: InForce,
    events: Sequence[Recorded[Any]],
    dated: Container[str],
) -> Iterator[Over]:
    """The duties that were over at the opening, but for the deadlines in `dated`."""
    for wait, due in past_duties.deadlines_over(state, in_force):
        if wait.deadline in dated:
            continue
        dropped = state.dropped.get(wait.deadline)
        clauses = _cited(due_of(state, in_force, wait.deadline).basis)
        standing = Standing.DROPPED if dropped else Standing.OPEN
        yield Over(wait.deadline, wait.role, due, dropped or clauses, standing)
    asked = _clauses_of(log, state.stream.partition("/")[0])
    for act, last in past_duties.acts_over(state, in_force):
        answer = past_duties.day_of(state, in_force, act)
        clauses = _cited((answer,) if answer else ()) or ",".join(asked.get(act, ()))
        if not clauses:
            continue
        done = _done(act, events)
        dropped = state.dropped.get(act)
        if done is not None:
            imported = done.command_id in state.imports
            standing = Standing.IMPORTED if imported else Standing.DONE
        else:
            standing = Standing.DROPPED if dropped else Standing.OPEN
        shown = dropped if standing is Standing.DROPPED and dropped else clauses
        on = done.effective_on if done else None
        yield Over(act, Role.FINANCE, last, shown, standing, on)


def _done(act: str, events: Sequence[Recorded[Any]]) -> Recorded[Any] | None:
    """The newest event of an act that was not withdrawn."""
    importable, found = IMPORTABLE[act], dict[str | None, Recorded[Any]]()
    for one in events:
        if isinstance(one.event, importable.event):
            found[importable.part(one.event)] = one
        elif isinstance(one.event, ActWithdrawn):
            name, _, of = one.event.act.removeprefix(f"{ImportAct.name}:").partition(":")
            if name == act:
                found.pop(of or None, None)
    return [*found.values()][-1] if found else None


def _cited(answers: Sequence[Any]) -> str:
    return ",".join(sorted({one.clause for answer in answers for one in answer.citations}))


def _clauses_of(log: EventLog, jurisdiction: str) -> Mapping[str, tuple[str, ...]]:
    """The clauses of a jurisdiction's chain that ask for each act; none without adopted packs."""
    try:
        chain = InForceReader(log).book(jurisdiction).packs.chain(jurisdiction)
    except NotAdopted:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for clause, level, acts in _asking():
        if level == jurisdiction or (level in chain and clause not in _OWN_LEVEL):
            for act in acts:
                found[act] = (*found.get(act, ()), clause)
    return found


@cache
def _asking() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Each clause that lands in an act, with the jurisdiction that issued it."""
    coverage, _ = read_coverage(packaged_source("coverage.yaml"), "coverage.yaml")
    entries = (json.loads(line) for line in packaged_clauses().splitlines() if line.strip())
    levels = {str(one["id"]): str(one["jurisdiction"]) for one in entries}
    return tuple(
        (clause, levels[clause], acts)
        for clause, targets in coverage.clauses.items()
        if (acts := tuple(one[4:] for one in targets if one.startswith("act:")))
    )
