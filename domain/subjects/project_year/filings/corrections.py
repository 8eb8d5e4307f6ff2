"""Corrections of a project's filings, each by the act that files it again."""

from __future__ import annotations

from domain.shared.filings import correction
from domain.shared.filings.correction import Correct, Filings, FilingWithdrawn
from domain.subjects.project_year.evaluation import (
    department_evaluation,
    key_evaluation,
    self_evaluation,
)
from domain.subjects.project_year.exante import assessment
from domain.subjects.project_year.filings.filing_index import filing_at, with_filing, without_filing
from domain.subjects.project_year.monitoring import rectification, rounds
from domain.subjects.project_year.targets import adjustment, target

__all__ = ["DECIDE", "EVOLVE", "Correct", "FilingWithdrawn"]

_FILINGS = Filings(
    filing_at=filing_at,
    with_filing=with_filing,
    without=without_filing,
    filed_by={
        "exante.report": (assessment.FileReport, assessment.DECIDE[assessment.FileReport]),
        "target.filing": (target.FileTarget, target.DECIDE[target.FileTarget]),
        "target.adjustment": (adjustment.AdjustTarget, adjustment.adjust),
        "monitoring.result": (rounds.FileResult, rounds.file_result),
        "rectification.report": (rectification.Report, rectification.report),
        "self-evaluation.filing": (self_evaluation.FileSelfEvaluation, self_evaluation.file),
        "department-evaluation.report": (
            department_evaluation.FileReport,
            department_evaluation.file_report,
        ),
        "key-evaluation.report": (
            key_evaluation.FileReport,
            key_evaluation.DECIDE[key_evaluation.FileReport],
        ),
    },
)

DECIDE = correction.deciders(_FILINGS)
EVOLVE = correction.evolvers(_FILINGS)
KEYS = correction.keys(_FILINGS)
