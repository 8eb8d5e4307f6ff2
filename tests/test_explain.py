"""Why something was decided: value, clause and quote from the adopted text, as text and page."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from console.cli.command_list import whole
from console.cli.errors import InputError

PROJECT = "652825/2022/Q001"
REVIEW = "self-evaluation.reviewed"


@pytest.fixture(scope="module")
def data(logs: Any) -> Path:
    """The data directory of a decided year."""
    path: Path = logs("652825-2023")
    return path.parent


def explain(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(whole(), ["explain", *arguments, "--data", str(data)])


def explained(data: Path, *arguments: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(explain(data, *arguments, "--json").stdout)
    return told


def test_a_decision_names_value_clause_quote_and_reading(data: Path) -> None:
    (review,) = [one for one in explained(data, PROJECT) if one["name"] == REVIEW]

    (ground,) = review["grounds"]

    assert ground["rule"] == "grade.bands"
    assert ground["outcome"] == "excellent"
    assert ground["values"][0]["bands"][0]["line"] == {"limit": 90, "side": "at_least"}
    (clause,) = ground["clauses"]
    assert (clause["clause"], clause["pack"]) == ("CN-03", "000000")
    assert "90（含）至100分为优" in clause["quote"]
    assert {one["ambiguity"]: one["status"] for one in ground["readings"]}[
        "AMB-17"
    ] == "provisional"
    assert review["actor"]["role"] == "finance"
    assert review["effective_on"] <= review["recorded_at"][:10]


def test_a_decision_is_found_by_its_event_and_by_its_command(data: Path) -> None:
    (review,) = [one for one in explained(data, PROJECT) if one["name"] == REVIEW]

    assert explained(data, review["event_id"]) == [review]
    assert explained(data, review["command_id"]) == [review]


def test_a_selection_is_told_as_the_cause_of_what_it_led_to(data: Path) -> None:
    (marked,) = [
        one
        for one in explained(data, PROJECT)
        if one["name"] == "department-evaluation.marked-selected"
    ]

    cause = marked["causes"][-1]

    (selected,) = explained(data, cause["event_id"])
    assert cause["name"] == selected["name"] == "department-evaluation.selected"
    assert marked["event_id"] in {one["event_id"] for one in selected["effects"]}


def test_what_was_recorded_later_is_not_told(data: Path) -> None:
    now = explained(data, PROJECT)
    day = next(one for one in now if one["name"] == REVIEW)["recorded_at"][:10]

    then = explained(data, PROJECT, "--as-of", day)
    before = explained(data, PROJECT, "--as-of", f"{day[:8]}01")

    assert then[-1]["name"] == REVIEW
    assert len(before) < len(then) < len(now)


class Links(HTMLParser):
    """What a page refers to, and the tags that it opened and closed."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        for name, value in attrs:
            if name in {"src", "href", "srcset", "action"} and not str(value).startswith("#"):
                self.outside.append(str(value))
        assert tag not in {"script", "link", "iframe", "img"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_stands_alone_and_tells_the_same(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.html"

    result = explain(data, PROJECT, "--html", str(path))

    page = path.read_text("utf-8")
    links = Links()
    links.feed(page)
    assert result.exit_code == 0
    assert links.outside == links.open == []
    assert "url(" not in page
    assert "@import" not in page
    for decision in explained(data, PROJECT):
        assert f'id="{decision["event_id"]}"' in page
        assert decision["title"] in page


def test_the_text_tells_quote_and_outcome(data: Path) -> None:
    told = explain(data, PROJECT).stdout

    assert "CN-03" in told
    assert "没有规定，不作约束" in told


@pytest.mark.parametrize("what", ["nothing", "652825/2024/P001", "0" * 32])
def test_what_is_unknown_is_one_line(data: Path, what: str) -> None:
    result = explain(data, what)

    assert result.exit_code == 2
    assert what in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("option", ["--as-of", "--on"])
def test_a_day_that_is_none_is_one_line(data: Path, option: str) -> None:
    result = explain(data, PROJECT, option, "2023-02-30")

    assert isinstance(result.exception, InputError)
    assert option in str(result.exception)
