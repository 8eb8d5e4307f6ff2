"""Activities that are cancelled amid their work.

(docs/decisions/0900-a-failed-update-has-another-id.md, 0906)
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from threading import Event, Lock
from typing import Any
from uuid import uuid4

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.command_handler import CommandHandler
from activities.messages import FILES_GONE, RETRYABLE, SubmitInput
from activities.subject_activities import SubjectActivities
from domain.kernel.request import Request
from store.port import EventLog, FilesGone
from testkit.builders.bureau import FINANCE, P001, morning

AT = morning(date(2023, 1, 12))


@pytest.fixture
def writer(log: EventLog) -> Iterator[Waited]:
    """The lock of the store's writer, held; free at the end, whatever became of it."""
    writer: Any = log._database._recorder._writer  # type: ignore[attr-defined]
    locked = writer._lock
    writer._lock = waited = Waited(locked)
    locked.acquire()
    yield waited
    if locked.locked():
        locked.release()


class Waited:
    """A lock that tells that somebody waits for it."""

    def __init__(self, lock: Lock) -> None:
        self._lock = lock
        self.waits = Event()
        self.release = lock.release

    def acquire(self, timeout: float) -> bool:
        self.waits.set()
        return self._lock.acquire(timeout=timeout)

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def in_a_thread(environment: ActivityEnvironment, log: EventLog, request: Request) -> Future[Any]:
    """Decide as a worker's activity does."""
    with_pool = ThreadPoolExecutor(1)
    given = SubmitInput(request=request.as_json(), at=AT.isoformat())
    decided = with_pool.submit(environment.run, SubjectActivities(log).decide, given)
    with_pool.shutdown(wait=False)
    return decided


def test_an_activity_cancelled_while_it_waits_for_the_writer_ends_and_leaves_it_free(
    log: EventLog, writer: Waited
) -> None:
    environment = ActivityEnvironment()
    admit = Request(uuid4(), P001, "library.admit", FINANCE, {})
    withdraw = Request(uuid4(), P001, "project.withdraw", FINANCE, {"reason": "取消"})
    decided = in_a_thread(environment, log, admit)
    assert writer.waits.wait(30)
    # when
    environment.cancel()
    writer.release()
    # then
    assert decided.result(30).outcome["status"] == "accepted"
    after = in_a_thread(ActivityEnvironment(), log, withdraw)
    assert after.result(30).outcome["status"] == "accepted"


def test_a_log_whose_files_are_gone_is_said_with_its_reason(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise FilesGone("log.db 在使用中被删除")

    monkeypatch.setattr(CommandHandler, "view", gone)
    with pytest.raises(ApplicationError, match="在使用中被删除") as failed:
        ActivityEnvironment().run(SubjectActivities(log).look, P001)
    assert (failed.value.type, failed.value.details) == (RETRYABLE, (FILES_GONE,))
    assert not failed.value.non_retryable
