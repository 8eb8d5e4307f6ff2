"""Whose clock dates an act, and when it cannot be believed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from activities.business_clock import (
    BusinessClock,
    ClockBehind,
    ClockJumped,
    TooEarly,
    require_not_behind,
)
from store import migrate, open_log, sqlite_url
from store.clock import TOLERANCE
from store.port import EventLog, LogKind
from testkit.builders import stored_commands
from testkit.wall_clock import WallClock, installed

NOW = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
TOLD = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def wall() -> Iterator[WallClock]:
    with installed(WallClock(NOW)) as clock:
        yield clock


def log_of(folder: Path, kind: LogKind | None, newest: datetime | None = None) -> EventLog:
    """A log of a kind, whose newest act was recorded at an instant."""
    url = sqlite_url(folder / "log.db")
    migrate(url, first_use=kind)
    log = open_log(url)
    if newest is not None:
        row, events = stored_commands.command()
        log.append(row._replace(recorded_at=newest), events)
    return log


@pytest.fixture
def real(tmp_path: Path) -> Iterator[EventLog]:
    with closing(log_of(tmp_path, LogKind.REAL)) as log:
        yield log


# --- whose clock


def test_on_a_real_log_an_act_is_of_now_whatever_was_told(real: EventLog, wall: WallClock) -> None:
    business = BusinessClock(real)
    wall.passes(timedelta(days=3))
    assert business.is_real()
    assert business.instant(TOLD) == NOW + timedelta(days=3)
    assert business.instant(NOW + timedelta(days=9)) == NOW + timedelta(days=3)


@pytest.mark.parametrize("kind", [LogKind.SIMULATED, None])
def test_in_a_drill_and_where_the_kind_is_open_an_act_is_of_the_instant_that_was_told(
    tmp_path: Path, wall: WallClock, kind: LogKind | None
) -> None:
    with closing(log_of(tmp_path, kind, newest=NOW + timedelta(days=9))) as log:
        business = BusinessClock(log)
        wall.is_set(timedelta(days=-1))
        assert not business.is_real()
        assert business.instant(TOLD) == TOLD
        assert business.trouble() is None


# --- the newest act of the log


@pytest.mark.parametrize(
    ("ahead", "at"),
    [
        (-SECOND, NOW),
        (timedelta(), NOW),
        (SECOND, NOW + SECOND),
        (TOLERANCE - SECOND, NOW + TOLERANCE - SECOND),
        (TOLERANCE, NOW + TOLERANCE),
    ],
)
def test_an_act_is_never_before_the_newest_one(
    tmp_path: Path, wall: WallClock, ahead: timedelta, at: datetime
) -> None:
    with closing(log_of(tmp_path, LogKind.REAL, newest=NOW + ahead)) as log:
        require_not_behind(log)
        assert BusinessClock(log).instant(TOLD) == at


def test_a_clock_behind_the_log_by_more_than_five_minutes_is_not_believed(
    tmp_path: Path, wall: WallClock
) -> None:
    with closing(log_of(tmp_path, LogKind.REAL, newest=NOW + TOLERANCE + SECOND)) as log:
        with pytest.raises(ClockBehind) as refused:
            require_not_behind(log)
        business = BusinessClock(log)
        with pytest.raises(ClockBehind, match="2026-11-28 10:00"):
            business.instant(TOLD)
        # then it says both times of day in one line, and the way out
        assert "2026-11-28 10:05" in str(refused.value)
        assert "restore a backup" in str(refused.value)
        assert "\n" not in str(refused.value)
        # and when time has come as far, acts go on
        wall.passes(SECOND)
        assert business.instant(TOLD) == NOW + TOLERANCE + SECOND


@pytest.mark.parametrize("kind", [LogKind.SIMULATED, None])
def test_only_a_real_log_is_held_against_the_clock_of_the_machine(
    tmp_path: Path, wall: WallClock, kind: LogKind | None
) -> None:
    with closing(log_of(tmp_path, kind, newest=NOW + timedelta(days=400))) as log:
        require_not_behind(log)


# --- a clock that is set while the worker runs


@pytest.mark.parametrize("way", [1, -1])
@pytest.mark.parametrize("by", [TOLERANCE - SECOND, TOLERANCE])
def test_a_clock_set_by_up_to_five_minutes_is_followed(
    real: EventLog, wall: WallClock, by: timedelta, way: int
) -> None:
    business = BusinessClock(real)
    wall.is_set(way * by)
    assert business.instant(TOLD) == NOW + way * by


@pytest.mark.parametrize(
    ("by", "said"),
    [
        (TOLERANCE + SECOND, "set ahead by 5 minutes"),
        (-TOLERANCE - SECOND, "set back by 5 minutes"),
        (timedelta(days=365), "set ahead by 525600 minutes"),
    ],
)
def test_acts_wait_for_a_clock_set_by_more_and_go_on_when_it_is_right_again(
    real: EventLog, wall: WallClock, by: timedelta, said: str
) -> None:
    # given
    business = BusinessClock(real)
    wall.passes(timedelta(hours=8))
    business.instant(TOLD)
    # when
    wall.is_set(by)
    # then
    for _ in range(3):
        with pytest.raises(ClockJumped, match=said):
            business.instant(TOLD)
        wall.passes(timedelta(minutes=1))
    assert isinstance(business.trouble(), ClockJumped)
    # and when somebody sets it right
    wall.is_set(-by)
    assert business.trouble() is None
    assert business.instant(TOLD) == NOW + timedelta(hours=8, minutes=3)


def test_a_clock_that_was_set_is_believed_by_a_worker_that_starts_afterwards(
    real: EventLog, wall: WallClock
) -> None:
    wall.is_set(timedelta(days=365))
    assert BusinessClock(real).instant(TOLD) == NOW + timedelta(days=365)


def test_that_acts_wait_is_logged_once_and_that_they_go_on(real: EventLog, wall: WallClock) -> None:
    business = BusinessClock(real)
    with capture_logs() as told:
        for by in (timedelta(hours=-1), timedelta(hours=1)):
            wall.is_set(by)
            for _ in range(3):
                if business.trouble() is None:
                    business.instant(TOLD)
                else:
                    with pytest.raises(ClockJumped):
                        business.instant(TOLD)
    assert [one["log_level"] for one in told] == ["error", "warning"]
    assert "set back by 60 minutes" in told[0]["why"]


# --- steps


@pytest.mark.parametrize(("late", "is_early"), [(-SECOND, True), (timedelta(), False)])
def test_on_a_real_log_a_step_is_not_taken_before_its_time(
    real: EventLog, wall: WallClock, late: timedelta, is_early: bool
) -> None:
    planned = NOW - late
    if is_early:
        with pytest.raises(TooEarly):
            BusinessClock(real).instant_of_step(planned, planned)
    else:
        assert BusinessClock(real).instant_of_step(TOLD, planned) == NOW


def test_on_a_real_log_a_step_taken_late_is_of_now(real: EventLog, wall: WallClock) -> None:
    assert BusinessClock(real).instant_of_step(TOLD, TOLD) == NOW


@pytest.mark.parametrize(
    ("told", "at"), [(TOLD - SECOND, TOLD), (TOLD, TOLD), (TOLD + SECOND, TOLD + SECOND)]
)
def test_in_a_drill_a_step_is_never_before_the_instant_that_it_is_planned_for(
    tmp_path: Path, wall: WallClock, told: datetime, at: datetime
) -> None:
    with closing(log_of(tmp_path, LogKind.SIMULATED)) as log:
        assert BusinessClock(log).instant_of_step(told, TOLD) == at
