"""Annotations 更正记录日期 of a project: what it filed counts as filed on the true day."""

from __future__ import annotations

from domain.shared.filings.annotation import FiledDays, deciders, evolvers
from domain.subjects.project_year.deadlines.dated import DATED
from domain.subjects.project_year.evaluation.authenticity import FindingRecorded
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalised
from domain.subjects.project_year.filings.filing_index import with_filing

_DAYS = FiledDays(
    DATED.filings, DATED.due, with_filing, self_judged=frozenset({FindingRecorded, Finalised})
)

DECIDE = deciders(_DAYS)
EVOLVE = evolvers(_DAYS)
