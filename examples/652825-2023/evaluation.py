"""The evaluation half of the projects of 2022, lived in 2023."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from acts import MONITORING, TARGETS, Act, finance
from imported import Imported, imported
from projects import draw
from units import filer

EVALUATION, KEY = "fin-05", "fin-06"
CHANNEL = {
    "channel": "合成政府网站（示例）",
    "medium": "government_portal",
    "address": "合成网址（示例）",
}
INSTITUTIONS = ("TP-01", "TP-02", "TP-03")
RATIO, SEED = Decimal("0.15"), "合成种子20230605"
"""The authenticity draw: a made-up share and seed; 且末's rules state neither."""

_FILED = ("2023-03-13", "2023-03-15", "2023-03-17")
_REVIEWED = "2023-03-29"
_REPORT = (
    ("K1", "项目决策", 20),
    ("K2", "项目过程", 20),
    ("K3", "项目产出", 30),
    ("K4", "效益", 30),
)


def evaluation(drawn: frozenset[str]) -> Iterator[Act]:
    """All acts on the projects of 2022; `drawn` are the codes that the draw takes."""
    yield from _selections()
    yield from _institutions()
    for project in imported():
        yield from _self_evaluation(project)
        if project.selected:
            yield from _department(project)
        if project.code in drawn:
            yield _finding(project)
        if project.key:
            yield from _key(project)
        yield from _use_of_results(project)


def _act(on: str, actor: Act, command: str, project: Imported, **fields: Any) -> Act:
    subject = {"project": project.code, "budget_year": "2022"}
    return {"on": on, "actor": actor, "command": command, **subject, **fields}


def _self_evaluation(project: Imported) -> Iterator[Act]:
    fields = {
        "budget": str(project.budget),
        "budget_basis": "initial" if project.row()["origin"] == "initial" else "adjusted",
        "executed": str(project.executed),
        "indicators": [_measured(project, *one) for one in _indicators(project)],
        "document": "合成项目支出绩效自评表（示例）",
    }
    filed = _FILED[draw("self-2022", project.number, len(_FILED))]
    yield _act(filed, filer(project.unit), "self-evaluation.file", project, **fields)
    yield _act(_REVIEWED, finance(EVALUATION), "self-evaluation.review", project)


def _indicators(project: Imported) -> tuple[tuple[str, str, int, int, int], ...]:
    """Id, class, target, percent of it that was reached, points: 90, with 10 for execution."""
    quantity = 20 + draw("quantity-2022", project.number, 80)
    reached = 100 + draw("reached-2022", project.number, 10)
    most, benefit = (70, 85) if project.good else (reached, 94 + reached % 10)
    return (
        ("A1", "output", quantity, most, 30),
        ("A2", "output", 95, 101, 20),
        ("B1", "social", 400, benefit, 30),
        ("C1", "satisfaction", 90, 102, 10),
    )


def _measured(
    _project: Imported, identity: str, kind: str, target: int, percent: int, points: int
) -> Act:
    return {
        "id": identity,
        "indicator_class": kind,
        "relation": ">=",
        "target": str(target),
        "actual": f"{Decimal(target * percent) / 100:f}",
        "points": str(points),
    }


def _selections() -> Iterator[Act]:
    for project in imported():
        if project.selected:
            actor = _department_of(project)
            subject = f"652825/2022/unit/{project.unit}"
            yield {
                "on": "2023-04-04",
                "actor": actor,
                "command": "department-evaluation.select",
                "subject": subject,
                "selected": [project.code],
            }


def _department_of(project: Imported) -> Act:
    return {
        "id": f"{project.unit.lower()}-02",
        "organisation": project.unit,
        "role": "department",
    }


def _department(project: Imported) -> Iterator[Act]:
    report = {"indicators": _report(project, "department"), "document": "合成部门评价报告（示例）"}
    actor = _department_of(project)
    yield _act("2023-04-25", actor, "department-evaluation.file-report", project, **report)
    yield _act("2023-05-10", finance(EVALUATION), "department-evaluation.review", project)


def _report(project: Imported, who: str) -> list[Act]:
    """Four indicators of 100 points, of which one to eight are lost."""
    return [
        {
            "id": identity,
            "title": title,
            "maximum": str(maximum),
            "points": str(maximum - draw(f"{who}/{identity}", project.number, 3)),
        }
        for identity, title, maximum in _REPORT
    ]


def _finding(project: Imported) -> Act:
    fields = {
        "untrue": False,
        "findings": "现场核查核心指标完成情况，与自评一致（示例）。",
        "document": "合成真实性核查记录（示例）",
    }
    command = "authenticity.record-finding"
    return _act("2023-06-15", finance(EVALUATION), command, project, **fields)


def _institution(project: Imported) -> str:
    return INSTITUTIONS[project.number % len(INSTITUTIONS)]


def _reference(project: Imported) -> str:
    return f"合成采购〔2023〕示例{project.number}号"


def _key(project: Imported) -> Iterator[Act]:
    """Commissioned, reported, views exchanged, final; `evaluated` is what was executed."""
    code = _institution(project)
    bought = {"institution": code, "procured": True, "procurement_reference": _reference(project)}
    yield _act("2023-05-12", finance(KEY), "key-evaluation.commission", project, **bought)
    institution = {"id": f"{code.lower()}-01", "organisation": code, "role": "third_party"}
    report = {
        "indicators": _report(project, "key"),
        "document": "合成重点绩效评价报告（示例）",
        "evaluated": str(project.executed),
    }
    day = "2023-06-26"
    yield _act(day, institution, "key-evaluation.file-report", project, **report)
    views = {"views": "对评价结论无异议（示例）。"}
    yield _act(day, filer(project.unit), "key-evaluation.exchange-views", project, **views)
    yield _act("2023-07-05", finance(KEY), "key-evaluation.finalise", project)


def _institutions() -> Iterator[Act]:
    for place, code in enumerate(INSTITUTIONS, start=1):
        fields = {
            "institution_name": f"合成第三方机构{place}（示例）",
            "kind": "会计师事务所",
            "credit_code": f"9165282500000000{place}X",
            "conflict_of_interest": "与被评价单位无利害关系（示例）。",
        }
        yield _of_institution("2023-05-12", "third-party.register", code, **fields)
    for project in imported():
        if project.key:
            yield from _entrustment(project)


def _entrustment(project: Imported) -> Iterator[Act]:
    code, contract = _institution(project), f"HT-{project.code}"
    fields = {
        "contract": contract,
        "evaluated": f"652825/2022/{project.code}",
        "procured": True,
        "procurement_reference": _reference(project),
        "fee": "50000",
    }
    yield _of_institution("2023-05-12", "third-party.entrust", code, **fields)
    report = {
        "contract": contract,
        "received_on": "2023-06-26",
        "document": "合成重点绩效评价报告（示例）",
    }
    yield _of_institution("2023-06-26", "third-party.record-report", code, **report)


def _of_institution(on: str, command: str, code: str, **fields: Any) -> Act:
    subject = f"652825/third-party/{code}"
    return {"on": on, "actor": finance(KEY), "command": command, "subject": subject, **fields}


def _use_of_results(project: Imported) -> Iterator[Act]:
    """Final grade, use of the result in the next budget, and disclosure, all on one day."""
    day = "2023-07-12"
    yield _act(day, finance(EVALUATION), "grade.finalise", project)
    planned = {"planned": str(project.budget), "targets_met": not project.good}
    yield _act(day, finance(TARGETS), "results.propose", project, **planned)
    yield _act(day, finance(TARGETS), "results.apply", project, amount=str(project.budget))
    made = ["self_evaluation_form"]
    made += ["department_evaluation_report"] * project.selected
    made += ["key_evaluation_report"] * project.key
    for artefact in made:
        fields = {"artefact": artefact, **CHANNEL, "published_on": day}
        yield _act(day, finance(MONITORING), "disclosure.publish", project, **fields)
