"""Boards that were kept up to date are compared with a fresh fold of the log, row by row."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from faults.checker.findings import Code
from faults.folds import same_boards
from faults.past import Past
from projections.boards.projection import Projection
from store import open_log, sqlite_url

AT_ONCE = 0.0


async def found(past: Past, damage: str = "") -> set[tuple[Code, str]]:
    """What is found of the boards of a year after some damage to them."""
    boards = past.database.with_name("boards.db")
    with closing(open_log(sqlite_url(past.database))) as log:
        with closing(Projection(log, boards, batch=7)) as kept:
            kept.catch_up()
        _run(boards, damage)
        findings = await same_boards(log, boards, AT_ONCE)
    return {(one.code, one.of) for one in findings}


def _run(boards: Path, script: str) -> None:
    with closing(sqlite3.connect(boards)) as file:
        file.executescript(script)


async def test_given_boards_kept_up_to_date_then_nothing_is_found(past: Past) -> None:
    assert await found(past) == set()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE subject SET phase = 'closed' WHERE stream = '652825/2023/T1'",
        "DELETE FROM subject WHERE stream = '652825/2023/T1'",
        "DELETE FROM deadline WHERE stream = '652825/2023/T1'",
        "UPDATE deadline SET filed_on = '2023-01-01' WHERE stream = '652825/2023/T1'",
    ],
)
async def test_given_boards_that_differ_then_the_subject_is_named(past: Past, damage: str) -> None:
    assert await found(past, damage) == {(Code.BOARDS_DIFFER, "652825/2023/T1")}


async def test_given_boards_that_stay_behind_then_that_is_found(past: Past) -> None:
    assert await found(past, "UPDATE built SET position = 3") == {(Code.BOARDS_DIFFER, "all")}
