"""Superior departments 主管部门: which is above a unit on a day, and which filings it reviews."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from domain.kernel.in_force import InForce, Successions, Superior, Superiors
from domain.shared.deadlines import project_deadlines, unit_deadlines
from domain.shared.deadlines.problem_deadlines import RECTIFICATION
from domain.shared.names import Name
from domain.shared.people.successions import unit_on

REVIEW = "department_review"
"""The parameter that says which filings the department reviews before the bureau: none, all, or
kinds of filings with commas between them."""

DAYS = "endorsement.after_days"
"""The parameter with the days within which the department reviews a filing."""

OFF, ALL = "off", "all"

KINDS: Mapping[str, Name] = {
    "exante.report": Name("事前绩效评估报告", "ex-ante report"),
    "target.filing": Name("绩效目标", "target"),
    "target.adjustment": Name("绩效目标调整", "adjustment of the target"),
    project_deadlines.RESULT: Name("监控结果", "monitoring result"),
    RECTIFICATION: Name("整改报告", "rectification report"),
    project_deadlines.SELF_EVALUATION: Name("绩效自评表", "self-evaluation"),
    unit_deadlines.TARGET: Name("整体支出绩效目标", "overall target"),
    unit_deadlines.MONITORING: Name("整体支出监控报告", "overall monitoring report"),
    unit_deadlines.SELF_EVALUATION: Name("整体支出绩效自评", "overall self-evaluation"),
}
"""The kinds of filings of a unit that its department may review, by the keys of their deadlines."""

_COMMA = re.compile(r"[,，、]\s*")


def superior_of(superiors: Superiors, unit: str, on: date) -> Superior | None:
    """The department above a unit on a day, or `None`."""
    return next((one for one in superiors.get(unit, ()) if one.runs(on)), None)


def department_above(
    superiors: Superiors, successions: Successions, unit: str, stream: str, on: date
) -> str | None:
    """The code of the department above the unit of a subject on a day, or of its successor."""
    found = superior_of(superiors, unit_on(successions, unit, stream, on), on)
    return unit_on(successions, found.code, stream, on) if found else None


def kinds_in(value: str) -> frozenset[str]:
    """The kinds of filings that a value of the parameter names."""
    named = frozenset(_COMMA.split(value))
    return frozenset(KINDS) if ALL in named else named - {OFF}


def is_value(value: str) -> bool:
    """Whether a text is a value of the parameter: none, all, or kinds of filings."""
    return value in {OFF, ALL} or set(_COMMA.split(value)) <= set(KINDS)


def reviews(in_force: InForce, kind: str, on: date) -> bool:
    """Whether departments review filings of a kind that are made on a day."""
    value = in_force.parameter(REVIEW, on)
    return value is not None and kind in kinds_in(value)
