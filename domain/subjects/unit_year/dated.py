"""The deadlines of a unit's year, as boards read them."""

from __future__ import annotations

from domain.shared.deadlines.dated import Dated
from domain.shared.rectification.days import notice_at
from domain.subjects.unit_year import due_dates, filing_index, timers
from domain.subjects.unit_year.state import UnitYear

DATED = Dated(
    state=UnitYear,
    open=timers.open_deadlines,
    due=due_dates.due_of,
    filing_at=filing_index.filing_at,
    filing_keys=filing_index.FILING_KEYS,
    notified=lambda state, deadline: notice_at(state.fed_back, deadline),
)
