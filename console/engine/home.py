"""Taking a log over: after it was copied or moved here, only this copy goes on."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from console.settings import is_running
from deploy.filelock import try_lock
from store.factory import become_another_copy, home_at, open_database
from store.home import Home, home_of, retire
from store.port import LogRefused, StoreNotMigrated, StoreUnavailable
from store.settings import sqlite_url

Say = Callable[[str], None]


def take_home(data_dir: Path, url: str, say: Say) -> None:
    """Make this the only place of the log at a URL; nothing changes if it is that already.

    The log gets a new copy id. If the log from which it was copied is on this machine, that log
    records the new place, and no stack starts on it any more. An embedded engine that came with the
    directory belongs to the other copy and is put aside. Raises `LogRefused` while the other copy
    or that engine runs.
    """
    home = home_at(url)
    if not home.is_elsewhere:
        return
    _retire_the_other(home)
    _put_aside(data_dir / "engine", say)
    become_another_copy(url)
    say(
        f"今后只用此处（原在 {home.recorded_at}），本副本已有新标识 / this is the only place "
        f"of the log from now on (it was {home.recorded_at}), and the copy here has a new id"
    )


def _retire_the_other(home: Home) -> None:
    path = Path((home.recorded or {}).get("path", ""))
    if not path.is_file() or path.samefile(home.here.get("path", "/")):
        return
    if is_running(path.parent):
        raise LogRefused(
            f"{path.parent} 上的 jixiao up 正在运行，请先停止 / "
            f"`jixiao up` runs on {path.parent}: stop it first"
        )
    with (
        suppress(StoreNotMigrated, StoreUnavailable),  # no log, or none that starts as it is
        closing(open_database(sqlite_url(path))) as other,
    ):
        if home_of(other).recorded == home.recorded:
            retire(other, home.here)


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
