"""The plan of a drill: the acts of each day, and the points where all subjects must wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from console.cli.input.act_lines import ActLine
from domain.kernel.subject_ids import SubjectKind, parse_subject, project_year
from domain.kernel.vocabulary import SHANGHAI
from domain.shared.catalogue.entries import Reach
from domain.shared.filings.undoable import CorrectAct, WithdrawAct
from domain.subjects.catalogues import CATALOGUES
from domain.subjects.jurisdiction_year.portfolio import Row

ACTS_AT = time(10, tzinfo=SHANGHAI)
"""The time of a day's acts: an hour or more away from every timer."""

ENDS_AT = time(22, 30, tzinfo=SHANGHAI)
"""The end of a drill's last day."""


_UNDOING = frozenset({WithdrawAct.name, CorrectAct.name})
_ALONE = frozenset(
    {
        SubjectKind.JURISDICTION_YEAR,
        SubjectKind.PACKS,
        SubjectKind.WORK_CALENDAR,
        SubjectKind.ORGANISATIONS,
        SubjectKind.INDICATORS,
        SubjectKind.RULINGS,
    }
)


@dataclass(frozen=True, slots=True)
class Group:
    """Acts that may run at the same time, each subject's in order.

    A barrier is a group of its own.
    """

    subjects: dict[str, list[ActLine]]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a drill: its groups of acts, one after the other.

    `hands_over` are the subjects whose merged and split units hand over on that day.
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

    Subjects that open before the first act are registered when that act opens the year.
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
    """The future days on which units end, by the subject that ends them."""
    found: dict[date, set[str]] = {}
    for act in acts:
        since = act.request.fields.get("since")
        if _reach_of(act) is Reach.OF_THE_UNIT and act.on is not None and since is not None:
            day = date.fromisoformat(str(since))
            if day > act.on:
                found.setdefault(day, set()).add(act.request.subject)
    return found


def reaches_others(act: ActLine) -> bool:
    """Whether an act reaches others: an opening, a selection, a unit's end, or a binding act."""
    return _reach_of(act) not in {None, Reach.ALL} or tells_all(act)


def tells_all(act: ActLine) -> bool:
    """Whether all subjects must plan again: a notice to all, a ruling, a pack, a calendar."""
    alone = parse_subject(act.request.subject).kind in _ALONE
    return alone and _reach_of(act) is Reach.ALL


def _reach_of(act: ActLine) -> Reach | None:
    """The subjects that an act reaches; a selection that is undone is taken back from its own."""
    entry = CATALOGUES.acts.get(act.request.command)
    if act.request.command not in _UNDOING:
        return entry.reach if entry else None
    undone = CATALOGUES.acts.get(str(act.request.fields.get("act")).partition(":")[0])
    return Reach.SELECTED if undone and undone.reach is Reach.SELECTED else None


def reached_by(act: ActLine, begun: Sequence[str]) -> tuple[str, ...]:
    """The subjects that an act may reach: the selected ones, the candidates of a draw, or all.

    They must be at the day of the act before it is taken.
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
    """Groups of acts: acts on single subjects together.

    Acts that reach other subjects are grouped only with acts of the same kind.
    """
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
    """The business start of a drill: the day of its first act, or the new year."""
    new_year = date(work_year, 1, 1)
    days = [act.on for act in acts if act.on]
    days += [row.opened_on for row in rows if row.opened_on >= new_year]
    first = min(days, default=new_year)
    return acts_at(first) - timedelta(hours=5)
