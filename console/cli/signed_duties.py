"""The signatures that a person owes: of proposals of the sections for which the person signs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from domain.shared.signatures.duties import is_signature
from domain.shared.signatures.messages import ActProposed, kind_of
from projections.boards.todo import Duty
from store.port import EventLog

if TYPE_CHECKING:
    from domain.kernel.in_force import Signer
    from domain.subjects.organisations.state import Organisations


def of_signer(
    log: EventLog, people: Organisations | None, person: str, on: date
) -> Callable[[Duty], bool] | None:
    """Whether a duty is a signature that a person owes on a day; null if they sign nothing."""
    terms = [one for there in (people.signers if people else {}).values() for one in there]
    mine = [one for one in terms if one.person == person and one.runs(on)]
    if not mine:
        return None
    return lambda duty: is_signature(duty.deadline) and _is_theirs(log, duty, mine)


def _is_theirs(log: EventLog, duty: Duty, mine: list[Signer]) -> bool:
    kind, _, number = duty.deadline.partition(":")
    section = _section_of(log, duty.stream, number)
    return any(kind_of(one.office) == kind and one.section == section for one in mine)


def _section_of(log: EventLog, stream: str, number: str) -> str | None:
    """The section that made a proposal."""
    proposals = (one.event for one in log.read(stream) if isinstance(one.event, ActProposed))
    return next((one.section for one in proposals if str(one.number) == number), None)
