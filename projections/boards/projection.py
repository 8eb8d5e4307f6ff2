"""A projection: the boards kept up to date with the log, and rebuilt from it at any time."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import structlog

from projections.boards.board_file import (
    BoardFile,
    Built,
    connect,
    is_damage,
    scratch_file,
    tail_of,
)
from projections.boards.rows import Summary
from projections.gc_control import without_collector
from store.port import EventLog, StoreUnavailable
from store.progress import Progress

if TYPE_CHECKING:
    from projections.boards.log_batch import LogBatch, Reader

# The reader of the log knows every subject: it is loaded once there is something to read.

log = structlog.get_logger()

BATCH = 1_000
"""Events per transaction; a longer backlog at the start is handled by a rebuild."""

POLL_SECONDS = 0.5

A = TypeVar("A")


class Projection:
    """The boards of a log in one file; several processes may keep the same file up to date.

    Only `ask` is safe to use from several threads at once.
    """

    def __init__(
        self, events: EventLog, path: Path, *, batch: int = BATCH, kept: int | None = None
    ) -> None:
        """Open the file at `path`; a missing, damaged or outdated file is created again.

        Each transaction takes `batch` events; `kept` subjects (`None`: the default) stay folded in
        memory. The caller closes the projection; `events` stays open.
        """
        self.path = path
        self._events = events
        self._batch = batch
        self._kept = kept
        self._file = BoardFile(path)
        try:
            self._require_this_log()
        except BaseException:
            self._file.close()
            raise

    def catch_up(self) -> int:
        """Process the log to its end; returns the number of events that this process took.

        Raises `UnreadableEvent` after processing every readable event before it, and
        `StoreUnavailable`.
        """
        taken = 0
        while (news := self._advance_on_sound_file()) is not None:
            taken += news
        return taken

    async def follow(self, stop: asyncio.Event, interval: float = POLL_SECONDS) -> None:
        """Keep up with the log until `stop`, reading every `interval` seconds.

        Raises `UnreadableEvent`; retries if the database does not answer.
        """
        said = ""
        while not stop.is_set():
            try:
                await asyncio.to_thread(self.catch_up)
                said = ""
            except (StoreUnavailable, sqlite3.OperationalError) as error:
                if str(error) != said:
                    log.warning("projection waits for a database", why=str(error))
                said = str(error)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), interval)

    def ask(self, query: Callable[[sqlite3.Connection], A]) -> A:
        """The answer of a query, all from one log position."""
        try:
            return self._answer(query)
        except sqlite3.DatabaseError as error:
            self._mend(error)
        self.catch_up()
        return self._answer(query)

    def built(self) -> Built:
        """The log position from which the boards are built."""
        return self._file.built()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _answer(self, query: Callable[[sqlite3.Connection], A]) -> A:
        with reading(self.path) as connection:
            return query(connection)

    def _advance_on_sound_file(self) -> int | None:
        try:
            return self._advance()
        except sqlite3.DatabaseError as error:
            self._mend(error)
        return 0

    def _advance(self) -> int | None:
        """Process one batch; `None` at the end of the log, 0 if another process was faster."""
        start = self._file.built()
        if (last := self._events.last_position()) <= start.position:
            return None
        if start.position == 0 and last > self._batch:
            batch = _build_into(self._file, self._reader, None)
            written = True
        else:
            batch = self._reader.read(start, self._batch)
            written = batch.events == 0 or self._write(start, batch)
        if batch.events:
            return batch.events if written else 0
        if batch.trouble is not None:
            raise batch.trouble
        return None

    @cached_property
    def _reader(self) -> Reader:
        from projections.boards.log_batch import KEPT, Reader  # noqa: PLC0415

        return Reader(self._events, KEPT if self._kept is None else self._kept)

    def _write(self, start: Built, batch: LogBatch) -> bool:
        rows = list(self._reader.summaries(batch, self._file))
        return self._file.write(start, rows, batch.end, batch.links)

    def _mend(self, error: sqlite3.DatabaseError) -> None:
        if not is_damage(error):
            raise error
        log.warning("projection file is damaged", path=str(self.path), why=str(error))
        self._file.mend()

    def _require_this_log(self) -> None:
        built = self._file.built()
        if built.position == 0:
            return
        last = self._events.notifications(built.position - 1, 1)
        if last and last[0].position == built.position and tail_of(last[0]) == built.tail:
            return
        log.warning("projection file is of another log, it is rebuilt", path=str(self.path))
        self._file.clear()


class _Telling:
    """Reports the progress of a build: events read, then rows written."""

    def __init__(self, events: EventLog, progress: Progress) -> None:
        self._last = events.last_position()
        self._of = self._last + len(events.streams(""))
        self._progress = progress

    def read(self, position: int) -> None:
        self._progress(position, self._of)

    def written(self, summaries: Iterator[Summary]) -> Iterator[Summary]:
        for number, summary in enumerate(summaries, start=1):
            yield summary
            self._progress(self._last + number, self._of)


def rebuild(events: EventLog, path: Path, progress: Progress | None = None) -> int:
    """Build the boards again from the beginning of the log, and swap them in when complete.

    Until then the boards at `path` do not change. `progress` receives the number of events read
    plus rows written, and the total. Returns the number of events processed. Raises
    `UnreadableEvent` (and swaps nothing) and `StoreUnavailable`.
    """
    from projections.boards.log_batch import Reader  # noqa: PLC0415

    telling = _Telling(events, progress) if progress else None
    with closing(BoardFile(path)) as file:
        batch = _build_into(file, Reader(events), telling)
    if batch.trouble is not None:
        raise batch.trouble
    return batch.events


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection to the current boards, at one log position."""
    connection = connect(path)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        yield connection
    finally:
        connection.close()


def _build_into(file: BoardFile, reader: Reader, telling: _Telling | None) -> LogBatch:
    """Build all boards in a fresh file; incomplete boards never replace more complete ones."""
    with scratch_file(file.path) as fresh, without_collector():
        progress = telling.read if telling else None
        batch = reader.read(Built(), None, progress, fresh.put_links)
        if batch.trouble is None or file.built().position == 0:
            rows = reader.summaries(batch, fresh)
            fresh.write(Built(), telling.written(rows) if telling else rows, batch.end)
            file.swap_in(fresh)
    return batch
