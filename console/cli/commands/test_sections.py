"""Boards narrowed to a section of the bureau, and the section in charge of one subject."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from console.cli.commands import calendar, overdue, rectifications, status, todo
from testkit.builders.bureau import (
    COUNTY,
    FINANCE,
    MAY,
    REGISTERED,
    SYSTEM,
    YEAR,
    Bureau,
    morning,
    project,
)
from testkit.builders.bureau_units import U101, add_unit
from testkit.command_line import CommandLine, expect_bad_input
from testkit.fixtures import bureau, log

__all__ = ["bureau", "log"]

LINE = CommandLine.of(todo, status, overdue, calendar, rectifications)
ORGANISATIONS = f"{COUNTY}/organisations"
SET = {
    "section_name": "农财股",
    "acts_as": [],
    "budget_types": [],
    "subjects": [],
    "units": ["101"],
    "since": "2023-02-01",
    "document": "三定方案",
}
P001, P002, P003 = (project(f"P00{number}") for number in range(1, 4))
BEFORE, FROM, AFTER = "2023-01-31", "2023-02-01", "2023-02-02"


@pytest.fixture
def divided(bureau: Bureau) -> Bureau:
    """P001 of unit 101, P002 and P003 of unit 102, P003 of the social insurance budget."""
    told = {**REGISTERED, "opened_on": "2023-01-03"}
    social: dict[str, Any] = {"unit": "102", "budget_type": "social_insurance_funds"}
    for stream, changes in ((P001, {}), (P002, {"unit": "102"}), (P003, social)):
        bureau.act(stream, "project.add", date(2023, 1, 3), SYSTEM, **{**told, **changes})
    remits: dict[str, dict[str, Any]] = {
        "NC": {},
        "SB": {"units": [], "budget_types": ["social_insurance_funds"]},
    }
    for code, changes in remits.items():
        fields = {**SET, "section": code, **changes}
        bureau.act(ORGANISATIONS, "section.set", date(2023, 1, 9), FINANCE, **fields)
    return bureau


def codes(data: Path, *words: str) -> list[str]:
    """The subjects with a duty, by the options."""
    return [one["code"] for one in LINE.read(data, "todo", *words)["duties"]]


def test_the_boards_show_what_a_section_is_in_charge_of(tmp_path: Path, divided: Bureau) -> None:
    on = ("--on", FROM)
    assert codes(tmp_path, "--section", "NC", *on) == ["P001"]
    assert codes(tmp_path, "--section", "SB", *on) == ["P003"]
    found = LINE.read(tmp_path, "status", "--section", "NC", *on)
    assert (found["projects"], found["waiting"][0]["subjects"]) == (1, 1)
    assert LINE.read(tmp_path, "status", *on)["projects"] == 3


@pytest.mark.parametrize(("on", "there"), [(BEFORE, False), (FROM, True), (AFTER, True)])
def test_a_section_is_there_from_its_first_day_on(
    tmp_path: Path, divided: Bureau, on: str, there: bool
) -> None:
    if there:
        assert codes(tmp_path, "--section", "NC", "--on", on) == ["P001"]
    else:
        expect_bad_input(LINE.run(tmp_path, "todo", "--section", "NC", "--on", on), "--section")


def test_an_unknown_section_is_refused_with_those_that_are_there(
    tmp_path: Path, divided: Bureau
) -> None:
    for board in ("todo", "status", "overdue", "calendar", "rectifications"):
        failed = LINE.run(tmp_path, board, "--section", "NZ", "--on", FROM)
        expect_bad_input(failed, "--section")
        assert "NC 农财股" in failed.stderr


def test_one_subject_is_shown_with_the_section_in_charge(tmp_path: Path, divided: Bureau) -> None:
    def charged(code: str, on: str) -> list[str]:
        detail = LINE.read(tmp_path, "status", code, "--on", on)["detail"]
        return [one["code"] for one in detail["sections"]]

    assert charged("P001", BEFORE) == []
    assert charged("P001", FROM) == ["NC"]
    assert charged("P002", FROM) == []
    assert charged("P003", FROM) == ["SB"]
    shown = LINE.run(tmp_path, "status", "P001", "--on", FROM).stdout
    assert "负责科室 section" in shown
    assert "NC 农财股" in shown


def test_the_person_of_a_section_has_its_duties_and_those_about_no_unit(
    tmp_path: Path, divided: Bureau
) -> None:
    for person, section in (("n-1", "NC"), ("f-1", FINANCE.organisation)):
        fields = {
            "person": person,
            "organisation": section,
            "role": "finance",
            "since": "2023-01-10",
            "document": "任职通知",
        }
        divided.act(ORGANISATIONS, "role.assign", date(2023, 1, 10), FINANCE, **fields)
    of_units = {"P001", "P002", "P003"}
    assert of_units & set(codes(tmp_path, "--person", "n-1", "--on", FROM)) == {"P001"}
    assert of_units & set(codes(tmp_path, "--person", "n-1", "--on", BEFORE)) == of_units
    assert of_units & set(codes(tmp_path, "--person", "f-1", "--on", FROM)) == of_units


def test_what_is_overdue_is_by_section(tmp_path: Path, bureau: Bureau) -> None:
    bureau.notice(f"monitoring.result:{MAY}", date(2023, 6, 10))
    for stream, unit in ((P001, "101"), (P002, "102")):
        bureau.budgeted(stream, unit=unit, unit_name=f"合成单位{unit}")
        bureau.take_steps(stream, morning(MAY))
    fields = {**SET, "section": "NC"}
    bureau.act(ORGANISATIONS, "section.set", date(2023, 6, 1), FINANCE, **fields)

    def late(*words: str) -> list[Any]:
        found = LINE.read(tmp_path, "overdue", "--on", "2023-06-11", *words)
        return [line["code"] for group in found["groups"] for line in group["lines"]]

    assert late() == ["P001", "P002"]
    assert late("--section", "NC") == ["P001"]
    days = ("calendar", "--from", "2023-06-10", "--to", "2023-06-10", "--on", "2023-06-11")
    (line,) = LINE.read(tmp_path, *days, "--section", "NC")["lines"]
    assert (line["deadline"], line["subjects"]) == (f"monitoring.result:{MAY}", 1)
    assert LINE.read(tmp_path, "rectifications", "--section", "NC")["lines"] == []


def test_a_units_own_year_is_of_the_section_that_has_the_unit(
    tmp_path: Path, divided: Bureau
) -> None:
    add_unit(divided)
    detail = LINE.read(tmp_path, "status", "unit/101", "--budget-year", str(YEAR), "--on", FROM)
    assert [one["code"] for one in detail["detail"]["sections"]] == ["NC"]
    assert detail["detail"]["subject"]["stream"] == U101
