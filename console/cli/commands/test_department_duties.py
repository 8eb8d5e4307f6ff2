"""A superior department's duties on the boards, and the templates of its acts."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from console.cli.commands import acts, overdue, status, todo
from domain.kernel.decider import Actor
from domain.kernel.vocabulary import Role, start_of
from testkit.builders.bureau import COUNTY, FINANCE, P001, TARGET, THE_YEAR, UNIT, Bureau
from testkit.command_line import CommandLine, expect_bad_input
from testkit.fixtures import bureau, log

__all__ = ["bureau", "log"]

LINE = CommandLine.of(todo, status, overdue, acts)
ORGANISATIONS = f"{COUNTY}/organisations"
ABOVE = Actor("z-1", "401", Role.DEPARTMENT)
ENDORSEMENT = "endorsement.target.filing"
Told = dict[str, Any]


def referred(bureau: Bureau, days: str = "5") -> None:
    """A target of 20 January that the department of the unit reviews by the 25th."""
    above = {"department": "401", "department_name": "示例主管局", "units": ["101"]}
    first = date(2023, 1, 3)
    bureau.act(
        ORGANISATIONS,
        "department.set",
        first,
        FINANCE,
        **above,
        since="2023-01-01",
        document="三定方案",
    )
    for name, value in (("department_review", "all"), ("endorsement.after_days", days)):
        fields = {"parameter": name, "value": value, "since": "2023-01-01"}
        bureau.act(THE_YEAR, "parameter.set", first, FINANCE, **fields)
    bureau.registered(P001)
    bureau.act(P001, "target.file", date(2023, 1, 20), UNIT, **TARGET)


def told(data: Path, *words: str) -> list[Told]:
    """The duties as JSON, without those of the work year itself."""
    duties: list[Told] = LINE.read(data, "todo", *words)["duties"]
    return [one for one in duties if one["kind"] != "jurisdiction-year"]


def what(duties: list[Told]) -> list[tuple[str, str, str]]:
    return [(one["responsible"], one["deadline"], one["organisation"]) for one in duties]


def test_a_review_is_the_duty_of_the_department_by_its_day(tmp_path: Path, bureau: Bureau) -> None:
    referred(bureau)
    (own,) = told(tmp_path, "--role", "department", "--unit", "401")
    assert what([own]) == [("department", ENDORSEMENT, "401")]
    assert (own["due"], own["source"], own["reference"]) == (
        "2023-01-25",
        "notice",
        "送示例主管局审核",
    )
    assert told(tmp_path, "--unit", "401") == told(tmp_path) == [own]
    assert told(tmp_path, "--role", "finance") == []
    assert told(tmp_path, "--unit", "101") == []
    shown = LINE.run(tmp_path, "todo", "--unit", "401").stdout
    assert "主管部门审核绩效目标" in shown


def test_after_the_endorsement_it_is_the_bureaus(tmp_path: Path, bureau: Bureau) -> None:
    referred(bureau)
    bureau.act(P001, "filing.endorse", date(2023, 1, 26), ABOVE, filing="target.filing")
    assert told(tmp_path, "--unit", "401") == []
    assert [one["deadline"] for one in told(tmp_path, "--role", "finance")] == ["target.review"]
    detail = LINE.read(tmp_path, "status", "P001")["detail"]
    (row,) = (one for one in detail["deadlines"] if one["deadline"] == ENDORSEMENT)
    assert (row["state"], row["filed_on"], row["due"]) == ("met_late", "2023-01-26", "2023-01-25")


def test_what_the_department_returned_is_the_units_with_its_reason(
    tmp_path: Path, bureau: Bureau
) -> None:
    referred(bureau)
    back = {"filing": "target.filing", "reason": "指标与职责不符"}
    bureau.act(P001, "filing.return-to-unit", date(2023, 1, 25), ABOVE, **back)
    (own,) = told(tmp_path, "--unit", "101")
    assert own["deadline"] == "target.filing"
    assert (own["returned"]["by"], own["returned"]["role"]) == ("z-1", "department")
    assert own["returned"]["reason"] == "指标与职责不符"


@pytest.mark.parametrize(("day", "found"), [("2023-01-25", []), ("2023-01-26", [ENDORSEMENT])])
def test_the_department_is_overdue_from_the_day_after_its_day(
    tmp_path: Path, bureau: Bureau, day: str, found: list[str]
) -> None:
    referred(bureau)
    bureau.take_steps(P001, start_of(date.fromisoformat(day)))
    groups = LINE.read(tmp_path, "overdue", "--role", "department", "--on", day)["groups"]
    assert [one["row"]["deadline"] for group in groups for one in group["lines"]] == found


def test_a_department_that_changes_hands_its_duties_on(tmp_path: Path, bureau: Bureau) -> None:
    referred(bureau)
    newer = {"department": "402", "department_name": "另一主管局", "units": ["101"]}
    dated = {"since": "2023-01-22", "document": "调整通知"}
    bureau.act(ORGANISATIONS, "department.set", date(2023, 1, 21), FINANCE, **newer, **dated)
    for day, ours in (("2023-01-21", "401"), ("2023-01-22", "402")):
        for code in ("401", "402"):
            assert bool(told(tmp_path, "--unit", code, "--on", day)) is (code == ours)


def test_a_delegate_of_the_department_has_its_duties(tmp_path: Path, bureau: Bureau) -> None:
    referred(bureau)
    letter = {"unit": "401", "organisation": "999", "since": "2023-01-20", "until": "2023-01-25"}
    bureau.act(ORGANISATIONS, "delegate", date(2023, 1, 20), FINANCE, **letter, document="书")
    assert [one["delegates"] for one in told(tmp_path, "--unit", "999")] == [["999"]]


def test_a_unit_that_is_no_department_is_unknown(tmp_path: Path, bureau: Bureau) -> None:
    referred(bureau)
    expect_bad_input(LINE.run(tmp_path, "todo", "--unit", "409"), "--unit")


def test_the_template_of_a_review_has_the_department(tmp_path: Path, bureau: Bureau) -> None:
    referred(bureau)
    given = LINE.run(tmp_path, "acts", P001, "filing.endorse")
    line = json.loads(given.stdout)
    assert line["actor"]["organisation"] == "401"
    assert line["filing"] == "target.filing"
