"""`jixiao rules eval` by its contract: output, exit codes, one line on stderr."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from console.cli.commands import rules
from testkit.command_line import expect_bad_input

TRIGGER = '{"execution_rate": 40, "completion_rate": "60.01", "review_score": null}'
ASK = ["--jurisdiction", "652825", "--on", "2023-06-05"]
LINE: dict[str, Any] = {
    "rule": "monitoring.scope",
    "jurisdiction": "652825",
    "on": "2023-06-05",
    "input": {},
}


def run(*arguments: str, typed: str | bytes | None = None) -> Result:
    app = typer.Typer()
    app.add_typer(rules.app, name="rules")
    return CliRunner().invoke(app, ["rules", "eval", *arguments], input=typed)


def test_a_question_is_answered_as_one_json_object() -> None:
    result = run("monitoring.trigger", *ASK, "--input", TRIGGER, "--json")

    assert result.exit_code == 0
    assert result.stderr == ""
    answer = json.loads(result.stdout)
    assert answer["outcome"] == {"rectify": True, "reasons": ["deviation"]}
    assert answer["citations"][0]["clause"] == "QM-030"


def test_without_json_the_answer_is_readable_in_both_languages() -> None:
    result = run("monitoring.trigger", *ASK, "--input", TRIGGER)

    assert result.exit_code == 0
    for words in (
        "且末县 Qiemo County",
        "整改 rectify: 是 yes",
        "QM-030",
        "provisional",
        "暂行口径",
    ):
        assert words in result.stdout


@pytest.mark.parametrize(
    ("rule", "given", "words"),
    [
        ("library.gate", '{"factual_basis":true,"prepared":true,"target_clear":true}', "没有规定"),
        ("monitoring.due", '{"node":"2023-05-31"}', "没有规定报送日"),
        ("exante.dimensions", "{}", "立项必要性"),
    ],
)
def test_the_readable_answer_says_what_is_missing(rule: str, given: str, words: str) -> None:
    assert words in run(rule, *ASK, "--input", given).stdout


def test_an_open_reading_is_shown_as_open() -> None:
    given = '{"review_score": 50, "verdict": null}'
    asked = ["--jurisdiction", "652800", "--on", "2024-06-05", "--input", given]
    result = run("monitoring.failed", *asked)

    assert "待裁定 open" in result.stdout
    assert "needs a ruling" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ([], "rule"),
        (["monitoring.scope"], "jurisdiction"),
        (["monitoring.scope", "--jurisdiction", "652825"], "on"),
        (["grade.nothing", *ASK], "rule"),
        (["monitoring.scope", "--jurisdiction", "1", "--on", "2023-06-05"], "jurisdiction"),
        (["monitoring.scope", "--jurisdiction", "652825", "--on", "2023-02-29"], "on"),
        (["monitoring.trigger", *ASK, "--input", "{"], "input"),
        (["monitoring.trigger", *ASK, "--input", "[]"], "input"),
        (["monitoring.trigger", *ASK], "execution_rate"),
        (["monitoring.scope", *ASK, "--input", '{"a\\nb": 1}'], "a b"),
        (["--batch", "no-such-file"], "batch"),
        (["monitoring.scope", "--batch", "-"], "rule"),
    ],
)
@pytest.mark.parametrize("printed", [["--json"], []])
def test_bad_input_is_one_line_that_names_the_field(
    arguments: list[str], field: str, printed: list[str]
) -> None:
    expect_bad_input(run(*arguments, *printed), field)


def test_a_batch_answers_each_line_in_order_and_goes_on_after_a_bad_one() -> None:
    bad = {**LINE, "on": "2023-06-31"}
    lines = [json.dumps(LINE), "", json.dumps(bad), '{"rule": "\\ud800"', json.dumps(LINE)]
    result = run("--batch", "-", typed="\n".join(lines))

    assert result.exit_code == 2
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    fields = [answer.get("error", {}).get("field") for answer in answers]
    assert fields == [None, "line", "on", "line", None]


def test_a_batch_from_a_file_without_bad_lines_ends_well(tmp_path: Path) -> None:
    requests = tmp_path / "requests.jsonl"
    requests.write_bytes(f"{json.dumps(LINE)}\r\n".encode() * 5000)
    result = run("--batch", str(requests))

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 5000


def test_a_line_that_is_not_utf8_is_a_bad_line() -> None:
    result = run("--batch", "-", typed=b'{"rule": "\xff"}\n')

    assert result.exit_code == 2
    assert json.loads(result.stdout) == {"error": {"field": "line", "message": "must be UTF-8"}}


def test_a_batch_answers_before_its_input_ends() -> None:
    script = "import typer; from console.cli.commands.rules import app; app()"
    with subprocess.Popen(
        [sys.executable, "-c", script, "eval", "--batch", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[4],
    ) as asked:
        assert asked.stdin is not None
        assert asked.stdout is not None
        asked.stdin.write(json.dumps(LINE).encode() + b"\n")
        asked.stdin.flush()
        assert json.loads(asked.stdout.readline())["outcome"] == "all_projects"
        asked.stdin.close()
        assert asked.wait(30) == 0


def test_the_engine_is_not_loaded_to_answer() -> None:
    script = (
        "import sys; import console.cli.commands.rules; "
        "print([name for name in ('temporalio', 'rich.table') if name in sys.modules])"
    )
    root = Path(__file__).parents[4]
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=root
    )

    assert done.stdout == "[]\n"
