"""The units: overall targets, June monitoring, overall self-evaluation, appraisal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from acts import Act, act, budget, bureau, filer, institution, monitoring, targets
from county import County
from disclosing import disclosure, elsewhere
from monitoring import budgeted
from portfolio import OVERALL
from preparation import has_target, reviews_jointly
from situations import NOW, UNITS

_FIRST, _LAST = UNITS[0], UNITS[-1]
"""The unit that leads the appraisal, and the one that is late with everything and ranks low."""

_PROMISED = (
    ("D1", "operating_cost", "运行成本控制率", 5),
    ("D2", "management_efficiency", "预算管理制度执行率", 15),
    ("D3", "duty_performance", "履职任务完成率", 30),
    ("D4", "social_benefit", "公共服务覆盖率", 20),
    ("D5", "sustainability", "长效机制健全率", 10),
    ("D6", "satisfaction", "服务对象满意度", 10),
)


@dataclass(frozen=True)
class _Unit:
    """What the disclosure of a unit's artefacts asks for."""

    unit: str
    confidential: bool = False


def units(county: County) -> Iterator[Act]:
    """All acts of the units, of both budget years."""
    for code in UNITS:
        yield from _target(county, code)
        yield from _self_evaluation(county, code)
        yield from _monitoring(county, code)
    for code in (_FIRST, _LAST):
        yield from _appraisal(county, code)
    yield from _issues(county)


def _target(county: County, code: str) -> Iterator[Act]:
    filed, approved = ("03-02", "03-04") if code == _LAST else ("02-20", "02-24")
    subject = county.unit(code)
    fields = {"amount": str(OVERALL), "execution_points": "10", "indicators": overall_indicators()}
    yield act(county.day(filed), filer(code), "overall-target.file", subject, **fields)
    yield from _joint_review(county, code, county.day(approved))
    yield act(county.day(approved), targets(), "overall-target.approve", subject)
    day, target = county.day(approved), "overall_target"
    if code == _FIRST:
        yield elsewhere(_Unit(code), subject, target, day)
    yield from disclosure(county, _Unit(code), subject, target, day)


def _joint_review(county: County, code: str, on: str) -> Iterator[Act]:
    """All three parties where the rules ask; of the last unit two, by an exception."""
    if not reviews_jointly(county, on, "overall"):
        return
    subject = county.unit(code)
    found = [{"id": one["id"], "reasonable": True} for one in overall_indicators()]
    fields = {
        "findings": found,
        "document": "合成会审记录（示例）",
        "basis": "approved_functions",
    }
    parties = (filer(code), targets(), institution("TP-01"))
    for party in parties[:2] if code == _LAST else parties:
        yield act(on, party, "joint-review.record", subject, **fields)
    if code == _LAST:
        yield act(on, targets(), "overall-target.approve", subject)
        exception = {
            "rule": "target.joint_review",
            "reference": "合成例外批准（示例）",
            "approver": "局长（示例）",
            "reason": "无可委托的第三方机构（示例）。",
        }
        yield act(on, targets(), "exception.grant", subject, **exception)


def overall_indicators(**measured: str) -> list[dict[str, Any]]:
    """One indicator on each of the six dimensions, of 90 points in all."""
    return [
        {
            "id": identity,
            "dimension": dimension,
            "title": title,
            "relation": ">=",
            "target": "90",
            "points": str(points),
            **measured,
        }
        for identity, dimension, title, points in _PROMISED
    ]


def _self_evaluation(county: County, code: str) -> Iterator[Act]:
    subject = county.unit(code, -1)
    fields = {
        "budget": str(OVERALL),
        "budget_basis": "initial",
        "executed": str(OVERALL),
        "execution_points": "10",
        "indicators": overall_indicators(actual="88"),
        "document": "合成整体支出自评报告（示例）",
    }
    filed = county.day("05-05" if code == _LAST else "04-20")
    yield act(filed, filer(code), "overall-self-evaluation.file", subject, **fields)
    reviewed = county.day("05-20")
    yield act(reviewed, monitoring(), "overall-self-evaluation.review", subject)
    yield from disclosure(county, _Unit(code), subject, "self_evaluation_form", county.day("09-24"))


def _monitoring(county: County, code: str) -> Iterator[Act]:
    """One report on each node that the rules, or a notice, give for overall expenditure."""
    on, asked = county.day("06-30"), {"work_year": county.work_year, "subject": "overall"}
    notice = county.data.get("overall_notice")
    noticed = [county.day(notice["node"])] if notice else []
    for node in county.ask("monitoring.nodes", on, **asked).outcome or noticed:
        subject = county.unit(code)
        fields = {"node": node, "executed": str(OVERALL * 48 // 100), "completion_rate": "52"}
        filed, reviewed = county.day("07-08"), county.day("07-12")
        yield act(filed, filer(code), "overall-monitoring.file", subject, **fields)
        yield act(reviewed, monitoring(), "overall-monitoring.review", subject, node=node)


def _issues(county: County) -> Iterator[Act]:
    """The department's budget with its projects, and its final accounts of the year before.

    The last unit's is tried before its overall target is approved.
    """
    document = {"document": "合成部门预算批复（示例）"}
    mine = [one for one in NOW if one.unit == _FIRST and not one.mid_year and one.exante == "支持"]
    projects = [one.code for one in mine if budgeted(county, one) and has_target(county, one)]
    subject, day = county.unit(_FIRST), county.day("02-26")
    if "call_recorded" in county.data:
        early = county.day("02-24")
        yield act(early, budget(), "department-budget.issue", subject, projects=[], **document)
    yield act(day, budget(), "department-budget.issue", subject, projects=projects, **document)
    subject, day = county.unit(_LAST), county.day("02-27")
    yield act(day, budget(), "department-budget.issue", subject, projects=[], **document)
    document = {"document": "合成部门决算批复（示例）"}
    subject, day = county.unit(_FIRST, -1), county.day("08-20")
    yield act(day, budget(), "final-accounts.issue", subject, **document)


def _appraisal(county: County, code: str) -> Iterator[Act]:
    subject, effective = county.unit(code), code == _FIRST
    items = [
        {"item": "基础工作", "points": "50" if effective else "28"},
        {"item": "档案管理", "points": "45" if effective else "25"},
    ]
    scored, published = county.day("12-10"), county.day("12-20")
    fields = {
        "effective": effective,
        "rank_low": not effective,
        "document": "合成考核通报（示例）",
        "copied_to": ["party_committee", "government"],
    }
    if effective:
        yield act(county.day("12-09"), bureau(), "appraisal.publish", subject, **fields)
    yield act(scored, bureau(), "unit-appraisal.score", subject, items=items)
    yield act(published, bureau(), "appraisal.publish", subject, **fields)
