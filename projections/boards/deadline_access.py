"""Access to the deadlines of each kind of subject, by the type of its state.

A kind that is not here has no days: it waits, and nothing of it is ever late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.kernel.decider import InForce
from domain.shared.deadlines.due_dates import Day, key, node_of
from domain.shared.deadlines.timers import Wait
from domain.shared.filings.filing import Filing
from domain.subjects.jurisdiction_year import due_dates as year_days
from domain.subjects.jurisdiction_year import filing_index as year_filings
from domain.subjects.jurisdiction_year import pending as year_waiting
from domain.subjects.jurisdiction_year.state import JurisdictionYear
from domain.subjects.policies import due_dates as policy_days
from domain.subjects.policies import filing_index as policy_filings
from domain.subjects.policies import timers as policy_agenda
from domain.subjects.policies.state import Policy
from domain.subjects.project_year.deadlines import due_dates as project_days
from domain.subjects.project_year.deadlines import timers as project_agenda
from domain.subjects.project_year.filings import filing_index as project_filings
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.unit_year import due_dates as unit_days
from domain.subjects.unit_year import filing_index as unit_filings
from domain.subjects.unit_year import timers as unit_agenda
from domain.subjects.unit_year.state import UnitYear


@dataclass(frozen=True, slots=True)
class Dated:
    """The deadlines of one kind of subject.

    `open` are those that it waits for, each with its day (inclusive); `filing_keys` those that may
    have a filing; `notified` is the event that notified a deadline with a day of its own, or none.
    """

    open: Callable[[Any, InForce], tuple[tuple[Wait, date], ...]]
    due: Callable[[Any, InForce, str], Day]
    filing_at: Callable[[Any, str], Filing | None]
    filing_keys: Callable[[Any], Iterator[str]]
    notified: Callable[[Any, str], str | None] = lambda _state, _deadline: None

    def filings(self, state: Any) -> Iterator[tuple[str, Filing]]:
        """What was filed and has a deadline, by its key."""
        for deadline in self.filing_keys(state):
            filing = self.filing_at(state, deadline)
            if filing is not None:
                yield deadline, filing


def _of_project(state: ProjectYear) -> Iterator[str]:
    """The keys of a project's filings; of imported history those of its evaluation only."""
    if not state.evaluation.history:
        yield project_filings.EXANTE
        yield project_filings.TARGET
    yield project_days.SELF_EVALUATION
    yield project_days.DEPARTMENT_REPORT
    for node in state.rounds:
        yield key(project_days.RESULT, node)
        yield key(project_days.RECTIFICATION, node)


def _of_unit(state: UnitYear) -> Iterator[str]:
    yield unit_days.TARGET
    yield unit_days.SELF_EVALUATION
    for node in state.rounds:
        yield key(unit_days.MONITORING, node)


def _of_year(state: JurisdictionYear) -> Iterator[str]:
    for county in state.counties.values():
        for node in county.reports:
            yield year_days.key(year_days.REPORT, county.code, node)
        for node in county.appraisals:
            yield year_days.key(year_days.APPRAISAL, county.code, node)
        yield year_days.key(year_days.SUMMARY, county.code)
        yield year_days.key(year_days.RESULTS_USE, county.code)
    for budget in state.special:
        yield year_days.key(year_days.SPECIAL, budget)
    yield year_days.PREFECTURE


def _notice_of_funds(state: JurisdictionYear, deadline: str) -> str | None:
    kind, of = year_days.parts(deadline)
    if kind != year_days.RECTIFICATION:
        return None
    code, _, number = of.rpartition(".")
    county = state.counties.get(code)
    problems = county.problems if county else {}
    return next((str(found.event_id) for at, found in problems.items() if str(at) == number), "")


def _rectification_notice(state: ProjectYear, deadline: str) -> str | None:
    if not deadline.startswith(project_days.RECTIFICATION):
        return None
    node = node_of(deadline)
    current = state.rounds.get(node) if node else None
    return str(current.rectification.notice) if current and current.rectification else ""


DATED: Mapping[type[Any], Dated] = {
    ProjectYear: Dated(
        open=project_agenda.open_deadlines,
        due=project_days.due_of,
        filing_at=project_filings.filing_at,
        filing_keys=_of_project,
        notified=_rectification_notice,
    ),
    Policy: Dated(
        open=policy_agenda.open_deadlines,
        due=policy_days.due_of,
        filing_at=policy_filings.filing_at,
        filing_keys=lambda _state: iter((project_filings.EXANTE, project_filings.TARGET)),
    ),
    UnitYear: Dated(
        open=unit_agenda.open_deadlines,
        due=unit_days.due_of,
        filing_at=unit_filings.filing_at,
        filing_keys=_of_unit,
    ),
    JurisdictionYear: Dated(
        open=year_waiting.open_deadlines,
        due=year_days.due_of,
        filing_at=year_filings.filing_at,
        filing_keys=_of_year,
        notified=_notice_of_funds,
    ),
}
