"""`jixiao doctor` compares the outbox with the log: a row edited, deleted or added is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from activities.notifications.letter_sending import LetterSender
from activities.notifications.outbox_filler import OutboxFiller
from console.cli.commands import doctor, history
from store import migrate, open_log, sqlite_url
from store.factory import open_outbox
from store.port import LogKind
from testkit.command_line import CommandLine
from testkit.wall_clock import WallClock, installed
from tests.test_outbox import reminded

COMMANDS = CommandLine.of(doctor, history)
_SOUND = "letter"
"""The codes of the outbox begin with it."""

_ADDED = """
    INSERT INTO outbox SELECT 2, lower(hex(randomblob(16))), lower(hex(randomblob(16))), channel,
    role, organisation, day, title, body, state, attempts, last_error, '' FROM outbox"""


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A real log whose one notice was sent as a file."""
    url = sqlite_url(tmp_path / "log.db")
    migrate(url, first_use=LogKind.REAL)
    edit(tmp_path, "UPDATE schema_version SET migrated_at = '2023-01-01 00:00:00'")
    with (
        installed(WallClock(datetime(2023, 7, 1, tzinfo=UTC))),
        closing(open_log(url)) as log,
        closing(open_outbox(url)) as outbox,
    ):
        reminded(log, "real")
        OutboxFiller(log, outbox, tmp_path).catch_up()
        LetterSender(outbox, tmp_path).run()
        yield tmp_path


def edit(data: Path, statement: str) -> None:
    with closing(sqlite3.connect(data / "log.db")) as database, database:
        database.execute(statement)


def found_in(data: Path) -> list[tuple[str, str]]:
    lines = COMMANDS.run(data, "doctor").stdout.splitlines()
    assert any(line.startswith("引擎 engine") for line in lines), lines
    told = [line for line in lines if line.startswith(_SOUND)]
    return [(line.split("  ")[0], line) for line in told]


def test_letters_as_they_were_written_are_sound(data: Path) -> None:
    assert found_in(data) == []


@pytest.mark.parametrize(
    ("statement", "code", "said"),
    [
        ("UPDATE outbox SET body = 'x'", "letter-altered", "not the one of its digest"),
        ("UPDATE outbox SET title = 'x'", "letter-altered", "not the one of its digest"),
        ("UPDATE outbox SET organisation = '9', digest = ''", "letter-altered", "its id is not"),
        ("UPDATE outbox SET day = '2023-06-04', digest = ''", "letter-altered", "its day"),
        ("UPDATE outbox SET state = 'gone'", "letter-altered", "its state is gone"),
        ("UPDATE outbox SET attempts = 0", "letter-altered", "nobody tried to send it"),
        ("DELETE FROM outbox", "letter-missing", "nobody was told of"),
        ("UPDATE outbox SET position = 3", "letter-missing", "rows behind 0"),
        (_ADDED, "letter-without-event", "is no event of this log"),
    ],
)
def test_a_row_that_was_edited_deleted_or_added_is_named(
    data: Path, statement: str, code: str, said: str
) -> None:
    edit(data, statement)
    (line,) = [line for found, line in found_in(data) if found == code]
    assert said in line
    assert "→" in line


@pytest.mark.parametrize(("state", "code"), [("failed", "failed"), ("pending", "pending")])
def test_failed_and_waiting_notices_are_notes_with_the_oldest(
    data: Path, state: str, code: str
) -> None:
    edit(data, f"UPDATE outbox SET state = '{state}'")  # noqa: S608 - a constant of the test
    ((found, line),) = found_in(data)
    assert found == f"letters-{code}"
    assert "letters-" in line
    assert "the oldest of 2023-06-05" in line


def test_a_letter_of_before_the_newest_migration_is_not_missed(data: Path) -> None:
    edit(data, "UPDATE schema_version SET migrated_at = '2100-01-01 00:00:00'")
    edit(data, "DELETE FROM outbox")
    assert found_in(data) == []
