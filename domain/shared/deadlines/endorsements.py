"""The deadlines of a department's review: `endorsement.` and the key of the filing."""

from __future__ import annotations

_PREFIX = "endorsement."


def endorsement_of(filing: str) -> str:
    """The deadline of the department's review of a filing, by the key of the filing."""
    return f"{_PREFIX}{filing}"


def filing_of(deadline: str) -> str | None:
    """The key of the filing that a department's review is of; `None` for another deadline."""
    return deadline.removeprefix(_PREFIX) if deadline.startswith(_PREFIX) else None


def as_filing(deadline: str) -> str:
    """The key of the filing that a department's review is of, else the deadline itself."""
    return filing_of(deadline) or deadline
