"""What binds a subject while it is summarised: read once, kept until the log says otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import structlog

from domain.answer import Answer, PackRef, Rules
from domain.decision import InForce
from domain.subject import Subject, SubjectKind
from store.port import EventLog
from store.standing import NotAdopted, Standing

log = structlog.get_logger()


class Binding:
    """What is in force, by jurisdiction and year."""

    def __init__(self, events: EventLog) -> None:
        """Read from `events`."""
        self._standing = Standing(events)
        self._kept: dict[tuple[str, int | None], InForce] = {}
        self._read_as: dict[tuple[str, int | None], tuple[InForce, InForce]] = {}

    def of(self, subject: Subject) -> InForce:
        """What is in force for a subject; where no packs are adopted, no rule says anything.

        What belongs to no year is under the rules, and under the notices of none.
        """
        if subject.kind is SubjectKind.PACKS:
            return InForce(Silent(subject.jurisdiction))
        place = (subject.jurisdiction, subject.year)
        kept = self._kept.get(place)
        if kept is None:
            kept = self._kept[place] = self._remembered(place)
        return kept

    def _remembered(self, place: tuple[str, int | None]) -> InForce:
        read, known = self._read(*place), self._read_as.get(place)
        if known is None or known[0] != read:
            known = self._read_as[place] = (read, replace(read, rules=Remembered(read.rules)))
        return known[1]

    def forget(self, jurisdiction: str, year: int | None) -> None:
        """Read anew what is in force in a year, or (none) in every year of a jurisdiction."""
        for place in [*self._kept]:
            if place[0] == jurisdiction and year in {None, place[1]}:
                del self._kept[place]

    def forget_all(self) -> None:
        """Read everything anew; where the same is in force still, it is the very same value."""
        self._kept.clear()

    def _read(self, jurisdiction: str, year: int | None) -> InForce:
        try:
            return self._standing.in_force(jurisdiction, year or 0)
        except NotAdopted as error:
            log.warning(
                "no rules: deadlines have no days", jurisdiction=jurisdiction, why=str(error)
            )
            return InForce(Silent(jurisdiction))


class Remembered:
    """Rules that answer the same question once."""

    def __init__(self, rules: Rules) -> None:
        """Ask `rules`, which never change."""
        self._rules = rules
        self._answers: dict[Any, Answer] = {}

    def ask(self, rule: str, on: date, **inputs: Any) -> Answer:
        """Answer `rule` on the day `on`; raises what the rules raise."""
        asked = (rule, on, *inputs.items())
        answer = self._answers.get(asked)
        if answer is None:
            answer = self._answers[asked] = self._rules.ask(rule, on, **inputs)
        return answer


class Silent:
    """The rules of a jurisdiction that adopted none: nothing is stated."""

    def __init__(self, jurisdiction: str) -> None:
        """Answer for `jurisdiction`."""
        self._jurisdiction = jurisdiction

    def ask(self, rule: str, on: date, **inputs: Any) -> Answer:
        """Answer that nothing is stated."""
        pack = PackRef(self._jurisdiction, "", "")
        return Answer(rule, self._jurisdiction, on, inputs, None, "not_stated", (), (), pack)
