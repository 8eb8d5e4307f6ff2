"""Annotations 更正记录日期 of a work year: what was filed counts as filed on the true day."""

from __future__ import annotations

from domain.shared.filings.annotation import FiledDays, deciders, evolvers
from domain.subjects.jurisdiction_year.dated import DATED
from domain.subjects.jurisdiction_year.filing_index import with_filing

_DAYS = FiledDays(DATED.filings, DATED.due, with_filing)

DECIDE = deciders(_DAYS)
EVOLVE = evolvers(_DAYS)
