"""The registry of subjects: each kind with its decider and its catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, cast

from domain.kernel.decider import Decider, OfUnit
from domain.kernel.prefill import Prefills
from domain.kernel.subject_ids import SubjectKind
from domain.shared.catalogue.catalogues import Catalogues
from domain.shared.catalogue.entries import Catalogue
from domain.shared.deadlines.dated import Dated
from domain.subjects.catalogues import CATALOGUE_OF, CATALOGUES
from domain.subjects.indicators import decider as indicators
from domain.subjects.jurisdiction_year import decider as jurisdiction_year
from domain.subjects.jurisdiction_year.dated import DATED as _JURISDICTION_YEAR_DATED
from domain.subjects.organisations import decider as organisations
from domain.subjects.packs_adopted import decider as packs_adopted
from domain.subjects.policies import decider as policies
from domain.subjects.policies.dated import DATED as _POLICIES_DATED
from domain.subjects.policies.prefill import PREFILLS as _OF_POLICIES
from domain.subjects.project_year import decider as project_year
from domain.subjects.project_year.deadlines.dated import DATED as _PROJECT_YEAR_DATED
from domain.subjects.project_year.prefill import PREFILLS as _OF_PROJECTS
from domain.subjects.rulings import decider as rulings
from domain.subjects.third_parties import decider as third_party
from domain.subjects.third_parties.prefill import PREFILLS as _OF_INSTITUTIONS
from domain.subjects.unit_year import decider as unit_year
from domain.subjects.unit_year.dated import DATED as _UNIT_YEAR_DATED
from domain.subjects.unit_year.prefill import PREFILLS as _OF_UNIT_YEARS
from domain.subjects.work_calendar import decider as work_calendar
from domain.subjects.work_calendar.prefill import PREFILLS as _OF_CALENDARS

__all__ = [
    "CATALOGUES",
    "DECIDERS",
    "OF_UNITS",
    "PREFILLS",
    "SUBJECTS",
    "Registered",
    "catalogues_of",
    "deciders_of",
    "takes",
]


_NOTHING_KNOWN: Prefills = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Registered:
    """A kind of subject as it is registered: how it decides, and what it is to people.

    `dated` are its deadlines as boards read them; a kind without it has no days. `prefills` are the
    fields of its acts that the log knows.
    """

    kind: SubjectKind
    decider: Decider
    catalogue: Catalogue
    dated: Dated | None = None
    prefills: Prefills = field(default_factory=dict)


def deciders_of(subjects: Iterable[Registered]) -> dict[SubjectKind, Decider]:
    """The decider of each kind."""
    return {one.kind: one.decider for one in subjects}


def catalogues_of(subjects: Iterable[Registered]) -> Catalogues:
    """The catalogues as one; raises `ValueError` where two of them disagree."""
    return Catalogues({one.kind: one.catalogue for one in subjects})


def _registered(
    kind: SubjectKind,
    decider: object,
    dated: Dated | None = None,
    prefills: Prefills = _NOTHING_KNOWN,
) -> Registered:
    return Registered(kind, cast("Decider", decider), CATALOGUE_OF[kind], dated, prefills)


SUBJECTS = (
    _registered(SubjectKind.PROJECT_YEAR, project_year, _PROJECT_YEAR_DATED, _OF_PROJECTS),
    _registered(SubjectKind.JURISDICTION_YEAR, jurisdiction_year, _JURISDICTION_YEAR_DATED),
    _registered(SubjectKind.PACKS, packs_adopted),
    _registered(SubjectKind.RULINGS, rulings),
    _registered(SubjectKind.UNIT_YEAR, unit_year, _UNIT_YEAR_DATED, _OF_UNIT_YEARS),
    _registered(SubjectKind.THIRD_PARTY, third_party, prefills=_OF_INSTITUTIONS),
    _registered(SubjectKind.POLICY, policies, _POLICIES_DATED, _OF_POLICIES),
    _registered(SubjectKind.WORK_CALENDAR, work_calendar, prefills=_OF_CALENDARS),
    _registered(SubjectKind.ORGANISATIONS, organisations),
    _registered(SubjectKind.INDICATORS, indicators),
)
"""Every kind of subject."""

DECIDERS = deciders_of(SUBJECTS)


PREFILLS = {one.kind: one.prefills for one in SUBJECTS}
"""The known fields of the acts of each kind."""

OF_UNITS: dict[SubjectKind, OfUnit] = {
    SubjectKind.PROJECT_YEAR: cast("OfUnit", project_year),
    SubjectKind.UNIT_YEAR: cast("OfUnit", unit_year),
    SubjectKind.POLICY: cast("OfUnit", policies),
}
"""The kinds of subject that belong to a unit."""


def takes(
    kind: SubjectKind, command: type[Any], deciders: Mapping[SubjectKind, Decider] = DECIDERS
) -> bool:
    """Whether subjects of a kind know an act."""
    return command in deciders[kind].COMMANDS
