"""Taking a log over: after it was copied, moved or restored here, only this one goes on.

(docs/decisions/1282-a-copied-log-knows-that-it-is-one.md, 1336)
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from uuid import UUID

from console.settings import is_running
from deploy.filelock import try_lock
from store.databases.database import Database
from store.factory import become_another_copy, home_at, open_database
from store.home import Home, Place, home_of, require_home, retire
from store.port import LogRefused, StoreNotMigrated, StoreUnavailable
from store.recorded_log import RecordedLog
from store.settings import sqlite_url

Say = Callable[[str], None]


def take_home(data_dir: Path, url: str, say: Say) -> None:
    """Make this the only place of the log at a URL; nothing changes if it is that already.

    The log gets a new copy id. Its copies on this machine, from the recorded place on to the place
    where the log went from there, record the new place, and no stack starts on them any more. An
    embedded engine that came with the directory belongs to the other copy and is put aside. Raises
    `LogRefused` while another copy or that engine runs.
    """
    home = home_at(url)
    if not home.is_elsewhere:
        return
    with _alone(data_dir) as locks:
        _retire_others(url, home.recorded, locks)
        _put_aside(data_dir / "engine", say)
        become_another_copy(url)
    say(
        f"今后只用此处（原在 {home.recorded_at}），本副本已有新标识 / this is the only place "
        f"of the log from now on (it was {home.recorded_at}), and the copy here has a new id"
    )


def leave_original(data_dir: Path, url: str, say: Say) -> None:
    """Tell the original of a restored log, where it is on this machine, that it no more starts.

    Nothing happens for a log that was not restored, or that was in use here before. Raises
    `LogRefused` while the original runs, or a log that went on from it.
    """
    home = home_at(url)
    if home.restored_from is None:
        return
    with _alone(data_dir) as locks:
        for path in _retire_others(url, home.restored_from, locks):
            say(
                f"此处由备份恢复，{path} 今后不再启动 / "
                f"the log here was restored from a backup: {path} no more starts"
            )


class HomeWatch:
    """A watch on where the log is in use: another place may take it over while a stack runs."""

    def __init__(self, url: str) -> None:
        """Watch the log at `url` from now on."""
        self._database: Database = open_database(url)

    def look(self) -> None:
        """Raise `CopiedLog` if the log goes on elsewhere; a log that does not answer is passed."""
        with suppress(StoreUnavailable, OSError):
            require_home(home_of(self._database))

    def close(self) -> None:
        """Close the log."""
        self._database.close()


def _retire_others(url: str, place: Place | None, locks: ExitStack) -> list[Path]:
    """Tell the copies of a log from a place on that it goes on at the URL; returns their files."""
    with closing(open_database(url)) as database:
        here, log_id = database.place(), RecordedLog(database).identity().id
    others = list(_copies_from(place, here, log_id))
    for path in others:
        _hold(path.parent, locks)
        if is_running(path.parent):
            raise LogRefused(
                f"{path.parent} 上的 jixiao up 正在运行，请先停止 / "
                f"`jixiao up` runs on {path.parent}: stop it first"
            )
    for path in others:
        with suppress(StoreNotMigrated, StoreUnavailable), closing(_opened(path)) as other:
            retire(other, here)
    return others


def _copies_from(place: Place | None, here: Place, log_id: UUID) -> Iterator[Path]:
    """The files of the same log on this machine: that of a place, and where each says it went."""
    seen = {Path(here.get("path", "/"))}
    while place is not None:
        path = Path(place.get("path", ""))
        if path in seen or not path.is_file():
            return
        seen.add(path)
        found = _home_of_copy(path, log_id)
        if found is None:
            return
        yield path
        place = found.recorded


def _home_of_copy(path: Path, log_id: UUID) -> Home | None:
    """Where the log in a file says that it is in use.

    `None` if it is another log, or none that starts.
    """
    with suppress(StoreNotMigrated, StoreUnavailable), closing(_opened(path)) as database:
        if RecordedLog(database).identity().id == log_id:
            return home_of(database)
    return None


def _opened(path: Path) -> Database:
    return open_database(sqlite_url(path))


@contextmanager
def _alone(data_dir: Path) -> Iterator[ExitStack]:
    """Hold a directory: of two take-overs of the same log at once, one is refused."""
    with ExitStack() as locks:
        _hold(data_dir, locks)
        yield locks


def _hold(folder: Path, locks: ExitStack) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    locks.callback(os.close, descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise LogRefused(
            f"另一进程正在接管 {folder} 的库，请稍后再试 / "
            f"another process takes over the log in {folder}: try again"
        ) from error


def _put_aside(engine: Path, say: Say) -> None:
    if not engine.is_dir():
        return
    lock = try_lock(engine / "engine.lock")
    if lock is None:
        raise LogRefused(
            f"{engine} 正被另一进程使用，请先停止它 / another process uses {engine}: stop it first"
        )
    os.close(lock)
    aside = _free(engine)
    engine.rename(aside)
    say(
        f"{engine} 属于另一副本，已改名为 {aside.name}，可删除 / it is of the other copy and was "
        f"renamed {aside.name}; it may be deleted"
    )


def _free(engine: Path) -> Path:
    """A name beside the engine's that nothing has."""
    names = (engine.with_name(f"{engine.name}-{number}") for number in range(1, 10_000))
    return next(name for name in names if not name.exists())
