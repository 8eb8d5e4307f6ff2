"""Activities wait for no thread: their time runs already.

(docs/decisions/0303-one-writer.md, 1187)
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from temporalio.client import Client

from activities import subject_activities
from activities.submission import submit
from console import worker
from faults.waiting import until
from store import open_log, sqlite_url
from store.port import EventLog
from tests.engine.acts import registered
from tests.engine.stage import subject
from workflows.log_calls import _ACT_TIMEOUT

pytestmark = pytest.mark.time_bound

SUBJECTS = 40
THREADS = 3


class Counted(ThreadPoolExecutor):
    """Threads that know how many activities they were given at once, at most."""

    made: list[Counted]

    def __init__(self, threads: int, thread_name_prefix: str) -> None:
        super().__init__(threads, thread_name_prefix)
        self.name, self.most = thread_name_prefix, 0
        self._begun, self._counting = 0, Lock()
        self.made.append(self)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self._count(1)
        submitted = super().submit(fn, *args, **kwargs)
        submitted.add_done_callback(lambda _: self._count(-1))
        return submitted

    def _count(self, more: int) -> None:
        with self._counting:
            self._begun += more
            self.most = max(self.most, self._begun)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[Counted]:
    """The threads of the workers that are started, few enough to be too few."""
    monkeypatch.setattr(Counted, "made", [], raising=False)
    monkeypatch.setattr(worker, "ThreadPoolExecutor", Counted)
    monkeypatch.setattr(worker, "_THREADS", THREADS)
    monkeypatch.setattr(worker, "_FAN_OUTS", THREADS)
    return Counted.made


async def test_no_more_activities_are_begun_than_there_are_threads_for_them(
    client: Client,
    log: EventLog,
    tmp_path: Path,
    counted: list[Counted],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given a store in which nobody can write
    with closing(open_log(sqlite_url(tmp_path / "log.db"))) as held:
        writer: Any = held._database._writer  # type: ignore[attr-defined]
        monkeypatch.setattr(worker, "open_log", lambda _: held)
        writer._lock.acquire()
        url = sqlite_url(tmp_path / "log.db")
        async with worker.running_worker(client, url, pace=None):
            # when
            requests = [registered(f"W{n}") for n in range(SUBJECTS)]
            taking = [
                asyncio.create_task(submit(client, one, "2023-01-14T09:00:00+08:00"))
                for one in requests
            ]
            await until(lambda: counted[0].most >= THREADS, "as many as can be are inside")
            writer._lock.release()
            outcomes = await asyncio.gather(*taking)
        # then
        assert {outcome["status"] for outcome in outcomes} == {"accepted"}
        assert {one.name: one.most for one in counted} == {"activity": THREADS, "fan-out": 0}
        assert log.versions([subject(f"W{n}") for n in range(SUBJECTS)]).keys()


async def test_fan_outs_are_bounded_by_their_threads_too(
    client: Client, log: EventLog, tmp_path: Path
) -> None:
    async with worker.running_worker(client, sqlite_url(tmp_path / "log.db"), None) as running:
        config: Any = running.config()
    assert config["max_concurrent_activities"] == worker._FAN_OUTS
    assert config["max_concurrent_local_activities"] == worker._THREADS


def test_an_activity_gives_up_before_the_engine_does() -> None:
    assert 0 < subject_activities.ACT_SECONDS < _ACT_TIMEOUT.total_seconds()
