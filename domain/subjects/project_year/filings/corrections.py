"""Corrections of a project's filings, each by the act that files it again."""

from __future__ import annotations

from domain.shared.filings import correction
from domain.shared.filings.correction import Correct, FiledBy, Filings, FilingWithdrawn
from domain.shared.names import Name
from domain.shared.rectification.corrections import filed_by, named_in
from domain.subjects.project_year.evaluation import (
    department_evaluation,
    key_evaluation,
    self_evaluation,
)
from domain.subjects.project_year.exante import assessment
from domain.subjects.project_year.feedback.loop import LOOP
from domain.subjects.project_year.filings.filing_index import filing_at, with_filing, without_filing
from domain.subjects.project_year.monitoring import rounds
from domain.subjects.project_year.targets import adjustment, target

__all__ = ["DECIDE", "EVOLVE", "Correct", "FilingWithdrawn"]


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
        **filed_by(LOOP),
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
    named=lambda state, of: named_in(state.evaluation.fed_back, of),
)

DECIDE = correction.deciders(_FILINGS)
EVOLVE = correction.evolvers(_FILINGS)
KEYS = correction.keys(_FILINGS)
