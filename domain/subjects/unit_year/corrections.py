"""Corrections of a unit's filings, each by the act that files it again."""

from __future__ import annotations

from domain.shared.filings import correction
from domain.shared.filings.correction import FiledBy, Filings
from domain.shared.names import Name
from domain.shared.rectification.corrections import filed_by, named_in
from domain.subjects.unit_year import due_dates, monitoring, self_evaluation, targets
from domain.subjects.unit_year.feedback import LOOP
from domain.subjects.unit_year.filing_index import filing_at, with_filing, without_filing

_FILINGS = Filings(
    filing_at=filing_at,
    with_filing=with_filing,
    without=without_filing,
    filed_by={
        due_dates.TARGET: FiledBy(
            targets.FileOverallTarget,
            targets.file_target,
            Name("整体支出目标申报", "overall target"),
        ),
        due_dates.MONITORING: FiledBy(
            monitoring.FileOverallMonitoring,
            monitoring.file_report,
            Name("整体支出监控报告", "overall monitoring"),
        ),
        due_dates.SELF_EVALUATION: FiledBy(
            self_evaluation.FileOverallSelfEvaluation,
            self_evaluation.file_evaluation,
            Name("整体支出自评", "overall self-evaluation"),
        ),
        **filed_by(LOOP),
    },
    nodes=lambda state: (*state.rounds, *state.fed_back.problems),
    named=lambda state, of: named_in(state.fed_back, of),
)

DECIDE = correction.deciders(_FILINGS)
EVOLVE = correction.evolvers(_FILINGS)
KEYS = correction.keys(_FILINGS)
