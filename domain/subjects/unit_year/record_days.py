"""Annotations 更正记录日期 of a unit's year: what it filed counts as filed on the true day."""

from __future__ import annotations

from domain.shared.filings.annotation import FiledDays, deciders, evolvers
from domain.subjects.unit_year.dated import DATED
from domain.subjects.unit_year.filing_index import with_filing

_DAYS = FiledDays(DATED.filings, DATED.due, with_filing)

DECIDE = deciders(_DAYS)
EVOLVE = evolvers(_DAYS)
