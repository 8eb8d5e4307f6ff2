"""Which streams a sweep looks at, and that a sweep that fails is followed by another."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from structlog.testing import capture_logs
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities import reconciler
from activities.reconciler import FIRST_LOOK, Pace, Reconciler
from store.port import EventLog, Notification, StoreUnavailable

NOW = datetime(2026, 1, 10, tzinfo=UTC)
NOBODY = cast("Client", None)


class Log:
    """A log of one event a stream, each stored some time before now."""

    def __init__(self, *ages: timedelta) -> None:
        self.states = [self._state(number, age) for number, age in enumerate(ages, start=1)]

    @staticmethod
    def _state(number: int, age: timedelta) -> bytes:
        leaf = {"stream": f"s{number}", "stored_at": (NOW - age).isoformat()}
        return json.dumps({"leaf": leaf, "withheld": {}}).encode()

    def last_position(self) -> int:
        return len(self.states)

    def notifications(self, after: int, limit: int) -> list[Notification]:
        found = list(enumerate(self.states, start=1))[after : after + limit]
        return [Notification(position, "t", state) for position, state in found]

    def versions(self, _streams: Sequence[str]) -> dict[str, int]:
        raise StoreUnavailable("away")


def changed(log: Log) -> tuple[int, set[str]]:
    return Reconciler(NOBODY, cast("EventLog", log), Pace())._changed()


def test_given_an_empty_log_when_looked_at_then_nothing_changed() -> None:
    assert changed(Log()) == (0, set())


def test_given_old_and_new_events_when_first_looked_at_then_the_last_day_counts(
    monkeypatch: Any,
) -> None:
    # given a batch of two events, so that the last day ends within a batch
    monkeypatch.setattr(reconciler, "_BATCH", 2)
    day, second = FIRST_LOOK, timedelta(seconds=1)
    log = Log(3 * day, 2 * day, day + second, day, second, timedelta())
    # then what is a batch too old is left out, and nothing of the last day is
    assert changed(log) == (6, {"s3", "s4", "s5", "s6"})


def test_given_a_log_that_slept_for_weeks_when_first_looked_at_then_its_last_day_counts() -> None:
    weeks = timedelta(weeks=5)
    log = Log(weeks + timedelta(hours=1), weeks)
    assert changed(log) == (2, {"s1", "s2"})


async def test_given_a_sweep_that_fails_when_run_then_it_is_logged_and_the_next_one_comes() -> None:
    log = Log(timedelta())
    sweeping = Reconciler(NOBODY, cast("EventLog", log), Pace(interval=0.0, settle=0.0))
    with capture_logs() as told:
        running = asyncio.create_task(sweeping.run())
        await asyncio.wait([running], timeout=0.2)
        running.cancel()
        await asyncio.wait([running])
    assert len(told) > 2
    assert {entry["log_level"] for entry in told} == {"error"}
    assert all(entry["exc_info"] for entry in told)


async def test_given_an_engine_that_lists_nothing_when_swept_then_the_log_is_followed_all_the_same(
    monkeypatch: Any,
) -> None:
    # given
    async def not_listed(_self: Reconciler) -> None:
        raise RPCError("visibility is away", RPCStatusCode.UNAVAILABLE, b"")

    monkeypatch.setattr(Reconciler, "_begin_stuck_again", not_listed)
    sweeping = Reconciler(NOBODY, cast("EventLog", Log(timedelta())), Pace(settle=0.0))
    # when
    with capture_logs() as told, pytest.raises(StoreUnavailable, match="away"):
        await sweeping.sweep()
    # then it went on to what the log has, which is away too
    assert [entry["event"] for entry in told] == [
        "stuck workflows are not known, the next sweep asks again"
    ]
