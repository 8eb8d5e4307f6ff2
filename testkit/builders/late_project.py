"""Builders of a project that comes into the log late in its year: on 28 November."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.kernel.answer import Rules
from domain.shared.filings.import_messages import ImportAct
from domain.shared.people.exception_grants import GrantException
from domain.subjects.project_year.monitoring.dropping import DUTY_RULE
from testkit.builders.project_year import (
    ATTACHED,
    AUGUST_RESULT,
    INDICATORS,
    MAY,
    RESULT,
    add,
    unregistered,
)
from testkit.decider_spec import DeciderSpec, in_force, packaged_rules

OPENED = "2023-11-28"
DUE = {RESULT: "2023-06-10", AUGUST_RESULT: "2023-09-10"}
CLERK, OFFICIAL = "单位经办人", "财政审核人"
TARGET: Mapping[str, Any] = {
    "amount": "1000000",
    "execution_points": "10",
    "indicators": [one.model_dump(mode="json", exclude_none=True) for one in INDICATORS],
}


def imported(act: str, on: str, by: str = OFFICIAL, **content: Any) -> ImportAct:
    """Import an act that was done on a day, as the attached document shows."""
    return ImportAct(
        act=act,
        done_on=date.fromisoformat(on),
        done_by=by,
        document=ATTACHED.sha256,
        content=content or None,
    )


def result(on: str = "2023-06-08", node: date = MAY, executed: str = "500000") -> ImportAct:
    """Import a result of half the execution and half the completion."""
    fields = {"node": node.isoformat(), "executed": executed, "completion_rate": "50"}
    return imported("monitoring.file-result", on, CLERK, **fields)


def reviewed(on: str = "2023-06-20", node: date = MAY, score: str = "85") -> ImportAct:
    """Import the review of a result."""
    return imported("monitoring.review", on, node=node.isoformat(), score=score)


BUDGET = imported("budget.approve", "2023-02-20", "人大", amount="1000000")
PREPARED = (
    imported("library.admit", "2023-01-12"),
    imported("target.file", "2023-01-15", CLERK, **TARGET),
    imported("target.approve", "2023-01-20"),
)


def entered(due: Mapping[str, str] = DUE, rules: Rules | None = None) -> DeciderSpec:
    """Register a project on 28 November; its results were due on 10 June and 10 September."""
    scene = unregistered(rules, OPENED).under(in_force(rules or packaged_rules(), due))
    return scene.given(add(is_major=False), ATTACHED)


def budgeted(scene: DeciderSpec | None = None) -> DeciderSpec:
    """Import what was done until the budget was approved in February."""
    return (scene or entered()).given(*PREPARED, BUDGET)


def dropping(duty: str = AUGUST_RESULT) -> GrantException:
    """Drop a duty whose day was over."""
    return GrantException(
        rule=DUTY_RULE, reference="例外1号", approver="局长", reason="启用前未开展", duty=duty
    )
