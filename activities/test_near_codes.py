"""An act that names a code which looks like a known one says which is meant, and where."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from activities.command_handler import CommandHandler
from activities.near_codes import fault_of_institution
from domain.kernel.in_force import Assignments
from domain.kernel.request import Request
from domain.kernel.subject_ids import project_year
from domain.kernel.vocabulary import Role
from domain.subjects.project_year.evaluation.key_evaluation import Commission
from store.port import EventLog
from testkit.builders.bureau import COUNTY, FINANCE, REGISTERED, Bureau

AT = datetime(2023, 3, 1, 1, tzinfo=UTC)
DAY = date(2023, 1, 5)


def outcome(log: EventLog, project: str, command: str, **fields: Any) -> dict[str, Any]:
    subject = project_year(COUNTY, 2023, project)
    request = Request(uuid4(), subject, command, FINANCE, fields)
    return CommandHandler(log).submit(request, AT).outcome


@pytest.fixture
def county(log: EventLog) -> Bureau:
    """A county with a project P004."""
    made = Bureau(log)
    made.act(project_year(COUNTY, 2023, "P004"), "project.add", DAY, FINANCE, **REGISTERED)
    return made


def test_an_act_on_a_code_that_looks_like_a_project_names_that_project(county: Bureau) -> None:
    told = outcome(county.log, "P0O4", "library.admit")
    assert told["code"] == "unknown-subject"
    assert f"已登记的有 {COUNTY}/2023/P004" in told["zh"]
    assert "第 3 位是字母 O，不是数字 0" in told["zh"]


def test_an_act_on_another_code_asks_to_register_it_first(county: Bureau) -> None:
    told = outcome(county.log, "P005", "library.admit")
    assert "请先由财政部门登记项目" in told["zh"]


def test_a_right_code_may_be_registered_beside_a_wrong_one(county: Bureau) -> None:
    told = outcome(county.log, "P0O4", "project.add", **REGISTERED)
    assert told["status"] == "accepted"


@pytest.mark.parametrize(
    ("institution", "refused"), [("TO1", True), ("T01", False), ("T02", False)]
)
def test_an_institution_without_people_is_not_commissioned_for_one_that_looks_alike(
    institution: str, *, refused: bool
) -> None:
    # given people of T01, and of a unit TO2
    assignments: Assignments = {("T01", Role.THIRD_PARTY): (), ("TO2", Role.UNIT): ()}
    # when
    fault = fault_of_institution(Commission(institution=institution, procured=True), assignments)
    # then
    assert (fault is not None) is refused
    assert fault is None or (fault.field, "第 2 位是字母 O" in fault.message) == (
        "institution",
        True,
    )
