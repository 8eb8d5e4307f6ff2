"""The deadlines of a project's year, as boards read them."""

from __future__ import annotations

from domain.shared.deadlines.dated import Dated
from domain.shared.rectification.days import notice_of
from domain.shared.rectification.places import place_in
from domain.subjects.project_year.deadlines import due_dates, timers
from domain.subjects.project_year.filings import filing_index
from domain.subjects.project_year.state import ProjectYear


def _rectification_notice(state: ProjectYear, deadline: str) -> str | None:
    kind, _, place = deadline.partition(":")
    if kind not in {due_dates.RECTIFICATION, due_dates.PROPOSAL}:
        return None
    return notice_of(due_dates.order_of(state, place_in(place)))


DATED = Dated(
    state=ProjectYear,
    open=timers.open_deadlines,
    due=due_dates.due_of,
    filing_at=filing_index.filing_at,
    filing_keys=filing_index.FILING_KEYS,
    notified=_rectification_notice,
)
