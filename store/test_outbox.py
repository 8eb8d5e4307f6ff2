"""The outbox: each letter once, and none lost between its stretch of the log and its sending."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from domain.kernel.vocabulary import business_date
from store import migrate, open_log, sqlite_url
from store.factory import open_outbox
from store.integrity_check import Fault, check_letters
from store.migrations import migrator
from store.migrations.sqlite import migrate_sqlite
from store.outbox import Channel, Letter, LetterState, Outbox, UnknownLetter, letter_id
from store.port import EventLog
from testkit.builders import stored_commands


def letter(number: int = 1, channel: Channel = Channel.FILE) -> Letter:
    return Letter(
        UUID(int=number),
        UUID(int=100 + number),
        channel,
        "unit",
        "101",
        date(2023, 6, 10),
        "【逾期】监控结果",
        "正文\n",
    )


@pytest.fixture
def outbox(log: EventLog, url: str) -> Iterator[Outbox]:
    with closing(open_outbox(url)) as opened:
        yield opened


def test_letters_of_a_stretch_taken_in_twice_or_by_two_are_there_once(
    outbox: Outbox, url: str
) -> None:
    # given
    outbox.take_in([letter(1), letter(2)], 5)
    outbox.settle(UUID(int=1), LetterState.SENT)
    # when another process takes in the same stretch, and more
    with closing(open_outbox(url)) as other:
        other.take_in([letter(1), letter(2), letter(3)], 7)
    outbox.take_in([letter(1), letter(2)], 5)
    # then
    assert [row.letter for row in outbox.rows()] == [letter(1), letter(2), letter(3)]
    assert [row.state for row in outbox.rows()] == ["sent", "pending", "pending"]
    assert outbox.position() == 7


def test_a_letter_that_cannot_be_stored_leaves_the_position_where_it_was(outbox: Outbox) -> None:
    broken = Letter(UUID(int=9), UUID(int=9), Channel.FILE, "unit", "1", date.max, "t", None)  # type: ignore[arg-type] # a body is missing
    with pytest.raises(Exception, match=r"(?i)null"):
        outbox.take_in([letter(1), broken], 5)
    assert (outbox.rows(), outbox.position()) == ([], 0)


def test_pending_are_those_of_a_channel_tried_least_often_first(outbox: Outbox) -> None:
    outbox.take_in([letter(1), letter(2), letter(3), letter(4, Channel.SMTP)], 5)
    outbox.settle(UUID(int=1), LetterState.PENDING, "away")
    outbox.settle(UUID(int=3), LetterState.SENT)
    pending = outbox.pending(Channel.FILE, 10)
    assert [(row.letter, row.attempts, row.last_error) for row in pending] == [
        (letter(2), 0, ""),
        (letter(1), 1, "away"),
    ]
    assert [row.letter for row in outbox.pending(Channel.FILE, 1)] == [letter(2)]


def test_what_failed_or_was_sent_is_sent_again_when_asked(outbox: Outbox) -> None:
    outbox.take_in([letter(1), letter(2), letter(3)], 5)
    outbox.settle(UUID(int=1), LetterState.FAILED, "550")
    outbox.settle(UUID(int=2), LetterState.SENT)
    assert outbox.failed_again() == 1
    assert outbox.again([UUID(int=2)]) == 1
    assert [row.state for row in outbox.rows()] == ["pending"] * 3
    assert outbox.rows()[0].last_error == "550"


def test_an_unknown_id_sends_nothing_again(outbox: Outbox) -> None:
    outbox.take_in([letter(1)], 5)
    outbox.settle(UUID(int=1), LetterState.SENT)
    unknown = uuid4()
    with pytest.raises(UnknownLetter, match=str(unknown)):
        outbox.again([UUID(int=1), unknown])
    assert outbox.rows(LetterState.PENDING) == []


def test_a_log_that_comes_without_an_outbox_is_told_from_its_end_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a log of a program that sent nothing
    url = sqlite_url(tmp_path / "log.db")
    with monkeypatch.context() as older:
        older.setattr(migrator, "STEPS", migrator.STEPS[:1])
        migrate_sqlite(tmp_path / "log.db")
        with closing(open_log(url)) as log:
            log.append(*stored_commands.command())
    # when
    migrate(url)
    # then
    with closing(open_outbox(url)) as opened, closing(open_log(url)) as log:
        assert opened.position() == log.last_position() == 1


def test_the_tables_of_the_outbox_are_found_by_their_index(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(sqlite3.connect(tmp_path / "log.db")) as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM outbox WHERE state = 'pending' AND channel = 'file'"
            " ORDER BY attempts, position LIMIT 1"
        ).fetchall()
    assert ["outbox_state" in row[3] for row in plan] == [True]


def test_letters_are_compared_with_the_log_on_both_databases(
    outbox: Outbox, log: EventLog, url: str
) -> None:
    assert check_letters(url, log) == []
    # given an event, a letter about it that is failed, and one about no event
    row, events = stored_commands.command()
    log.append(row, events)
    (event,) = log.read(row.stream)
    sound = Letter(
        letter_id(event.id, Channel.FILE, "unit", "101"),
        event.id,
        Channel.FILE,
        "unit",
        "101",
        business_date(event.recorded_at),
        "题",
        "正文\n",
    )
    outbox.take_in([sound], 1)
    outbox.settle(sound.letter_id, LetterState.FAILED, "550")
    assert [(one.fault, one.of) for one in check_letters(url, log)] == [(Fault.LETTERS_FAILED, "1")]
    outbox.take_in([letter(7)], 1)
    # then
    found = {(one.fault, one.of) for one in check_letters(url, log)}
    assert found == {
        (Fault.LETTER_ALTERED, str(UUID(int=7))),
        (Fault.LETTER_WITHOUT_EVENT, str(UUID(int=7))),
        (Fault.LETTERS_FAILED, "1"),
        (Fault.LETTERS_PENDING, "1"),
    }
