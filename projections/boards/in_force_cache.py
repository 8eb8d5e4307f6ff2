"""The cache of the values in force, by jurisdiction and year, until the log changes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import structlog

from domain.kernel.answer import Answer, PackRef, Rules
from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.decider import InForce
from domain.kernel.subject_ids import Subject, SubjectKind
from store.in_force import InForceReader, NotAdopted
from store.port import EventLog

Place = tuple[str, int | None]
"""A jurisdiction and a year; the year is null for subjects without a year."""

_KEPT_PLACES = 2048
"""The years summarised at the same time, of all jurisdictions of a log."""

_KEPT_ANSWERS = 1024
"""A summary asks only for due dates: a few questions per deadline and node of a year."""

log = structlog.get_logger()


class InForceCache:
    """The values in force by jurisdiction and year."""

    def __init__(self, events: EventLog) -> None:
        """Read from `events`."""
        self._in_force_reader = InForceReader(events)
        self._kept = BoundedCache[Place, InForce](_KEPT_PLACES)
        self._read_as = BoundedCache[Place, tuple[InForce, InForce]](_KEPT_PLACES)

    def of(self, subject: Subject) -> InForce:
        """The values in force for a subject; without adopted packs no rule states anything.

        A subject without a year is bound by the rules but by no notices.
        """
        if subject.kind is SubjectKind.PACKS:
            return InForce(Silent(subject.jurisdiction))
        place = (subject.jurisdiction, subject.year)
        kept = self._kept.get(place)
        return kept or self._kept.put(place, self._remembered(place))

    def _remembered(self, place: Place) -> InForce:
        read, known = self._read(*place), self._read_as.get(place)
        if known is None or known[0] != read:
            remembered = replace(read, rules=Remembered(read.rules))
            known = self._read_as.put(place, (read, remembered))
        return known[1]

    def forget(self, jurisdiction: str, year: int | None) -> None:
        """Drop the cache of a year, or (`None`) of every year of a jurisdiction."""
        for place in self._kept.kept_keys():
            if place[0] == jurisdiction and year in {None, place[1]}:
                self._kept.drop(place)

    def forget_all(self) -> None:
        """Drop everything; if a later read finds equal rules, it returns the same object."""
        self._kept.clear()

    def _read(self, jurisdiction: str, year: int | None) -> InForce:
        try:
            return self._in_force_reader.in_force(jurisdiction, year or 0)
        except NotAdopted as error:
            log.info(  # ordinary of a past day; of today `jixiao doctor` says it
                "no rules: deadlines have no days", jurisdiction=jurisdiction, why=str(error)
            )
            return InForce(Silent(jurisdiction))


class Remembered:
    """Rules that cache their answers."""

    def __init__(self, rules: Rules) -> None:
        """Ask `rules`, which must never change."""
        self._rules = rules
        self._answers = BoundedCache[Any, Answer](_KEPT_ANSWERS)

    def ask(self, rule: str, on: date, **inputs: Any) -> Answer:
        """Answer `rule` on the day `on`; raises as the wrapped rules do."""
        asked = (rule, on, *inputs.items())
        answer = self._answers.get(asked)
        if answer is None:
            answer = self._answers.put(asked, self._rules.ask(rule, on, **inputs))
        return answer


class Silent:
    """The rules of a jurisdiction without adopted packs: every answer is `not_stated`."""

    def __init__(self, jurisdiction: str) -> None:
        """Answer for `jurisdiction`."""
        self._jurisdiction = jurisdiction

    def ask(self, rule: str, on: date, **inputs: Any) -> Answer:
        """Answer that nothing is stated."""
        pack = PackRef(self._jurisdiction, "", "")
        return Answer(rule, self._jurisdiction, on, inputs, None, "not_stated", (), (), pack)
