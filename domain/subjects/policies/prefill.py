"""The fields of acts on a policy that the log knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.kernel.prefill import Prefills, filed_again, points_left, text
from domain.subjects.policies.state import Policy
from domain.subjects.project_year.exante.assessment import FileReport
from domain.subjects.project_year.targets.target import FileTarget


def _report(state: Policy, _today: date) -> Mapping[str, Any]:
    return {"amount": text(state.known.estimated)}


def _target(state: Policy, _today: date) -> Mapping[str, Any]:
    filed = state.target.content
    indicators = filed.indicators if filed else ()
    return {
        "amount": text(filed.amount if filed else state.known.estimated),
        "execution_points": points_left(indicators),
        "indicators": filed_again(indicators, secret=state.known.confidential),
    }


PREFILLS: Prefills = {FileReport: _report, FileTarget: _target}
