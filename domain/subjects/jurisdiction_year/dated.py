"""The deadlines of a work year, as boards read them."""

from __future__ import annotations

from domain.shared.deadlines.dated import Dated
from domain.subjects.jurisdiction_year import due_dates, filing_index, timers
from domain.subjects.jurisdiction_year.state import JurisdictionYear


def _notice_of_funds(state: JurisdictionYear, deadline: str) -> str | None:
    kind, of = due_dates.parts(deadline)
    if kind != due_dates.RECTIFICATION:
        return None
    code, _, number = of.rpartition(".")
    county = state.counties.get(code)
    problems = county.problems if county else {}
    return next((str(found.event_id) for at, found in problems.items() if str(at) == number), "")


DATED = Dated(
    state=JurisdictionYear,
    open=timers.open_deadlines,
    due=due_dates.due_of,
    filing_at=filing_index.filing_at,
    filing_keys=filing_index.FILING_KEYS,
    notified=_notice_of_funds,
)
