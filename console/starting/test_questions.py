"""Questions on a terminal: a wrong answer is said and asked for again, a sound one is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import typer

from console.starting.answers import Answers
from console.starting.questions import ask_missing, read_unit
from console.tables.units import Unit

TODAY = date(2026, 11, 28)

Types = Callable[..., list[str]]


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Types:
    """Answer the questions with these lines; an empty one takes what is offered."""

    def typing(*lines: str) -> list[str]:
        left, asked = list(lines), list[str]()

        def prompt(text: str, default: str | None = None, **_: Any) -> str:
            asked.append(text)
            if not left:
                raise typer.Abort
            return left.pop(0) or default or ""

        monkeypatch.setattr(typer, "prompt", prompt)
        return asked

    return typing


def test_given_nothing_then_each_answer_is_asked_for_and_offered_where_it_follows(
    types: Types,
) -> None:
    # given
    asked = types("653130", "巴楚县", "", "2026", "fin-01", "", "U01,教育局", "")
    kept = list[Answers]()
    # when
    found = ask_missing(Answers(), TODAY, kept.append)
    # then
    assert dict(found.given) == {
        "code": "653130",
        "name": "巴楚县",
        "parent": "653100",
        "work_year": "2026",
        "actor": "fin-01",
        "organisation": "653130-finance",
    }
    assert found.units == (Unit("U01", "教育局"),)
    assert "喀什地区" in asked[2]
    assert kept[-1] == found
    assert len(kept) == 7


def test_given_a_wrong_answer_then_the_reason_is_said_and_it_is_asked_again(
    types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    types("652130", "653130", "巴楚县", "652800", "", "2062", "2026", "fin-01", "", "")
    found = ask_missing(Answers(), TODAY, lambda _: None)
    assert (found.get("code"), found.get("parent")) == ("653130", "653100")
    told = capsys.readouterr().err
    assert "6521 不是新疆的任何地州市" in told
    assert "巴音郭楞蒙古自治州）是另一地州" in told
    assert "2025 至 2027" in told


def test_given_a_doubled_unit_then_it_is_said_and_left_out(
    types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"code": "653130", "name": "巴楚县", "work_year": "2026"}
    begun = Answers({**given, "parent": "653100", "organisation": "F"})
    types("fin-01", "U01,教育局", "Ｕ０１，水利局", "U02，水利局，U01", "U03", "")
    found = ask_missing(begun, TODAY, lambda _: None)
    assert found.units == (Unit("U01", "教育局"), Unit("U02", "水利局", "U01"))
    told = capsys.readouterr().err
    assert "U01 与第 1 个单位重复" in told
    assert "编码,名称[,主管部门编码]" in told


def test_given_an_interruption_then_what_was_answered_is_kept(types: Types) -> None:
    types("653130", "巴楚县")
    kept = list[Answers]()
    with pytest.raises(typer.Abort):
        ask_missing(Answers(), TODAY, kept.append)
    assert dict(kept[-1].given) == {"code": "653130", "name": "巴楚县"}
    # and whoever goes on is asked for the rest alone
    asked = types("", "2026", "fin-01", "", "")
    found = ask_missing(kept[-1], TODAY, kept.append)
    assert found.get("work_year") == "2026"
    assert "全称" not in "".join(asked)


def test_given_all_answers_then_nothing_is_asked(types: Types) -> None:
    types()
    given = {"code": "653130", "name": "巴楚县", "work_year": "2026", "actor": "fin-01"}
    answers = Answers(given)
    assert ask_missing(answers, TODAY, lambda _: None) == answers


def test_a_unit_is_typed_with_commas_of_either_width() -> None:
    assert read_unit("U01, 教育局") == Unit("U01", "教育局")
    assert read_unit("Ｕ０２，水利局（本级），U01") == Unit("U02", "水利局（本级）", "U01")
