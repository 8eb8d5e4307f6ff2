"""`jixiao rules list|show|diff|check|coverage`: what they print, on a terminal and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from console.cli.commands.rules import app
from console.cli.render.rules_words import family, word
from domain.rules.engine.clause_states import STATES
from domain.rules.engine.registry import RULES
from store.packs.packaged_packs import packaged_packs, packaged_texts
from testkit.command_line import expect_bad_input

JS = dict(packaged_texts())["653129.yaml"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments], env={"COLUMNS": "80"})


def flat(text: str) -> str:
    return "".join(text.split())


def test_every_rule_is_listed_with_the_packs_that_state_it() -> None:
    rows = json.loads(run("list", "--json").stdout)

    assert [row["rule"] for row in rows] == list(RULES)
    assert all(row["stated_by"] for row in rows)
    assert "双监控" in run("list").stdout


def test_a_rule_is_shown_with_quote_reading_and_history() -> None:
    shown = json.loads(
        run(
            "show", "monitoring.due", "--jurisdiction", "653129", "--on", "2025-06-01", "--json"
        ).stdout
    )
    project = shown["parts"][0]

    assert project["part"] == "project"
    assert project["value"]["day"] == 7
    assert project["citations"][0]["clause"] == "JS-054"
    assert project["rulings"][0]["ambiguity"] == "AMB-10"
    assert [(one["from"], one["clauses"]) for one in project["history"]] == [
        ("2024-01-01", ["JS-036"]),
        ("2025-01-01", ["JS-054"]),
    ]


def test_an_inherited_rule_names_where_it_comes_from() -> None:
    asked = ["show", "grade.final", "--jurisdiction", "652822", "--on", "2024-06-01"]
    cap = json.loads(run(*asked, "--json").stdout)["parts"][1]

    assert (cap["stated_by"], cap["inherited"]) == ("652800", True)
    printed = flat(run(*asked).stdout)
    assert "继承inherited:652800" in printed
    assert "对连续两次绩效监控不合格且拒不整改项目，绩效评价结果不得评为“优”“良好”档次" in printed
    assert "没有规定notstated" in printed


@pytest.mark.parametrize("rule", list(RULES))
def test_every_rule_is_whole_on_eighty_columns(rule: str) -> None:
    printed = run("show", rule, "--jurisdiction", "653129", "--on", "2025-06-01")

    assert printed.exit_code == 0
    assert "…" not in printed.stdout
    assert all(cell_len(line) <= 80 for line in printed.stdout.splitlines())


def test_every_id_in_a_value_has_a_chinese_name() -> None:
    packs = packaged_packs()
    values = [
        value.value
        for code in packs.jurisdictions
        for rule in packs.pack(code).rules
        for value in rule.values
    ]
    ids = {one for value in values for one in _words(value) if re.fullmatch("[a-z_0-9]+", one)}

    assert [one for one in sorted(ids) if word(one) == one] == []
    assert all(family(rule) for rule in RULES)


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from _words(part)
    elif isinstance(value, list):
        for part in value:
            yield from _words(part)
    elif isinstance(value, str):
        yield value


def test_a_difference_shows_both_clauses_and_its_point() -> None:
    asked = ["diff", "653129", "653000", "--on", "2025-06-01"]
    found = {
        (one["rule"], one["part"]): one
        for one in json.loads(run(*asked, "--json").stdout)["differences"]
    }
    due = found["monitoring.due", "project"]

    assert due["points"] == ["V01"]
    assert due["a"]["citations"][0]["clause"] == "JS-054"
    assert due["b"]["citations"][0]["clause"] == "KZ-011"
    printed = run(*asked).stdout
    assert "JS-054" in printed
    assert "KZ-011" in printed
    assert "V05" in printed
    assert all(cell_len(line) <= 80 for line in printed.partition("名称、工具")[0].splitlines())


def test_one_jurisdiction_is_compared_on_two_days() -> None:
    asked = ["diff", "653129", "653129", "--on", "2024-06-01", "--on-b", "2025-06-01", "--json"]
    found = json.loads(run(*asked).stdout)

    assert found["b"] == {"jurisdiction": "653129", "on": "2025-06-01"}
    assert "V10" in {point for one in found["differences"] for point in one["points"]}


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (["show", "no.rule", "--jurisdiction", "653129"], "rule"),
        (["show", "monitoring.due", "--jurisdiction", "1"], "jurisdiction"),
        (["show", "monitoring.due", "--jurisdiction", "653129", "--on", "2025-02-29"], "on"),
        (["diff", "653129", "1"], "jurisdiction"),
        (["diff", "653129", "653000", "--on-b", "x"], "on"),
        (["check", "no-such-file.yaml"], "files"),
        (["coverage", "--clause", "JS-999"], "clause"),
    ],
)
def test_bad_input_is_one_line_that_names_the_field(arguments: list[str], field: str) -> None:
    expect_bad_input(run(*arguments), field)


def test_the_packaged_packs_are_without_fault() -> None:
    result = run("check", "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"packs": 8, "faults": []}


def test_a_file_takes_the_place_of_the_packaged_pack_of_its_jurisdiction(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes(JS.replace("次月7日前".encode(), "次月8日前".encode()))
    result = run("check", str(file))

    assert result.exit_code == 2
    assert result.stdout.startswith(f"{file}:")
    assert "not found in the document" in result.stdout
    assert len(result.stdout.splitlines()) == 3


def test_the_faults_of_several_files_are_collected(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_bytes(JS.replace(b"kind: threshold", b"kind: gate", 1))
    two.write_text("jurisdiction: [\n")
    faults = json.loads(run("check", str(one), str(two), "--json").stdout)["faults"]

    assert {fault["file"] for fault in faults} == {str(one), str(two)}


def test_the_coverage_counts_all_clauses_per_document() -> None:
    found = json.loads(run("coverage", "--json").stdout)

    assert found["faults"] == []
    assert sum(row["clauses"] for row in found["documents"].values()) == 349
    assert len(found["clauses"]) == 349
    printed = run("coverage").stdout
    assert "349" in printed
    assert all(cell_len(line) <= 80 for line in printed.splitlines())


def test_the_coverage_counts_the_states_of_all_clauses() -> None:
    found = json.loads(run("coverage", "--json").stdout)

    counts = found["state_counts"].values()
    assert sum(row["clauses"] for row in counts) == len(found["states"]) == 349
    for row in counts:
        assert row["clauses"] == sum(row[state] for state in STATES)
    printed = run("coverage").stdout
    assert all(f"{zh}" in printed for zh in ("规则约束", "办理", "计算", "展示", "未办"))


def test_the_state_of_a_clause_is_shown_with_its_tests() -> None:
    shown = run("coverage", "--clause", "JS-037").stdout
    assert "状态 state: 规则约束 enforced" in shown
    assert "规则 rule: monitoring.trigger" in shown
    assert "测试 test: tests/test_small_years.py::" in shown
    assert "待办 waits for: B 财政部门" in run("coverage", "--clause", "BZ-024").stdout
    assert "理由 why: " in run("coverage", "--clause", "JS-104").stdout


def test_the_clauses_in_a_state_are_listed() -> None:
    waiting = run("coverage", "--state", "open").stdout.splitlines()
    counts = json.loads(run("coverage", "--json").stdout)["state_counts"].values()
    assert len(waiting) == sum(row["open"] for row in counts)
    assert "BZ-024 B 财政部门自身职责的期限与关闭年度的门槛" in waiting
    enforced = run("coverage", "--state", "enforced").stdout
    assert re.search(r"^[A-Z]{2}-\d{3} [a-z_.]+（欠缺 .+）$", enforced, re.MULTILINE)
    expect_bad_input(run("coverage", "--state", "done"), "state")


def test_a_clause_is_found_where_it_lands() -> None:
    assert "rule:monitoring.trigger" in run("coverage", "--clause", "JS-037").stdout
