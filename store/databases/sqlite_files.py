"""The files of an open log: whether they still have their names, and when the -wal is emptied.

(docs/decisions/1213-a-log-whose-files-are-gone-stops.md)
"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from threading import Condition, Lock, Thread

from eventsourcing.persistence import OperationalError

from store import clock
from store.databases.sqlite_connections import LogConnection, connected, is_short_read

QUIET = 5.0
"""Seconds without a write before the -wal is copied into the database and emptied."""

_SETTLED = 2_500_000_000
"""Nanoseconds after which, on any file system, a folder's next change has another time."""

_SUFFIXES = ("", "-wal", "-shm")
_LOOK_SECONDS = 1.0
"""Seconds between two looks of a reader whether the files still have their names."""

_TRIES, _PAUSE = 20, 0.05
"""The number of tries to save while others read or save, and the seconds between two tries."""

_SAVED = ("已办事项均已存入 log.db", "log.db has all that was acknowledged")
_NOT_SAVED = ("最近办理的事项可能丢失", "what was acknowledged last may be lost")
_THEIRS = (
    "最近办理的事项是否已存入 log.db，见正在使用本库的程序的提示",
    "the program that uses it says whether log.db has all that was acknowledged",
)
_NEXT = (
    "请停止所有使用本库的程序，按 docs/operations.md 处理；文件移回原处的，自动恢复办理",
    "stop everything that uses it and see docs/operations.md; acts go on where it is moved back",
)

_held_for_ever: list[sqlite3.Connection] = []
"""Connections to files that lost their name: closing them would delete the -wal of the new file."""


class FilesLost(OperationalError):  # noqa: N818 - what it says
    """A file of an open log has lost its name; the message is for people."""


class LogFiles:
    """The files with which a log was opened: SQLite writes on even if they have lost their names.

    One connection stays open while the log is open. So no clean close deletes the -wal, and its
    content can be saved if somebody else deletes it.
    """

    def __init__(self, path: Path, uri: str) -> None:
        """Set the names of the files; the first connection opens them."""
        self.lost: str | None = None
        """Why nothing is written or read."""
        self._uri = uri
        real = path.resolve()  # SQLite keeps the -wal beside the target of a link
        self._names = tuple(f"{real}{suffix}" for suffix in _SUFFIXES)
        self._folder = str(real.parent)
        self._settled: tuple[int, int] | None = None
        self._anchor: sqlite3.Connection | None = None
        self._held: tuple[tuple[str, tuple[int, int] | None], ...] = ()
        self._one_at_a_time = Lock()
        self._rest = Condition()
        self._last_write = 0.0
        self._next_look = 0.0
        self._resting: Thread | None = None
        self._closed = False

    def connect(self) -> LogConnection:
        """Another connection to the same files; raises as `require` and SQLite do."""
        self._hold()
        self.require()
        connection = connected(self._uri)
        try:
            self.require()
        except BaseException:
            connection.close()
            raise
        return connection

    def require(self) -> None:
        """Raise `FilesLost` where a file has lost its name."""
        if self.lost is None:
            folder = _state_of(self._folder)
            if folder == self._settled and folder is not None:
                return  # no name in it has changed since the last look
            if self._gone() is None:
                self._settled = _settled(folder)
                return
        with self._one_at_a_time:
            self._notice()
        self.require_none_lost()

    def require_none_lost(self) -> None:
        """Raise `FilesLost` if a file had lost its name at the last look and still has none."""
        if self.lost is not None:
            if self._gone() is not None:
                raise FilesLost(self.lost)
            self.lost = None

    def require_for_reading(self) -> None:
        """Raise `FilesLost` at most a second after a file lost its name; not every read looks.

        Until then a read returns rows of the files that were opened, and these are true.
        """
        self.require_none_lost()
        now = time.monotonic()
        if now >= self._next_look:
            self.require()
            self._next_look = now + _LOOK_SECONDS

    def written(self) -> None:
        """Note a commit before it is acknowledged; raises as `require` does."""
        self.require()
        self._last_write = time.monotonic()
        if self._resting is None:
            self._await_rest()

    def close(self) -> None:
        """Close the files."""
        with self._rest:
            self._closed = True
            self._rest.notify()
        with self._one_at_a_time:
            if self._anchor is not None and self._is_ours(0):
                self._anchor.close()
            elif self._anchor is not None:
                _held_for_ever.append(self._anchor)
            self._anchor = None

    def _hold(self) -> None:
        """Open the files once; later calls take no lock, so they never wait for a checkpoint."""
        if self._anchor is not None:
            return
        with self._one_at_a_time:
            if self._anchor is None and not self._closed:
                self._anchor = _anchored(self._uri)
                self._held = tuple((name, _identity(name)) for name in self._names)

    def _gone(self) -> str | None:
        """The first file that no longer has its name."""
        for name, held in self._held:
            if _identity(name) != held:
                return name
        return None

    def _is_ours(self, which: int) -> bool:
        name, held = self._held[which]
        return _identity(name) == held

    def _notice(self) -> None:
        """Remember that a file is gone, after saving its content if possible."""
        gone = self._gone()
        if gone is not None and self.lost is None:
            saved = _SAVED if self._may_be_saved() and self._saved() else _NOT_SAVED
            self.lost = (
                f"{gone} 在使用中被删除、移走或替换，不再办理：{saved[0]}。{_NEXT[0]} / "
                f"{gone} was deleted, moved or replaced while it was open: {saved[1]}; {_NEXT[1]}"
            )

    def _may_be_saved(self) -> bool:
        """Whether the database has its name, and no new -wal was written beside it."""
        return self._is_ours(0) and (self._is_ours(1) or _is_empty(self._names[1]))

    def _saved(self) -> bool:
        """Copy all of the -wal into the database, while other processes may do the same."""
        for _ in range(_TRIES):
            if self._copied("FULL"):
                return True
            time.sleep(_PAUSE)
        return False

    def _copied(self, mode: str) -> bool:
        """Copy the -wal into the database; returns whether all of it was copied."""
        if self._anchor is None:
            return False
        try:
            found = self._anchor.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
        except sqlite3.Error:
            return False
        _, in_wal, copied = found  # both are -1 while another process copies
        return bool(in_wal == copied >= 0)

    def _await_rest(self) -> None:
        with self._rest:
            if self._resting is None and not self._closed:
                self._resting = Thread(target=self._checkpoint, name="checkpoint", daemon=True)
                self._resting.start()

    def _checkpoint(self) -> None:
        """Wait for a quiet time without writes, then empty the -wal."""
        with self._rest:
            while not self._closed and (left := self._last_write + QUIET - time.monotonic()) > 0:
                self._rest.wait(left)
            self._resting = None  # the next commit starts its own thread
        with self._one_at_a_time:
            self._notice()
            if not self._closed and self.lost is None:
                self._copied("TRUNCATE")  # if it is in use, after the next commit


def lost_before(path: Path, error: BaseException | None) -> FilesLost | None:
    """The message for a short read: the -wal lost its name before the log was opened.

    The index of those who have it open leads to pages that its empty successor does not have.
    """
    wal, index = (f"{path.resolve()}{suffix}" for suffix in ("-wal", "-shm"))
    if not is_short_read(error) or not _is_empty(wal) or _is_empty(index):
        return None
    return FilesLost(
        f"{wal} 在使用中被删除、移走或替换，不再办理：{_THEIRS[0]}。{_NEXT[0]} / "
        f"{wal} was deleted or replaced while it was open: {_THEIRS[1]}; {_NEXT[1]}"
    )


def _anchored(uri: str) -> sqlite3.Connection:
    """A connection that keeps all files open."""
    opened = sqlite3.connect(uri, uri=True, timeout=0, check_same_thread=False)
    try:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("SELECT 1 FROM sqlite_master").fetchall()
    except BaseException:
        opened.close()
        raise
    return opened


def _identity(name: str) -> tuple[int, int] | None:
    """The file behind a name (device and inode)."""
    try:
        found = os.stat(name)  # noqa: PTH116 - at every commit; `Path` takes as long again
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _state_of(folder: str) -> tuple[int, int] | None:
    """The folder behind a name, and the time of its last change."""
    try:
        found = os.stat(folder)  # noqa: PTH116
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _settled(folder: tuple[int, int] | None) -> tuple[int, int] | None:
    """The state of a folder; `None` if its next change may have the same time."""
    return folder if folder is not None and clock.of_files() - folder[1] > _SETTLED else None


def _is_empty(name: str) -> bool:
    """Whether a file is missing or empty."""
    try:
        return not os.stat(name).st_size  # noqa: PTH116
    except FileNotFoundError:
        return True
    except OSError:
        return False
