"""The duties of a work year itself: the bureau's own and those of its counties.

A year that was closed keeps the duties that were open then: what a county owed stays in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.in_force import InForce
from domain.kernel.subject_ids import SubjectKind, jurisdiction_year
from domain.shared.people.exception_grants import ExceptionGranted
from domain.subjects.catalogues import CATALOGUES
from domain.subjects.jurisdiction_year import due_dates
from domain.subjects.jurisdiction_year.bureau_duties import BY_ACT, DUTIES
from domain.subjects.jurisdiction_year.counties import CountyAdded
from domain.subjects.jurisdiction_year.filing_index import is_done
from domain.subjects.jurisdiction_year.pending import waits
from domain.subjects.jurisdiction_year.state import Closed, JurisdictionYear, Running
from projections.boards.deadline_history import DeadlineHistory
from projections.boards.deadline_rows import deadline_rows, filings_of
from projections.boards.in_force_cache import InForceCache
from projections.boards.remits import Remits
from projections.boards.state_cache import start
from projections.work_ledger.lines import Line, Standing, duty_of, standing_of
from store.port import EventLog


@dataclass(frozen=True, slots=True)
class _Year:
    state: JurisdictionYear
    history: DeadlineHistory
    in_force: InForce
    remits: Remits
    exceptions: dict[str, Recorded[Any]]
    """The exceptions by their documents."""
    counties: dict[str, str]
    """The names of the counties, by their codes."""


def lines_of_year(
    log: EventLog, jurisdiction: str, work_year: int, remits: Remits, on: date
) -> Iterator[Line]:
    """The duties of a work year, by their days; none before it is opened."""
    events = log.read(jurisdiction_year(jurisdiction, work_year))
    if not events:
        return
    year = _folded(log, events, remits)
    found = [*_dated(year, on), *_without_day(year), *_dropped(year)]
    yield from sorted(found, key=lambda one: (one.due or date.max, one.deadline))


def _folded(log: EventLog, events: Sequence[Any], remits: Remits) -> _Year:
    fold, counties = start(events[0].stream), dict[str, str]()
    exceptions = dict[str, Recorded[Any]]()
    for recorded in events:
        fold.take(recorded)
        if isinstance(recorded.event, ExceptionGranted):
            exceptions[recorded.event.reference] = recorded
        elif isinstance(recorded.event, CountyAdded):
            counties[recorded.event.county] = recorded.event.county_name
    in_force = InForceCache(log).of(fold.subject)
    return _Year(_as_running(fold.state), fold.history, in_force, remits, exceptions, counties)


def _as_running(state: JurisdictionYear) -> JurisdictionYear:
    if isinstance(state.life, Closed):
        return replace(state, life=Running(state.life.opened))
    return state


def _dated(year: _Year, on: date) -> Iterator[Line]:
    filings = filings_of(year.state)
    for row in deadline_rows(year.state, year.history, year.in_force, filings):
        standing, days = standing_of(row, on)
        yield replace(
            _line(year, row.deadline, row.responsible, standing),
            due=row.due,
            days=days,
            done_on=row.filed_on,
            event=row.event,
            document=row.document,
            source=row.source.value,
            reference=row.reference,
        )


def _without_day(year: _Year) -> Iterator[Line]:
    """What is waited for without a day, and what the bureau did of its duties without one."""
    for wait, due in waits(year.state, year.in_force):
        if due is None:
            yield _line(year, wait.deadline, wait.role, Standing.OPEN)
    for deadline in _done_without_day(year):
        evidence = year.history.evidence.get(deadline)
        done = year.history.settled.get(deadline)
        entry = CATALOGUES.deadline(deadline)
        yield replace(
            _line(year, deadline, str(entry.role if entry else ""), Standing.DONE),
            done_on=done.on if done else None,
            event=str(evidence.event) if evidence else None,
            document=evidence.document if evidence else None,
        )


def _done_without_day(year: _Year) -> Iterator[str]:
    own = (*DUTIES, *(due_dates.analysis_of(node) for node in year.state.analyses))
    for deadline in own:
        day = due_dates.due_of(year.state, year.in_force, deadline)
        if day.due is None and is_done(year.state, deadline):
            yield deadline


def _dropped(year: _Year) -> Iterator[Line]:
    for duty, reference in year.state.dropped.items():
        deadline = BY_ACT.get(duty, duty)
        entry = CATALOGUES.deadline(deadline)
        role = entry.role if entry and entry.role else "finance"
        due = due_dates.due_of(year.state, year.in_force, deadline).due
        exception = year.exceptions.get(reference)
        on = exception.effective_on if exception else None
        yield replace(
            _line(year, deadline, str(role), Standing.DROPPED),
            due=due,
            days=max((on - due).days, 0) if on and due else 0,
            done_on=on,
            event=str(exception.id) if exception else None,
            document=reference,
        )


def _line(year: _Year, deadline: str, role: str, standing: Standing) -> Line:
    state = year.state
    kind, of = due_dates.parts(deadline)
    code = of.partition(".")[0]
    county = code if code in state.counties else None
    sections = year.remits.of_budget(of) if kind == due_dates.SPECIAL else ()
    subject = state.stream.partition("/")[0]
    return Line(
        jurisdiction=subject,
        county=county,
        county_name=year.counties.get(county or ""),
        sections=tuple(one.code for one in sections),
        stream=state.stream,
        kind=SubjectKind.JURISDICTION_YEAR.value,
        code=None,
        name=None,
        unit=None,
        unit_name=None,
        responsible=str(role),
        deadline=deadline,
        duty=_duty(deadline, county),
        due=None,
        standing=standing,
        days=0,
    )


def _duty(deadline: str, county: str | None) -> str:
    """The kind of a deadline with its node, without its county."""
    if county is None:
        return duty_of(deadline)
    kind, _ = due_dates.parts(deadline)
    _, colon, node = deadline.partition(":")
    return f"{kind}{colon}{node}"
