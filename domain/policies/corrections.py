"""Corrections of a policy's filings, each by the act that files it anew."""

from __future__ import annotations

from domain import corrections
from domain.corrections import Filings
from domain.policies import assessment
from domain.policies import key_evaluation as evaluation
from domain.policies.filing_index import filing_at, with_filing, without_filing
from domain.project_year import exante, key_evaluation, targets
from domain.project_year.shared_filings import EXANTE, KEY_REPORT, TARGET

_FILINGS = Filings(
    filing_at=filing_at,
    with_filing=with_filing,
    without=without_filing,
    filed_by={
        EXANTE: (exante.FileReport, assessment.DECIDE[exante.FileReport]),
        TARGET: (targets.FileTarget, assessment.DECIDE[targets.FileTarget]),
        KEY_REPORT: (
            key_evaluation.FileReport,
            evaluation.DECIDE[key_evaluation.FileReport],
        ),
    },
)

DECIDE = corrections.deciders(_FILINGS)
EVOLVE = corrections.evolvers(_FILINGS)
