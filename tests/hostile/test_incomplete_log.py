"""A log that lacks a table, a row or events: the cause and the way on are said, not "try later"."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from activities.command_handler import CommandHandler
from domain.kernel.subject_ids import organisations
from store import open_log, sqlite_url
from tests.hostile.command_line import one_line, run
from tests.small_log import COUNTY, P1, P2, YEAR, act, at

STATUS = ("status", "--jurisdiction", COUNTY, "--budget-year", str(YEAR))
OVERDUE = ("overdue", "--jurisdiction", COUNTY, "--budget-year", str(YEAR))
READ = [STATUS, OVERDUE, ("history", P1), ("explain", P1), ("doctor",), ("doctor", "--all")]
PEOPLE = organisations(COUNTY)


def change(data: Path, *statements: str) -> None:
    with closing(sqlite3.connect(data / "log.db")) as database, database:
        for statement in statements:
            database.execute(statement)


def damage(data: Path, stream: str) -> None:
    change(data, f"UPDATE stored_events SET state = '{{}}' WHERE originator_id = '{stream}'")  # noqa: S608


@pytest.mark.parametrize("words", READ, ids=" ".join)
@pytest.mark.parametrize("table", ["command_log", "stored_events", "schema_version"])
def test_a_table_that_is_gone_is_named_with_the_way_on(
    data: Path, table: str, words: tuple[str, ...]
) -> None:
    change(data, f"DROP TABLE {table}")
    ended = run(*words, "--data", data)
    if table == "command_log" and words in {STATUS, OVERDUE}:
        assert ended.code == 0  # boards need no commands
        return
    assert ended.code == 1
    said = one_line(ended.err)
    assert table in said
    assert "jixiao restore" in said
    assert "稍后重试" not in said


@pytest.mark.parametrize("words", [STATUS, ("doctor",)], ids=" ".join)
def test_a_log_without_its_identity_is_one_clear_line(data: Path, words: tuple[str, ...]) -> None:
    change(data, "DELETE FROM log_identity")
    ended = run(*words, "--data", data)
    assert ended.code == 1
    assert "log_identity" in one_line(ended.err)
    assert "unpack" not in ended.err


@pytest.mark.parametrize("words", [("history", P1), ("explain", P1)], ids=" ".join)
def test_a_sound_subject_is_shown_beside_a_damaged_one(data: Path, words: tuple[str, ...]) -> None:
    sound = run(*words, "--data", data)
    (data / "projections.db").unlink(missing_ok=True)  # boards that have the event need not read it
    damage(data, P2)
    ended = run(*words, "--data", data)
    assert (ended.code, ended.out) == (0, sound.out)
    if words[0] == "explain":
        assert "jixiao doctor" in one_line(ended.err)


@pytest.mark.parametrize("words", [("history", P1), ("explain", P1)], ids=" ".join)
def test_damaged_people_do_not_hide_a_project(data: Path, words: tuple[str, ...]) -> None:
    role = {"person": "fin-01", "organisation": "652825-finance", "role": "finance"}
    assigning = act(PEOPLE, "role.assign", **role, since="2023-01-01", document="任命1号")
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        deciding = CommandHandler(log, clock=lambda: at("2023-02-01"))
        assert deciding.submit(assigning, at("2023-02-01")).outcome["status"] == "accepted"
    damage(data, PEOPLE)
    ended = run(*words, "--data", data)
    assert ended.code == 0
    assert "项目入库" in ended.out
    assert "jixiao doctor" in one_line(ended.err)


@pytest.mark.parametrize("words", [STATUS, OVERDUE], ids=" ".join)
def test_events_deleted_behind_the_boards_are_told(data: Path, words: tuple[str, ...]) -> None:
    sound = run(*words, "--data", data)
    assert (sound.code, sound.err) == (0, "")
    change(data, "DELETE FROM stored_events WHERE rowid IN (7, 8)")
    ended = run(*words, "--data", data)
    assert (ended.code, ended.out) == (0, sound.out)
    assert "少了 2 个事件" in one_line(ended.err)
    assert "doctor --all" in ended.err
