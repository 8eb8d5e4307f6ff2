"""`python -m bench.sweeping`: what a worker's sweep costs beside many closed subjects.

The log is real (SQLite); the engine is one that runs every open subject and answers at once, so
that what is left is what our side reads, folds and asks. One project's whole year is decided, and
copied under other codes; the open subjects are the year's own and so many registered projects.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import structlog
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionResponse
from temporalio.client import Client, WorkflowExecutionStatus

from activities.command_handler import CommandHandler
from activities.messages import ViewMessage
from activities.reconciler import Pace, Reconciler
from bench.rebuilding import fill_up
from bench.sqlite_log import Years, opened_year
from bench.year import acts_of, codes, subject_of
from console.drill.plan import acts_at
from store.port import EventLog

SIZES = (1_000, 20_000)
OPEN = 100
_AT_ONCE = Pace(settle=0.0)
_AGO = timedelta(days=365)
"""Since when the closed subjects are closed."""


class Engine:
    """Stands for the engine: it runs so many subjects, which know all that is in the log."""

    def __init__(self, running: list[str]) -> None:
        """Run these."""
        self.running = running
        self.started: list[str] = []

    async def list_workflows(self, query: str) -> AsyncIterator[Any]:
        """What runs; nothing has a problem."""
        for stream in () if "Problems" in query else self.running:
            yield SimpleNamespace(id=stream)

    def get_workflow_handle(self, stream: str) -> Any:
        """A workflow that knows what is in the log."""

        async def query(*_given: object, **_named: object) -> ViewMessage:
            return ViewMessage(stream, 1_000_000, "any", 0, False, None, None, None, False)

        async def describe() -> Any:
            return SimpleNamespace(
                status=WorkflowExecutionStatus.RUNNING,
                raw_description=DescribeWorkflowExecutionResponse(),
            )

        return SimpleNamespace(query=query, describe=describe)

    async def start_workflow(self, *_given: object, **named: Any) -> None:
        """Note what is started."""
        self.started.append(named["id"])


class CountedLog:
    """A log that counts the questions it is asked, and the streams and events that it gave."""

    def __init__(self, log: EventLog) -> None:
        """Count what `log` is asked."""
        self._log = log
        self.counts: Counter[str] = Counter()
        inside: Any = log  # a statement is counted where it is executed
        self._database = inside._database  # noqa: SLF001 - below the port
        self._rows = self._database.rows
        self._database.rows = self._counted_rows

    def __getattr__(self, name: str) -> Any:
        """What the log has, counted."""
        asked = getattr(self._log, name)

        def counted(*given: Any, **named: Any) -> Any:
            answer = asked(*given, **named)
            self.counts[name] += 1
            if name in {"read", "streams", "notifications"}:
                self.counts[f"{name}: rows"] += len(answer)
            return answer

        return counted

    def _counted_rows(self, *given: Any) -> Any:
        self.counts["statements"] += 1
        return self._rows(*given)


@dataclass(slots=True)
class Sweeps:
    """A worker that sweeps over a log; what each sweep costs."""

    log: CountedLog
    engine: Engine
    adoption: Reconciler = field(init=False)

    def __post_init__(self) -> None:
        """Begin as a worker that has just started."""
        client, events = cast("Client", self.engine), cast("EventLog", self.log)
        self.adoption = Reconciler(client, events, _AT_ONCE)

    async def one(self) -> tuple[float, Counter[str]]:
        """The CPU seconds of a sweep, and what it asked the log."""
        self.log.counts.clear()
        begun = time.process_time()
        await self.adoption.sweep()
        return time.process_time() - begun, Counter(self.log.counts)


@dataclass(slots=True)
class Swept:
    """A log with closed subjects under a worker's sweeps; `act` takes an act on an open one."""

    sweeps: Sweeps
    deciding: CommandHandler
    acted: int = 0

    def act(self) -> None:
        """Admit another of the open projects."""
        self.acted += 1
        act = acts_of(_open()[self.acted])[1]
        self.deciding.submit(act.request, acts_at(act.on))

    @property
    def engine(self) -> Engine:
        """The engine that is swept."""
        return self.sweeps.engine

    @property
    def held(self) -> list[str]:
        """The streams that the sweeps hold in memory."""
        return self.sweeps.adoption._maybe_open.all()  # noqa: SLF001 - what is measured


@contextmanager
def swept(directory: Path, closed: int) -> Iterator[Swept]:
    """A log with so many closed projects beside the open ones, and an engine that runs these."""
    with opened_year(directory / "log.db") as (log, deciding):
        years = Years(CommandHandler(log, clock=lambda: datetime.now(UTC) - _AGO))
        years.run(codes("C", 1))
        fill_up(directory / "log.db", codes("C", 1), codes("C", closed))
        for code in _open():
            act = acts_of(code)[0]
            deciding.submit(act.request, acts_at(act.on))
        running = [one for one in log.streams("") if not one.startswith(subject_of("C"))]
        yield Swept(Sweeps(CountedLog(log), Engine(running)), deciding)


def _open() -> list[str]:
    return codes("O", OPEN)


async def _measured(closed: int) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="jixiao-sweep-") as scratch,
        swept(Path(scratch), closed) as log,
    ):
        _told(closed, "first after start", *await log.sweeps.one())
        _told(closed, "nothing happened", *await _least(log))
        log.act()
        _told(closed, "one act since", *await log.sweeps.one())
        held, streams = len(log.held), _streams(Path(scratch))
        print(f"{closed:>6} closed: holds {held} of {streams} streams")  # noqa: T201


async def _least(log: Swept, times: int = 5) -> tuple[float, Counter[str]]:
    return min([await log.sweeps.one() for _ in range(times)], key=lambda one: one[0])


def _streams(directory: Path) -> int:
    with closing(sqlite3.connect(directory / "log.db")) as connection:
        asked = "SELECT COUNT(DISTINCT originator_id) FROM stored_events"
        (found,) = connection.execute(asked).fetchone()
        return int(found)


def _told(closed: int, what: str, seconds: float, counts: Counter[str]) -> None:
    asked = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    print(f"{closed:>6} closed: {what}: {seconds * 1000:.1f} ms CPU; {asked}")  # noqa: T201


def main() -> None:
    """Measure both sizes and print what they cost."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    for closed in SIZES:
        asyncio.run(_measured(closed))


if __name__ == "__main__":
    main()
