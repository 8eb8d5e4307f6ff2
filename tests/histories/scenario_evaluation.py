"""A small work year in which every project of the year before is evaluated in its own way.

Beside them a unit lives from its target to its appraisal in the year after, an institution from
its register to its inspections, and the work year from its opening to its close.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from store.packs.packaged_packs import packaged_texts
from tests.engine.tiny import (
    COUNTY,
    HEADER,
    YEAR,
    Line,
    act,
    approved,
    bureau,
    congress,
    finance,
    notice,
)
from tests.engine.tiny_evaluation import (
    DUE,
    EVALUATOR,
    FILING,
    FORM,
    KEY_REPORT,
    PAST,
    applied,
    checked,
    department,
    department_report,
    disclosed,
    draw,
    evaluate,
    filed,
    graded,
    key_evaluation,
    past,
    past_unit,
    plan,
    reopened,
    returned,
    reviewed,
    select,
    select_key,
)

UNTIL = date(2024, 7, 1)
PATHS = (
    "returned",
    "late",
    "unfiled",
    "department",
    "untrue",
    "key",
    "reopened",
    "disclosed",
    "confidential",
)
"""The paths, each the code of its project of the year before."""

FULL = "U-own"
"""The unit of the project "own", which lives its whole year; the other is imported history."""

DIMENSIONS = (
    ("D1", "duty_performance", "30"),
    ("D2", "management_efficiency", "20"),
    ("D3", "social_benefit", "20"),
    ("D4", "sustainability", "10"),
    ("D5", "satisfaction", "10"),
)


def portfolio() -> str:
    kinds = "general_public,initial,2023-01-05,false,false,false,false"
    this_year = (
        f"{FULL},合成单位,{FULL},合成单位,{kinds},unit,false,800000,,\n"
        f"own,合成项目own,{FULL},合成单位,{kinds},project,false,300000,,\n"
    )
    projects = (past(path, confidential=path == "confidential") for path in PATHS)
    return HEADER + this_year + "".join(projects) + past_unit("U-department")


def own_way(path: str) -> list[Line]:
    """What becomes of a project's self-evaluation, and of what follows it."""
    if path == "unfiled":
        return []
    if path == "returned":
        forms = [filed("2023-03-10", path), returned("2023-03-13", path), filed("2023-03-17", path)]
        return [*forms, reviewed("2023-03-20", path)]
    if path == "late":
        return [filed("2023-04-06", path), reviewed("2023-04-12", path)]
    return [filed("2023-03-10", path), reviewed("2023-03-20", path), *after_its_review(path)]


def after_its_review(path: str) -> list[Line]:
    if path == "department":
        first, again = department_report("2023-04-20", "2023-05-10", path), "2023-04-27"
        back = evaluate(
            "2023-04-24", EVALUATOR, "department-evaluation.return", path, reason="合成理由"
        )
        return [first[0], back, *department_report(again, "2023-05-10", path)]
    if path == "untrue":
        return [checked("2023-06-15", path, untrue=True), graded("2023-07-12", path)]
    if path == "key":
        published = disclosed("2023-07-14", path, FORM, KEY_REPORT)
        return [*key_evaluation(path), graded("2023-07-12", path), *published]
    end = [graded("2023-07-12", path), *applied("2023-07-13", path)]
    if path == "reopened":
        again = reopened("2023-07-19", "2023-07-18", path)
        return [*end, *again, graded("2023-07-20", path)]
    if path == "confidential":
        kept = {"artefact": FORM, "approver": "合成审批人", "reason": "合成理由"}
        command = "disclosure.approve-exception"
        return [*end, evaluate("2023-07-14", finance(), command, path, **kept)]
    return [*end, *disclosed("2023-07-14", path, FORM)]


def overall(*, measured: bool) -> dict[str, Any]:
    reached = {"actual": "90"} if measured else {}
    indicators = [
        {
            "id": name,
            "dimension": dimension,
            "title": f"合成指标{name}",
            "relation": ">=",
            "target": "90",
            "points": points,
            **reached,
        }
        for name, dimension, points in DIMENSIONS
    ]
    return {"execution_points": "10", "indicators": indicators}


def of_unit(code: str, year: int, *acts: tuple[str, Line, str, dict[str, Any]]) -> list[Line]:
    subject = f"{COUNTY}/{year}/unit/{code}"
    return [act(on, who, name, **fields, subject=subject) for on, who, name, fields in acts]


def overall_self_evaluation(code: str, year: int) -> list[Line]:
    """Filed, returned, filed again and reviewed in the April after the budget year."""
    clerk = {"id": f"clerk-{code}", "organisation": code, "role": "unit"}
    amounts = {"budget": "800000", "budget_basis": "initial", "executed": "760000"}
    form, april = {**amounts, **overall(measured=True)}, f"{year + 1}-04"
    return of_unit(
        code,
        year,
        (f"{april}-10", clerk, "overall-self-evaluation.file", form),
        (f"{april}-12", EVALUATOR, "overall-self-evaluation.return", {"reason": "合成理由"}),
        (f"{april}-15", clerk, "overall-self-evaluation.file", form),
        (f"{april}-18", EVALUATOR, "overall-self-evaluation.review", {}),
    )


def whole_unit() -> list[Line]:
    """A unit's year from its target, returned once, to its appraisal and disclosure."""
    clerk = {"id": "clerk-U-own", "organisation": FULL, "role": "unit"}
    target = {"amount": "800000", **overall(measured=False)}
    june = {"node": "2023-06-30"}
    result = {**june, "executed": "400000", "completion_rate": "50"}
    back = {"reason": "合成理由"}
    scored = {"items": [{"item": "合成项", "points": "90"}]}
    appraised = {"effective": True, "rank_low": False, "document": "合成通报"}
    copied = {"copied_to": ["party_committee", "government"]}
    where = {"channel": "合成政府网站", "medium": "government_portal", "address": "合成网址"}
    form = {"artefact": FORM, "published_on": "2024-06-14"}
    shown = {"artefact": "overall_target", "published_on": "2023-02-22"}
    return [
        *of_unit(
            FULL,
            YEAR,
            ("2023-02-10", clerk, "overall-target.file", target),
            ("2023-02-13", finance("fin-02"), "overall-target.return", back),
            ("2023-02-15", clerk, "overall-target.file", target),
            ("2023-02-20", finance("fin-02"), "overall-target.approve", {}),
            ("2023-02-22", finance("fin-02"), "disclosure.publish", {**shown, **where}),
            ("2023-07-05", clerk, "overall-monitoring.file", result),
            ("2023-07-06", finance("fin-02"), "overall-monitoring.return", {**june, **back}),
            ("2023-07-07", clerk, "overall-monitoring.file", result),
            ("2023-07-10", finance("fin-02"), "overall-monitoring.review", june),
            (
                "2024-04-20",
                department(FULL),
                "department-evaluation.select",
                {"selected": ["own"]},
            ),
            ("2024-06-10", finance(), "unit-appraisal.score", scored),
            ("2024-06-12", finance(), "appraisal.publish", {**appraised, **copied}),
            ("2024-06-14", finance(), "disclosure.publish", {**form, **where}),
        ),
        *overall_self_evaluation(FULL, YEAR),
    ]


def institution() -> list[Line]:
    """Registered, entrusted, reporting, inspected on leads and by lot, and rated."""
    contract, subject = "HT-1", f"{COUNTY}/third-party/A1"
    who = {
        "institution_name": "合成机构",
        "kind": "会计师事务所",
        "credit_code": "91650000MA00000000",
        "conflict_of_interest": "无",
    }
    bought = {"procured": True, "procurement_reference": "合成采购1号", "fee": "80000"}
    ordered = {"contract": contract, "evaluated": f"{COUNTY}/{PAST}/key", **bought}
    came = {"contract": contract, "received_on": "2023-06-26", "document": "合成评价报告"}
    lots = {"seed": "合成种子", "objects": [contract], "inspectors": ["fin-02", "fin-03"]}
    nothing = {"violation": False, "finding": "合成核查记录"}
    points = {"quantity": "90", "quality": "80", "effect": "70", "satisfaction": "100"}
    quarter = dict.fromkeys(points, "0.25")
    where = {"channel": "合成财政网站", "medium": "finance_portal"}
    rated = {"artefact": "third_party_rating", **where}
    acts: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("2023-05-09", "register", who),
        ("2023-05-12", "entrust", ordered),
        ("2023-06-26", "record-report", came),
        ("2023-08-01", "inspect-directed", {"inspection": "JC-1", "leads": "合成线索"}),
        ("2023-08-10", "record-inspection", {"inspection": "JC-1", **nothing}),
        ("2023-09-01", "draw-inspection", {"inspection": "JC-2", **lots}),
        ("2023-09-10", "record-inspection", {"inspection": "JC-2", **nothing}),
        ("2023-12-10", "rate", {"year": "2023", "weights": quarter, **points}),
    )
    public = act("2023-12-12", finance(), "disclosure.publish", published_on="2023-12-12", **rated)
    own = [act(on, finance(), f"third-party.{name}", **fields) for on, name, fields in acts]
    return [{**line, "subject": subject} for line in (*own, public)]


def calendar(folder: Path) -> list[Line]:
    """The work year to its close; its county's pack is adopted anew in May."""
    text = dict(packaged_texts())[f"{COUNTY}.yaml"]
    changed = folder / f"{COUNTY}.yaml"
    changed.write_bytes(text + "# 第二稿\n".encode())
    head = finance("fin-03")
    figure = {"id": "F10", "name": "projects", "value": "8", "budget_year": str(PAST)}
    met = {"kind": "year_end", "held_on": "2023-12-28", "topics": "合成议题"}
    reported = {"held_on": "2023-12-20", "artefacts": ["评价结果"], "document": "合成函1号"}
    statement = {"title": "合成说明", "document": "合成说明1号", "figures": [figure]}
    return [
        *bureau(),
        notice("2023-01-03", FILING, DUE),
        notice("2023-04-05", "department-evaluation.report", "2023-05-31"),
        act("2023-05-04", head, "pack.adopt", pack=COUNTY, pack_file=str(changed)),
        plan("2023-04-18", 1),
        select_key("2023-05-11", ["key"]),
        draw("2023-06-07", "0.1"),
        act("2023-07-12", EVALUATOR, "score-sheet.issue", document="合成打分表"),
        act("2023-09-20", EVALUATOR, "results-checklist.issue", document="合成清单"),
        act("2023-12-20", head, "congress.report", **reported),
        act("2023-12-28", head, "review-meeting.record", **met),
        act("2023-12-28", head, "statement.issue", **statement),
        act("2023-12-31", head, "year.close"),
    ]


def lines(folder: Path) -> list[Line]:
    """All acts, by day; the pack that is adopted anew is written into a folder."""
    acts = [
        *calendar(folder),
        *whole_unit(),
        *approved("own", "300000", "2023-01-10", "2023-01-12", congress("2023-02-20")),
        *institution(),
        select("2023-04-04", "U-department", ["department"]),
        *overall_self_evaluation("U-department", PAST),
    ]
    for path in PATHS:
        acts += own_way(path)
    return sorted(acts, key=lambda line: str(line["on"]))
