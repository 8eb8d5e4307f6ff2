"""An event that cannot be read stops the boards; nothing is skipped silently."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from projections.boards.projection import Projection, rebuild
from projections.conftest import Open
from projections.errors import UnreadableEvent
from testkit.builders.bureau import FINANCE, REGISTERED, SYSTEM, Bureau, project
from testkit.projection_rows import all_rows, columns

P001, P002 = project(), project("P002")


@pytest.fixture
def position(bureau: Bureau) -> int:
    """The position of the event that is going to be unreadable: the admission of P001."""
    bureau.act(P001, "project.add", date(2023, 1, 3), SYSTEM, **REGISTERED)
    bureau.act(P002, "project.add", date(2023, 1, 3), SYSTEM, **REGISTERED)
    gates = {"factual_basis": True, "prepared": True, "target_clear": True}
    bureau.act(P001, "library.admit", date(2023, 1, 9), FINANCE, **gates)
    position = bureau.log.last_position()
    bureau.act(P002, "library.admit", date(2023, 1, 9), FINANCE, **gates)
    return position


POISONS = {
    "a name that nobody knows": ("topic", "library.entered@1"),
    "a version of a newer program": ("topic", "library.admitted@99"),
    "another subject's event": ("topic", "year.opened@1"),
    "bytes that are no JSON": ("state", b"{"),
    "JSON that is no envelope": ("state", b"[]"),
}


def poison(path: Path, position: int, column: str, value: str | bytes) -> None:
    with closing(sqlite3.connect(path.with_name("log.db"))) as log:
        log.execute(f"UPDATE stored_events SET {column} = ? WHERE rowid = ?", (value, position))  # noqa: S608
        log.commit()


@pytest.mark.parametrize(("column", "value"), POISONS.values(), ids=POISONS.keys())
@pytest.mark.parametrize("batch", [2, 1000])
def test_the_boards_stop_before_it_and_say_where(
    bureau: Bureau,
    opened: Open,
    path: Path,
    position: int,
    column: str,
    value: str | bytes,
    batch: int,
) -> None:
    # given
    poison(path, position, column, value)
    boards = opened(batch=batch)
    # when
    with pytest.raises(UnreadableEvent) as stopped:
        boards.catch_up()
    # then
    assert stopped.value.position == position
    assert f"position {position} " in str(stopped.value)
    if column == "topic":
        assert (stopped.value.stream, stopped.value.topic) == (P001, value)
        assert P001 in str(stopped.value)
    assert boards.built().position == position - 1
    assert columns(boards, P001, "version") == columns(boards, P002, "version") == (1,)
    with pytest.raises(UnreadableEvent):
        boards.catch_up()


def test_the_first_event_of_a_log_may_be_it(bureau: Bureau, opened: Open, path: Path) -> None:
    poison(path, 1, "topic", "nobody.knows@1")
    for batch in (1, 1000):
        boards = opened(batch=batch)
        with pytest.raises(UnreadableEvent, match="position 1 "):
            boards.catch_up()
        assert all_rows(boards)["subject"] == []


def test_a_rebuild_that_stops_leaves_fuller_boards_alone(
    bureau: Bureau, boards: Projection, path: Path, position: int
) -> None:
    # given
    boards.catch_up()
    right = all_rows(boards)
    poison(path, position, "topic", "library.entered@1")
    # when
    with pytest.raises(UnreadableEvent):
        rebuild(bureau.log, path)
    # then
    assert all_rows(boards) == right


def test_what_was_mended_is_taken_in_later(
    bureau: Bureau, boards: Projection, path: Path, position: int
) -> None:
    # given
    poison(path, position, "topic", "library.entered@1")
    with pytest.raises(UnreadableEvent):
        boards.catch_up()
    # when
    poison(path, position, "topic", "library.admitted@1")
    boards.catch_up()
    # then
    assert columns(boards, P001, "phase") == columns(boards, P002, "phase") == ("target",)
    assert json.loads(columns(boards, P001, "waiting_for")[0]) == ["unit:target.filing"]
