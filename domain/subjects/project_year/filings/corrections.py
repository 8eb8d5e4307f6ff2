"""Corrections of a project's filings, each by the act that files it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.shared.filings import correction
from domain.shared.filings.correction import Correct, FiledBy, Filings, FilingWithdrawn
from domain.shared.names import Name
from domain.shared.rectification.rectifying import Report
from domain.subjects.project_year.evaluation import (
    department_evaluation,
    key_evaluation,
    self_evaluation,
)
from domain.subjects.project_year.exante import assessment
from domain.subjects.project_year.filings.filing_index import filing_at, with_filing, without_filing
from domain.subjects.project_year.monitoring import rectification, rounds
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets import adjustment, target

__all__ = ["DECIDE", "EVOLVE", "Correct", "FilingWithdrawn"]


def _named(state: ProjectYear, of: str) -> Mapping[str, Any]:
    """The fields of a filing that its key gives: a node, or a problem with its source."""
    problem = state.evaluation.fed_back.problems.get(of)
    return {"node": of} if problem is None else {"source": problem.source, "problems": (of,)}


_FILINGS = Filings(
    filing_at=filing_at,
    with_filing=with_filing,
    without=without_filing,
    filed_by={
        "exante.report": FiledBy(
            assessment.FileReport,
            assessment.DECIDE[assessment.FileReport],
            Name("事前评估报告", "ex-ante report"),
        ),
        "target.filing": FiledBy(
            target.FileTarget, target.DECIDE[target.FileTarget], Name("绩效目标填报", "target")
        ),
        "target.adjustment": FiledBy(
            adjustment.AdjustTarget, adjustment.adjust, Name("绩效目标调整", "adjustment")
        ),
        "monitoring.result": FiledBy(
            rounds.FileResult, rounds.file_result, Name("监控结果", "monitoring result")
        ),
        "rectification.report": FiledBy(
            Report, rectification.DECIDE[Report], Name("整改报告", "rectification")
        ),
        "self-evaluation.filing": FiledBy(
            self_evaluation.FileSelfEvaluation,
            self_evaluation.file,
            Name("绩效自评", "self-evaluation"),
        ),
        "department-evaluation.report": FiledBy(
            department_evaluation.FileReport,
            department_evaluation.file_report,
            Name("部门评价报告", "department evaluation"),
        ),
        "key-evaluation.report": FiledBy(
            key_evaluation.FileReport,
            key_evaluation.DECIDE[key_evaluation.FileReport],
            Name("重点评价报告", "key evaluation report"),
        ),
    },
    nodes=lambda state: (*state.rounds, *state.evaluation.fed_back.problems),
    named=_named,
)

DECIDE = correction.deciders(_FILINGS)
EVOLVE = correction.evolvers(_FILINGS)
KEYS = correction.keys(_FILINGS)
