"""Corrections of a unit's filings, each by the act that files it again."""

from __future__ import annotations

from domain.shared.filings import correction
from domain.shared.filings.correction import Filings
from domain.subjects.unit_year import due_dates, monitoring, self_evaluation, targets
from domain.subjects.unit_year.filing_index import filing_at, with_filing, without_filing

_FILINGS = Filings(
    filing_at=filing_at,
    with_filing=with_filing,
    without=without_filing,
    filed_by={
        due_dates.TARGET: (targets.FileOverallTarget, targets.file_target),
        due_dates.MONITORING: (monitoring.FileOverallMonitoring, monitoring.file_report),
        due_dates.SELF_EVALUATION: (
            self_evaluation.FileOverallSelfEvaluation,
            self_evaluation.file_evaluation,
        ),
    },
)

DECIDE = correction.deciders(_FILINGS)
EVOLVE = correction.evolvers(_FILINGS)
KEYS = correction.keys(_FILINGS)
