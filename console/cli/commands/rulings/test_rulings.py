"""`jixiao rulings`: the forty ambiguities in both languages, and what a ruling has to say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from console.cli.commands.rulings import app
from testkit.command_line import expect_bad_input

ROOT = Path(__file__).parents[4]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments], env={"COLUMNS": "80"})


def test_all_forty_are_listed_with_a_reading_or_as_blocking() -> None:
    rows = {row["ambiguity"]: row for row in json.loads(run("list", "--json").stdout)}

    assert set(rows) >= {f"AMB-{number:02d}" for number in range(1, 41)}
    for row in rows.values():
        assert row["phrase"]
        assert row["open"]
        assert row["reason"]
        assert (row["status"] == "blocking") == (row["ruling"] is None)
    blocking = {name for name, row in rows.items() if row["status"] == "blocking"}
    assert blocking == {"AMB-08", "AMB-13", "AMB-38", "AMB-39", "AMB-43"}


def test_every_ambiguity_that_the_code_decides_or_leaves_open_is_listed() -> None:
    listed = {row["ambiguity"] for row in json.loads(run("list", "--json").stdout)}
    sources = (*(ROOT / "domain").rglob("*.py"), *(ROOT / "domain").rglob("*.yaml"))
    texts = (path.read_text() for path in sources if not path.name.startswith("test_"))
    named = {found for text in texts for found in re.findall(r"AMB-\d{2}", text)}
    assert "AMB-43" in named
    assert named <= listed


def test_a_question_that_only_some_inputs_meet_is_shown() -> None:
    printed = run("show", "AMB-43").stdout
    assert "须先裁定" in printed
    assert "成本指标" in printed


def test_the_list_is_readable_in_both_languages_on_eighty_columns() -> None:
    printed = run("list").stdout

    assert "含本数" in printed
    assert "nothing is rounded first" in printed.replace("\n", " ").replace("  ", "")
    assert "blocking in 652800 653000" in printed
    assert "…" not in printed


def test_one_is_shown_with_the_values_that_rest_on_it() -> None:
    shown = json.loads(run("show", "AMB-14", "--json").stdout)
    rests = {one["jurisdiction"]: one for one in shown["rests"]}

    assert rests["653129"]["clauses"] == ["JS-049"]
    assert (rests["653129"]["status"], rests["653000"]["status"]) == ("provisional", "blocking")
    assert shown["value"]["example"] == {"limit": 2000000, "side": "at_least"}


def test_one_is_readable_with_the_shape_of_its_value() -> None:
    printed = run("show", "AMB-08").stdout

    assert "按比例扣减" in printed
    assert "扣减比例" in printed
    assert "须先裁定 blocking" in printed
    assert "653000" in printed


def test_a_jurisdiction_sees_its_own_values_only() -> None:
    shown = json.loads(run("show", "AMB-06", "--jurisdiction", "652825", "--json").stdout)

    assert [(one["jurisdiction"], one["rule"]) for one in shown["rests"]] == [
        ("652800", "grade.final")
    ]


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (["show", "AMB-99"], "ambiguity"),
        (["show", "AMB-01", "--jurisdiction", "110000"], "jurisdiction"),
        (["list", "--jurisdiction", "110000"], "jurisdiction"),
    ],
)
def test_bad_input_is_one_line_that_names_the_field(arguments: list[str], field: str) -> None:
    expect_bad_input(run(*arguments), field)
