"""The rules in force in a jurisdiction: packs, rulings, notices, parameters, calendar, library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from typing import Any

from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.decider import InForce, Notice
from domain.kernel.known import Known
from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.kernel.subject_ids import indicators as indicators_stream
from domain.kernel.subject_ids import jurisdiction_year as year_stream
from domain.kernel.subject_ids import organisations as organisations_stream
from domain.kernel.subject_ids import packs as packs_stream
from domain.kernel.subject_ids import rulings as rulings_stream
from domain.kernel.subject_ids import work_calendar as calendar_stream
from domain.kernel.unit_appraisal import NO_APPRAISAL
from domain.rules import PackError, PackSet, RuleBook, UnknownJurisdiction
from domain.shared.deadlines.due_dates import node_of
from domain.shared.fan_out.broadcast import Announcement
from domain.subjects.indicators import decider as indicators_of
from domain.subjects.indicators.state import Indicators
from domain.subjects.jurisdiction_year import decider as jurisdiction_year
from domain.subjects.jurisdiction_year.budget_call import called_on
from domain.subjects.jurisdiction_year.government_budget import approved_on
from domain.subjects.jurisdiction_year.state import JurisdictionYear
from domain.subjects.organisations import decider as organisations_of
from domain.subjects.organisations.state import Organisations
from domain.subjects.packs_adopted import decider as packs_adopted
from domain.subjects.packs_adopted.decider import AdoptedPacks
from domain.subjects.project_year.deadlines import due_dates as project_days
from domain.subjects.rulings import decider as rulings_recorded
from domain.subjects.rulings.decider import Rulings
from domain.subjects.unit_year import due_dates as unit_days
from domain.subjects.work_calendar import decider as work_calendar
from domain.subjects.work_calendar.decider import PublishedCalendar
from store.packs.pack_texts import NO_RULES, PackTexts
from store.port import EventLog, Versions

Notices = Mapping[str, Notice]
Parameters = Mapping[str, tuple[tuple[date, str], ...]]
Adopted = tuple[tuple[str, str], ...]
_BookKey = tuple[Adopted, Announcement | None]
"""The adopted packs, and the newest ruling."""


class NotAdopted(Exception):  # noqa: N818 - the field's own name
    """A jurisdiction has not adopted all packs of its chain; the message names what is missing."""


@dataclass(frozen=True, slots=True)
class InForceAt:
    """The values in force, with the streams and versions from which they were read."""

    in_force: InForce
    versions: Versions


def watched(jurisdiction: str, work_years: Sequence[int]) -> tuple[str, ...]:
    """The streams that may bind a decision in some work years."""
    return (
        packs_stream(jurisdiction),
        rulings_stream(jurisdiction),
        calendar_stream(jurisdiction),
        organisations_stream(jurisdiction),
        indicators_stream(jurisdiction),
        *(year_stream(jurisdiction, year) for year in work_years),
    )


_KEPT_STATES = 4096
"""Five streams of 256 jurisdictions, and a dozen work years of each."""

_KEPT_PACK_SETS = 64
"""Adopted chains; jurisdictions with the same texts share one."""

_KEPT_BOOKS = 256
"""The jurisdictions of a whole province, each with its cached answers (some MB at most)."""

_KEPT_HELD = 2048
"""The budget years in work at the same time, of as many jurisdictions."""

_DECIDERS = (packs_adopted, rulings_recorded, work_calendar, organisations_of, indicators_of)


class InForceReader:
    """The values in force, read from the log and cached until the log changes."""

    def __init__(self, log: EventLog) -> None:
        """Read from `log`."""
        self._log = log
        self._state_cache = BoundedCache[str, Any](_KEPT_STATES)
        self._pack_sets = lru_cache(maxsize=_KEPT_PACK_SETS)(self._pack_set)
        self._books = BoundedCache[str, tuple[_BookKey, RuleBook]](_KEPT_BOOKS)
        self._held = BoundedCache[tuple[str, int], InForceAt](_KEPT_HELD)

    def in_force(self, jurisdiction: str, budget_year: int) -> InForce:
        """The values that bind decisions of a budget year now; raises `NotAdopted`.

        A budget year is evaluated in the work year after it. Parameters of both work years apply by
        their dates; a notice applies to the budget year of its deadline (docs/domain/deadlines.md,
        1004). A subject without a year (0) is bound by the parameters of all work years, by their
        dates, and by no notice to all.
        """
        return self.newest(jurisdiction, budget_year).in_force

    def kept(self, jurisdiction: str, budget_year: int) -> InForceAt:
        """The values in force when they were last read; the log is read only the first time.

        Append with its `versions` as expected: then the log checks whether the values are still
        current. Raises `NotAdopted`.
        """
        return self._held.get((jurisdiction, budget_year)) or self.newest(jurisdiction, budget_year)

    def newest(self, jurisdiction: str, budget_year: int) -> InForceAt:
        """The values in force now, with the versions of their streams; raises `NotAdopted`."""
        held = self._held.get((jurisdiction, budget_year))
        if held is None or not budget_year or not self._stands(held):
            read = self._read(jurisdiction, budget_year)
            held = self._held.put((jurisdiction, budget_year), read)
        return held

    def adopting(self, jurisdiction: str) -> InForceAt:
        """The values that bind the adoption of a pack: only the rulings that its text must fit."""
        ruled: Rulings = self._folded(rulings_stream(jurisdiction), rulings_recorded)
        people: Organisations = self._folded(organisations_stream(jurisdiction), organisations_of)
        texts = PackTexts(self._log, jurisdiction, ruled.rulings)
        standing = InForce(NO_RULES, texts=texts, assignments=people.assignments)
        return InForceAt(standing, {state.stream: state.version for state in (ruled, people)})

    def book(self, jurisdiction: str) -> RuleBook:
        """The rules that a jurisdiction adopted, with its recorded rulings; raises `NotAdopted`."""
        packs: AdoptedPacks = self._folded(packs_stream(jurisdiction), packs_adopted)
        ruled: Rulings = self._folded(rulings_stream(jurisdiction), rulings_recorded)
        return self._book(jurisdiction, packs, ruled)

    def _stands(self, held: InForceAt) -> bool:
        """Whether the log has nothing newer, by one query."""
        found = self._log.versions([*held.versions])
        return all(found.get(stream, 0) == version for stream, version in held.versions.items())

    def _read(self, jurisdiction: str, budget_year: int) -> InForceAt:
        years = self._work_years(jurisdiction, budget_year)
        streams = watched(jurisdiction, years)
        deciders = (*_DECIDERS, *(jurisdiction_year for _ in years))
        states = [self._folded(*read) for read in zip(streams, deciders, strict=True)]
        packs: AdoptedPacks = states[0]
        ruled: Rulings = states[1]
        calendar: PublishedCalendar = states[2]
        organisations: Organisations = states[3]
        indicators: Indicators = states[4]
        worked: list[JurisdictionYear] = states[len(_DECIDERS) :]
        book = self._book(jurisdiction, packs, ruled)
        standing = InForce(
            book,
            _notices(budget_year, worked[0].notices, worked[1].notices) if budget_year else {},
            reduce(_merged, (year.parameters for year in worked), {}),
            calendar.working,
            book.open_rules,
            assignments=organisations.assignments,
            successions=organisations.successions,
            unit_delegations=organisations.unit_delegations,
            sections=organisations.sections,
            superiors=organisations.superiors,
            signers=organisations.signers,
            library=indicators.library,
            government_budget=approved_on(worked[0]) if budget_year else None,
            budget_call=called_on(worked[0]) if budget_year else None,
            unit_appraisal=worked[0].unit_appraisal if budget_year else NO_APPRAISAL,
            known=_known(packs, ruled, calendar, worked),
        )
        versions = {stream: state.version for stream, state in zip(streams, states, strict=True)}
        return InForceAt(standing, versions)

    def _work_years(self, jurisdiction: str, budget_year: int) -> tuple[int, ...]:
        """The two work years of a budget year; without a year, all opened work years."""
        if budget_year:
            return budget_year, budget_year + 1
        subjects = map(parse_subject, self._log.streams(f"{jurisdiction}/"))
        opened = (one.year for one in subjects if one.kind is SubjectKind.JURISDICTION_YEAR)
        return tuple(sorted(year for year in opened if year is not None))

    def _folded(self, stream: str, decider: Any) -> Any:
        state = self._state_cache.get(stream) or decider.initial(stream)
        for recorded in self._log.read(stream, after=state.version):
            state = decider.evolve(state, recorded)
        return self._state_cache.put(stream, state)

    def _book(self, jurisdiction: str, packs: AdoptedPacks, ruled: Rulings) -> RuleBook:
        """The adopted and ruled rules; built again only when either changes."""
        adopted = tuple(sorted(packs.packs.items()))
        key = (adopted, ruled.announced)
        kept = self._books.get(jurisdiction)
        if kept is None or kept[0] != key:
            made = key, self._new_book(jurisdiction, adopted, ruled)
            kept = self._books.put(jurisdiction, made)
        return kept[1]

    def _new_book(self, jurisdiction: str, adopted: Adopted, ruled: Rulings) -> RuleBook:
        try:
            return RuleBook(self._pack_sets(adopted), jurisdiction, ruled.rulings)
        except (PackError, UnknownJurisdiction) as error:
            raise NotAdopted(
                f"{jurisdiction} has not adopted its packs and those above it (pack.adopt): {error}"
            ) from error

    def _pack_set(self, adopted: Adopted) -> PackSet:
        return PackSet.of((f"{code}.yaml", self._log.content(sha256)) for code, sha256 in adopted)


def _notices(budget_year: int, year: Notices, after: Notices) -> Notices:
    """The notices that concern a budget year, from its work year and the next one."""
    own = {key: found for key, found in year.items() if _speaks_of(key, budget_year, after=False)}
    late = {key: found for key, found in after.items() if _speaks_of(key, budget_year, after=True)}
    return {**own, **late}


def _speaks_of(deadline: str, budget_year: int, *, after: bool) -> bool:
    """Whether a deadline in a notice of its work year, or of the year `after`, concerns the year.

    A deadline at a node names its year. Of the other deadlines, the evaluation half belongs to the
    year `after`.
    """
    node = node_of(deadline)
    if node is not None:
        return node.year == budget_year
    falls = {days.work_year_of(deadline, budget_year) for days in (project_days, unit_days)}
    return (budget_year + 1 in falls) == after


def _known(
    packs: AdoptedPacks,
    ruled: Rulings,
    calendar: PublishedCalendar,
    worked: Sequence[JurisdictionYear],
) -> Known:
    """The instants since which the values are known.

    For a parameter that is set in two years, the later year's.
    """
    parameters = {key: at for year in worked for key, at in year.parameters_at.items()}
    given = (ruled.ruled_at, calendar.years_at, calendar.days_at)
    return Known(parameters, *given, packs.adopted_at)


def _merged(earlier: Parameters, later: Parameters) -> Parameters:
    """The values of both years by date; for the same date, the newest, and the later year's."""
    names = {*earlier, *later}
    return {
        name: tuple(sorted((*earlier.get(name, ()), *later.get(name, ())), key=lambda one: one[0]))
        for name in names
    }
