"""The schema of a line of acts is what the reader of lines takes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from console.cli.commands.schema import command_schemas
from console.cli.errors import InputError
from console.cli.input.act_ids import Frame
from console.cli.input.act_lines import read_act_lines
from console.cli.input.filled_fields import FILLED
from console.cli.input.scenario_defaults import Filling
from console.cli.input.unfilled import MARK
from domain.kernel.message import Command
from domain.kernel.request import BadRequest
from domain.kernel.vocabulary import Role
from domain.subjects.catalogues import CATALOGUES

ENVELOPE = ["actor", "command", "subject", "project", "budget_year", "id", "again", "on"]
OF_PERSONS = [
    name
    for name, command in Command.by_name.items()
    if command.__module__.startswith("domain.") and command.who != {Role.SYSTEM}
]


@pytest.mark.parametrize("name", OF_PERSONS)
def test_a_line_has_its_envelope_and_the_fields_of_its_act(name: str) -> None:
    command, schema = Command.by_name[name], command_schemas()[name]
    marked = [key for key, one in schema["properties"].items() if one.get("part") == "envelope"]
    filled = FILLED.get(name)
    source = [filled.source] if filled and filled.source else []
    # then no field of an act is called as a part of the envelope
    assert marked == ENVELOPE
    assert [*schema["properties"]] == [*ENVELOPE, *command.model_fields, *source]
    assert schema["properties"]["actor"]["properties"]["role"]["enum"] == sorted(
        role.value for role in command.who - {Role.SYSTEM}
    )


def test_a_step_of_the_system_stands_in_no_line() -> None:
    schema = command_schemas()["deadline.pass"]
    assert (schema["who"], "actor" in schema["properties"]) == (["system"], False)


@pytest.mark.parametrize("name", FILLED)
def test_what_is_filled_is_marked_and_not_needed(name: str) -> None:
    filled, schema = FILLED[name], command_schemas()[name]
    marked = {key for key, one in schema["properties"].items() if one.get("filled_by_submit")}
    assert marked == set(filled.fields)
    assert not marked & set(schema["required"])
    if filled.source:
        assert schema["properties"][filled.source]["fills"] == list(filled.fields)


def line(**more: Any) -> bytes:
    actor = {"id": "f-1", "organisation": "652825", "role": "finance"}
    given = {"actor": actor, "command": "target.approve", "subject": "652825/2023/P1", **more}
    return json.dumps(given).encode()


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"again": 2},
        {"id": "5d0d3a86-6f0c-5a3e-9f51-2f6f6f0a6b1e"},
        {"on": "2023-02-01"},
        {"project": "P1", "budget_year": 2023},
    ],
)
def test_the_reader_takes_each_part_of_the_envelope(more: dict[str, Any]) -> None:
    assert set(more) <= set(ENVELOPE)
    (read,) = read_act_lines(line(**more), "acts", Frame("652825", 2023), dated=False)
    assert read.request.command == "target.approve"


def test_the_reader_takes_nothing_else() -> None:
    with pytest.raises(InputError, match="year"):
        read_act_lines(line(year=2023), "acts", Frame(), dated=False)


def test_an_unknown_pack_is_refused_with_those_that_come_with_the_program() -> None:
    with pytest.raises(BadRequest, match=r"000000, .*650000") as refused:
        Filling()("pack.adopt", {"pack": "653130"})
    assert refused.value.field == "pack"


@pytest.mark.parametrize("dated", [False, True])
@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"reason": f"{MARK}理由"}, "reason"),
        ({"indicators": [{"id": "A1", "points": f"{MARK}分值"}]}, "indicators.0.points"),
        ({"reason": f"{MARK}理由", "document": f"{MARK}文号"}, "reason"),
        ({"on": f"{MARK}日期"}, "on"),
    ],
)
def test_a_placeholder_is_refused_before_any_other_fault(
    more: dict[str, Any], named: str, *, dated: bool
) -> None:
    with pytest.raises(InputError) as refused:
        read_act_lines(line(**more), "acts", Frame("652825", 2023), dated=dated)
    assert (refused.value.field, "待填" in str(refused.value)) == (named, True)


def test_submit_fills_what_is_marked_as_filled() -> None:
    fill = Filling()
    filled = fill("pack.adopt", {"pack": "000000"})
    assert set(filled) == {"pack", *FILLED["pack.adopt"].fields}
    holidays = fill("work-calendar.publish", {"year": "2026"})
    assert set(holidays) <= {"year", *FILLED["work-calendar.publish"].fields}


@pytest.mark.parametrize(
    ("name", "field", "kinds"),
    [
        (
            "deadline.set",
            "deadline",
            {"target.filing", "monitoring.result", "county-report.filing"},
        ),
        ("extend", "deadline", {"self-evaluation.filing", "rectification.report"}),
        ("correct", "filing", {"target.filing", "monitoring.result", "exante.report"}),
        ("act.withdraw", "act", {"budget.approve", "county.withdraw", "monitoring.review"}),
        ("act.correct", "act", {"key-evaluation.select"}),
        ("history.import-act", "act", {"budget.approve", "monitoring.file-result"}),
        ("monitoring.review", "node", set()),
    ],
)
def test_a_field_that_names_a_key_has_the_kinds_of_keys_and_the_command_that_lists_them(
    name: str, field: str, kinds: set[str]
) -> None:
    one = command_schemas()[name]["properties"][field]
    assert kinds <= set(one.get("examples", ()))
    assert one["offered_by"] == f"jixiao acts SUBJECT {name}"


def test_the_kinds_of_keys_are_those_of_the_catalogue() -> None:
    known, schemas = {*CATALOGUES.acts, *CATALOGUES.deadlines}, command_schemas()
    known |= {"target.adjustment"}  # a filing without a deadline
    for name in OF_PERSONS:
        for one in schemas[name]["properties"].values():
            assert {*one.get("examples", ())} <= known, name
