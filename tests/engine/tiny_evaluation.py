"""A tiny evaluation half: three projects of the year before, imported as history.

E1 goes the whole way: filed and reviewed, selected by its department, drawn, selected for key
evaluation, graded, its result applied and everything disclosed. E2 files on the day before it is
due, is returned, and its grade is reopened after an audit finding; E3 files late.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.engine.tiny import COUNTY, HEADER, YEAR, Line, act, bureau, finance, notice, unit

PAST = YEAR - 1
UNTIL = date(2023, 8, 1)
DUE = "2023-03-31"
FILING = "self-evaluation.filing"
EVALUATOR = finance("fin-05")

MEASURED = (("A1", "output", "50"), ("B1", "social", "30"), ("C1", "satisfaction", "10"))
REPORTED = (("K1", "40", "40"), ("K2", "60", "52"))
"""Indicators of a report: id, maximum, points."""


def past(code: str, owner: str | None = None, *, confidential: bool = False) -> str:
    """A project's row: of the year before, executed to nine tenths; by default of its own unit."""
    unit_code, secret = owner or f"U-{code}", str(confidential).lower()
    who = f"{code},合成项目{code},{unit_code},合成单位{code},general_public,initial,2022-01-10"
    return f"{who},false,false,false,false,project,{secret},300000,,270000\n"


def past_unit(code: str) -> str:
    """A unit's row: of the year before, with its overall expenditure."""
    who = f"{code},合成单位{code},{code},合成单位{code},general_public,initial,2022-01-10"
    return f"{who},false,false,false,false,unit,false,800000,,760000\n"


def evaluate(on: str, actor: Line, command: str, code: str, **fields: Any) -> Line:
    """An act on a project of the year before."""
    return act(on, actor, command, code, budget_year=str(PAST), **fields)


def department(organisation: str) -> Line:
    return {"id": f"head-{organisation}", "organisation": organisation, "role": "department"}


def filed(on: str, code: str) -> Line:
    """File a self-evaluation in which every target is reached."""
    indicators = [
        {
            "id": name,
            "indicator_class": kind,
            "relation": ">=",
            "target": "90",
            "actual": "90",
            "points": points,
        }
        for name, kind, points in MEASURED
    ]
    amounts = {"budget": "300000", "budget_basis": "initial", "executed": "270000"}
    form = {**amounts, "indicators": indicators, "document": "合成自评表"}
    return evaluate(on, unit(code), "self-evaluation.file", code, **form)


def returned(on: str, code: str) -> Line:
    return evaluate(on, EVALUATOR, "self-evaluation.return", code, reason="合成理由")


def reviewed(on: str, code: str) -> Line:
    return evaluate(on, EVALUATOR, "self-evaluation.review", code)


def report() -> Line:
    """The fields of a report of a department or an institution."""
    indicators = [
        {"id": name, "title": f"合成指标{name}", "maximum": maximum, "points": points}
        for name, maximum, points in REPORTED
    ]
    return {"indicators": indicators, "document": "合成评价报告"}


def select(on: str, owner: str, codes: list[str]) -> Line:
    """A department selects among its projects of the year before."""
    subject = f"{COUNTY}/{PAST}/unit/{owner}"
    command = "department-evaluation.select"
    return act(on, department(owner), command, subject=subject, selected=codes)


def plan(on: str, objects: int) -> Line:
    planned = [{"object_type": "project", "objects": str(objects), "funds": "270000"}]
    command = "key-evaluation-plan.set"
    return act(on, EVALUATOR, command, objects=planned, budget_types=["general_public"])


def select_key(on: str, codes: list[str]) -> Line:
    return act(on, EVALUATOR, "key-evaluation.select", selected=codes)


def draw(on: str, ratio: str) -> Line:
    seed = {
        "seed": "合成种子",
        "seed_published_on": "2023-06-05",
        "seed_document": "合成公告1号",
    }
    return act(on, EVALUATOR, "authenticity.draw", ratio=ratio, **seed)


def department_report(filed_on: str, reviewed_on: str, code: str) -> list[Line]:
    who, command = department(f"U-{code}"), "department-evaluation.file-report"
    return [
        evaluate(filed_on, who, command, code, **report()),
        evaluate(reviewed_on, EVALUATOR, "department-evaluation.review", code),
    ]


def checked(on: str, code: str, *, untrue: bool = False) -> Line:
    found = {"untrue": untrue, "findings": "合成核查记录"}
    return evaluate(on, finance("fin-07"), "authenticity.record-finding", code, **found)


def key_evaluation(code: str) -> list[Line]:
    """Commissioned in May, reported and discussed in June, finalised in July."""
    institution = {"id": "evaluator-A1", "organisation": "A1", "role": "third_party"}
    bought = {"institution": "A1", "procured": True, "procurement_reference": "合成采购1号"}
    reported = {**report(), "evaluated": "270000"}
    views = {"views": "合成意见"}
    return [
        evaluate("2023-05-12", finance(), "key-evaluation.commission", code, **bought),
        evaluate("2023-06-26", institution, "key-evaluation.file-report", code, **reported),
        evaluate("2023-06-27", unit(code), "key-evaluation.exchange-views", code, **views),
        evaluate("2023-07-05", finance(), "key-evaluation.finalise", code),
    ]


def graded(on: str, code: str) -> Line:
    return evaluate(on, EVALUATOR, "grade.finalise", code)


def reopened(on: str, finding_on: str, code: str) -> list[Line]:
    """An audit finding, and the grade that is reopened after it."""
    auditor = {"id": "auditor-01", "organisation": f"{COUNTY}-audit", "role": "audit"}
    finding = {"document": "合成审字1号", "finding": "合成审计发现"}
    return [
        evaluate(finding_on, auditor, "audit.record-finding", code, **finding),
        evaluate(on, EVALUATOR, "grade.reopen", code, reason="合成理由"),
    ]


def applied(on: str, code: str) -> list[Line]:
    proposed = {"planned": "300000", "targets_met": True}
    return [
        evaluate(on, finance(), "results.propose", code, **proposed),
        evaluate(on, finance(), "results.apply", code, amount="300000"),
    ]


def disclosed(on: str, code: str, *artefacts: str) -> list[Line]:
    where = {
        "channel": "合成政府网站",
        "medium": "government_portal",
        "address": "合成网址",
        "published_on": on,
    }
    return [
        evaluate(on, finance(), "disclosure.publish", code, artefact=artefact, **where)
        for artefact in artefacts
    ]


PORTFOLIO = HEADER + "".join(past(code) for code in ("E1", "E2", "E3")) + past_unit("U-E1")

FORM, DEPARTMENT_REPORT, KEY_REPORT = (
    "self_evaluation_form",
    "department_evaluation_report",
    "key_evaluation_report",
)


def lines() -> list[Line]:
    """All acts, by day."""
    acts = [
        *bureau(),
        notice("2023-01-03", FILING, DUE),
        filed("2023-03-10", "E1"),
        reviewed("2023-03-20", "E1"),
        filed("2023-03-30", "E2"),
        select("2023-04-04", "U-E1", ["E1"]),
        filed("2023-04-06", "E3"),
        returned("2023-04-07", "E2"),
        filed("2023-04-12", "E2"),
        reviewed("2023-04-14", "E2"),
        reviewed("2023-04-14", "E3"),
        plan("2023-04-18", 1),
        *department_report("2023-04-25", "2023-05-10", "E1"),
        select_key("2023-05-11", ["E1"]),
        *key_evaluation("E1"),
        draw("2023-06-07", "1"),
        *(checked("2023-06-15", code) for code in ("E1", "E2", "E3")),
        *(graded("2023-07-12", code) for code in ("E1", "E2")),
        *applied("2023-07-13", "E1"),
        *disclosed("2023-07-14", "E1", FORM, DEPARTMENT_REPORT, KEY_REPORT),
        *reopened("2023-07-19", "2023-07-18", "E2"),
        graded("2023-07-20", "E2"),
    ]
    return sorted(acts, key=lambda line: str(line["on"]))
