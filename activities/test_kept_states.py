"""Two workers on one log: what one keeps in memory is old when the other was faster.

(docs/decisions/0503-what-an-act-rests-on-is-compared-in-its-transaction.md)
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from uuid import uuid4

import pytest

from activities.command_handler import CommandHandler
from domain.kernel.request import Request
from store.port import EventLog
from store.settings import sqlite_path
from testkit.builders.bureau import FINANCE, P001, TARGET, UNIT, morning

AT = morning(date(2023, 1, 10))


@pytest.fixture
def workers(log: EventLog) -> tuple[CommandHandler, CommandHandler]:
    """Two workers that keep the registered project."""
    both = CommandHandler(log), CommandHandler(log)
    assert [one.view(P001).version for one in both] == [1, 1]
    return both


def act(command: str, **fields: str) -> Request:
    return Request(uuid4(), P001, command, FINANCE, fields)


def test_an_act_decided_on_an_old_state_is_decided_anew_when_the_log_refuses_its_version(
    log: EventLog, workers: tuple[CommandHandler, CommandHandler]
) -> None:
    fast, slow = workers
    fast.submit(act("library.admit"), AT)
    # when
    settled = slow.submit(act("project.withdraw", reason="取消"), AT)
    # then
    assert (settled.outcome["status"], settled.view.version) == ("accepted", 3)
    assert [recorded.version for recorded in log.read(P001)] == [1, 2, 3]


def test_what_is_a_duplicate_on_the_newest_state_only_is_refused(
    log: EventLog, workers: tuple[CommandHandler, CommandHandler]
) -> None:
    fast, slow = workers
    fast.submit(act("library.admit"), AT)
    # when
    settled = slow.submit(act("library.admit"), AT)
    # then
    assert settled.outcome["code"] == "duplicate"
    assert len(log.read(P001)) == 2


def test_an_act_is_not_refused_for_what_was_missing_in_an_old_state(
    workers: tuple[CommandHandler, CommandHandler],
) -> None:
    fast, slow = workers
    fast.submit(act("library.admit"), AT)
    # when
    settled = slow.submit(Request(uuid4(), P001, "target.file", UNIT, TARGET), AT)
    # then
    assert settled.outcome["status"] == "accepted"


def test_the_same_command_sent_to_both_workers_has_its_effect_once(
    log: EventLog, workers: tuple[CommandHandler, CommandHandler]
) -> None:
    fast, slow = workers
    same = act("library.admit")
    first = fast.submit(same, AT)
    # when
    again = slow.submit(same, AT)
    # then
    assert again.outcome == first.outcome
    assert again.view.version == 2
    assert len(log.read(P001)) == 2


def test_a_refusal_is_kept_in_the_command_log_with_the_rule_that_it_rests_on(
    log: EventLog, workers: tuple[CommandHandler, CommandHandler]
) -> None:
    # given: a project in the library, and a target whose points sum to more than 100
    first, _ = workers
    first.submit(act("library.admit"), AT)
    heavy = {**TARGET, "execution_points": "20"}
    # when
    settled = first.submit(Request(uuid4(), P001, "target.file", UNIT, heavy), AT)
    # then
    assert settled.outcome["code"] == "invalid-field"
    assert [basis["rule"] for basis in settled.outcome["basis"]] == ["target.weights"]
    assert log.commands(P001)[-1].outcome == settled.outcome
    assert len(log.read(P001)) == 2


def test_an_act_does_not_follow_a_version_that_the_log_has_lost(
    url: str, log: EventLog, workers: tuple[CommandHandler, CommandHandler]
) -> None:
    # given: the log's file was replaced by an older one, under a worker that keeps a newer state
    one, _ = workers
    one.submit(act("library.admit"), AT)
    with closing(sqlite3.connect(sqlite_path(url))) as older, older:
        older.execute("DELETE FROM stored_events WHERE originator_version = 2")
        older.execute("DELETE FROM command_log WHERE first_version = 2")
    # when
    settled = one.submit(
        Request(uuid4(), P001, "project.withdraw", FINANCE, {"reason": "取消"}), AT
    )
    # then
    assert settled.outcome["status"] == "accepted"
    assert [recorded.version for recorded in log.read(P001)] == [1, 2]
