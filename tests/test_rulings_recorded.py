"""Recorded rulings beside the packaged readings, and what was decided before them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from console.cli.commands.rulings import app
from store import migrate, open_log, sqlite_url
from testkit.command_line import expect_bad_input
from tests.prefecture import STATE, Prefecture

FIRST, SECOND = f"{STATE}/2024/P001", f"{STATE}/2024/P002"
STRICTER = {"limit": 70, "side": "below"}


@pytest.fixture(autouse=True)
def _no_store_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIXIAO_STORE", raising=False)
    monkeypatch.delenv("JIXIAO_DATA", raising=False)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """The data directory of a prefecture with two results that wait for their review."""
    migrate(sqlite_url(tmp_path / "log.db"))
    with closing(open_log(sqlite_url(tmp_path / "log.db"))) as log:
        bureau = Prefecture(log)
        bureau.adopt_chain()
        bureau.in_review("P001")
        bureau.in_review("P002")
        yield tmp_path


def ruled_twice(data: Path) -> None:
    """A review refused before a first ruling, one taken under it, and one under the second."""
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        bureau = Prefecture(log)
        assert bureau.review(FIRST)["code"] == "needs-ruling"
        bureau.rule()
        assert bureau.review(FIRST)["status"] == "accepted"
        bureau.rule(STRICTER, text="七十分以下不合格")
        assert bureau.review(SECOND)["status"] == "accepted"


def run(data: Path | None, *words: str) -> Result:
    options = ["--data", str(data)] if data else []
    return CliRunner().invoke(app, [*words, *options], env={"COLUMNS": "100"})


def read(data: Path | None, *words: str) -> Any:
    result = run(data, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_without_a_store_nothing_is_said_of_recorded_rulings() -> None:
    rows = read(None, "list")
    assert {row["recorded"] for row in rows} == {None}
    assert read(None, "show", "AMB-05")["recorded"] is None


def test_the_list_has_the_newest_ruling_of_each_bureau_and_show_has_them_all(data: Path) -> None:
    # given
    ruled_twice(data)
    # then
    rows = {row["ambiguity"]: row["recorded"] for row in read(data, "list")}
    assert [one["text"] for one in rows["AMB-05"]] == ["七十分以下不合格"]
    assert rows["AMB-04"] == []
    shown = read(data, "show", "AMB-05", "--jurisdiction", STATE)["recorded"]
    assert [one["value"] for one in shown] == [
        {"limit": "60", "side": "below"},
        {"limit": "70", "side": "below"},
    ]
    assert shown[0] == {
        "jurisdiction": STATE,
        "text": "裁定",
        "value": {"limit": "60", "side": "below"},
        "document": "合成裁定",
        "author": "fin-01",
        "ruled_on": "2024-06-05",
    }
    assert read(data, "show", "AMB-05", "--jurisdiction", "652825")["recorded"] == []


def test_recorded_rulings_are_readable_beside_the_reading(data: Path) -> None:
    ruled_twice(data)
    shown = run(data, "show", "AMB-05").stdout
    for words in (
        "审核不合格",
        "暂行口径 provisional",
        "已裁定 ruled",
        "七十分以下不合格",
        "fin-01",
    ):
        assert words in shown
    assert "七十分以下不合格" in run(data, "list").stdout


def test_impact_has_what_was_decided_before_the_newest_ruling_and_nothing_after(data: Path) -> None:
    # given
    ruled_twice(data)
    # when
    found = read(data, "impact", "AMB-05")
    # then
    assert [one["text"] for one in found["rulings"]] == ["裁定", "七十分以下不合格"]
    refused, reviewed = found["decisions"]
    assert refused == {
        "subject": FIRST,
        "kind": "refusal",
        "name": "monitoring.review",
        "on": "2024-06-05",
        "actor": {"id": "fin-01", "role": "finance"},
        "rule": "monitoring.failed",
        "outcome": None,
        "reason": "needs_ruling",
        "status": "open",
        "reading": None,
    }
    assert (reviewed["subject"], reviewed["name"]) == (FIRST, "monitoring.reviewed")
    assert (reviewed["outcome"], reviewed["status"], reviewed["reading"]) == (True, "ruled", "裁定")


def test_impact_before_any_ruling_has_all_that_rests_on_the_ambiguity(data: Path) -> None:
    found = read(data, "impact", "AMB-11", "--jurisdiction", STATE)
    assert found["rulings"] == []
    assert {one["name"] for one in found["decisions"]} >= {"monitoring.round-opened"}
    assert {one["status"] for one in found["decisions"]} == {"provisional"}


def test_impact_is_readable(data: Path) -> None:
    ruled_twice(data)
    printed = run(data, "impact", "AMB-05").stdout
    for words in ("2 项", "拒绝 refused", "monitoring.failed", "待裁定 open", "已裁定 ruled: 裁定"):
        assert words in printed


def test_an_impact_on_nothing_is_said_so(data: Path) -> None:
    printed = run(data, "impact", "AMB-39")
    assert printed.exit_code == 0
    assert "尚未裁定 nothing was ruled yet" in printed.stdout
    assert "没有 none rests on" in printed.stdout
    assert read(data, "impact", "AMB-39")["decisions"] == []
    assert read(data, "impact", "AMB-11", "--jurisdiction", "652825")["decisions"] == []


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("impact", "AMB-99"), "ambiguity"),
        (("impact", "amb-05"), "ambiguity"),
        (("impact", "AMB-05", "--jurisdiction", "110000"), "jurisdiction"),
    ],
)
def test_bad_input_is_one_line_that_names_the_field(
    data: Path, words: tuple[str, ...], field: str
) -> None:
    expect_bad_input(run(data, *words), field)
