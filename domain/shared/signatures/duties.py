"""The duty to sign: what a subject with open proposals waits for, and by which day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from domain.kernel.decider import InForce
from domain.kernel.in_force import Office
from domain.kernel.vocabulary import Role
from domain.shared.deadlines.due_dates import Day, by_parameter, key
from domain.shared.deadlines.pending import Wait
from domain.shared.signatures.messages import Proposal, Proposals

SIGNATURE = "signature"
"""The first part of the keys of deadlines of signatures."""

DAYS = "signature.after_days"
"""The parameter: how many days after it was asked for a signature is due."""


def kind_of(office: Office) -> str:
    """The kind of deadline of an office."""
    return f"{SIGNATURE}.{office.replace('_', '-')}"


def is_signature(deadline: str) -> bool:
    """Whether a deadline is that of a signature."""
    return deadline.startswith(f"{SIGNATURE}.")


def waits_of(proposals: Proposals) -> Iterator[Wait]:
    """The next signature of each open proposal."""
    for one in proposals.open.values():
        yield Wait(_key(one), Role.FINANCE)


def due_of(proposals: Proposals, in_force: InForce, deadline: str) -> Day:
    """The day of a signature, by the bureau's parameter; none without it."""
    for one in proposals.open.values():
        if _key(one) == deadline:
            return by_parameter(in_force, DAYS, one.asked_on, Day(None))
    return Day(None)


def asked_at(proposals: Proposals, deadline: str) -> datetime | None:
    """The business instant at which a signature was asked for."""
    found = (one.asked_at for one in proposals.open.values() if _key(one) == deadline)
    return next(found, None)


def _key(proposal: Proposal) -> str:
    return key(kind_of(proposal.office), str(proposal.number))
