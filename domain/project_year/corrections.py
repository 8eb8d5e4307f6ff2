"""Corrections of a project's filings, each by the act that files it anew."""

from __future__ import annotations

from domain import corrections
from domain.corrections import Correct, Filings, FilingWithdrawn
from domain.project_year import (
    adjustments,
    department_evaluation,
    exante,
    key_evaluation,
    monitoring,
    rectification,
    self_evaluation,
    targets,
)
from domain.project_year.filing_index import filing_at, with_filing, without_filing

__all__ = ["DECIDE", "EVOLVE", "Correct", "FilingWithdrawn"]

_FILINGS = Filings(
    filing_at=filing_at,
    with_filing=with_filing,
    without=without_filing,
    filed_by={
        "exante.report": (exante.FileReport, exante.DECIDE[exante.FileReport]),
        "target.filing": (targets.FileTarget, targets.DECIDE[targets.FileTarget]),
        "target.adjustment": (adjustments.AdjustTarget, adjustments.adjust),
        "monitoring.result": (monitoring.FileResult, monitoring.file_result),
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

DECIDE = corrections.deciders(_FILINGS)
EVOLVE = corrections.evolvers(_FILINGS)
