"""The deadlines of a policy, as boards read them."""

from __future__ import annotations

from domain.shared.deadlines.dated import Dated
from domain.shared.rectification.days import notice_at
from domain.subjects.policies import due_dates, filing_index, timers
from domain.subjects.policies.state import Policy

DATED = Dated(
    state=Policy,
    open=timers.open_deadlines,
    due=due_dates.due_of,
    filing_at=filing_index.filing_at,
    filing_keys=filing_index.FILING_KEYS,
    notified=lambda state, deadline: notice_at(state.evaluation.fed_back, deadline),
)
