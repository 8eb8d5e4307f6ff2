"""What is in force in a jurisdiction: its adopted packs, its notices, its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from domain.decision import InForce
from domain.jurisdiction_year import decider as jurisdiction_year
from domain.jurisdiction_year.state import JurisdictionYear
from domain.packs_adopted import decider as packs_adopted
from domain.packs_adopted.decider import AdoptedPacks
from domain.policy import PackError, PackSet, RuleBook, UnknownJurisdiction
from domain.subject import jurisdiction_year as year_stream
from domain.subject import packs as packs_stream
from store.port import EventLog

Parameters = Mapping[str, tuple[tuple[date, str], ...]]


class NotAdopted(Exception):  # noqa: N818 - the field's own name
    """A jurisdiction adopted no packs yet, or not all of its chain; the message says which."""


class Standing:
    """What is in force, read from the log and kept until the log says otherwise."""

    def __init__(self, log: EventLog) -> None:
        """Read from `log`."""
        self._log = log
        self._states: dict[str, Any] = {}
        self._books = lru_cache(maxsize=64)(self._book)
        self._in_force: dict[tuple[str, int], tuple[tuple[int, ...], InForce]] = {}

    def in_force(self, jurisdiction: str, budget_year: int) -> InForce:
        """What binds decisions of a budget year now; raises `NotAdopted`.

        A budget year is evaluated in the work year after it, so notices and parameters of both
        count; where both speak of the same thing, the later work year does.
        """
        kept = self._in_force.get((jurisdiction, budget_year))
        if kept is not None and kept[0] == self._newest(jurisdiction, budget_year):
            return kept[1]
        packs: AdoptedPacks = self._folded(packs_stream(jurisdiction), packs_adopted)
        year = self._year(jurisdiction, budget_year)
        after = self._year(jurisdiction, budget_year + 1)
        versions = (packs.version, year.version, after.version)
        book = self._books(jurisdiction, tuple(sorted(packs.packs.items())))
        standing = InForce(
            book, {**year.notices, **after.notices}, _merged(year.parameters, after.parameters)
        )
        self._in_force[jurisdiction, budget_year] = (versions, standing)
        return standing

    def _newest(self, jurisdiction: str, budget_year: int) -> tuple[int, ...]:
        """The newest versions of all that binds, in one question."""
        streams = (
            packs_stream(jurisdiction),
            year_stream(jurisdiction, budget_year),
            year_stream(jurisdiction, budget_year + 1),
        )
        found = self._log.versions(streams)
        return tuple(found.get(stream, 0) for stream in streams)

    def _year(self, jurisdiction: str, work_year: int) -> JurisdictionYear:
        found: JurisdictionYear = self._folded(
            year_stream(jurisdiction, work_year), jurisdiction_year
        )
        return found

    def _folded(self, stream: str, decider: Any) -> Any:
        state = self._states.get(stream) or decider.initial(stream)
        for recorded in self._log.read(stream, after=state.version):
            state = decider.evolve(state, recorded)
        self._states[stream] = state
        return state

    def _book(self, jurisdiction: str, adopted: tuple[tuple[str, str], ...]) -> RuleBook:
        texts = [(f"{code}.yaml", self._log.content(sha256)) for code, sha256 in adopted]
        try:
            return RuleBook(PackSet.of(texts), jurisdiction)
        except (PackError, UnknownJurisdiction) as error:
            raise NotAdopted(
                f"{jurisdiction} has not adopted its packs and those above it (pack.adopt): {error}"
            ) from error


def _merged(earlier: Parameters, later: Parameters) -> Parameters:
    names = {*earlier, *later}
    return {name: tuple(sorted((*earlier.get(name, ()), *later.get(name, ())))) for name in names}
