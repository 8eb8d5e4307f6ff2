"""A log as it was known on a past day: the day before, the day, the day after."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from domain.kernel.decider import Actor, CommandContext, Decision
from domain.kernel.serialization.envelope import seal
from domain.kernel.vocabulary import SHANGHAI, Role
from store.factory import migrate, open_log
from store.port import EventLog, StoreUnavailable
from store.settings import sqlite_url
from store.views.as_of import PastDay, PastLog, ReadOnly, as_of
from testkit.builders.stored_commands import STORED_AT, STREAM, Note, Noted, command

JUNE_7 = date(2023, 6, 7)
DAY = timedelta(days=1)
OTHER = "652825/2023/P002"


def append(log: EventLog, stream: str, after: int, at: datetime, effective: date) -> None:
    """One event on a stream, recorded at an instant, effective on a day."""
    row, _ = command(stream, after)
    act = CommandContext(Note(text="note"), Actor("u-1", "U1", Role.UNIT), at, effective, uuid4())
    events = seal([Decision(Noted(text="一"))], act, stream, after, STORED_AT, lambda: "salt")
    log.append(row._replace(command_id=act.command_id, recorded_at=at), events)


def refuse(log: EventLog, at: datetime) -> None:
    row, _ = command(notes=())
    log.append(row._replace(recorded_at=at), ())


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    """Two events on one project (the second taking effect before it is recorded), one refusal."""
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    log = open_log(url)
    append(log, STREAM, 0, datetime(2023, 6, 7, 23, 59, tzinfo=SHANGHAI), JUNE_7)
    append(log, OTHER, 0, datetime(2023, 6, 8, 0, 0, tzinfo=SHANGHAI), JUNE_7)
    append(log, STREAM, 1, datetime(2023, 6, 9, 9, 0, tzinfo=SHANGHAI), JUNE_7 + DAY)
    refuse(log, datetime(2023, 6, 8, 12, 0, tzinfo=SHANGHAI))
    yield log
    log.close()


@pytest.mark.parametrize(
    ("day", "streams", "versions", "position", "commands"),
    [
        (JUNE_7 - DAY, [], {}, 0, 0),
        (JUNE_7, [STREAM], {STREAM: 1}, 1, 1),
        (JUNE_7 + DAY, [STREAM, OTHER], {STREAM: 1, OTHER: 1}, 2, 2),
        (JUNE_7 + 2 * DAY, [STREAM, OTHER], {STREAM: 2, OTHER: 1}, 3, 3),
    ],
)
def test_what_was_recorded_later_is_not_there(
    log: EventLog,
    day: date,
    streams: list[str],
    versions: dict[str, int],
    position: int,
    commands: int,
) -> None:
    past = PastLog(log, PastDay(recorded_by=day))

    assert past.streams("652825/") == streams
    assert past.versions([STREAM, OTHER]) == versions
    assert past.last_position() == position
    assert [one.position for one in past.notifications(0, 10)] == list(range(1, position + 1))
    assert len(past.read(STREAM)) == versions.get(STREAM, 0)
    assert len(past.commands(STREAM)) == commands


@pytest.mark.parametrize(
    ("day", "versions", "commands"),
    [
        (JUNE_7 - DAY, {}, 0),
        (JUNE_7, {STREAM: 1, OTHER: 1}, 1),
        (JUNE_7 + DAY, {STREAM: 2, OTHER: 1}, 3),
    ],
)
def test_what_took_effect_later_is_not_there(
    log: EventLog, day: date, versions: dict[str, int], commands: int
) -> None:
    """A refusal takes effect when it is recorded, on the 8th."""
    past = PastLog(log, PastDay(effective_by=day))

    assert past.versions([STREAM, OTHER]) == versions
    assert len(past.commands(STREAM)) == commands


def test_both_times_together_leave_what_was_known_and_in_effect(log: EventLog) -> None:
    past = PastLog(log, PastDay(recorded_by=JUNE_7, effective_by=JUNE_7 + DAY))

    assert past.versions([STREAM, OTHER]) == {STREAM: 1}


def test_notifications_come_in_batches(log: EventLog) -> None:
    past = PastLog(log, PastDay(recorded_by=JUNE_7 + 2 * DAY))

    assert [one.position for one in past.notifications(0, 2)] == [1, 2]
    assert [one.position for one in past.notifications(2, 2)] == [3]
    assert past.notifications(3, 2) == []


def test_a_command_is_known_from_its_day_on(log: EventLog) -> None:
    (first, *_) = log.commands(STREAM)

    assert PastLog(log, PastDay(recorded_by=JUNE_7 - DAY)).command(first.command_id) is None
    assert PastLog(log, PastDay(recorded_by=JUNE_7)).command(first.command_id) == first


def test_what_is_recorded_meanwhile_is_not_there(log: EventLog) -> None:
    past = PastLog(log, PastDay(recorded_by=JUNE_7 + 2 * DAY))
    append(log, STREAM, 2, datetime(2023, 6, 9, 10, 0, tzinfo=SHANGHAI), JUNE_7 + 2 * DAY)

    assert [one.version for one in past.read(STREAM)] == [1, 2]
    assert len(past.commands(STREAM)) == 3
    assert past.last_position() == 3


def test_what_took_effect_before_it_was_recorded_leaves_a_gap(log: EventLog) -> None:
    """A step whose timer fired late counts from its planned day on, what came between does not."""
    append(log, STREAM, 2, datetime(2023, 6, 9, 10, 0, tzinfo=SHANGHAI), JUNE_7 + 2 * DAY)
    append(log, STREAM, 3, datetime(2023, 6, 10, 10, 0, tzinfo=SHANGHAI), JUNE_7 + DAY)

    past = PastLog(log, PastDay(effective_by=JUNE_7 + DAY))

    assert [one.version for one in past.read(STREAM)] == [1, 2, 4]
    assert [one.version for one in past.read(STREAM, after=2)] == [4]


def test_the_past_does_not_change(log: EventLog) -> None:
    past = PastLog(log, PastDay(recorded_by=JUNE_7))

    with pytest.raises(ReadOnly):
        past.append(*command(after=1))
    with pytest.raises(ReadOnly):
        past.put_content(b"text")
    assert log.last_position() == 3


def test_without_a_day_it_is_the_log_itself(log: EventLog) -> None:
    assert as_of(log, PastDay()) is log


def test_damaged_bytes_are_named_by_their_position(log: EventLog, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "log.db")) as connection, connection:
        connection.execute("UPDATE stored_events SET state = ? WHERE rowid = 2", (b"{",))

    past = PastLog(log, PastDay(recorded_by=JUNE_7))

    with pytest.raises(StoreUnavailable, match="position 2"):
        past.read(OTHER)
    with pytest.raises(StoreUnavailable, match="position 2"):
        past.last_position()


@pytest.mark.parametrize("asks_all", [False, True])
@pytest.mark.parametrize(
    ("day", "versions"),
    [(JUNE_7 + 2 * DAY, []), (JUNE_7 + 3 * DAY, [1, 2]), (JUNE_7 + 4 * DAY, [1, 2])],
)
@pytest.mark.parametrize("by", ["effective_by", "recorded_by"])
def test_a_step_before_its_subject_was_registered_is_there_from_the_registration_on(
    log: EventLog, by: str, day: date, versions: list[int], *, asks_all: bool
) -> None:
    """Registered on the 10th, overdue at once since the 8th."""
    stream = "652825/2023/P003"
    append(log, stream, 0, datetime(2023, 6, 10, 9, 0, tzinfo=SHANGHAI), JUNE_7 + 3 * DAY)
    append(log, stream, 1, datetime(2023, 6, 10, 10, 0, tzinfo=SHANGHAI), JUNE_7 + DAY)
    past = PastLog(log, PastDay(**{by: day}))
    # when
    if asks_all:
        assert past.last_position() == 3 + len(versions)
    # then
    assert [one.version for one in past.read(stream)] == versions
    assert (stream in past.streams("")) is bool(versions)
    assert len(past.commands(stream)) == len(versions)
