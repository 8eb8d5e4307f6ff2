"""A clock that cannot be believed is said once, and once that it can be again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.cli.clock_watch import ClockWatch
from store import migrate, sqlite_url
from store.port import EventLog, LogKind, StoreUnavailable
from store.recorded_log import RecordedLog
from testkit.wall_clock import WallClock, installed

NOW = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def wall() -> Iterator[WallClock]:
    with installed(WallClock(NOW)) as clock:
        yield clock


def watching(folder: Path, kind: LogKind, told: list[str | None]) -> ClockWatch:
    url = sqlite_url(folder / "log.db")
    migrate(url, first_use=kind)
    return ClockWatch(url, told.append)


def test_a_clock_that_is_set_is_said_once_and_once_that_it_is_right(
    tmp_path: Path, wall: WallClock
) -> None:
    told: list[str | None] = []
    with closing(watching(tmp_path, LogKind.REAL, told)) as watch:
        watch.look()
        assert told == []
        for by in (HOUR, -HOUR):
            wall.is_set(by)
            for _ in range(3):
                wall.passes(timedelta(seconds=1))
                watch.look()
    assert "set ahead by 60 minutes" in str(told[0])
    assert told[1:] == [None]


def test_a_worker_that_starts_believes_the_clock_and_so_does_the_watch(
    tmp_path: Path, wall: WallClock
) -> None:
    told: list[str | None] = []
    with closing(watching(tmp_path, LogKind.REAL, told)) as watch:
        wall.is_set(HOUR)
        watch.look()
        watch.begin()
        watch.look()
    assert len(told) == 2
    assert told[1] is None


def test_a_drill_has_a_clock_of_its_own(tmp_path: Path, wall: WallClock) -> None:
    told: list[str | None] = []
    with closing(watching(tmp_path, LogKind.SIMULATED, told)) as watch:
        wall.is_set(HOUR)
        watch.look()
    assert told == []


def test_nothing_is_known_of_a_log_that_does_not_answer(
    tmp_path: Path, wall: WallClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_log: EventLog) -> None:
        raise StoreUnavailable("away")

    told: list[str | None] = []
    with closing(watching(tmp_path, LogKind.REAL, told)) as watch:
        wall.is_set(HOUR)
        watch.look()
        monkeypatch.setattr(RecordedLog, "newest_recorded_at", away)
        wall.is_set(-HOUR)
        watch.look()
        assert len(told) == 1
        monkeypatch.undo()
        watch.look()
    assert told[1:] == [None]
