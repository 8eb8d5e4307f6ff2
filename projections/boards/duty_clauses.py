"""The clauses that ask for a duty to which no rule and no notice gives a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from domain.rules import RuleBook
from domain.shared.deadlines.project_deadlines import is_of_feedback
from domain.subjects.catalogues import CATALOGUES
from projections.boards.todo import Todo
from store.in_force import InForceReader, NotAdopted
from store.port import EventLog


def with_clauses(log: EventLog, found: Todo) -> Todo:
    """The duties with the clauses in force on the day, where no day binds.

    A jurisdiction that has not adopted its packs has no clauses.
    """
    if all(duty.source for duty in found.duties):
        return found
    try:
        book = InForceReader(log).book(found.jurisdiction)
    except NotAdopted:
        return found
    of = _clauses(book, found.on)
    duties = (
        duty if duty.source else replace(duty, clauses=of(duty.deadline)) for duty in found.duties
    )
    return replace(found, duties=tuple(duties))


def _clauses(book: RuleBook, on: date) -> Callable[[str], tuple[str, ...]]:
    """What gives the clauses of a deadline, looked up once for each kind."""
    known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def of(deadline: str) -> tuple[str, ...]:
        entry = CATALOGUES.deadline(deadline)
        rules = entry.rules if entry else ()
        if is_of_feedback(deadline):
            rules = ("feedback.required",)
        if rules not in known:
            known[rules] = next(filter(None, (_of_rule(book, rule, on) for rule in rules)), ())
        return known[rules]

    return of


def _of_rule(book: RuleBook, name: str, on: date) -> tuple[str, ...]:
    rule, _, part = name.partition(":")
    basis = book.parts(rule)[part or None].on(on)
    return tuple(dict.fromkeys(one.clause for one in basis.citations)) if basis else ()
