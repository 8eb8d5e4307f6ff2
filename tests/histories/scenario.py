"""A small year in which every project goes its own way."""

from __future__ import annotations

from tests.engine.tiny import (
    AUGUST,
    COUNTY,
    HEADER,
    MAY,
    YEAR,
    Line,
    act,
    approved,
    bureau,
    congress,
    finance,
    indicators,
    notice,
    result,
    review,
    unit,
)
from testkit.builders.reached import reached_of

PATHS = (
    "initial",
    "mid-year",
    "returned",
    "corrected",
    "extended",
    "withdrawn",
    "rectified",
    "overdue",
)
"""The paths, each the code of its project."""


def portfolio() -> str:
    return HEADER + "".join(row(path) for path in PATHS)


def row(path: str) -> str:
    who = f"{path},合成项目{path},U-{path},合成单位{path},general_public"
    if path == "mid-year":
        return f"{who},mid_year,2023-04-10,false,false,false,false,project,false,0,300000,\n"
    return f"{who},initial,2023-01-05,false,false,false,false,project,false,300000,,\n"


def prepared(path: str) -> list[Line]:
    if path == "mid-year":
        budgeted = {**finance(), "on": "2023-04-20"}
        return approved(path, "300000", "2023-04-12", "2023-04-14", budgeted)
    return approved(path, "300000", "2023-01-10", "2023-01-12", congress("2023-02-20"))


def monitored(path: str, node: str, filed: str, reviewed: str) -> list[Line]:
    return [result(filed, path, node, "150000"), review(reviewed, path, node, "90")]


def own_way(path: str) -> list[Line]:
    """What a project does in May's round and before."""
    if path == "returned":
        back = {"node": MAY, "reason": "合成理由"}
        return [
            result("2023-06-01", path, MAY, "150000"),
            act("2023-06-02", finance("fin-02"), "monitoring.return", path, **back),
            *monitored(path, MAY, "2023-06-05", "2023-06-08"),
        ]
    if path == "corrected":
        replacement = {"executed": "160000", "indicators": reached_of(indicators(), "51")}
        corrected = {"filing": f"monitoring.result:{MAY}", "action": "replace"}
        return [
            result("2023-06-01", path, MAY, "150000"),
            act(
                "2023-06-02",
                unit(path),
                "correct",
                path,
                **corrected,
                reason="合成理由",
                replacement=replacement,
            ),
            review("2023-06-08", path, MAY, "90"),
        ]
    if path == "extended":
        granted = {"until": "2023-06-20", "approver": "合成审批人", "reason": "合成理由"}
        deadline = f"monitoring.result:{MAY}"
        return [
            act("2023-06-06", finance("fin-02"), "extend", path, deadline=deadline, **granted),
            *monitored(path, MAY, "2023-06-19", "2023-06-21"),
        ]
    if path == "rectified":
        return [
            result("2023-06-05", path, MAY, "60000"),
            review("2023-06-08", path, MAY, "55", rectify_by="2023-06-30"),
            act("2023-06-26", unit(path), "rectification.report", path, node=MAY, measures="合成"),
            act("2023-06-28", finance("fin-04"), "rectification.accept", path, node=MAY),
        ]
    return monitored(path, MAY, "2023-06-05", "2023-06-08")


def of_others() -> list[Line]:
    """A unit's year to the end of its June monitoring, and an institution's register."""
    unit_year, june = f"{COUNTY}/{YEAR}/unit/U-office", "2023-06-30"
    clerk = {"id": "clerk-office", "organisation": "U-office", "role": "unit"}
    filed = {"node": june, "executed": "400000", "completion_rate": "50"}
    institution = {
        "institution_name": "合成机构",
        "kind": "会计师事务所",
        "credit_code": "91650000MA00000000",
        "conflict_of_interest": "无",
    }
    acts = (
        ("2023-01-10", finance(), "unit.add", {"unit_name": "合成单位", "requested": "800000"}),
        ("2023-02-10", clerk, "overall-target.file", {"amount": "800000"}),
        ("2023-02-14", finance(), "overall-target.approve", {}),
        ("2023-07-05", clerk, "overall-monitoring.file", filed),
        ("2023-07-07", finance("fin-02"), "overall-monitoring.review", {"node": june}),
    )
    registered = act("2023-01-11", finance(), "third-party.register", **institution)
    return [
        *(act(on, who, name, **fields, subject=unit_year) for on, who, name, fields in acts),
        {**registered, "subject": f"{COUNTY}/third-party/A1"},
    ]


def lines() -> list[Line]:
    """All acts, by day."""
    acts = [*bureau(), *of_others(), notice("2023-05-10", f"monitoring.review:{MAY}", "2023-06-30")]
    for path in PATHS:
        acts += prepared(path)
        if path == "withdrawn":
            acts.append(act("2023-03-01", finance(), "project.withdraw", path, reason="合成理由"))
        elif path == "overdue":
            continue
        else:
            acts += own_way(path) + monitored(path, AUGUST, "2023-09-05", "2023-09-08")
    return sorted(acts, key=lambda line: str(line["on"]))
