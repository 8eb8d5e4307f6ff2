"""Corrections of a unit's filings, each by the act that files it anew."""

from __future__ import annotations

from domain import corrections
from domain.corrections import Filings
from domain.unit_year import days, monitoring, self_evaluation, targets
from domain.unit_year.filing_index import filing_at, with_filing, without_filing

_FILINGS = Filings(
    filing_at=filing_at,
    with_filing=with_filing,
    without=without_filing,
    filed_by={
        days.TARGET: (targets.FileOverallTarget, targets.file_target),
        days.MONITORING: (monitoring.FileOverallMonitoring, monitoring.file_report),
        days.SELF_EVALUATION: (
            self_evaluation.FileOverallSelfEvaluation,
            self_evaluation.file_evaluation,
        ),
    },
)

DECIDE = corrections.deciders(_FILINGS)
EVOLVE = corrections.evolvers(_FILINGS)
