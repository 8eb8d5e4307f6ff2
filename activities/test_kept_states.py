"""Two workers on one log: what one keeps in memory is old when the other was faster.

(docs/decisions/0502-kept-states-are-trusted-until-refused.md)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from activities.deciding import Deciding
from domain.decision import Actor
from domain.request import Request
from domain.vocabulary import SHANGHAI, Role
from store import migrate, open_log, sqlite_url
from store.packaged_packs import packaged_texts
from store.port import EventLog

BUREAU = Actor("fin-01", "652825-finance", Role.FINANCE)
PROJECT = "652825/2023/P001"
AT = datetime(2023, 1, 10, 10, tzinfo=SHANGHAI)
REGISTRATION = {
    "project_name": "合成项目",
    "unit": "U01",
    "unit_name": "合成单位",
    "budget_type": "general_public",
    "origin": "initial",
    "opened_on": date(2023, 1, 5).isoformat(),
    "requested": "100000",
}

UNIT = Actor("u01-01", "U01", Role.UNIT)
TARGET = {
    "amount": "100000",
    "execution_points": "10",
    "indicators": [
        {
            "id": identity,
            "indicator_class": kind,
            "title": "指标",
            "relation": ">=",
            "target": "1",
            "points": points,
        }
        for identity, kind, points in (
            ("A1", "output", "50"),
            ("B1", "social", "30"),
            ("C1", "satisfaction", "10"),
        )
    ],
}


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    """A log in which a project is registered."""
    migrate(sqlite_url(tmp_path / "log.db"))
    opened = open_log(sqlite_url(tmp_path / "log.db"))
    first = Deciding(opened)
    for name, text in packaged_texts():
        fields = {"pack": name[:6], "sha256": opened.put_content(text), "pack_version": "1"}
        first.submit(Request(uuid4(), "652825/packs", "pack.adopt", BUREAU, fields), AT)
    first.submit(Request(uuid4(), PROJECT, "project.add", BUREAU, REGISTRATION), AT)
    yield opened
    opened.close()


@pytest.fixture
def workers(log: EventLog) -> tuple[Deciding, Deciding]:
    """Two workers that keep the registered project."""
    both = Deciding(log), Deciding(log)
    assert [one.view(PROJECT).version for one in both] == [1, 1]
    return both


def act(command: str, **fields: str) -> Request:
    return Request(uuid4(), PROJECT, command, BUREAU, fields)


def test_an_act_decided_on_an_old_state_is_decided_anew_when_the_log_refuses_its_version(
    log: EventLog, workers: tuple[Deciding, Deciding]
) -> None:
    fast, slow = workers
    fast.submit(act("library.admit"), AT)
    # when
    settled = slow.submit(act("project.withdraw", reason="取消"), AT)
    # then
    assert (settled.outcome["status"], settled.view.version) == ("accepted", 3)
    assert [recorded.version for recorded in log.read(PROJECT)] == [1, 2, 3]


def test_what_is_a_duplicate_on_the_newest_state_only_is_refused(
    log: EventLog, workers: tuple[Deciding, Deciding]
) -> None:
    fast, slow = workers
    fast.submit(act("library.admit"), AT)
    # when
    settled = slow.submit(act("library.admit"), AT)
    # then
    assert settled.outcome["code"] == "duplicate"
    assert len(log.read(PROJECT)) == 2


def test_an_act_is_not_refused_for_what_was_missing_in_an_old_state(
    workers: tuple[Deciding, Deciding],
) -> None:
    fast, slow = workers
    fast.submit(act("library.admit"), AT)
    # when
    settled = slow.submit(Request(uuid4(), PROJECT, "target.file", UNIT, TARGET), AT)
    # then
    assert settled.outcome["status"] == "accepted"


def test_the_same_command_sent_to_both_workers_has_its_effect_once(
    log: EventLog, workers: tuple[Deciding, Deciding]
) -> None:
    fast, slow = workers
    same = act("library.admit")
    first = fast.submit(same, AT)
    # when
    again = slow.submit(same, AT)
    # then
    assert again.outcome == first.outcome
    assert again.view.version == 2
    assert len(log.read(PROJECT)) == 2


def test_a_refusal_is_kept_in_the_command_log_with_the_rule_that_it_rests_on(
    log: EventLog, workers: tuple[Deciding, Deciding]
) -> None:
    # given: a project in the library, and a target whose points sum to more than 100
    first, _ = workers
    first.submit(act("library.admit"), AT)
    heavy = {**TARGET, "execution_points": "20"}
    # when
    settled = first.submit(Request(uuid4(), PROJECT, "target.file", UNIT, heavy), AT)
    # then
    assert settled.outcome["code"] == "invalid-field"
    assert [basis["rule"] for basis in settled.outcome["basis"]] == ["target.weights"]
    assert log.commands(PROJECT)[-1].outcome == settled.outcome
    assert len(log.read(PROJECT)) == 2
