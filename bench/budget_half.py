"""The budget year's own half, as every measured project lives it.

Registered, admitted, its target filed and approved, its budget approved, the May round in time (one
reminder), the August round late (a reminder, the day, the overdue finding): nine acts, six steps of
the system.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.kernel.decider import Actor
from domain.kernel.vocabulary import Role
from testkit.builders.reached import reached_of

AMOUNT = "830655"
BUREAU = Actor("fin-01", "652825-finance", Role.FINANCE)
UNIT = Actor("u01-01", "U01", Role.UNIT)
MAY, AUGUST = "2023-05-31", "2023-08-31"

INDICATORS = (
    ("A1", "output", "完成任务数量", "47", "项", "30"),
    ("A2", "output", "验收合格率", "95", "%", "20"),
    ("B1", "social", "受益群众人数", "560", "人", "30"),
    ("C1", "satisfaction", "服务对象满意度", "90", "%", "10"),
)
"""The target: id, class, title, value, unit of measure, points."""

_CONGRESS = Actor("congress-01", "652825-congress", Role.CONGRESS)

Taken = tuple[str, Actor, str, dict[str, Any]]
"""An act: the day, who takes it, its name, its fields."""


def budget_half(code: str) -> Iterator[Taken]:
    """The acts of one project, in their order."""
    yield "2023-01-05", BUREAU, "project.add", _registration(code)
    yield "2023-01-12", BUREAU, "library.admit", {}
    yield "2023-01-12", UNIT, "target.file", _target()
    yield "2023-01-17", BUREAU, "target.approve", {}
    approved = {"amount": AMOUNT, "document": "合成人大批准决议〔2023〕示例1号"}
    yield "2023-01-19", _CONGRESS, "budget.approve", approved
    yield "2023-06-10", UNIT, "monitoring.file-result", _result(MAY, "415328", "50")
    yield "2023-06-14", BUREAU, "monitoring.review", _review(MAY)
    yield "2023-09-14", UNIT, "monitoring.file-result", _result(AUGUST, "664524", "82")
    yield "2023-09-18", BUREAU, "monitoring.review", _review(AUGUST)


def _registration(code: str) -> dict[str, Any]:
    return {
        "project_name": f"合成项目{code}（示例）",
        "unit": "U01",
        "unit_name": "示例单位01",
        "budget_type": "general_public",
        "origin": "initial",
        "opened_on": "2023-01-05",
        "requested": AMOUNT,
    }


def _target() -> dict[str, Any]:
    return {
        "amount": AMOUNT,
        "execution_points": "10",
        "indicators": [
            {
                "id": identity,
                "indicator_class": kind,
                "title": title,
                "relation": ">=",
                "target": value,
                "unit_of_measure": measure,
                "points": points,
            }
            for identity, kind, title, value, measure, points in INDICATORS
        ],
    }


def _result(node: str, executed: str, completion: str) -> dict[str, Any]:
    return {
        "node": node,
        "executed": executed,
        "indicators": reached_of(_target()["indicators"], completion),
    }


def _review(node: str) -> dict[str, Any]:
    return {"node": node, "score": "88", "verdict": "合格", "rectify": False, "reason": "进度正常"}
