"""What a ruling, an edited pack or a notice changes: what is decided after it, and nothing before.

Decided on a real log, without an engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from activities.command_handler import CommandHandler
from domain.kernel.request import Request
from domain.kernel.subject_ids import jurisdiction_year, packs, rulings
from store import migrate, open_log, sqlite_url
from store.in_force import InForceReader, watched
from store.packs.packaged_packs import packaged_texts
from tests.prefecture import BUREAU, CHAIN, JUNE, MAY, REVIEW, STATE, Prefecture

OTHER = "653000"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Prefecture]:
    """The prefecture with its adopted packs."""
    migrate(sqlite_url(tmp_path / "log.db"))
    opened = open_log(sqlite_url(tmp_path / "log.db"))
    made = Prefecture(opened)
    made.adopt_chain()
    yield made
    opened.close()


def test_an_act_that_waits_for_a_ruling_is_refused_and_taken_when_sent_again_after_it(
    bureau: Prefecture,
) -> None:
    # given
    stream = bureau.in_review("P001")
    refused = bureau.review(stream)
    assert refused["code"] == "needs-ruling"
    for text in (refused["zh"], refused["en"]):
        for words in ("monitoring.failed", "AMB-05", "审核不合格", f"{STATE}/rulings"):
            assert words in text
    # when
    bureau.rule()
    # then
    assert bureau.review(stream)["status"] == "accepted"
    answer = bureau.basis(stream, "monitoring.reviewed", "monitoring.failed")
    assert answer["outcome"] is True
    assert answer["rulings"] == [{"ambiguity": "AMB-05", "status": "ruled", "ruling": "裁定"}]


def test_the_next_ruling_binds_what_is_decided_after_it_and_both_stay(bureau: Prefecture) -> None:
    # given
    first, second = bureau.in_review("P001"), bureau.in_review("P002")
    bureau.rule()
    assert bureau.review(first)["status"] == "accepted"
    before = [one.basis for one in bureau.log.read(first)]
    # when
    bureau.rule({"limit": 50, "side": "below"}, text="五十分以下不合格")
    assert bureau.review(second)["status"] == "accepted"
    # then
    assert bureau.basis(second, "monitoring.reviewed", "monitoring.failed")["outcome"] is False
    assert [one.basis for one in bureau.log.read(first)] == before
    texts = [one.event.text for one in bureau.log.read(rulings(STATE))]
    assert texts == ["裁定", "五十分以下不合格"]


def test_two_workers_hear_of_a_ruling_before_they_decide_on_what_it_changes(
    bureau: Prefecture,
) -> None:
    # given a worker that has read what is in force
    stream, other = bureau.in_review("P001"), CommandHandler(bureau.log)
    assert other.view(stream).phase == "monitoring-05"
    # when
    bureau.rule()
    # then
    request = Request(uuid4(), stream, "monitoring.review", BUREAU, REVIEW)
    assert other.submit(request, JUNE).outcome["status"] == "accepted"


def test_a_ruling_binds_its_own_jurisdiction_and_none_below(bureau: Prefecture) -> None:
    texts = dict(packaged_texts())
    for code in (*CHAIN, "652825"):
        assert bureau.adopt(code, texts[f"{code}.yaml"], of="652825")["status"] == "accepted"
    bureau.rule(None, "AMB-11")
    standing = InForceReader(bureau.log)

    def statuses(jurisdiction: str) -> set[str]:
        rules = standing.in_force(jurisdiction, 2024)
        nodes = rules.ask("monitoring.nodes", date(2024, 6, 1), work_year=2024, subject="project")
        return {one.status for one in nodes.rulings if one.ambiguity == "AMB-11"}

    assert (statuses(STATE), statuses("652825")) == ({"ruled"}, {"provisional"})


def test_a_ruling_that_does_not_fit_is_refused_and_kept_with_its_field(bureau: Prefecture) -> None:
    given = {"ambiguity": "AMB-05", "text": "裁定", "document": "合成裁定", "value": {"limit": 60}}
    outcome = bureau.take(rulings(STATE), "ruling.record", given).outcome
    assert (outcome["code"], outcome["field"]) == ("invalid-field", "value.side")
    assert bureau.log.commands(rulings(STATE))[-1].outcome == outcome
    assert bureau.log.read(rulings(STATE)) == []


def test_a_ruling_needs_adopted_packs(bureau: Prefecture) -> None:
    given = {"ambiguity": "AMB-05", "text": "裁定", "document": "合成裁定"}
    outcome = bureau.take(rulings(OTHER), "ruling.record", given).outcome
    assert outcome["code"] == "packs-not-adopted"


@pytest.mark.parametrize(
    ("text", "version", "field", "said"),
    [
        (b"rules: [", "1", "sha256", "652800.yaml:2"),
        (b"\x00\xff not a pack", "1", "sha256", "652800.yaml:1"),
        (dict(packaged_texts())["653000.yaml"], "1", "pack", "is not that of 652800"),
        (dict(packaged_texts())["652800.yaml"] + b"\n", "2", "pack_version", "the text says 1"),
    ],
)
def test_a_text_that_cannot_stand_is_not_adopted(
    bureau: Prefecture, text: bytes, version: str, field: str, said: str
) -> None:
    before = bureau.log.versions([packs(STATE)])
    outcome = bureau.adopt(STATE, text, version)
    assert (outcome["code"], outcome["field"]) == ("invalid-field", field)
    assert said in outcome["en"]
    assert bureau.log.versions([packs(STATE)]) == before


def test_a_text_that_nobody_kept_is_not_adopted(bureau: Prefecture) -> None:
    fields = {"pack": STATE, "sha256": "0" * 64, "pack_version": "1"}
    outcome = bureau.take(packs(STATE), "pack.adopt", fields).outcome
    assert (outcome["code"], outcome["field"]) == ("invalid-field", "sha256")
    assert "0" * 64 in outcome["en"]


def test_a_pack_is_adopted_after_those_above_it(bureau: Prefecture) -> None:
    outcome = bureau.adopt(OTHER, dict(packaged_texts())["653000.yaml"], of=OTHER)
    assert (outcome["code"], outcome["field"]) == ("invalid-field", "sha256")
    assert "653000.yaml:5: inherits: no pack of 650000" in outcome["en"]


def test_a_pack_that_a_recorded_ruling_does_not_fit_is_not_adopted(bureau: Prefecture) -> None:
    # given
    bureau.rule()
    text = dict(packaged_texts())["652800.yaml"].decode()
    place = "- {of: AMB-05, at: score, status: blocking}"
    assert text.count(place) == 1
    moved = text.replace(place, "- {of: AMB-04}").replace(
        "- {of: AMB-11}", "- {of: AMB-11}\n          - {of: AMB-05, at: nodes}", 1
    )
    # when
    outcome = bureau.adopt(STATE, moved.encode())
    # then
    assert outcome["status"] == "refused"
    assert "AMB-05" in outcome["en"]


def open_year(bureau: Prefecture, work_year: int) -> str:
    stream = jurisdiction_year(STATE, work_year)
    bureau.taken(stream, "year.open", {"portfolio": "0" * 64, "clock": "real"})
    return stream


def test_notices_under_the_same_key_stand_apart_by_their_work_years(bureau: Prefecture) -> None:
    # given a notice of each of three work years, under keys of both halves
    days = {2024: "03-10", 2025: "03-20", 2026: "03-30"}
    for work_year, day in days.items():
        stream = open_year(bureau, work_year)
        for deadline in ("target.filing", "self-evaluation.filing"):
            given = {"deadline": deadline, "due": f"{work_year}-{day}", "document": "通知"}
            bureau.taken(stream, "deadline.set", given)
    # then a budget year has the target's day of its own work year, and the evaluation's of the next
    for budget_year in (2024, 2025):
        notices = InForceReader(bureau.log).in_force(STATE, budget_year).notices
        found = {key: notice.due.year for key, notice in notices.items()}
        assert found == {"target.filing": budget_year, "self-evaluation.filing": budget_year + 1}


def test_a_notice_on_a_node_speaks_of_the_node_s_year_and_the_later_work_year_moves_it(
    bureau: Prefecture,
) -> None:
    # given a review of May 2024 that is given a day in 2024, and another one in 2025
    key = f"monitoring.review:{MAY}"
    for work_year, due in ((2024, "2024-06-30"), (2025, "2025-01-20")):
        given = {"deadline": key, "due": due, "document": "通知"}
        bureau.taken(open_year(bureau, work_year), "deadline.set", given)
    # then
    assert InForceReader(bureau.log).in_force(STATE, 2024).notices[key].due == date(2025, 1, 20)
    assert key not in InForceReader(bureau.log).in_force(STATE, 2025).notices
    assert key not in InForceReader(bureau.log).in_force(STATE, 2023).notices


def test_all_that_binds_is_watched() -> None:
    assert watched(STATE, (2024, 2025)) == (
        f"{STATE}/packs",
        f"{STATE}/rulings",
        f"{STATE}/work-calendar",
        f"{STATE}/organisations",
        f"{STATE}/indicators",
        f"{STATE}/2024",
        f"{STATE}/2025",
    )
