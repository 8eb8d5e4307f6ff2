"""The fields of acts on a unit's year that the log knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.kernel.prefill import Prefills, filed_again, points_left, reached, text
from domain.shared.filings.joint_review import RecordJointReview, prefilled
from domain.subjects.unit_year.joint_review import REVIEW
from domain.subjects.unit_year.monitoring import FileOverallMonitoring
from domain.subjects.unit_year.self_evaluation import FileOverallSelfEvaluation
from domain.subjects.unit_year.state import UnitYear
from domain.subjects.unit_year.targets import FileOverallTarget


def _target(state: UnitYear, _today: date) -> Mapping[str, Any]:
    filed = state.target
    indicators = filed.indicators if filed else ()
    return {
        "amount": text(filed.amount if filed else state.known.requested),
        "indicators": filed_again(indicators, secret=state.known.confidential),
    }


def _report(state: UnitYear, _today: date) -> Mapping[str, Any]:
    return {"executed": text(state.known.executed)}


def _self_evaluation(state: UnitYear, _today: date) -> Mapping[str, Any]:
    unit = state.known
    budget = unit.requested if unit.adjusted is None else unit.adjusted
    approved = state.approved_target
    indicators = approved.indicators if approved else ()
    promised = filed_again(indicators, secret=unit.confidential) or []
    return {
        "budget": text(budget),
        "budget_basis": "initial" if unit.adjusted is None else "adjusted",
        "executed": text(unit.executed),
        "execution_points": points_left(indicators),
        "indicators": [
            {**one, **reached(indicator)}
            for one, indicator in zip(promised, indicators, strict=True)
        ]
        or None,
    }


def _joint_review(state: UnitYear, _today: date) -> Mapping[str, Any]:
    return prefilled(REVIEW.waiting(state))


PREFILLS: Prefills = {
    FileOverallTarget: _target,
    FileOverallMonitoring: _report,
    FileOverallSelfEvaluation: _self_evaluation,
    RecordJointReview: _joint_review,
}
