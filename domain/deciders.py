"""Which decider a kind of subject has, and which acts."""

from __future__ import annotations

from typing import Any, cast

from domain.decision import Decider, OfUnit
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

DECIDERS: dict[SubjectKind, Decider] = {
    SubjectKind.PROJECT_YEAR: cast("Decider", project_year),
    SubjectKind.JURISDICTION_YEAR: cast("Decider", jurisdiction_year),
    SubjectKind.PACKS: cast("Decider", packs_adopted),
    SubjectKind.RULINGS: cast("Decider", rulings),
    SubjectKind.UNIT_YEAR: cast("Decider", unit_year),
    SubjectKind.THIRD_PARTY: cast("Decider", third_party),
    SubjectKind.POLICY: cast("Decider", policies),
    SubjectKind.WORK_CALENDAR: cast("Decider", work_calendar),
    SubjectKind.ORGANISATIONS: cast("Decider", organisations),
}


OF_UNITS: dict[SubjectKind, OfUnit] = {
    SubjectKind.PROJECT_YEAR: cast("OfUnit", project_year),
    SubjectKind.UNIT_YEAR: cast("OfUnit", unit_year),
    SubjectKind.POLICY: cast("OfUnit", policies),
}
"""The kinds of subject that belong to a unit."""


def takes(kind: SubjectKind, command: type[Any]) -> bool:
    """Whether subjects of a kind know an act."""
    return command in DECIDERS[kind].COMMANDS
