"""The command ids of acts in a file: made from what is asked, so the same line is the same act.

docs/decisions/1267-a-refusal-is-not-final-and-an-act-is-meant-again-by-its-number.md
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from domain.kernel.request import Request
from domain.kernel.serialization.canonical_json import canonical
from domain.kernel.subject_ids import parse_subject

_IDS = UUID("5d0d3a86-6f0c-5a3e-9f51-2f6f6f0a6b1e")
_YEARS = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class Frame:
    """The jurisdiction and work year of the acts whose lines name none."""

    jurisdiction: str | None = None
    work_year: int | None = None


def made_id(request: Request, on: date | None, frame: Frame, nth: int) -> UUID:
    """The id of an act that is meant for the `nth` time, from 1 on."""
    return _id_of(request.hash(), on, frame, nth)


def own_id(request: Request, on: date | None, nth: int) -> UUID:
    """The id of an act that is submitted: its subject says the frame, not an option."""
    subject = parse_subject(request.subject)
    return made_id(request, on, Frame(subject.jurisdiction, subject.year), nth)


def attempt_id(first: UUID, attempt: int) -> UUID:
    """The id of another attempt at an act whose earlier attempts were refused; the first is 1."""
    return first if attempt == 1 else uuid5(_IDS, f"{first}#{attempt}")


def earlier_ids(request: Request, nth: int) -> Iterator[UUID]:
    """The ids that an earlier program gave the same act: the options of `submit` were in them."""
    content, of = request.hash(), parse_subject(request.subject).jurisdiction
    for jurisdiction in (of, None):
        for work_year in (None, *_YEARS):
            yield _id_of(content, None, Frame(jurisdiction, work_year), nth)


def _id_of(content: str, on: date | None, frame: Frame, nth: int) -> UUID:
    day = on.isoformat() if on else None
    name = canonical([frame.jurisdiction, frame.work_year, day, content])
    return uuid5(_IDS, f"{name.decode()}{nth}")
