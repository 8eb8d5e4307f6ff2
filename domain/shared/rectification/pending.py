"""Pending work of feedback: the bureau gives it, the unit rectifies, the bureau closes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.kernel.vocabulary import Role, business_date
from domain.shared.deadlines.due_dates import key
from domain.shared.deadlines.pending import Wait, filing_wait
from domain.shared.deadlines.problem_deadlines import (
    FEEDBACK,
    FINDING,
    PROPOSAL,
    RECTIFICATION,
    RECTIFIED,
)
from domain.shared.filings.filing import Filing
from domain.shared.rectification.orders import Rectification
from domain.shared.rectification.places import Place
from domain.shared.rectification.problems import FedBack


def feedback_waits(state: Any, fed_back: FedBack) -> Iterator[Wait]:
    """What is owed to the feedback of a subject in this state."""
    for source in fed_back.owed():
        yield Wait(f"{FEEDBACK}.{source}", Role.FINANCE)
    for id_, problem in fed_back.problems.items():
        order = problem.order
        if problem.awaits_proposal:
            yield Wait(key(PROPOSAL, id_), Role.UNIT)
        elif not order.settled:
            yield filing_wait(order.report, key(RECTIFICATION, id_), key(RECTIFIED, id_))
        if order.awaits_finding or is_silent(state, id_, order):
            yield Wait(key(FINDING, id_), Role.FINANCE)


def is_silent(state: Any, place: Place, order: Rectification) -> bool:
    """Whether the unit owes a report that was found overdue, by the day that binds it now."""
    deadline = key(RECTIFICATION, place)
    if order.findings or order.settled or _is_open(order.report):
        return False
    own = state.own_days.get(deadline)
    due = own.due if own else order.due
    return any(
        (one, step) == (deadline, "overdue") and (due is None or business_date(planned) > due)
        for one, step, planned in state.done
    )


def _is_open(filing: Filing | None) -> bool:
    return filing is not None and filing.open
