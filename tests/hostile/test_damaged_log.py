"""A log with an event whose bytes are damaged: each command that meets it says so in one line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.hostile.command_line import one_line, run
from tests.small_log import COUNTY, P1, YEAR


@pytest.fixture
def damaged(data: Path) -> Path:
    """The small log, the first event of a project cut short."""
    with closing(sqlite3.connect(data / "log.db")) as database, database:
        cut = database.execute(
            "UPDATE stored_events SET state = substr(state, 1, 40) WHERE originator_id = ?"
            " AND originator_version = 1",
            (P1,),
        )
        assert cut.rowcount == 1
    return data


@pytest.mark.parametrize(
    "words",
    [
        ("history", P1),
        ("explain", P1),
        ("problems", f"{COUNTY}/{YEAR}"),
        ("replay", "--jurisdiction", COUNTY, "--work-year", str(YEAR)),
        ("status", "--jurisdiction", COUNTY, "--year", str(YEAR)),
        ("status", "--jurisdiction", COUNTY, "--year", str(YEAR), "--as-of", "2023-12-31"),
        ("diff", "--as-of", "2023-01-01", "--as-of", "2023-12-31"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_read_is_told_in_one_line(damaged: Path, words: tuple[str, ...]) -> None:
    ended = run(*words, "--data", damaged)

    assert (ended.code, ended.out) == (1, "")
    assert "cannot be read" in one_line(ended.err)
    assert "jixiao doctor" in ended.err


def test_the_doctor_names_its_position(damaged: Path) -> None:
    ended = run("doctor", "--data", damaged)

    assert ended.code == 1
    assert "position" in ended.out + ended.err
