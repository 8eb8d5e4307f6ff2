"""The plan of a drill: which acts on which day, and where everybody has to wait."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from console.act_lines import ActLine
from domain.jurisdiction_year.portfolio import Row
from domain.subject import SubjectKind, parse_subject
from domain.vocabulary import SHANGHAI

ACTS_AT = time(10, tzinfo=SHANGHAI)
"""When a day's acts are taken: an hour or more away from every timer."""

ENDS_AT = time(22, 30, tzinfo=SHANGHAI)
"""When a drill's last day ends."""


@dataclass(frozen=True, slots=True)
class Group:
    """Acts that may be taken at once, each subject's in their order; a barrier stands alone."""

    subjects: dict[str, list[ActLine]]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a drill: the acts of its groups, one group after the other."""

    on: date
    opens: bool
    groups: tuple[Group, ...]


def acts_at(on: date) -> datetime:
    """The business instant at which a day's acts are taken."""
    return datetime.combine(on, ACTS_AT)


def ends_at(on: date) -> datetime:
    """The business instant at which a drill that runs until a day ends."""
    return datetime.combine(on, ENDS_AT)


def plan(acts: Sequence[ActLine], rows: Sequence[Row], until: date) -> tuple[Day, ...]:
    """The days of a drill up to `until` (inclusive), in order; acts keep the file's order."""
    by_day: dict[date, list[ActLine]] = {}
    for act in acts:
        if act.on is not None and act.on <= until:
            by_day.setdefault(act.on, []).append(act)
    opens = {row.opened_on for row in rows if row.opened_on <= until}
    return tuple(
        Day(on, on in opens, tuple(_groups(by_day.get(on, [])))) for on in sorted({*by_day, *opens})
    )


def _groups(acts: Sequence[ActLine]) -> Iterator[Group]:
    together: dict[str, list[ActLine]] = {}
    for act in acts:
        subject = act.request.subject
        if parse_subject(subject).kind is SubjectKind.PROJECT_YEAR:
            together.setdefault(subject, []).append(act)
            continue
        if together:
            yield Group(together)
            together = {}
        yield Group({subject: [act]})
    if together:
        yield Group(together)


def first_instant(acts: Sequence[ActLine], rows: Sequence[Row], work_year: int) -> datetime:
    """The business instant at which a drill starts: its first act's day, or the new year."""
    days = [act.on for act in acts if act.on] + [row.opened_on for row in rows]
    first = min(days, default=date(work_year, 1, 1))
    return acts_at(first) - timedelta(hours=5)
