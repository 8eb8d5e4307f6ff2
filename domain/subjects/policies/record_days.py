"""Annotations 更正记录日期 of a policy: what it filed counts as filed on the true day."""

from __future__ import annotations

from domain.shared.filings.annotation import FiledDays, deciders, evolvers
from domain.subjects.policies.dated import DATED
from domain.subjects.policies.filing_index import with_filing
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalised

_DAYS = FiledDays(DATED.filings, DATED.due, with_filing, self_judged=frozenset({Finalised}))

DECIDE = deciders(_DAYS)
EVOLVE = evolvers(_DAYS)
