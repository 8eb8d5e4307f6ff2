"""The year before, as its log has it now: what goes on, what ended and why, and who is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from console.next_year.candidates import Candidate, of_project, of_row, of_unit, with_heirs
from domain.kernel.in_force import Successions
from domain.kernel.subject_ids import (
    Subject,
    SubjectKind,
    jurisdiction_year,
    organisations,
    parse_subject,
    project_year,
    subject_of,
    work_calendar,
)
from domain.shared.fan_out.messages import SubjectsOpened
from domain.subjects.jurisdiction_year.opening import YearOpened
from domain.subjects.jurisdiction_year.portfolio import parse_portfolio
from domain.subjects.jurisdiction_year.registration import registration
from domain.subjects.organisations.state import Organisations
from domain.subjects.project_year.results.use_of_results import ResultsApplied
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.registry import DECIDERS
from domain.subjects.unit_year.state import UnitYear
from domain.subjects.work_calendar.decider import Published
from store.port import EventLog

OF_PORTFOLIO = frozenset({SubjectKind.PROJECT_YEAR, SubjectKind.UNIT_YEAR})


@dataclass(frozen=True, slots=True)
class YearBefore:
    """A work year in the log, with what the next one may begin from.

    `candidates` are its projects and units by code, those that ended among them. `people` are the
    roles and the ends of units. `opened_by` opened it (person, organisation); `next_portfolio` is
    the sha256 of the next year's portfolio, none where the next year is not open.
    """

    jurisdiction: str
    year: int
    candidates: tuple[Candidate, ...]
    people: Organisations
    opened_by: tuple[str, str]
    next_portfolio: str | None = None
    calendars: frozenset[int] = field(default_factory=frozenset)

    @property
    def next_year(self) -> int:
        """The work year that is proposed."""
        return self.year + 1

    @property
    def following(self) -> str:
        """The proposed year, as a subject."""
        return jurisdiction_year(self.jurisdiction, self.next_year)

    @property
    def first_day(self) -> date:
        """The first day of the proposed year."""
        return date(self.next_year, 1, 1)

    @property
    def successions(self) -> Successions:
        """The ends of units."""
        return self.people.successions


def read_year_before(log: EventLog, jurisdiction: str, year: int) -> YearBefore | None:
    """Read a work year and what became of it; `None` where the log has not opened it."""
    opened = _opened(log, jurisdiction, year)
    if opened is None:
        return None
    people = _folded(log, parse_subject(organisations(jurisdiction)))[0]
    following = _opened(log, jurisdiction, year + 1)
    on = date(year + 1, 1, 1)
    found = [*_registered(log, jurisdiction, year, people, on)]
    found += _planned(log, jurisdiction, year, opened.event, people)
    return YearBefore(
        jurisdiction,
        year,
        tuple(
            sorted(
                with_heirs(found, people.successions, on), key=lambda one: (one.is_unit, one.code)
            )
        ),
        people,
        (opened.actor.id, opened.actor.organisation),
        following.event.portfolio if following else None,
        frozenset(
            one.event.year
            for one in log.read(work_calendar(jurisdiction))
            if isinstance(one.event, Published)
        ),
    )


def _opened(log: EventLog, jurisdiction: str, year: int) -> Any:
    events = log.read(jurisdiction_year(jurisdiction, year))
    return next((one for one in events if isinstance(one.event, YearOpened)), None)


def _folded(log: EventLog, subject: Subject) -> tuple[Any, list[Any]]:
    """The state of a subject, with its events."""
    decider = DECIDERS[subject.kind]
    state, events = decider.initial(subject.stream), list(log.read(subject.stream))
    for recorded in events:
        state = decider.evolve(state, recorded)
    return state, events


def _registered(
    log: EventLog, jurisdiction: str, year: int, people: Organisations, on: date
) -> Iterator[Candidate]:
    """The projects and units of the budget year that are registered."""
    for stream in log.streams(f"{jurisdiction_year(jurisdiction, year)}/"):
        subject = subject_of(stream)
        if subject is None or subject.kind not in OF_PORTFOLIO:
            continue
        state, events = _folded(log, subject)
        if state.entry is None:
            continue
        if isinstance(state, UnitYear):
            yield of_unit(state, people.successions, on)
        elif isinstance(state, ProjectYear):
            arranged = _arranged(events) or _arranged_before(log, subject)
            yield of_project(state, events, arranged, people.successions, on)


def _arranged_before(log: EventLog, subject: Subject) -> Decimal | None:
    """What the results of the same project a year earlier arranged, which is for this next year."""
    earlier = project_year(subject.jurisdiction, (subject.year or 0) - 1, subject.code or "")
    return _arranged(log.read(earlier))


def _arranged(events: Any) -> Decimal | None:
    applied = [one.event for one in events if isinstance(one.event, ResultsApplied)]
    return applied[-1].amount if applied else None


def _planned(
    log: EventLog, jurisdiction: str, year: int, opened: YearOpened, people: Organisations
) -> Iterator[Candidate]:
    """The rows of the portfolio whose day has not come; raises what reading it raises."""
    events = [one.event for one in log.read(jurisdiction_year(jurisdiction, year))]
    done = {event.on for event in events if isinstance(event, SubjectsOpened)}
    left = {one.on for one in opened.openings} - done
    rows = parse_portfolio(log.content(opened.portfolio)) if left else ()
    own = [row for row in rows if row.budget_year == year and row.registered_on(year) in left]
    streams = {row.line: registration(row, jurisdiction, year).subject for row in own}
    known = log.versions(list(streams.values()))
    for row in own:
        if not known.get(streams[row.line]):
            yield of_row(row, streams[row.line], people.successions, date(year + 1, 1, 1))
