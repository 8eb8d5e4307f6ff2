"""The catalogues of all kinds of subject, without their deciders: the names of acts and events.

Code that needs only names loads this module; `domain.subjects.registry` loads everything.
"""

from __future__ import annotations

from domain.kernel.subject_ids import SubjectKind
from domain.shared.catalogue.catalogues import Catalogues
from domain.subjects.indicators.catalogue import CATALOGUE as _INDICATORS
from domain.subjects.jurisdiction_year.catalogue import CATALOGUE as _JURISDICTION_YEAR
from domain.subjects.organisations.catalogue import CATALOGUE as _ORGANISATIONS
from domain.subjects.packs_adopted.catalogue import CATALOGUE as _PACKS_ADOPTED
from domain.subjects.policies.catalogue import CATALOGUE as _POLICIES
from domain.subjects.project_year.catalogue import CATALOGUE as _PROJECT_YEAR
from domain.subjects.rulings.catalogue import CATALOGUE as _RULINGS
from domain.subjects.third_parties.catalogue import CATALOGUE as _THIRD_PARTY
from domain.subjects.unit_year.catalogue import CATALOGUE as _UNIT_YEAR
from domain.subjects.work_calendar.catalogue import CATALOGUE as _WORK_CALENDAR

CATALOGUE_OF = {
    SubjectKind.PROJECT_YEAR: _PROJECT_YEAR,
    SubjectKind.JURISDICTION_YEAR: _JURISDICTION_YEAR,
    SubjectKind.PACKS: _PACKS_ADOPTED,
    SubjectKind.RULINGS: _RULINGS,
    SubjectKind.UNIT_YEAR: _UNIT_YEAR,
    SubjectKind.THIRD_PARTY: _THIRD_PARTY,
    SubjectKind.POLICY: _POLICIES,
    SubjectKind.WORK_CALENDAR: _WORK_CALENDAR,
    SubjectKind.ORGANISATIONS: _ORGANISATIONS,
    SubjectKind.INDICATORS: _INDICATORS,
}
"""The catalogue of each kind of subject."""

CATALOGUES = Catalogues(CATALOGUE_OF)
"""The catalogues as one."""
