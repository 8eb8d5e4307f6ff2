"""The deadlines of a project's year, as boards read them."""

from __future__ import annotations

from domain.shared.deadlines.dated import Dated
from domain.subjects.project_year.deadlines import due_dates, timers
from domain.subjects.project_year.filings import filing_index
from domain.subjects.project_year.monitoring.state import rectification_in
from domain.subjects.project_year.state import ProjectYear


def _rectification_notice(state: ProjectYear, deadline: str) -> str | None:
    if not deadline.startswith(due_dates.RECTIFICATION):
        return None
    node = due_dates.node_of(deadline)
    order = rectification_in(state.rounds.get(node)) if node else None
    return str(order.notice) if order else ""


DATED = Dated(
    state=ProjectYear,
    open=timers.open_deadlines,
    due=due_dates.due_of,
    filing_at=filing_index.filing_at,
    filing_keys=filing_index.FILING_KEYS,
    notified=_rectification_notice,
)
