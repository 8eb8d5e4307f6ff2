"""Mending many differences: one that cannot be mended holds up no other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.drift import Drift, Drifted, Examination, Views
from activities.workflow_view import Held
from domain.kernel.decider import View
from store import sqlite_url
from store.port import EventLog, StoreUnavailable
from tests.small_log import P1, small_log

NOBODY, NO_LOG, NO_VIEWS = cast("Client", None), cast("EventLog", None), cast("Views", None)


class Mending(Examination):
    """Cannot mend the subject `bad`."""

    failure: Exception

    async def _mended(self, one: Drifted) -> Drifted | None:
        if one.of == "bad":
            raise self.failure
        return None


@pytest.mark.parametrize(
    "failure",
    [
        RPCError("it has ended meanwhile", RPCStatusCode.NOT_FOUND, b""),
        StoreUnavailable("away"),
        LookupError("its content is gone"),
    ],
)
async def test_what_cannot_be_mended_is_left_with_its_reason(failure: Exception) -> None:
    # given
    mending = Mending(NOBODY, NO_LOG, NO_VIEWS)
    mending.failure = failure
    found = [Drifted(Drift.WORKFLOW_BEHIND, of, "1 < 2") for of in ("a", "bad", "c")]
    # when
    left = await mending.mend(found, lambda _done, _of: None)
    # then
    (one,) = left
    assert one.of == "bad"
    assert one.detail == f"1 < 2: {type(failure).__name__}: {failure}"


async def test_a_slip_of_the_program_is_no_difference() -> None:
    mending = Mending(NOBODY, NO_LOG, NO_VIEWS)
    mending.failure = ZeroDivisionError("a slip")
    found: list[Any] = [Drifted(Drift.WORKFLOW_BEHIND, "bad", "1 < 2")]
    with pytest.raises(ZeroDivisionError):
        await mending.mend(found, lambda _done, _of: None)


class Engine:
    """Runs the open subjects of some views; `holds` is the version that P1's workflow holds."""

    def __init__(self, views: Views, holds: int | None = None) -> None:
        self._views, self._holds = views, holds
        self.workflow_service = SimpleNamespace(describe_task_queue=self._has_a_poller)
        self.namespace = "jixiao"

    async def list_workflows(self, query: str) -> AsyncIterator[Any]:
        for stream, view in self._views.views.items():
            if not view.closed and "Problems" not in query:
                yield SimpleNamespace(id=stream)

    async def held(self, stream: str) -> Held:
        known = self._views.views[stream].version
        return Held(self._holds if stream == P1 and self._holds is not None else known, 0.0)

    async def _has_a_poller(self, _request: object) -> Any:
        return SimpleNamespace(pollers=["somebody"])


@pytest.fixture
def by_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("activities.drift.held", lambda engine, stream: engine.held(stream))


@pytest.mark.usefixtures("by_history")
async def test_what_knows_all_that_was_folded_is_not_folded_again(tmp_path: Path) -> None:
    with small_log(sqlite_url(tmp_path / "log.db")) as log:
        # given
        views = Folded(log)
        views.fold()
        views.again.clear()
        # when
        found = await Examination(cast("Client", Engine(views)), log, views).run()
        # then
        assert (found, views.again) == ([], [])


@pytest.mark.usefixtures("by_history")
async def test_what_holds_less_than_was_folded_is_looked_at_closely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.drift._SETTLE_SECONDS", 0.0)
    with small_log(sqlite_url(tmp_path / "log.db")) as log:
        # given
        views = Folded(log)
        views.fold()
        views.again.clear()
        # when
        found = await Examination(cast("Client", Engine(views, holds=1)), log, views).run()
        # then
        assert [(one.drift, one.of) for one in found] == [(Drift.WORKFLOW_BEHIND, P1)]
        assert views.again == [P1, P1], "at once, and after what is under way was given time"


class Folded(Views):
    """Notes which subjects are folded."""

    def __init__(self, log: EventLog) -> None:
        super().__init__(log)
        self.again: list[str] = []

    def of(self, stream: str) -> View:
        self.again.append(stream)
        return super().of(stream)
