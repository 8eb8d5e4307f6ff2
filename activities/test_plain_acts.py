"""Acts whose codes, names, flags or days are not plain: refused where they come in."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from activities.command_handler import CommandHandler
from activities.test_moving_ground import AT
from domain.kernel.decider import SYSTEM, Actor
from domain.kernel.plain_fields import plain_fields
from domain.kernel.request import Request
from domain.kernel.subject_ids import project_year
from domain.kernel.vocabulary import Role
from domain.subjects.project_year.targets.indicators import Completion, Indicator
from store.port import EventLog
from testkit.builders.bureau import COUNTY, FINANCE, P001, REGISTERED, TARGET, UNIT

P002 = project_year(COUNTY, 2023, "P002")


def outcome(
    log: EventLog,
    subject: str = P002,
    actor: Actor = FINANCE,
    command: str = "project.add",
    **changed: Any,
) -> dict[str, Any]:
    """What becomes of an act, by default the registration of a project that is new."""
    fields = {**REGISTERED, **changed} if command == "project.add" else changed
    return CommandHandler(log).submit(Request(uuid4(), subject, command, actor, fields), AT).outcome


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("Ｐ００２", "请写作 '652825/2023/P002'"),
        ("P\u200b002", "零宽空格"),
        ("P\u00ad002", "软连字符"),
        ("\u0420002", "形似字符"),
        ("=002", "像公式"),
    ],
)
def test_a_new_subject_has_a_plain_code(log: EventLog, code: str, word: str) -> None:
    refused = outcome(log, project_year(COUNTY, 2023, code))
    assert (refused["code"], refused["field"]) == ("invalid-field", "subject")
    assert word in refused["zh"]


def test_a_subject_that_differs_in_case_alone_is_refused_with_the_one_that_is_there(
    log: EventLog,
) -> None:
    for command in ("project.add", "library.admit"):
        refused = outcome(log, project_year(COUNTY, 2023, "p001"), command=command)
        assert (refused["code"], refused["field"]) == ("invalid-field", "subject")
        assert f"请写作 {P001}" in refused["zh"]


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("unit", "１０１", "请写作 '101'"),
        ("unit", "101\u200b", "零宽空格"),
        ("project_name", "合成\n项目", "一行"),
        ("project_name", "=1+1", "像公式"),
        ("unit_name", "@单位", "像公式"),
        ("unit_name", "-单位", "像公式"),
        ("is_new", "1", "true 或 false"),
        ("is_new", "yes", "true 或 false"),
        ("opened_on", "0001-01-01", "1990 至 2100"),
        ("opened_on", "9999-12-31", "1990 至 2100"),
        ("opened_on", "1989-12-31", "1990 至 2100"),
        ("opened_on", "2101-01-01", "1990 至 2100"),
    ],
)
def test_a_field_that_is_not_plain_is_refused_by_name(
    log: EventLog, field: str, value: str, word: str
) -> None:
    refused = outcome(log, P002, FINANCE, **{field: value})
    assert (refused["code"], refused["field"]) == ("invalid-field", field)
    assert word in refused["zh"]


def test_the_plain_act_is_taken(log: EventLog) -> None:
    assert outcome(log, is_new=True)["status"] == "accepted"


def test_what_the_system_asks_from_an_earlier_portfolio_is_taken_as_it_was(log: EventLog) -> None:
    old = project_year(COUNTY, 2023, "Ｐ００２")
    assert outcome(log, old, SYSTEM)["status"] == "accepted"
    # then: whoever acts on it is not sent away by its code
    told = outcome(log, old, FINANCE, "library.admit")
    assert told["status"] == "accepted" or told["field"] != "subject"


@pytest.mark.parametrize("blank", [" ", "\u3000", "\u200b", "\n", " \ufeff "])
def test_a_text_of_blanks_alone_says_nothing(log: EventLog, blank: str) -> None:
    told = outcome(log, P001, FINANCE, "project.withdraw", reason=blank)
    assert (told["code"], told["field"]) == ("invalid-field", "reason")
    assert "不能只有空格" in told["zh"]


def test_a_new_indicator_has_a_plain_id(log: EventLog) -> None:
    indicators = [{**TARGET["indicators"][0], "id": "Ｉ１"}]
    told = outcome(log, P001, UNIT, "target.file", **{**TARGET, "indicators": indicators})
    assert (told["code"], told["field"]) == ("invalid-field", "indicators.0.id")
    assert "请写作 'I1'" in told["zh"]


def test_a_result_names_an_indicator_as_it_was_filed() -> None:
    assert plain_fields(Indicator, {"id": "Ｉ１"}) == {"id": "I1"}
    assert plain_fields(Completion, {"id": "Ｉ１"}) == {"id": "Ｉ１"}


def test_a_person_is_named_on_one_line(log: EventLog) -> None:
    told = outcome(log, P001, Actor("张\n三", "101", Role.UNIT), "library.admit")
    assert told["field"] == "actor.id"
