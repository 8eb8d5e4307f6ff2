"""The files of an open log: whether they still have their names, and when the -wal is emptied.

(docs/decisions/1213-a-log-whose-files-are-gone-stops.md)
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from threading import Lock

from eventsourcing.persistence import OperationalError

from store.databases.file_names import DATABASE, WAL, FileNames, is_empty, is_hollow
from store.databases.quiet_time import QuietTime
from store.databases.sqlite_connections import LogConnection, connected, is_short_read

_LOOK_SECONDS = 1.0
"""Seconds between two looks of a reader whether the files still have their names."""

_TRIES, _PAUSE = 20, 0.05
"""The number of tries to save while others read or save, and the seconds between two tries."""

_SAVED = ("已办事项均已存入 log.db", "log.db has all that was acknowledged")
_TOGETHER = (
    "数据目录整体移走，已办事项完好",
    "its directory was moved as a whole and has all that was acknowledged",
)
_NOT_SAVED = ("最近办理的事项可能丢失", "what was acknowledged last may be lost")
_EMPTIED = (
    "最近办理的事项已不在库中，无法找回",
    "what was acknowledged last is no longer in the log and cannot be brought back",
)
_ANEW = (
    (
        "请停止所有使用本库的程序，保留现有文件，用 jixiao restore 恢复备份，"
        "再重新提交此后的事项（已办理过的不会重复）"
    ),
    (
        "stop everything that uses it, keep its files, restore a backup with `jixiao restore`, "
        "and send the files of acts since then again: each act is taken once"
    ),
)
_THEIRS = (
    (
        "另一程序（jixiao up）提示“均已存入 log.db”的，停止后重新启动即可；没有这一提示的，"
        "最近办理的事项已丢失"
    ),
    (
        "where another program (`jixiao up`) says that log.db has all that was acknowledged, stop "
        "it and start again; where none says so, what was acknowledged last is lost"
    ),
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
        """The reason why nothing is written or read, once a file is lost."""
        self.has_read = False
        """Whether anything was read from these files."""
        self._uri = uri
        self._names = FileNames(path)
        self._anchor: sqlite3.Connection | None = None
        self._one_at_a_time = Lock()
        self._quiet_time = QuietTime(self._empty_wal)
        self._next_look = 0.0
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
        """Raise `FilesLost` where a file has lost its name, or the -wal was emptied in use."""
        if self.lost is None and self._names.all_stand() and not self._is_hollow():
            return
        with self._one_at_a_time:
            self._notice()
        self.require_none_lost()

    def require_none_lost(self) -> None:
        """Raise `FilesLost` if a file had lost its name at the last look and still has none."""
        if self.lost is not None:
            if self._names.gone() is not None or self._is_hollow():
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

    def require_not_emptied(self, error: BaseException) -> None:
        """Raise `FilesLost` for a short read of a -wal that was read before and kept its name."""
        is_short = is_short_read(error) or is_short_read(error.__cause__)
        if is_short and self.has_read and self._names.gone() is None:
            raise FilesLost(_emptied(self._names.names[WAL])) from error

    def written(self) -> None:
        """Note a commit before it is acknowledged; raises as `require` does."""
        self.require()
        self._quiet_time.written()

    def close(self) -> None:
        """Close the files."""
        self._closed = True
        self._quiet_time.close()
        with self._one_at_a_time:
            if self._anchor is not None and self._names.stands(DATABASE):
                self._anchor.close()
            elif self._anchor is not None:
                _held_for_ever.append(self._anchor)
            self._anchor = None
            self._names.close()

    def _hold(self) -> None:
        """Open the files once; later calls take no lock, so they never wait for a checkpoint."""
        if self._anchor is not None:
            return
        with self._one_at_a_time:
            if self._anchor is None and not self._closed:
                anchor = _anchored(self._uri)
                self._names.hold()
                self._anchor = anchor

    def _notice(self) -> None:
        """Remember that a file is gone, after saving its content if possible."""
        gone = self._names.gone()
        if gone is None and self.lost is None and self._is_hollow():
            self.lost = _emptied(self._names.names[WAL])
        elif gone is not None and self.lost is None:
            saved = _TOGETHER if self._names.lie_together() else self._rescued()
            self.lost = (
                f"{gone} 在使用中被删除、移走或替换，不再办理：{saved[0]}。{_NEXT[0]} / "
                f"{gone} was deleted, moved or replaced while it was open: {saved[1]}; {_NEXT[1]}"
            )

    def _is_hollow(self) -> bool:
        return is_hollow(self._names.names[WAL])

    def _rescued(self) -> tuple[str, str]:
        return _SAVED if self._may_be_saved() and self._saved() else _NOT_SAVED

    def _may_be_saved(self) -> bool:
        """Whether the database has its name, and no new -wal was written beside it."""
        names = self._names
        return names.stands(DATABASE) and (names.stands(WAL) or is_empty(names.names[WAL]))

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

    def _empty_wal(self) -> None:
        with self._one_at_a_time:
            self._notice()
            if not self._closed and self.lost is None:
                self._copied("TRUNCATE")  # if it is in use, after the next commit


def lost_before(path: Path, error: BaseException | None) -> FilesLost | None:
    """The message for a short read: the -wal lost its name before the log was opened.

    The index of those who have it open leads to pages that its empty successor does not have.
    """
    wal, index = (f"{path.resolve()}{suffix}" for suffix in ("-wal", "-shm"))
    if not is_short_read(error) or not is_empty(wal) or is_empty(index):
        return None
    return FilesLost(
        f"{wal} 在使用中被删除、移走、替换或清空，不再办理：{_THEIRS[0]}。{_ANEW[0]} / "
        f"{wal} was deleted, moved or replaced, or emptied, while it was open: {_THEIRS[1]}; "
        f"{_ANEW[1]}"
    )


def _emptied(wal: str) -> str:
    return (
        f"{wal} 在使用中被清空，不再办理：{_EMPTIED[0]}。{_ANEW[0]} / "
        f"{wal} was emptied while it was open: {_EMPTIED[1]}; {_ANEW[1]}"
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
