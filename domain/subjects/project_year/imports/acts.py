"""The acts of a project's year that can be imported, in the order in which they rest on another."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from domain.shared.filings.importing import Importable, importable
from domain.shared.rectification import rectifying, reviewing
from domain.subjects.project_year.exante import assessment, library
from domain.subjects.project_year.monitoring import (
    rectification,
    review,
    rounds,
)
from domain.subjects.project_year.monitoring.completion import only_rate_is_known
from domain.subjects.project_year.targets import adjustment, budget, target

_APPROVED = budget.ApproveBudget
_RESULT = rounds.FileResult
_REVIEW = review.ReviewResult
_REPORT = rectifying.Report

IMPORTABLE: Mapping[str, Importable] = MappingProxyType(
    dict(
        (
            importable(assessment.ReportFiled, assessment.FileReport, assessment.DECIDE),
            importable(
                assessment.ReportReviewed,
                assessment.ReviewReport,
                assessment.DECIDE,
                assessment.FileReport,
            ),
            importable(library.Admitted, library.Admit, library.DECIDE, assessment.ReviewReport),
            importable(target.TargetFiled, target.FileTarget, target.DECIDE, library.Admit),
            importable(
                target.TargetApproved, target.ApproveTarget, target.DECIDE, target.FileTarget
            ),
            importable(
                budget.BudgetApproved,
                budget.ApproveBudget,
                budget.DECIDE,
                library.Admit,
                target.ApproveTarget,
            ),
            importable(
                budget.ExecutionRecorded,
                budget.RecordExecution,
                budget.DECIDE,
                _APPROVED,
                of="as_of",
            ),
            importable(
                adjustment.AdjustmentFiled,
                adjustment.AdjustTarget,
                adjustment.DECIDE,
                _APPROVED,
            ),
            importable(
                adjustment.AdjustmentApproved,
                adjustment.ApproveAdjustment,
                adjustment.DECIDE,
                adjustment.AdjustTarget,
            ),
            importable(
                rounds.ResultFiled,
                rounds.FileResult,
                rounds.DECIDE,
                _APPROVED,
                of="node",
                as_before=only_rate_is_known,
            ),
            importable(review.Reviewed, review.ReviewResult, review.DECIDE, _RESULT, of="node"),
            importable(
                rectifying.Reported,
                rectifying.Report,
                rectification.DECIDE,
                _REVIEW,
                of="node",
            ),
            importable(
                rectifying.Refused,
                rectifying.Refuse,
                rectification.DECIDE,
                _REVIEW,
                of="node",
            ),
            importable(
                reviewing.Accepted,
                reviewing.Accept,
                rectification.DECIDE,
                _REPORT,
                of="node",
            ),
            importable(
                reviewing.UnmetFound,
                reviewing.FindUnmet,
                rectification.DECIDE,
                _REVIEW,
                of="node",
            ),
            importable(
                reviewing.RefusalFound,
                reviewing.FindRefused,
                rectification.DECIDE,
                _REVIEW,
                of="node",
            ),
        )
    )
)
"""The acts by name."""
