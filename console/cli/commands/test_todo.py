"""What is due from whom: on a county's year without an engine, in each of its phases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from console.cli.commands import status, todo
from domain.kernel.decider import Actor
from domain.kernel.vocabulary import Role
from domain.rules import RuleBook
from domain.subjects.catalogues import CATALOGUES
from store import migrate, sqlite_url
from store.packs.packaged_packs import packaged_packs
from testkit.builders.bureau import (
    COUNTY,
    FINANCE,
    MAY,
    P001,
    REGISTERED,
    RESULT,
    SYSTEM,
    TARGET,
    THREE,
    UNIT,
    Bureau,
    a_half_year,
    morning,
    project,
)
from testkit.builders.bureau_units import U101, add_unit
from testkit.command_line import CommandLine, expect_bad_input
from testkit.fixtures import bureau, log

__all__ = ["bureau", "log"]

LINE = CommandLine.of(todo, status)
ORGANISATIONS = f"{COUNTY}/organisations"
Told = dict[str, Any]


def told(data: Path, *words: str) -> list[Told]:
    """The duties as JSON, without those of the work year itself."""
    return [one for one in every_duty(data, *words) if one["kind"] != "jurisdiction-year"]


def every_duty(data: Path, *words: str) -> list[Told]:
    """The duties as JSON."""
    duties: list[Told] = LINE.read(data, "todo", *words)["duties"]
    return duties


def what(duties: list[Told]) -> list[tuple[str, str, str]]:
    """Who has to do what, about which subject."""
    return [(one["responsible"], one["deadline"], one["code"]) for one in duties]


def register(bureau: Bureau, stream: str = P001, **changes: Any) -> None:
    bureau.act(stream, "project.add", date(2023, 1, 3), SYSTEM, **{**REGISTERED, **changes})


# --- each phase of a project's year


def test_a_project_is_the_bureaus_then_the_units_then_the_bureaus(
    tmp_path: Path, bureau: Bureau
) -> None:
    register(bureau)
    assert what(told(tmp_path)) == [("finance", "library.admission", "P001")]
    # when
    gates = {"factual_basis": True, "prepared": True, "target_clear": True}
    bureau.act(P001, "library.admit", date(2023, 1, 9), FINANCE, **gates)
    # then what waits for the unit is not the bureau's
    assert what(told(tmp_path, "--unit", "101")) == [("unit", "target.filing", "P001")]
    assert told(tmp_path, "--role", "finance") == []
    # when
    bureau.act(P001, "target.file", date(2023, 1, 20), UNIT, **TARGET)
    # then
    assert told(tmp_path, "--unit", "101") == []
    assert what(told(tmp_path, "--role", "finance")) == [("finance", "target.review", "P001")]
    # when
    bureau.act(P001, "target.approve", date(2023, 2, 1), FINANCE)
    assert what(told(tmp_path)) == [("congress", "budget.approval", "P001")]
    bureau.act(
        P001,
        "budget.approve",
        date(2023, 2, 20),
        Actor("c", COUNTY, Role.CONGRESS),
        amount="1000000",
    )
    assert [one for one in what(told(tmp_path)) if one[1] == "budget.approval"] == []


def test_duties_stand_by_their_day_and_say_what_gives_it(tmp_path: Path, bureau: Bureau) -> None:
    # given two results that are overdue, one of them filed late and waiting for its review
    a_half_year(bureau)
    register(bureau, project("P004"))
    # when
    duties = told(tmp_path)
    # then
    dated = [(one["deadline"], one["code"], one["due"], one["overdue"]) for one in duties]
    assert dated[0] == (RESULT, "P003", "2023-06-10", 2)
    assert {one[2] for one in dated[1:]} == {None}
    assert (duties[0]["source"], duties[0]["reference"]) == ("notice", "且财绩〔2023〕1号")
    assert ("finance", f"monitoring.review:{MAY}", "P002") in what(duties)


def test_a_duty_without_a_day_shows_the_clause_that_asks_for_it(
    tmp_path: Path, bureau: Bureau
) -> None:
    # given a review for which no rule and no notice gives a day
    a_half_year(bureau)
    # when
    (review,) = (one for one in told(tmp_path) if one["deadline"] == f"monitoring.review:{MAY}")
    # then
    assert (review["due"], review["source"]) == (None, None)
    assert review["clauses"] == ["QM-030"]
    shown = LINE.run(tmp_path, "todo", "--role", "finance").stdout
    assert "条款 clause QM-030" in shown
    # and a duty whose day the bureau's notice gives shows the notice alone
    (result,) = (one for one in told(tmp_path) if one["deadline"] == RESULT)
    assert result["clauses"] == []


def test_every_rule_of_a_deadline_is_a_rule_with_that_part() -> None:
    packs = packaged_packs()
    for entry in CATALOGUES.deadlines.values():
        for name in entry.rules:
            rule, _, part = name.partition(":")
            assert (part or None) in RuleBook(packs, COUNTY).parts(rule), entry.key


@pytest.mark.parametrize(("on", "days"), [("2023-06-09", 0), ("2023-06-10", 0), ("2023-06-11", 1)])
def test_a_duty_is_overdue_from_the_day_after_its_day(
    tmp_path: Path, bureau: Bureau, on: str, days: int
) -> None:
    bureau.notice(RESULT, date(2023, 6, 10))
    bureau.budgeted(P001)
    bureau.take_steps(P001, morning(MAY))
    # when
    bureau.act(P001, "deadline.set", date.fromisoformat(on), FINANCE, **_other_day())
    # then the day of a drill is that of its newest act
    (duty,) = [one for one in told(tmp_path) if one["deadline"] == RESULT]
    assert duty["overdue"] == days


def _other_day() -> dict[str, str]:
    return {"deadline": "exante.report", "due": "2023-12-01", "document": "通知"}


# --- what came back


def returned_target(bureau: Bureau, **registered: Any) -> None:
    register(bureau, **registered)
    gates = {"factual_basis": True, "prepared": True, "target_clear": True}
    bureau.act(P001, "library.admit", date(2023, 1, 9), FINANCE, **gates)
    bureau.act(P001, "target.file", date(2023, 1, 20), UNIT, **TARGET)
    bureau.act(P001, "target.return", date(2023, 1, 23), FINANCE, reason="指标不可衡量")


def test_what_came_back_says_why_by_whom_and_when(tmp_path: Path, bureau: Bureau) -> None:
    returned_target(bureau)
    # then
    (duty,) = told(tmp_path, "--unit", "101")
    assert duty["returned"] == {
        "deadline": "target.filing",
        "event": "target.returned",
        "on": "2023-01-23",
        "by": "f-1",
        "role": "finance",
        "reason": "指标不可衡量",
    }
    shown = LINE.text(tmp_path, "todo", "--unit", "101")
    assert "2023-01-23 f-1（财政部门） 退回绩效目标：指标不可衡量" in shown
    assert "合成项目（P001）" in shown
    # when it is filed again
    bureau.act(P001, "target.file", date(2023, 1, 25), UNIT, **TARGET)
    # then nothing came back any more
    assert [one["returned"] for one in told(tmp_path)] == [None]


def test_what_a_unit_withdrew_itself_came_back_too(tmp_path: Path, bureau: Bureau) -> None:
    register(bureau)
    gates = {"factual_basis": True, "prepared": True, "target_clear": True}
    bureau.act(P001, "library.admit", date(2023, 1, 9), FINANCE, **gates)
    bureau.act(P001, "target.file", date(2023, 1, 20), UNIT, **TARGET)
    taken_back = {"filing": "target.filing", "action": "withdraw", "reason": "填错"}
    bureau.act(P001, "correct", date(2023, 1, 21), UNIT, **taken_back)
    # then
    (duty,) = told(tmp_path, "--unit", "101")
    assert (duty["returned"]["event"], duty["returned"]["by"]) == ("filing.withdrawn", "u-1")


def test_a_confidential_project_has_neither_its_name_nor_a_reason(
    tmp_path: Path, bureau: Bureau
) -> None:
    returned_target(bureau, confidential=True, project_name="某某秘密工程")
    # then
    for words in ((), ("--unit", "101"), ("--json",)):
        shown = LINE.text(tmp_path, "todo", *words)
        assert "某某秘密工程" not in shown
        assert "指标不可衡量" not in shown
    assert "涉密项目 confidential（P001）" in LINE.text(tmp_path, "todo")


# --- who has to act


def test_a_delegate_has_the_duties_of_the_unit_while_it_acts_for_it(
    tmp_path: Path, bureau: Bureau
) -> None:
    a_half_year(bureau)
    letter = {"organisation": "999", "since": "2023-06-01", "until": "2023-06-15", "document": "书"}
    bureau.act(THREE[2], "delegate", date(2023, 6, 1), UNIT, **letter)
    # then
    result = ("unit", RESULT, "P003")
    assert what(told(tmp_path, "--unit", "999")) == [result]
    assert result in what(told(tmp_path, "--unit", "101"))
    assert told(tmp_path, "--unit", "999", "--on", "2023-06-15")
    assert told(tmp_path, "--unit", "999", "--on", "2023-06-16") == []


def test_a_delegate_of_a_whole_unit_has_its_duties_while_it_acts_for_it(
    tmp_path: Path, bureau: Bureau
) -> None:
    a_half_year(bureau)
    letter = {"unit": "101", "organisation": "999", "since": "2023-06-12", "until": "2023-06-15"}
    bureau.act(ORGANISATIONS, "delegate", date(2023, 6, 12), UNIT, **letter, document="书")
    # then
    (waits,) = told(tmp_path, "--unit", "999")
    assert waits["delegates"] == ["999"]
    assert what([waits]) == what(told(tmp_path, "--unit", "101"))
    for day, may in (("2023-06-15", True), ("2023-06-16", False)):
        acts_for = told(tmp_path, "--role", "unit", "--on", day)
        assert any("999" in duty["delegates"] for duty in acts_for) == may
    # and once it is ended early
    end = {"unit": "101", "organisation": "999", "last_day": "2023-06-11", "document": "文"}
    bureau.act(ORGANISATIONS, "delegation.end", date(2023, 6, 12), UNIT, **end)
    assert told(tmp_path, "--unit", "999") == []


def test_a_person_has_the_duties_of_the_roles_that_they_hold(
    tmp_path: Path, bureau: Bureau
) -> None:
    a_half_year(bureau)
    held = {"organisation": "101", "role": "unit", "since": "2023-01-01", "document": "文"}
    bureau.act(ORGANISATIONS, "role.assign", date(2023, 1, 3), FINANCE, person="zhang", **held)
    other = {**held, "organisation": "102"}
    bureau.act(ORGANISATIONS, "role.assign", date(2023, 1, 3), FINANCE, person="li", **other)
    reviewer = {**held, "organisation": COUNTY, "role": "audit", "until": "2023-06-01"}
    bureau.act(ORGANISATIONS, "role.assign", date(2023, 1, 3), FINANCE, person="wang", **reviewer)
    # then
    assert told(tmp_path, "--person", "zhang") == told(tmp_path, "--unit", "101")
    assert told(tmp_path, "--person", "li") == []
    for nobody in ("wang", "someone"):
        expect_bad_input(LINE.run(tmp_path, "todo", "--person", nobody), "--person")


def test_a_unit_and_a_role_are_what_that_role_does_about_the_unit(
    tmp_path: Path, bureau: Bureau
) -> None:
    a_half_year(bureau)
    add_unit(bureau)
    # then
    finance = what(told(tmp_path, "--unit", "101", "--role", "finance"))
    assert ("finance", f"monitoring.review:{MAY}", "P002") in finance
    assert {one[0] for one in finance} == {"finance"}
    assert told(tmp_path, "--unit", "101", "--role", "audit") == []
    assert ("unit", "overall-target.filing", "101") in what(told(tmp_path, "--unit", "101"))


def test_without_an_option_all_is_shown_by_who_has_to_act(tmp_path: Path, bureau: Bureau) -> None:
    a_half_year(bureau)
    add_unit(bureau, U101)
    shown = LINE.text(tmp_path, "todo")
    for words in ("预算单位 unit · 101 合成单位", "财政部门 finance", "逾期 overdue"):
        assert words in shown


def test_what_a_clause_gives_the_bureau_is_among_its_duties(tmp_path: Path, bureau: Bureau) -> None:
    register(bureau)
    # then
    of_the_year = [one for one in every_duty(tmp_path) if one["kind"] == "jurisdiction-year"]
    told = {one["deadline"]: (one["due"], one["clauses"]) for one in of_the_year}
    assert told["congress.reporting"] == (None, ["QM-054"])
    assert told["bureau-work.annual-plan"] == (None, ["QM-005"])
    assert told["training.holding"] == (None, ["QM-053"])
    assert "报送人大" in LINE.text(tmp_path, "todo", "--role", "finance")


# --- what there is nothing to do about


def test_a_withdrawn_project_has_no_duty(tmp_path: Path, bureau: Bureau) -> None:
    register(bureau)
    bureau.act(P001, "project.withdraw", date(2023, 1, 5), FINANCE, reason="不再实施")
    assert told(tmp_path) == []
    assert "无待办 nothing to do" in LINE.text(tmp_path, "todo", "--unit", "101")


def test_an_empty_log_an_unknown_unit_and_year_are_bad_input(
    tmp_path: Path, bureau: Bureau
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    migrate(sqlite_url(empty / "log.db"))
    register(bureau)
    # then
    assert LINE.run(empty, "todo").exit_code == 2
    expect_bad_input(LINE.run(tmp_path, "todo", "--unit", "U9"), "--unit")
    expect_bad_input(LINE.run(tmp_path, "todo", "--work-year", "2031"), "--work-year")
    expect_bad_input(LINE.run(tmp_path, "todo", "--jurisdiction", "653130"), "--jurisdiction")


def test_a_work_year_has_its_budget_year_and_the_one_before(tmp_path: Path, bureau: Bureau) -> None:
    register(bureau)
    opened = {"portfolio": "1" * 64, "clock": "simulated"}
    bureau.act(f"{COUNTY}/2024", "year.open", date(2024, 1, 2), FINANCE, **opened)
    bureau.act(f"{COUNTY}/2025", "year.open", date(2025, 1, 2), FINANCE, **opened)
    # then
    numbers = [len(told(tmp_path, "--work-year", year)) for year in ("2023", "2024", "2025")]
    assert numbers == [1, 1, 0]
    assert len(told(tmp_path)) == 1
