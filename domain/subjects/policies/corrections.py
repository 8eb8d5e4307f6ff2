"""Corrections of a policy's filings, each by the act that files it again."""

from __future__ import annotations

from domain.shared.filings import correction
from domain.shared.filings.correction import FiledBy, Filings
from domain.shared.names import Name
from domain.shared.rectification.corrections import filed_by, named_in
from domain.subjects.policies import assessment
from domain.subjects.policies import key_evaluation as evaluation
from domain.subjects.policies.feedback import LOOP
from domain.subjects.policies.filing_index import filing_at, with_filing, without_filing
from domain.subjects.project_year.evaluation import key_evaluation
from domain.subjects.project_year.exante import assessment as exante
from domain.subjects.project_year.filings.shared_filings import EXANTE, KEY_REPORT, TARGET
from domain.subjects.project_year.targets import target

_FILINGS = Filings(
    filing_at=filing_at,
    with_filing=with_filing,
    without=without_filing,
    filed_by={
        EXANTE: FiledBy(
            exante.FileReport,
            assessment.DECIDE[exante.FileReport],
            Name("事前评估报告", "ex-ante report"),
        ),
        TARGET: FiledBy(
            target.FileTarget,
            assessment.DECIDE[target.FileTarget],
            Name("绩效目标填报", "target"),
        ),
        KEY_REPORT: FiledBy(
            key_evaluation.FileReport,
            evaluation.DECIDE[key_evaluation.FileReport],
            Name("重点评价报告", "key evaluation report"),
        ),
        **filed_by(LOOP),
    },
    nodes=lambda state: state.evaluation.fed_back.problems,
    named=lambda state, of: named_in(state.evaluation.fed_back, of),
)

DECIDE = correction.deciders(_FILINGS)
EVOLVE = correction.evolvers(_FILINGS)
KEYS = correction.keys(_FILINGS)
