"""A drill's days: what may be taken at once, where everybody waits, who is brought up before."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from console.cli.input.act_ids import Frame
from console.cli.input.act_lines import ActLine, read_act_lines
from console.drill.plan import first_instant, plan, reached_by, reaches_others
from domain.subjects.jurisdiction_year.portfolio import COLUMNS, Row, parse_portfolio

FINANCE = {"id": "f-1", "organisation": "652825-cz", "role": "finance"}
DEPARTMENT = {"id": "d-1", "organisation": "U01", "role": "department"}
UNTIL = date(2023, 12, 31)


def acts(*lines: dict[str, Any]) -> tuple[ActLine, ...]:
    content = "\n".join(json.dumps({"on": "2023-04-04", **line}) for line in lines).encode()
    return read_act_lines(content, "scenario.jsonl", Frame("652825", 2023), dated=True)


def select(unit: str, code: str) -> dict[str, Any]:
    return {
        "actor": {**DEPARTMENT, "organisation": unit},
        "command": "department-evaluation.select",
        "subject": f"652825/2022/unit/{unit}",
        "selected": [code],
    }


def approve(unit: str) -> dict[str, Any]:
    subject = f"652825/2023/unit/{unit}"
    return {"actor": FINANCE, "command": "overall-target.approve", "subject": subject}


def grade(code: str) -> dict[str, Any]:
    about = {"project": code, "budget_year": "2022"}
    return {"actor": FINANCE, "command": "grade.finalise", **about}


DRAW = {
    "actor": FINANCE,
    "command": "authenticity.draw",
    "ratio": "0.5",
    "seed": "1",
    "seed_published_on": "2023-04-03",
    "seed_document": "公告",
}


def rows(*opened_on: str) -> tuple[Row, ...]:
    usual = {
        **dict.fromkeys(("is_new", "is_major", "one_off", "key_project", "confidential"), "false"),
        **dict.fromkeys(("subject_kind", "adjusted", "executed"), ""),
        **dict.fromkeys(("name", "unit_name"), "示例"),
        "unit_code": "U01",
        "budget_type": "general_public",
        "origin": "initial",
        "initial": "1",
    }
    lines = [
        ",".join({**usual, "code": f"P{number}", "opened_on": on}[column] for column in COLUMNS)
        for number, on in enumerate(opened_on)
    ]
    return parse_portfolio("\n".join((",".join(COLUMNS), *lines)).encode())


def subjects(*lines: dict[str, Any]) -> list[list[str]]:
    (day,) = plan(acts(*lines), (), UNTIL)
    return [list(group.subjects) for group in day.groups]


def test_acts_on_projects_and_units_are_taken_at_once() -> None:
    assert subjects(grade("Q1"), approve("U01"), grade("Q2")) == [
        ["652825/2022/Q1", "652825/2023/unit/U01", "652825/2022/Q2"]
    ]


def test_what_reaches_others_stands_with_its_like_and_an_act_of_the_year_alone() -> None:
    found = subjects(grade("Q1"), select("U01", "Q1"), select("U02", "Q2"), grade("Q1"), DRAW)
    units = ["652825/2022/unit/U01", "652825/2022/unit/U02"]
    assert found == [["652825/2022/Q1"], units, ["652825/2022/Q1"], ["652825/2023"]]


def test_those_whom_an_act_may_reach_are_brought_up_to_its_day() -> None:
    begun = ("652825/2022/Q1", "652825/2022/Q2", "652825/2023/P1", "652825/2022/unit/U01")
    selection, drawn, graded = acts(select("U01", "Q2"), DRAW, grade("Q1"))
    assert reached_by(selection, begun) == ("652825/2022/Q2",)
    assert reached_by(drawn, begun) == ("652825/2022/Q1", "652825/2022/Q2")
    assert reached_by(graded, begun) == ()


@pytest.mark.parametrize(
    ("key", "reaches"),
    [
        ("key-evaluation.select:Q1+Q2", True),
        ("authenticity.draw", True),
        ("key-evaluation-plan.set", False),
        ("no-act", False),
    ],
)
def test_a_selection_that_is_undone_is_taken_back_from_its_projects(
    key: str, *, reaches: bool
) -> None:
    begun = ("652825/2022/Q1", "652825/2022/Q2", "652825/2023/P1", "652825/2022/unit/U01")
    fields = {"actor": FINANCE, "act": key, "reason": "误办"}
    for undone in acts({**fields, "command": "act.withdraw"}, {**fields, "command": "act.correct"}):
        assert reached_by(undone, begun) == (begun[:2] if reaches else ())
        assert reaches_others(undone) is reaches


def test_before_what_tells_all_everybody_stands_at_its_day() -> None:
    begun = ("652825/2022/Q1", "652825/2023/unit/U01", "653129/2023/P1")
    day = {"due": "2023-06-12", "document": "通知"}
    to_all = {"command": "deadline.set", "deadline": "monitoring.result:2023-05-31", **day}
    notice, own, adoption = acts(
        {"actor": FINANCE, **to_all},
        {"actor": FINANCE, **to_all, "project": "Q1", "budget_year": "2022"},
        {"actor": FINANCE, "command": "pack.adopt", "pack": "652825"}
        | {"sha256": "0" * 64, "pack_version": "1"},
    )
    for telling in (notice, adoption):
        assert reached_by(telling, begun) == begun[:2]
        assert reaches_others(telling)
    assert reached_by(own, begun) == ()
    assert not reaches_others(own)


def merge(on: str, since: str) -> dict[str, Any]:
    to = {"successor": "U9", "successor_name": "合成单位", "document": "方案"}
    return {"on": on, "actor": FINANCE, "command": "unit.merge", "unit": "U1", "since": since, **to}


def test_before_a_unit_ends_everybody_stands_at_its_day() -> None:
    begun = ("652825/2022/Q1", "652825/2023/unit/U1", "653129/2023/P1")
    (merged,) = acts(merge("2023-06-20", "2023-06-20"))
    assert reached_by(merged, begun) == begun[:2]
    assert reaches_others(merged)


@pytest.mark.parametrize(
    ("since", "days"),
    [
        ("2023-06-20", {"2023-06-20": False}),
        ("2023-07-01", {"2023-06-20": False, "2023-07-01": True}),
        ("2024-01-01", {"2023-06-20": False}),
    ],
)
def test_a_unit_that_ends_later_passes_on_what_it_has_on_that_day(
    since: str, days: dict[str, bool]
) -> None:
    found = plan(acts(merge("2023-06-20", since)), (), date(2023, 12, 31))
    assert {str(day.on): bool(day.hands_over) for day in found} == days


def test_what_is_of_an_earlier_year_opens_with_the_year_and_not_before_it() -> None:
    portfolio = rows("2022-01-10", "2023-05-08")
    days = plan(acts(grade("Q1")), portfolio, UNTIL)
    assert [(day.on, day.opens) for day in days] == [
        (date(2023, 4, 4), False),
        (date(2023, 5, 8), True),
    ]
    assert first_instant(acts(grade("Q1")), portfolio, 2023).date() == date(2023, 4, 4)
