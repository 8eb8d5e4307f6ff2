"""The duty to sign: what a subject with open proposals waits for, and by which day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from domain.kernel.decider import InForce
from domain.kernel.vocabulary import Role
from domain.shared.deadlines.due_dates import Day, by_parameter
from domain.shared.deadlines.pending import Wait
from domain.shared.signatures.messages import SIGNATURE, Proposals

DAYS = "signature.after_days"
"""The parameter: how many days after it was asked for a signature is due."""


def is_signature(deadline: str) -> bool:
    """Whether a deadline is that of a signature."""
    return deadline.startswith(f"{SIGNATURE}.")


def waits_of(proposals: Proposals) -> Iterator[Wait]:
    """The next signature of each open proposal."""
    for one in proposals.open.values():
        yield Wait(one.deadline, Role.FINANCE)


def due_of(proposals: Proposals, in_force: InForce, deadline: str) -> Day:
    """The day of a signature, by the bureau's parameter; none without it."""
    for one in proposals.open.values():
        if one.deadline == deadline:
            return by_parameter(in_force, DAYS, one.asked_on, Day(None))
    return Day(None)


def asked_at(proposals: Proposals, deadline: str) -> datetime | None:
    """The business instant at which a signature was asked for."""
    found = (one.asked_at for one in proposals.open.values() if one.deadline == deadline)
    return next(found, None)
