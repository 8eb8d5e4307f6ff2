"""The registry of subjects: each kind with its decider and its catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import domain.jurisdiction_year.catalogue
import domain.organisations.catalogue
import domain.packs_adopted.catalogue
import domain.policies.catalogue
import domain.project_year.catalogue
import domain.rulings.catalogue
import domain.third_party.catalogue
import domain.unit_year.catalogue
import domain.work_calendar.catalogue
from domain.catalogue import Catalogue
from domain.catalogues import Catalogues
from domain.decision import Decider
from domain.jurisdiction_year import decider as jurisdiction_year
from domain.organisations import decider as organisations
from domain.packs_adopted import decider as packs_adopted
from domain.policies import decider as policies
from domain.project_year import decider as project_year
from domain.rulings import decider as rulings
from domain.subject import SubjectKind
from domain.third_party import decider as third_party
from domain.unit_year import decider as unit_year
from domain.work_calendar import decider as work_calendar


@dataclass(frozen=True, slots=True)
class Registered:
    """A kind of subject as it is registered: how it decides, and what it is to people."""

    kind: SubjectKind
    decider: Decider
    catalogue: Catalogue


def deciders_of(subjects: Iterable[Registered]) -> dict[SubjectKind, Decider]:
    """The decider of each kind."""
    return {one.kind: one.decider for one in subjects}


def catalogues_of(subjects: Iterable[Registered]) -> Catalogues:
    """The catalogues as one; raises `ValueError` where two of them disagree."""
    return Catalogues({one.kind: one.catalogue for one in subjects})


def _registered(kind: SubjectKind, decider: object, catalogue: Catalogue) -> Registered:
    return Registered(kind, cast("Decider", decider), catalogue)


SUBJECTS = (
    _registered(SubjectKind.PROJECT_YEAR, project_year, domain.project_year.catalogue.CATALOGUE),
    _registered(
        SubjectKind.JURISDICTION_YEAR,
        jurisdiction_year,
        domain.jurisdiction_year.catalogue.CATALOGUE,
    ),
    _registered(SubjectKind.PACKS, packs_adopted, domain.packs_adopted.catalogue.CATALOGUE),
    _registered(SubjectKind.RULINGS, rulings, domain.rulings.catalogue.CATALOGUE),
    _registered(SubjectKind.UNIT_YEAR, unit_year, domain.unit_year.catalogue.CATALOGUE),
    _registered(SubjectKind.THIRD_PARTY, third_party, domain.third_party.catalogue.CATALOGUE),
    _registered(SubjectKind.POLICY, policies, domain.policies.catalogue.CATALOGUE),
    _registered(SubjectKind.WORK_CALENDAR, work_calendar, domain.work_calendar.catalogue.CATALOGUE),
    _registered(SubjectKind.ORGANISATIONS, organisations, domain.organisations.catalogue.CATALOGUE),
)
"""Every kind of subject."""

DECIDERS = deciders_of(SUBJECTS)
CATALOGUES = catalogues_of(SUBJECTS)


def takes(
    kind: SubjectKind, command: type[Any], deciders: Mapping[SubjectKind, Decider] = DECIDERS
) -> bool:
    """Whether subjects of a kind know an act."""
    return command in deciders[kind].COMMANDS
