"""The project year that is measured: the same acts, on the same days, for every project.

What a project goes through as far as the product goes today: registered, admitted, its target
filed and approved, its budget approved, the May round in time (one reminder), the August round late
(a reminder, the day, the overdue finding). Nine acts and six timers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from domain.decision import Actor
from domain.request import Request
from domain.subject import jurisdiction_year, packs, project_year
from domain.vocabulary import Role

JURISDICTION, WORK_YEAR = "652825", 2023
FIRST_DAY, UNTIL = date(2023, 1, 3), date(2023, 10, 31)
ADOPTED = ("000000", "650000", "652800", "652825")

_IDS = UUID("0d9f7a52-7f0e-5c62-9a55-6f8f8f3d2b11")
_BUREAU = Actor("fin-01", "652825-finance", Role.FINANCE)
_CONGRESS = Actor("congress-01", "652825-congress", Role.CONGRESS)
_UNIT = Actor("u01-01", "U01", Role.UNIT)
_AMOUNT = "830655"
_MAY, _AUGUST = "2023-05-31", "2023-08-31"
_NOTICES = ((_MAY, "2023-06-12"), (_AUGUST, "2023-09-12"))
_PARAMETERS = (
    ("reminder.lead_days", "3"),
    ("escalation.after_days", "3"),
    ("escalation.to", "department"),
)


@dataclass(frozen=True, slots=True)
class DatedAct:
    """An act and the business day on which it is taken."""

    on: date
    request: Request


def opening(contents: dict[str, str]) -> Iterator[DatedAct]:
    """Open the year; `contents` gives the sha256 of each adopted pack's text and the portfolio."""
    year = jurisdiction_year(JURISDICTION, WORK_YEAR)
    for pack in ADOPTED:
        fields = {"pack": pack, "sha256": contents[pack], "pack_version": "1"}
        yield _act(FIRST_DAY, packs(JURISDICTION), _BUREAU, "pack.adopt", fields)
    opened = {"clock": "simulated", "openings": [], "portfolio": contents["portfolio"]}
    yield _act(FIRST_DAY, year, _BUREAU, "year.open", opened)
    for name, value in _PARAMETERS:
        fields = {"parameter": name, "value": value, "since": FIRST_DAY.isoformat()}
        yield _act(FIRST_DAY, year, _BUREAU, "parameter.set", fields)
    for node, due in _NOTICES:
        fields = {"deadline": f"monitoring.result:{node}", "due": due, "document": "合成通知1号"}
        yield _act(FIRST_DAY, year, _BUREAU, "deadline.set", fields)


def codes(first: str, count: int) -> list[str]:
    """The codes of `count` projects; `first` tells those of one round from another's."""
    return [f"{first}{number:05}" for number in range(1, count + 1)]


def subject_of(code: str) -> str:
    """The subject of a project's year."""
    return project_year(JURISDICTION, WORK_YEAR, code)


def acts_of(code: str) -> tuple[DatedAct, ...]:
    """The acts of one project's year, in their order."""
    return tuple(
        _act(date.fromisoformat(on), subject_of(code), actor, command, fields)
        for on, actor, command, fields in _year(code)
    )


def days() -> tuple[date, ...]:
    """The days on which a project's acts are taken."""
    return tuple(sorted({act.on for act in acts_of("P")}))


def _act(on: date, subject: str, actor: Actor, command: str, fields: dict[str, Any]) -> DatedAct:
    command_id = uuid5(_IDS, f"{subject} {on} {command} {sorted(fields.items())}")
    return DatedAct(on, Request(command_id, subject, command, actor, fields))


def _year(code: str) -> Iterator[tuple[str, Actor, str, dict[str, Any]]]:
    yield "2023-01-05", _BUREAU, "project.add", _registration(code)
    yield "2023-01-12", _BUREAU, "library.admit", {}
    yield "2023-01-12", _UNIT, "target.file", _target()
    yield "2023-01-17", _BUREAU, "target.approve", {}
    approved = {"amount": _AMOUNT, "document": "合成人大批准决议〔2023〕示例1号"}
    yield "2023-01-19", _CONGRESS, "budget.approve", approved
    yield "2023-06-10", _UNIT, "monitoring.file-result", _result(_MAY, "415328", "50")
    yield "2023-06-14", _BUREAU, "monitoring.review", _review(_MAY)
    yield "2023-09-14", _UNIT, "monitoring.file-result", _result(_AUGUST, "664524", "82")
    yield "2023-09-18", _BUREAU, "monitoring.review", _review(_AUGUST)


def _registration(code: str) -> dict[str, Any]:
    return {
        "project_name": f"合成项目{code}（示例）",
        "unit": "U01",
        "unit_name": "示例单位01",
        "budget_type": "general_public",
        "origin": "initial",
        "opened_on": "2023-01-05",
        "requested": _AMOUNT,
    }


def _target() -> dict[str, Any]:
    indicators = (
        ("A1", "output", "完成任务数量", "47", "项", "30"),
        ("A2", "output", "验收合格率", "95", "%", "20"),
        ("B1", "social", "受益群众人数", "560", "人", "30"),
        ("C1", "satisfaction", "服务对象满意度", "90", "%", "10"),
    )
    return {
        "amount": _AMOUNT,
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
            for identity, kind, title, value, measure, points in indicators
        ],
    }


def _result(node: str, executed: str, completion: str) -> dict[str, Any]:
    return {
        "node": node,
        "executed": executed,
        "completion_rate": completion,
        "indicators": [
            {"id": identity, "actual": completion, "completion": completion}
            for identity in ("A1", "A2", "B1", "C1")
        ],
    }


def _review(node: str) -> dict[str, Any]:
    return {"node": node, "score": "88", "verdict": "合格", "rectify": False, "reason": "进度正常"}
