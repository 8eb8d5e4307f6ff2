"""An act that names a unit which nobody knows is taken with a remark, with the codes near it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from activities.command_handler import CommandHandler
from domain.kernel.decider import Actor
from domain.kernel.request import Request
from domain.kernel.subject_ids import project_year
from domain.subjects.jurisdiction_year.portfolio import COLUMNS
from store.port import EventLog
from testkit.builders.bureau import COUNTY, FINANCE, REGISTERED, SYSTEM, THE_YEAR, Bureau

AT = datetime(2023, 3, 1, 1, tzinfo=UTC)
DAY = date(2023, 1, 5)
P009 = project_year(COUNTY, 2023, "P009")
ORGANISATIONS = f"{COUNTY}/organisations"
ROW = dict.fromkeys(COLUMNS, "") | {
    "name": "合成项目",
    "unit_name": "示例单位",
    "budget_type": "general_public",
    "origin": "initial",
    "opened_on": "2023-03-01",
    "is_new": "true",
    "is_major": "false",
    "one_off": "false",
    "key_project": "false",
    "subject_kind": "project",
    "confidential": "false",
    "initial": "1000000",
}
DELEGATED = {"since": "2023-03-01", "until": "2023-12-31", "document": "委托书"}


def _named(at: int) -> dict[str, str]:
    return {"code": f"P{at}", "unit_code": f"U{at}"}


def outcome(
    log: EventLog, subject: str, command: str, fields: dict[str, Any], actor: Actor = FINANCE
) -> dict[str, Any]:
    return CommandHandler(log).submit(Request(uuid4(), subject, command, actor, fields), AT).outcome


def remark(told: dict[str, Any]) -> str:
    (only,) = told["remarks"]
    return str(only["zh"])


@pytest.fixture
def county(log: EventLog) -> Bureau:
    """A county whose portfolio knows U101 and U102, and whose people know U201."""
    lines = [",".join(COLUMNS), *(",".join({**ROW, **_named(at)}.values()) for at in (101, 102))]
    portfolio = log.put_content("\n".join(lines).encode())
    made = Bureau(log)
    made.act(THE_YEAR, "year.open", DAY, FINANCE, portfolio=portfolio, clock="simulated")
    given = {"person": "zhang", "role": "unit", "since": "2023-01-05", "document": "任命1号"}
    made.act(ORGANISATIONS, "role.assign", DAY, FINANCE, organisation="U201", **given)
    return made


@pytest.mark.parametrize(
    ("unit", "known"), [("U101", True), ("U102", True), ("U201", True), ("U103", False)]
)
def test_a_registration_with_a_unit_that_nobody_knows_is_remarked_on(
    county: Bureau, unit: str, known: bool
) -> None:
    told = outcome(county.log, P009, "project.add", {**REGISTERED, "unit": unit})
    assert told["status"] == "accepted"
    assert ("remarks" not in told) is known
    if not known:
        assert "相近的有 U101、U102、U201" in remark(told).replace("U102、U101", "U101、U102")


def test_a_unit_that_has_a_year_of_its_own_is_known(county: Bureau) -> None:
    added = {"unit_name": "新设单位", "requested": "900000"}
    county.act(f"{THE_YEAR}/unit/U900", "unit.add", DAY, FINANCE, **added)
    told = outcome(county.log, P009, "project.add", {**REGISTERED, "unit": "U900"})
    assert (told["status"], "remarks" in told) == ("accepted", False)


def test_a_code_that_is_near_none_says_how_many_are_known(county: Bureau) -> None:
    told = outcome(county.log, P009, "project.add", {**REGISTERED, "unit": "999"})
    assert "已知 3 个单位，均不相近" in remark(told)


def test_a_delegation_of_a_whole_unit_that_nobody_knows_is_remarked_on(county: Bureau) -> None:
    fields = {"organisation": "U101", **DELEGATED}
    told = outcome(county.log, ORGANISATIONS, "delegate", {"unit": "U10", **fields})
    assert "单位 U10 在项目清单、单位年度、人员任职中均无" in remark(told)
    known = outcome(county.log, ORGANISATIONS, "delegate", {"unit": "U102", **fields})
    assert (known["status"], "remarks" in known) == ("accepted", False)


def test_a_policy_of_a_unit_that_nobody_knows_is_remarked_on(county: Bureau) -> None:
    fields = {
        "policy_name": "补贴",
        "unit": "U1O1",
        "unit_name": "单位",
        "is_new": "true",
        "is_major": "false",
        "estimated": "100",
        "estimated_basis": "一年",
    }
    told = outcome(county.log, f"{COUNTY}/policy/Z1", "policy.add", fields)
    assert "相近的有 U101" in remark(told)


def test_the_program_registers_the_rows_of_its_portfolio(county: Bureau) -> None:
    told = outcome(county.log, P009, "project.add", {**REGISTERED, "unit": "U103"}, SYSTEM)
    assert (told["status"], "remarks" in told) == ("accepted", False)


def test_before_any_unit_is_known_each_is_taken(log: EventLog) -> None:
    told = outcome(log, P009, "project.add", {**REGISTERED, "unit": "U103"})
    assert (told["status"], "remarks" in told) == ("accepted", False)


def test_an_end_of_a_unit_that_nobody_knows_names_the_codes_near_it(county: Bureau) -> None:
    added = {"unit_name": "新设单位", "requested": "900000"}
    county.act(f"{THE_YEAR}/unit/U900", "unit.add", DAY, FINANCE, **added)
    heir = {"successor": "U101", "successor_name": "承接", "since": "2023-12-01", "document": "1号"}
    told = outcome(county.log, ORGANISATIONS, "unit.merge", {"unit": "U90", **heir})
    assert "相近的有 U900" in told["zh"]
