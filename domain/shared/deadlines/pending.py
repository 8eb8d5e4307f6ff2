"""Waits: what somebody has to do next in a subject, by the key of its deadline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.kernel.vocabulary import Role
from domain.shared.filings.filing import Filing, FilingStatus


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that `role` has to do; `deadline` is its key.

    `dated` is false where the day was kept already: a filing sent back had come in time once.
    """

    deadline: str
    role: Role
    dated: bool = True


def filing_wait(
    filing: Filing | None, to_file: str, to_review: str, filer: Role = Role.UNIT
) -> Wait:
    """What a filing waits for: the bureau's review, or to be filed (again)."""
    if filing is not None and filing.open:
        return Wait(to_review, Role.FINANCE)
    kept = filing is not None and filing.status is FilingStatus.RETURNED and not filing.late
    return Wait(to_file, filer, dated=not kept)


def told(waits: Iterable[Wait]) -> tuple[str, ...]:
    """What is waited for as a view tells it: `role:deadline`."""
    return tuple(f"{wait.role}:{wait.deadline}" for wait in waits)
