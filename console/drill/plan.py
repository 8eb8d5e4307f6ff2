"""The plan of a drill: which acts on which day, and where everybody has to wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from console.cli.input.act_lines import ActLine
from domain.kernel.subject_ids import SubjectKind, parse_subject, project_year
from domain.kernel.vocabulary import SHANGHAI
from domain.shared.catalogue.entries import Reach
from domain.subjects.catalogues import CATALOGUES
from domain.subjects.jurisdiction_year.portfolio import Row

ACTS_AT = time(10, tzinfo=SHANGHAI)
"""When a day's acts are taken: an hour or more away from every timer."""

ENDS_AT = time(22, 30, tzinfo=SHANGHAI)
"""When a drill's last day ends."""


_ALONE = frozenset(
    {
        SubjectKind.JURISDICTION_YEAR,
        SubjectKind.PACKS,
        SubjectKind.WORK_CALENDAR,
        SubjectKind.ORGANISATIONS,
        SubjectKind.RULINGS,
    }
)


@dataclass(frozen=True, slots=True)
class Group:
    """Acts that may be taken at once, each subject's in their order; a barrier stands alone."""

    subjects: dict[str, list[ActLine]]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a drill: the acts of its groups, one group after the other.

    `hands_over` are the subjects whose merged and split units pass on with the day.
    """

    on: date
    opens: bool
    groups: tuple[Group, ...]
    hands_over: frozenset[str] = frozenset()


def acts_at(on: date) -> datetime:
    """The business instant at which a day's acts are taken."""
    return datetime.combine(on, ACTS_AT)


def ends_at(on: date) -> datetime:
    """The business instant at which a drill that runs until a day ends."""
    return datetime.combine(on, ENDS_AT)


def plan(acts: Sequence[ActLine], rows: Sequence[Row], until: date) -> tuple[Day, ...]:
    """The days of a drill up to `until` (inclusive), in order; acts keep the file's order.

    What opens before the first act is registered when that act opens the year.
    """
    by_day: dict[date, list[ActLine]] = {}
    for act in acts:
        if act.on is not None and act.on <= until:
            by_day.setdefault(act.on, []).append(act)
    first = min(by_day, default=until)
    opens = {row.opened_on for row in rows if first <= row.opened_on <= until}
    ends = _ends(act for taken in by_day.values() for act in taken)
    passing = {on: ends[on] for on in ends if on <= until}
    return tuple(
        Day(
            on,
            on in opens,
            tuple(_groups(by_day.get(on, []))),
            frozenset(passing.get(on, ())),
        )
        for on in sorted({*by_day, *opens, *passing})
    )


def _ends(acts: Iterable[ActLine]) -> dict[date, set[str]]:
    """The days on which units end that are later than the act, by which subject they do."""
    found: dict[date, set[str]] = {}
    for act in acts:
        since = act.request.fields.get("since")
        if _reach_of(act) is Reach.OF_THE_UNIT and act.on is not None and since is not None:
            day = date.fromisoformat(str(since))
            if day > act.on:
                found.setdefault(day, set()).add(act.request.subject)
    return found


def reaches_others(act: ActLine) -> bool:
    """Whether an act reaches others: the opening, a selection, a unit's end, what binds all."""
    return _reach_of(act) not in {None, Reach.ALL} or tells_all(act)


def tells_all(act: ActLine) -> bool:
    """Whether all subjects are told to plan anew: a notice to all, a ruling, a pack, a calendar."""
    alone = parse_subject(act.request.subject).kind in _ALONE
    return alone and _reach_of(act) is Reach.ALL


def _reach_of(act: ActLine) -> Reach | None:
    entry = CATALOGUES.acts.get(act.request.command)
    return entry.reach if entry else None


def reached_by(act: ActLine, begun: Sequence[str]) -> tuple[str, ...]:
    """The subjects that an act may reach: the selected, those that are drawn from, or all.

    They have to stand at the day of the act before it is taken.
    """
    owner = parse_subject(act.request.subject)
    if tells_all(act) or _reach_of(act) is Reach.OF_THE_UNIT:
        mine = owner.jurisdiction
        return tuple(subject for subject in begun if parse_subject(subject).jurisdiction == mine)
    if _reach_of(act) is not Reach.SELECTED:
        return ()
    year = owner.year or 0
    if owner.kind is SubjectKind.JURISDICTION_YEAR:
        year -= 1
    codes = act.request.fields.get("selected")
    if codes is not None:
        return tuple(project_year(owner.jurisdiction, year, code) for code in codes)
    return tuple(
        subject
        for subject in begun
        if (found := parse_subject(subject)).kind is SubjectKind.PROJECT_YEAR and found.year == year
    )


def _groups(acts: Sequence[ActLine]) -> Iterator[Group]:
    """Acts of many subjects stand together; what reaches others stands with its like only."""
    together: dict[str, list[ActLine]] = {}
    before: tuple[bool, bool] | None = None
    for act in acts:
        alone = parse_subject(act.request.subject).kind in _ALONE
        kind = (alone, reaches_others(act))
        if together and (alone or kind != before):
            yield Group(together)
            together = {}
        together.setdefault(act.request.subject, []).append(act)
        before = kind
    if together:
        yield Group(together)


def first_instant(acts: Sequence[ActLine], rows: Sequence[Row], work_year: int) -> datetime:
    """The business instant at which a drill starts: its first act's day, or the new year."""
    new_year = date(work_year, 1, 1)
    days = [act.on for act in acts if act.on]
    days += [row.opened_on for row in rows if row.opened_on >= new_year]
    first = min(days, default=new_year)
    return acts_at(first) - timedelta(hours=5)
