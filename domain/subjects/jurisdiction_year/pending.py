"""Pending work of a work year: the bureau's duties, counties' filings with a day, rectifications.

Without a clause, and without a day from a rule or a notice, nothing is pending (`not_stated` binds
nothing).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from domain.kernel.decider import InForce
from domain.kernel.vocabulary import Role
from domain.shared.deadlines.due_dates import Day
from domain.shared.deadlines.pending import Wait, around
from domain.shared.signatures import duties as signatures
from domain.subjects.jurisdiction_year import due_dates
from domain.subjects.jurisdiction_year.bureau_duties import DUTIES, is_dropped
from domain.subjects.jurisdiction_year.filing_index import is_done
from domain.subjects.jurisdiction_year.state import County, JurisdictionYear, Running

Owed = tuple[Wait, date | None]
"""Something waited for with its day (inclusive); null where it has none."""

_WITHOUT_DAY = frozenset({*DUTIES, due_dates.ANALYSIS, due_dates.RESULTS_USE})
"""The kinds that a clause asks for, with a day or without."""

_OWN = frozenset({*DUTIES, due_dates.ANALYSIS, due_dates.SPECIAL, due_dates.APPRAISAL})
"""The kinds of deadlines that the bureau itself has to meet."""


def waits(state: JurisdictionYear, in_force: InForce) -> tuple[Owed, ...]:
    """All that the year waits for, the earliest day first."""
    if not isinstance(state.life, Running):
        return ()
    found = [*_of_the_bureau(state, in_force), *_to_sign(state, in_force)]
    for county in state.counties.values():
        if not county.withdrawn:
            found += _of_a_county(state, county, in_force)
    return tuple(sorted(found, key=lambda one: (one[1] or date.max, one[0].deadline)))


def own_duties(state: JurisdictionYear, in_force: InForce) -> Iterator[tuple[Wait, Day]]:
    """The open duties that a clause in force gives the bureau, each with the day of the rules."""
    for wait, _ in waits(state, in_force):
        if due_dates.parts(wait.deadline)[0] in _OWN:
            ruled = due_dates.ruled_due(in_force, wait.deadline, due_dates.year_of(state))
            if due_dates.is_given(ruled):
                yield wait, ruled


def wait_at(state: JurisdictionYear, in_force: InForce, deadline: str) -> Wait | None:
    """The wait with this deadline, if it is open."""
    found = (wait for wait, _ in waits(state, in_force) if wait.deadline == deadline)
    return next(found, None)


def begun_at(state: JurisdictionYear, deadline: str) -> datetime | None:
    """The business instant at which a deadline was first waited for, by the year's own record."""
    if signatures.is_signature(deadline):
        return signatures.asked_at(state.proposals, deadline)
    kind, of = due_dates.parts(deadline)
    code, _, number = of.rpartition(".") if kind == due_dates.RECTIFICATION else (of, "", "")
    county = state.counties.get(code)
    if county is None:
        return state.life.opened.at if state.life else None
    pushed = next((one for at, one in county.problems.items() if str(at) == number), None)
    return pushed.pushed_at if pushed else county.added_at


def _of_the_bureau(state: JurisdictionYear, in_force: InForce) -> Iterator[Owed]:
    for wait in expected(state, None, in_force):
        yield from _unfiled(state, in_force, wait)


def _of_a_county(state: JurisdictionYear, county: County, in_force: InForce) -> Iterator[Owed]:
    """The filings that a county owes or is owed, on its first day or after it."""
    for wait in expected(state, county, in_force):
        for owed, due in _unfiled(state, in_force, wait):
            if due is None or due >= county.added_on:
                yield owed, due
    for number, problem in county.problems.items():
        if problem.open:
            deadline = due_dates.key(due_dates.RECTIFICATION, f"{county.code}.{number}")
            day = due_dates.due_of(state, in_force, deadline)
            yield around(Wait(deadline, Role.FINANCE), day), day.due


def _to_sign(state: JurisdictionYear, in_force: InForce) -> Iterator[Owed]:
    """The next signatures of what is proposed on the year itself, with a day or without."""
    for wait in signatures.waits_of(state.proposals):
        day = due_dates.due_of(state, in_force, wait.deadline)
        yield around(wait, day), day.due


def expected(state: JurisdictionYear, county: County | None, in_force: InForce) -> Iterator[Wait]:
    """The filings that a county owes or is owed in a year; without a county, the bureau's own."""
    if county is None:
        for budget in due_dates.BUDGETS:
            yield Wait(due_dates.key(due_dates.SPECIAL, budget), Role.FINANCE)
        for deadline in DUTIES:
            yield Wait(deadline, Role.FINANCE)
        yield Wait(due_dates.PREFECTURE, Role.FINANCE)
        for node in due_dates.nodes(state, in_force, due_dates.ANALYSIS):
            yield Wait(due_dates.analysis_of(node), Role.FINANCE)
        return
    for kind in (due_dates.REPORT, due_dates.APPRAISAL):
        for node in due_dates.nodes(state, in_force, kind):
            yield Wait(due_dates.key(kind, county.code, node), Role.FINANCE)
    yield Wait(due_dates.key(due_dates.SUMMARY, county.code), Role.GOVERNMENT)
    yield Wait(due_dates.key(due_dates.RESULTS_USE, county.code), Role.FINANCE)


def _unfiled(state: JurisdictionYear, in_force: InForce, wait: Wait) -> Iterator[Owed]:
    """The wait for what is outstanding, was not dropped, and has a day or the bureau owes it."""
    if not is_dropped(state, wait.deadline) and not is_done(state, wait.deadline):
        day = due_dates.due_of(state, in_force, wait.deadline)
        owed = due_dates.parts(wait.deadline)[0] in _WITHOUT_DAY and due_dates.is_given(day)
        if day.due is not None or owed:
            found = replace(wait, counts_from=state.found.get(wait.deadline))
            yield around(found, day), day.due
