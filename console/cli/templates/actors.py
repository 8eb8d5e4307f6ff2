"""The actor of a template: as far as the log knows who acts in a role on a subject."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from activities.trial import Trial
from console.cli.input.unfilled import MARK
from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import jurisdiction_year, packs
from domain.kernel.vocabulary import Role, business_date
from domain.shared.filings.endorsement import Endorse, ReturnToUnit
from domain.shared.people import assignments
from domain.shared.people.departments import department_above
from domain.subjects.registry import OF_UNITS, SUBJECTS
from store.port import EventLog

_NOBODY = "trial"


class Actors:
    """The actors on the subject of a trial, role by role."""

    def __init__(self, log: EventLog, trial: Trial) -> None:
        """Look into the subject's own events first, then into those of its jurisdiction."""
        self._log, self._trial = log, trial
        self._seen: dict[Role, str] = {}
        for stream in self._streams():
            for recorded in log.read(stream):
                self._seen.setdefault(recorded.actor.role, recorded.actor.organisation)

    def known(self, role: Role, filing: str | None, command: type[Command]) -> dict[str, str]:
        """The actor of a template; `filing` is the key of a filing that its filer takes back."""
        organisation = self._acting(role, command)
        person = self._filer(filing) if filing else self._only_holder(role, organisation)
        return {
            "id": person or f"{MARK}人员代码",
            "organisation": organisation or f"{MARK}单位代码",
            "role": role.value,
        }

    def sample(self, role: Role, filing: str | None, command: type[Command]) -> Actor:
        """The actor for whom an act is tried: somebody who may act, as far as one is known."""
        organisation = self._acting(role, command) or self._trial.subject.jurisdiction
        holders = self._holders(role, organisation)
        person = self._filer(filing) if filing else None
        return Actor(person or (holders[0] if holders else _NOBODY), organisation, role)

    def files(self, role: Role, filing: str) -> bool:
        """Whether a role is that of the person who made a filing, as its deadline has it."""
        from domain.subjects.catalogues import CATALOGUES  # noqa: PLC0415

        entry = CATALOGUES.deadline(filing)
        return role is (entry.role if entry and entry.role else Role.UNIT)

    def _streams(self) -> Iterator[str]:
        subject = self._trial.subject
        yield subject.stream
        for year in (subject.year, (subject.year or 0) + 1) if subject.year else ():
            if year:
                yield jurisdiction_year(subject.jurisdiction, year)
        yield packs(subject.jurisdiction)

    def _acting(self, role: Role, command: type[Command]) -> str | None:
        """The organisation of an act; the department above the unit reviews its filings."""
        if issubclass(command, Endorse | ReturnToUnit):
            return self._department() or self._organisation(role)
        return self._organisation(role)

    def _department(self) -> str | None:
        kind, trial = OF_UNITS.get(self._trial.subject.kind), self._trial
        unit = kind.unit_of(trial.state) if kind else None
        if unit is None or isinstance(trial.in_force, Refusal):
            return None
        known = (trial.in_force.superiors, trial.in_force.successions)
        return department_above(*known, unit, trial.subject.stream, business_date(trial.at))

    def _organisation(self, role: Role) -> str | None:
        kind, state = OF_UNITS.get(self._trial.subject.kind), self._trial.state
        if role in {Role.UNIT, Role.DEPARTMENT}:
            return kind.unit_of(state) if kind else None
        if role is Role.THIRD_PARTY:
            evaluation = getattr(state, "evaluation", None)
            institution: str | None = evaluation.key.institution if evaluation else None
            return institution
        return self._registered(role) or self._seen.get(role)

    def _registered(self, role: Role) -> str | None:
        """The organisation whose people are registered in a role, the one that acted if several."""
        in_force = self._trial.in_force
        if isinstance(in_force, Refusal):
            return None
        held = {of for of, held_role in in_force.assignments if held_role is role}
        now = sorted(organisation for organisation in held if self._holders(role, organisation))
        seen = self._seen.get(role)
        return seen if seen in now else next(iter(now), None)

    def _holders(self, role: Role, organisation: str | None) -> list[str]:
        in_force = self._trial.in_force
        if organisation is None or isinstance(in_force, Refusal):
            return []
        on = business_date(self._trial.at)
        found = assignments.holders(in_force.assignments, organisation, role, on)
        return [one.person for one in found]

    def _only_holder(self, role: Role, organisation: str | None) -> str | None:
        holders = self._holders(role, organisation)
        return holders[0] if len(holders) == 1 else None

    def _filer(self, filing: str) -> str | None:
        kind = self._trial.subject.kind
        dated: Any = next((one.dated for one in SUBJECTS if one.kind is kind), None)
        found = dated.filing_at(self._trial.state, filing) if dated else None
        return found.by if found else None
