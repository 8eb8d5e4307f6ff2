"""Acts as lines of the scenario: who takes them, and the acts of the year and of preparation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from projects import Project, draw

Act = dict[str, Any]

FINANCE = "652825-finance"
TARGETS, MONITORING, BUDGET, RECTIFICATION = "fin-01", "fin-02", "fin-03", "fin-04"

FIRST_DAY = "2023-01-03"
PACKS = ("000000", "650000", "652800", "652825")
NOTICES = (
    ("monitoring.result:2023-05-31", "2023-06-12", "合成通知〔2023〕示例1号"),
    ("monitoring.result:2023-08-31", "2023-09-12", "合成通知〔2023〕示例2号"),
)
"""Days from made-up notices: 且末's documents give no day for filing a monitoring result."""

RETURNED_TARGET = 5
_DIMENSIONS = {
    "necessity": "立项依据充分（示例）",
    "economy": "投入与产出相匹配（示例）",
    "feasibility": "实施方案可行（示例）",
    "target_reasonableness": "绩效目标合理、可衡量（示例）",
    "funding_compliance": "资金来源合规（示例）",
}
_BENEFITS = (
    ("economic", "带动当地增收的户数"),
    ("social", "受益群众人数"),
    ("ecological", "新增绿化面积"),
    ("sustainable", "设施持续使用年限"),
)


def finance(person: str) -> Act:
    """A person of the finance bureau."""
    return {"id": person, "organisation": FINANCE, "role": "finance"}


def unit(project: Project) -> Act:
    """The person who files for a project's unit."""
    return {"id": f"{project.unit.lower()}-01", "organisation": project.unit, "role": "unit"}


def act(on: str, actor: Act, command: str, project: Project | None = None, **fields: Any) -> Act:
    """One line of the scenario."""
    subject = {} if project is None else {"project": project.code}
    return {"on": on, "actor": actor, "command": command, **subject, **fields}


def opening_of_the_year() -> Iterator[Act]:
    """Packs, year, operational parameters and notices; the drill adds what a file carries."""
    bureau = finance(BUDGET)
    for pack in PACKS:
        yield act(FIRST_DAY, bureau, "pack.adopt", pack=pack)
    yield act(FIRST_DAY, bureau, "year.open")
    for parameter, value in (
        ("reminder.lead_days", "3"),
        ("escalation.after_days", "3"),
        ("escalation.to", "department"),
    ):
        fields = {"parameter": parameter, "value": value, "since": FIRST_DAY}
        yield act(FIRST_DAY, bureau, "parameter.set", **fields)
    for deadline, due, document in NOTICES:
        fields = {"deadline": deadline, "due": due, "document": document}
        yield act(FIRST_DAY, bureau, "deadline.set", **fields)


def preparation(project: Project) -> Iterator[Act]:
    """From the library to the approved budget, before that the assessment where one is needed."""
    if project.assessed:
        yield from _assessment(project)
    if project.origin == "initial":
        yield from _initial(project)
    else:
        yield from _addition(project)


def _assessment(project: Project) -> Iterator[Act]:
    yield act(
        "2023-01-09",
        unit(project),
        "exante.file-report",
        project,
        amount=str(project.amount),
        dimensions=_DIMENSIONS,
        document="合成事前绩效评估报告（示例）",
    )
    review = {"result": "支持", "score": "96"}
    yield act("2023-01-11", finance(TARGETS), "exante.review", project, **review)


def _initial(project: Project) -> Iterator[Act]:
    filed, approved = "2023-01-12", "2023-01-17"
    yield act(filed, finance(TARGETS), "library.admit", project)
    if project.number == RETURNED_TARGET:
        yield act(filed, unit(project), "target.file", project, **target(project, 0))
        reason = "产出指标未量化，请修改后重新填报（示例）。"
        yield act("2023-01-13", finance(TARGETS), "target.return", project, reason=reason)
        filed = "2023-01-16"
    yield act(filed, unit(project), "target.file", project, **target(project))
    yield act(approved, finance(TARGETS), "target.approve", project)
    congress = {"id": "congress-01", "organisation": "652825-congress", "role": "congress"}
    yield _budget("2023-01-19", congress, project, "合成人大批准决议〔2023〕示例1号")


def _addition(project: Project) -> Iterator[Act]:
    filed = _later(project.opened_on, 2)
    approved = _later(project.opened_on, 9)
    yield act(filed, finance(TARGETS), "library.admit", project)
    yield act(filed, unit(project), "target.file", project, **target(project))
    yield act(approved, finance(TARGETS), "target.approve", project)
    yield _budget(approved, finance(BUDGET), project, "合成追加预算批复〔2023〕示例号")


def _budget(on: str, actor: Act, project: Project, document: str) -> Act:
    fields = {"amount": str(project.amount), "document": document}
    return act(on, actor, "budget.approve", project, **fields)


def target(project: Project, quantity: int | None = None) -> Act:
    """The fields of a target: four indicators with 90 points, execution with the other 10."""
    planned = 10 + draw("quantity", project.number, 90) if quantity is None else quantity
    benefit, title = _BENEFITS[draw("benefit", project.number, len(_BENEFITS))]
    served = 100 + draw("served", project.number, 900)
    return {
        "amount": str(project.amount),
        "execution_points": "10",
        "indicators": [
            _indicator("A1", "output", "完成任务数量", ">=", planned, "项", 30),
            _indicator("A2", "output", "验收合格率", ">=", 95, "%", 20),
            _indicator("B1", benefit, title, ">=", served, "", 30),
            _indicator("C1", "satisfaction", "服务对象满意度", ">=", 90, "%", 10),
        ],
    }


def _indicator(
    identity: str, kind: str, title: str, relation: str, value: int, measure: str, points: int
) -> Act:
    counted = {"unit_of_measure": measure} if measure else {}
    return {
        "id": identity,
        "indicator_class": kind,
        "title": title,
        "relation": relation,
        "target": str(value),
        **counted,
        "points": str(points),
    }


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
