"""A year in which the review of a round is signed by two: boards, histories, replay."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from domain.kernel.subject_ids import project_year
from projections.what_if.hypothetical_rules import HypotheticalRules
from store import open_log, sqlite_url
from store.integrity_check import unsound
from tests.engine import tiny
from tests.replayed import replayed
from tests.test_people_and_units import Lived, lived

FIRST = project_year(tiny.COUNTY, tiny.YEAR, "T1")
BUREAU = tiny.finance()
HEAD = {**BUREAU, "id": "fin-head"}
WHERE = ("--jurisdiction", tiny.COUNTY, "--work-year", str(tiny.YEAR))


def parameter(name: str, value: str) -> tiny.Line:
    return tiny.act(
        "2023-08-01", BUREAU, "parameter.set", parameter=name, value=value, since="2023-08-01"
    )


def signed() -> Iterator[tiny.Line]:
    """The review of August is proposed on 8 September, returned, and signed on the 18th."""
    yield tiny.act(
        "2023-08-01",
        BUREAU,
        "signer.set",
        section=BUREAU["organisation"],
        office="section_head",
        person=HEAD["id"],
        since="2023-08-01",
        document="合成分工文件",
    )
    held = {"organisation": BUREAU["organisation"], "role": "finance", "document": "合成任职通知"}
    for person in (BUREAU["id"], "fin-02", "fin-03", HEAD["id"]):
        yield tiny.act(
            "2023-08-01", BUREAU, "role.assign", person=person, since="2023-08-01", **held
        )
    yield parameter("signatures", "monitoring.review=2")
    yield parameter("signature.after_days", "3")
    for line in tiny.lines():
        yield line
        if (line["command"], line["on"], line.get("project")) == (
            "monitoring.review",
            "2023-09-08",
            "T1",
        ):
            yield from proposals(line)


def proposals(line: tiny.Line) -> Iterator[tiny.Line]:
    """The review as a proposal: returned once, then proposed with another score and signed."""
    of = {"act": line["command"], "project": "T1"}
    number = {"project": "T1", "number": 1}
    yield {**tiny.act("2023-09-08", line["actor"], "act.propose", **of), "content": content("29")}
    yield tiny.act("2023-09-11", HEAD, "act.return-proposal", **number, reason="分数有误")
    yield {**tiny.act("2023-09-12", line["actor"], "act.propose", **of), "content": content("92")}
    yield tiny.act("2023-09-18", HEAD, "act.sign", **of, number=2)


def content(score: str) -> dict[str, str]:
    return {"node": "2023-08-31", "score": score}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return lived(tmp_path_factory.mktemp("signed"), list(signed()), tiny.PORTFOLIO)


def events(year: Lived) -> list[Any]:
    return [one for one in year.told("history", FIRST) if one["kind"] == "event"]


def test_the_review_that_one_takes_alone_is_refused_and_says_what_to_do(year: Lived) -> None:
    assert year.refused[FIRST, "2023-09-08"] == "gate-not-met"
    (refused,) = [one for one in year.told("history", FIRST) if one["kind"] == "refusal"]
    assert "act.propose" in refused["outcome"]["zh"]


def test_the_review_takes_effect_on_the_day_of_the_last_signature(year: Lived) -> None:
    told = [one for one in events(year) if one["name"] == "monitoring.reviewed"]
    assert [(one["effective_on"], one["data"]["score"]) for one in told] == [
        ("2023-06-08", "90"),
        ("2023-09-18", "92"),
    ]


def test_the_history_tells_who_signed_in_which_office_and_when(year: Lived) -> None:
    (signature,) = [one for one in events(year) if one["name"] == "act.signed"]
    assert [(one["person"], one["on"]) for one in signature["data"]["signatures"]] == [
        ("fin-02", "2023-09-12"),
        ("fin-head", "2023-09-18"),
    ]


def test_the_explanation_of_the_review_tells_all_who_signed(year: Lived) -> None:
    told = [one for one in year.told("explain", FIRST) if one["name"] == "monitoring.reviewed"]
    alone, together = told
    assert "signed" not in alone
    assert together["signed"]["signatures"] == [
        {"person": "fin-02", "office": None, "on": "2023-09-12"},
        {"person": "fin-head", "office": "section_head", "on": "2023-09-18"},
    ]
    shown = year.shown("explain", together["event_id"])
    assert "经办人 fin-02 · 2023-09-12" in shown
    assert "股室负责人 fin-head · 2023-09-18" in shown


@pytest.mark.parametrize(("person", "owes"), [("fin-head", True), ("fin-02", False)])
def test_what_a_person_has_to_sign_is_shown_to_whom_it_is_due(
    year: Lived, person: str, *, owes: bool
) -> None:
    told = year.told("todo", *WHERE, "--person", person, "--on", "2023-09-12")
    due = [(one["stream"], one["deadline"]) for one in told["duties"]]
    assert ((FIRST, "signature.section-head:2") in due) is owes


def test_a_signature_that_came_late_was_told_of_and_is_met_late(year: Lived) -> None:
    passed = [
        (one["data"]["step"], one["effective_on"])
        for one in events(year)
        if one["data"].get("deadline") == "signature.section-head:2"
    ]
    assert passed == [
        ("due", "2023-09-15"),
        ("overdue", "2023-09-16"),
    ]


def test_the_boards_show_that_it_was_met_late(year: Lived) -> None:
    (signature,) = [one for one in events(year) if one["name"] == "act.signed"]
    assert (signature["data"]["due"], signature["data"]["late"]) == ("2023-09-15", True)
    shown = year.shown("problems", FIRST, "--kind", "overdue")
    assert "2023-09-18" in shown


@pytest.mark.parametrize(("day", "waits"), [("2023-09-11", False), ("2023-09-12", True)])
def test_the_boards_show_what_waits_for_a_signature(year: Lived, day: str, *, waits: bool) -> None:
    shown = year.shown("todo", *WHERE, "--role", "finance", "--on", day)
    assert ("股室负责人签署" in shown) is waits


def test_what_was_returned_stands_among_the_problems(year: Lived) -> None:
    shown = year.shown("problems", FIRST)
    assert "退回提请" in shown
    assert "分数有误" in shown


def test_the_log_is_sound_and_decided_again_comes_to_the_same(year: Lived) -> None:
    url = sqlite_url(year.data / "log.db")
    with closing(open_log(url)) as log:
        assert unsound(url, log) == []
    told = replayed(year.data / "log.db", f"{tiny.COUNTY}-{tiny.YEAR}", HypotheticalRules())
    assert told.changes == ()
    assert told.stricter == ()
