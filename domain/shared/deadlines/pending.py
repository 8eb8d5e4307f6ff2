"""Waits: the next thing that a role has to do in a subject, by the key of its deadline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.kernel.vocabulary import Role
from domain.shared.filings.filing import Filing, FilingStatus


@dataclass(frozen=True, slots=True)
class Wait:
    """A task that `role` has to do; `deadline` is its key.

    `dated` is false if the date was already met: the filing was in time before it was sent back.
    """

    deadline: str
    role: Role
    dated: bool = True


def filing_wait(
    filing: Filing | None, to_file: str, to_review: str, filer: Role = Role.UNIT
) -> Wait:
    """The wait of a filing: for the bureau's review, or to be filed (again)."""
    if filing is not None and filing.open:
        return Wait(to_review, Role.FINANCE)
    kept = filing is not None and filing.status is FilingStatus.RETURNED and not filing.late
    return Wait(to_file, filer, dated=not kept)


def told(waits: Iterable[Wait]) -> tuple[str, ...]:
    """The waits as a view shows them: `role:deadline`."""
    return tuple(f"{wait.role}:{wait.deadline}" for wait in waits)
