"""The projection file: swapped, thrown away, mended."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from projections.boards import board_file
from projections.boards.board_file import BoardFile, Built
from projections.boards.log_batch import Reader
from projections.boards.projection import Projection, rebuild
from projections.conftest import Open
from testkit.builders.bureau import THREE, Bureau
from testkit.projection_rows import all_rows, as_folded, columns, folded_afresh


def test_a_rebuild_is_seen_at_once_and_by_open_readers(
    half_year: Bureau, boards: Projection, path: Path
) -> None:
    # given rows that are wrong
    boards.catch_up()
    right = all_rows(boards)
    with closing(sqlite3.connect(path, isolation_level=None)) as vandal:
        vandal.execute("UPDATE subject SET phase = 'wrong'")
    assert columns(boards, THREE[0], "phase") == ("wrong",)
    # when
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        before = reader.execute("SELECT phase FROM subject LIMIT 1").fetchone()
        rebuild(half_year.log, path)
        during = reader.execute("SELECT phase FROM subject LIMIT 1").fetchone()
    # then
    assert before == during == ("wrong",)
    assert all_rows(boards) == right
    assert [left.name for left in path.parent.glob("*rebuild*")] == []


def test_rows_are_not_written_from_a_position_that_the_file_has_left(
    half_year: Bureau, boards: Projection, path: Path
) -> None:
    # given a process that read the same batch, and another that was faster
    reader = Reader(half_year.log)
    with closing(BoardFile(path)) as file:
        start = file.built()
        batch = reader.read(start, 5)
        rows = list(reader.summaries(batch, file))
        boards.catch_up()
        right = all_rows(boards)
        # when
        written = file.write(start, rows, batch.end)
    # then
    assert not written
    assert all_rows(boards) == right


class Failing:
    """A connection whose commit, or its rollback too, fails."""

    def __init__(self, connection: sqlite3.Connection, *fails: str) -> None:
        self._connection = connection
        self._fails = fails

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, statement: str, *parameters: Any) -> Any:
        self._fail(statement)
        return self._connection.execute(statement, *parameters)

    def rollback(self) -> None:
        self._fail("ROLLBACK")
        self._connection.rollback()

    def _fail(self, statement: str) -> None:
        if statement in self._fails:
            raise sqlite3.OperationalError("disk I/O error")


@pytest.mark.parametrize("fails", [("COMMIT",), ("COMMIT", "ROLLBACK")])
def test_a_transaction_that_cannot_end_holds_up_no_other(
    half_year: Bureau, boards: Projection, path: Path, fails: tuple[str, ...]
) -> None:
    # given
    boards.catch_up()
    right = all_rows(boards)
    with closing(BoardFile(path)) as file:
        whole: Any = file._connection
        for _ in range(3):
            connection: Any = Failing(file._connection, *fails)
            file._opened = connection
            # when
            with pytest.raises(sqlite3.OperationalError, match="I/O"):
                file.clear()
            # then
            if "ROLLBACK" not in fails:
                file._opened = whole
            assert all_rows(boards) == right
        file.clear()
    boards.catch_up()
    assert all_rows(boards) == right


def test_a_file_of_an_older_schema_is_thrown_away_and_said(
    half_year: Bureau, opened: Open, path: Path
) -> None:
    # given
    old = opened()
    old.catch_up()
    right = all_rows(old)
    old.close()
    with closing(sqlite3.connect(path)) as vandal:
        vandal.execute("UPDATE built SET schema = 0")
        vandal.commit()
    # when
    with capture_logs() as said:
        new = opened()
    new.catch_up()
    # then
    assert all_rows(new) == right
    assert said[0]["event"] == "projection file thrown away, it is rebuilt from the log"
    assert said[0]["why"].startswith("it has schema 0")


@pytest.mark.parametrize("rubbish", [b"", b"no database" * 1000])
def test_a_file_that_is_no_database_is_thrown_away(
    half_year: Bureau, opened: Open, path: Path, rubbish: bytes
) -> None:
    path.write_bytes(rubbish)
    with capture_logs() as said:
        boards = opened()
    boards.catch_up()
    assert as_folded(boards) == folded_afresh(half_year)
    assert said


def test_a_file_damaged_under_way_is_rebuilt_when_it_shows(
    half_year: Bureau, opened: Open, path: Path
) -> None:
    # given pages of rows overwritten behind a sound beginning
    boards = opened()
    boards.catch_up()
    right = all_rows(boards)
    boards.close()
    content = path.read_bytes()
    page = 4096
    path.write_bytes(content[: 2 * page] + b"\xff" * (len(content) - 2 * page))
    # when
    with capture_logs() as said:
        mended = opened()
        found = all_rows(mended)
    # then
    assert found == right
    assert "projection file is damaged" in [line["event"] for line in said]


def test_a_mending_that_fails_is_made_up_for_at_the_next_use(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    def away(_path: Path, *, thoroughly: bool) -> sqlite3.Connection:
        raise sqlite3.OperationalError("disk I/O error")

    with closing(BoardFile(path)) as file:
        with monkeypatch.context() as patched:
            patched.setattr(board_file, "_sound", away)
            with pytest.raises(sqlite3.OperationalError, match="disk I/O"):
                file.mend()
        # when
        found = file.built()
    # then
    assert found == Built()


def test_the_boards_of_another_log_are_not_shown(
    half_year: Bureau, opened: Open, path: Path
) -> None:
    # given
    boards = opened()
    boards.catch_up()
    right = all_rows(boards)
    with closing(sqlite3.connect(path)) as vandal:
        vandal.execute("UPDATE built SET tail = 'of another log'")
        vandal.commit()
    # when
    with capture_logs() as said:
        again = opened()
    again.catch_up()
    # then
    assert all_rows(again) == right
    assert said[0]["event"] == "projection file is of another log, it is rebuilt"
