"""Subject ids: the kind and parts of a subject, read from its stream id (design, section 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class SubjectKind(StrEnum):
    """The kinds of subject, each with one stream and one workflow."""

    PROJECT_YEAR = "project-year"
    JURISDICTION_YEAR = "jurisdiction-year"
    PACKS = "packs"
    UNIT_YEAR = "unit-year"
    THIRD_PARTY = "third-party"
    POLICY = "policy"
    WORK_CALENDAR = "work-calendar"
    RULINGS = "rulings"
    ORGANISATIONS = "organisations"
    INDICATORS = "indicators"


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject identified by its stream id.

    `year` is the budget year or the work year; `code` is the code of the project, unit, institution
    or policy.
    """

    stream: str
    kind: SubjectKind
    jurisdiction: str
    year: int | None = None
    code: str | None = None


_SHAPES = (
    (SubjectKind.PACKS, re.compile(r"(?P<jurisdiction>\d{6})/packs", re.ASCII)),
    (SubjectKind.RULINGS, re.compile(r"(?P<jurisdiction>\d{6})/rulings", re.ASCII)),
    (SubjectKind.WORK_CALENDAR, re.compile(r"(?P<jurisdiction>\d{6})/work-calendar", re.ASCII)),
    (SubjectKind.ORGANISATIONS, re.compile(r"(?P<jurisdiction>\d{6})/organisations", re.ASCII)),
    (SubjectKind.INDICATORS, re.compile(r"(?P<jurisdiction>\d{6})/indicators", re.ASCII)),
    (
        SubjectKind.JURISDICTION_YEAR,
        re.compile(r"(?P<jurisdiction>\d{6})/(?P<year>[12]\d{3})", re.ASCII),
    ),
    (
        SubjectKind.UNIT_YEAR,
        re.compile(
            r"(?P<jurisdiction>\d{6})/(?P<year>[12]\d{3})/unit/(?P<code>[^\s/:]{1,64})", re.ASCII
        ),
    ),
    (
        SubjectKind.THIRD_PARTY,
        re.compile(r"(?P<jurisdiction>\d{6})/third-party/(?P<code>[^\s/:]{1,64})", re.ASCII),
    ),
    (
        SubjectKind.POLICY,
        re.compile(r"(?P<jurisdiction>\d{6})/policy/(?P<code>[^\s/:]{1,64})", re.ASCII),
    ),
    (
        SubjectKind.PROJECT_YEAR,
        re.compile(
            r"(?P<jurisdiction>\d{6})/(?P<year>[12]\d{3})/(?P<code>[^\s/:]{1,64})", re.ASCII
        ),
    ),
)


@lru_cache(maxsize=16_384)
def parse_subject(stream: str) -> Subject:
    """Read a stream id; raises `ValueError` if it is not the id of a subject."""
    for kind, shape in _SHAPES:
        found = shape.fullmatch(stream)
        if found:
            parts = found.groupdict()
            year = parts.get("year")
            return Subject(
                stream, kind, parts["jurisdiction"], int(year) if year else None, parts.get("code")
            )
    raise ValueError(f"{stream!r} is no subject")


def subject_of(stream: str) -> Subject | None:
    """Read a stream id; `None` if it is not the id of a subject, as in a damaged log."""
    try:
        return parse_subject(stream)
    except ValueError:
        return None


def project_year(jurisdiction: str, budget_year: int, project: str) -> str:
    """The stream id of a project's year."""
    return f"{jurisdiction}/{budget_year}/{project}"


def jurisdiction_year(jurisdiction: str, work_year: int) -> str:
    """The stream id of a jurisdiction's work year."""
    return f"{jurisdiction}/{work_year}"


def packs(jurisdiction: str) -> str:
    """The stream id of a jurisdiction's adopted packs."""
    return f"{jurisdiction}/packs"


def unit_year(jurisdiction: str, budget_year: int, unit: str) -> str:
    """The stream id of a unit's year."""
    return f"{jurisdiction}/{budget_year}/unit/{unit}"


def third_party(jurisdiction: str, institution: str) -> str:
    """The stream id of a third-party institution."""
    return f"{jurisdiction}/third-party/{institution}"


def policy(jurisdiction: str, code: str) -> str:
    """The stream id of a policy."""
    return f"{jurisdiction}/policy/{code}"


def work_calendar(jurisdiction: str) -> str:
    """The stream id of a jurisdiction's work calendar."""
    return f"{jurisdiction}/work-calendar"


def rulings(jurisdiction: str) -> str:
    """The stream id of a jurisdiction's rulings."""
    return f"{jurisdiction}/rulings"


def organisations(jurisdiction: str) -> str:
    """The stream id of a jurisdiction's people and units."""
    return f"{jurisdiction}/organisations"


def indicators(jurisdiction: str) -> str:
    """The stream id of a jurisdiction's library of indicators."""
    return f"{jurisdiction}/indicators"
