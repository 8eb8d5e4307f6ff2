"""Settings: the data directory, the event log, the engine's address."""

from __future__ import annotations

import json
import os
from pathlib import Path
from stat import S_ISDIR

import platformdirs

from console.cli.errors import InputError
from store.settings import JIXIAO_STORE, has_password
from store.settings import store_url as store_url_of

JIXIAO_DATA = "JIXIAO_DATA"
"""The environment variable with the data directory."""

TEMPORAL_ADDRESS = "TEMPORAL_ADDRESS"
"""The environment variable with the address of a running Temporal server (host:port)."""


def data_dir(given: Path | None = None) -> Path:
    """The data directory: the given one, the setting's, or the user's own; not created here.

    Raises `InputError` if it cannot be a directory.
    """
    if given is not None:
        return _possible(given, "--data")
    named = os.environ.get(JIXIAO_DATA)
    if named:
        return _possible(directory_word(named, JIXIAO_DATA), JIXIAO_DATA)
    return Path(platformdirs.user_data_path("jixiao"))


def directory_word(text: str, named: str = "--data") -> Path:
    """A directory from an argument or a setting; raises `InputError` for an empty text."""
    if not text.strip():
        raise InputError("jixiao", None, named, "为空，请写目录 / is empty: name a directory")
    return Path(text)


def _possible(given: Path, named: str) -> Path:
    path = given.absolute()
    why = _fault_of(path)
    if why is not None:
        raise InputError(str(path), None, named, why)
    return path


def _fault_of(path: Path) -> str | None:
    """Why a path is not a directory and cannot become one."""
    if str(path).startswith("//"):
        return "以两条斜线开头，请只写一条 / begins with two slashes: write one"
    if not str(path).isprintable():
        return "有不可打印的字符 / has characters that cannot be printed"
    for place in (path, *path.parents):
        try:
            found = place.stat()
        except (FileNotFoundError, NotADirectoryError):
            if place.is_symlink():
                return "是指向不存在之处的链接 / is a link to nothing"
        except (OSError, ValueError) as error:
            return getattr(error, "strerror", None) or str(error)
        else:
            of = "" if place == path else f"{place} "
            return None if S_ISDIR(found.st_mode) else f"{of}不是目录 / {of}is no directory"
    return None


def store_url(data: Path, given: str | None = None) -> str:
    """The URL of the event log: the given one, the setting's, or a file in the data directory.

    Raises `InputError` if the given one has a password.
    """
    return named_store(given) or store_url_of(data)


def named_store(given: str | None) -> str | None:
    """The URL given as an argument; raises `InputError` if it has a password."""
    if given and has_password(given):
        why = (
            f"口令会出现在进程列表中，请用环境变量 {JIXIAO_STORE} / a password among the words of "
            f"a command stands in the list of processes: name the log by {JIXIAO_STORE}"
        )
        raise InputError("jixiao", None, "--store", why)
    return given


def projection_path(data: Path) -> Path:
    """The file of the read models."""
    return data / "projections.db"


def checked_path(data: Path) -> Path:
    """The file with the last position at which the log was found sound."""
    return data / "checked.db"


def running_file(data: Path) -> Path:
    """The file with the addresses of a running stack."""
    return data / "running.json"


def engine_address(data: Path) -> str | None:
    """The address of the engine: from the setting, or of the stack running on the data."""
    named = os.environ.get(TEMPORAL_ADDRESS)
    if named:
        return named
    running = running_file(data)
    if not running.exists():
        return None
    told = _told_by(running, "address")
    if told is None:
        why = "不可读，请重新 `jixiao up` / cannot be read: stop the stack and `jixiao up` again"
        raise InputError(str(running), None, "address", why)
    return told


def running_clock(data: Path) -> str | None:
    """Why the running stack on the data distrusts the clock, or `None`."""
    return _told_by(running_file(data), "clock")


def running_log(data: Path) -> str | None:
    """Which file of its log the stack that runs on the data has lost; none where none is lost."""
    running = running_file(data)
    told = _told_by(running, "log")
    return told if told is not None and _lives(running) else None


def _lives(running: Path) -> bool:
    """Whether the stack that wrote a file may still run; a killed stack leaves its file."""
    try:
        os.kill(int(json.loads(running.read_bytes())["pid"]), 0)
    except ProcessLookupError:
        return False
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return True
    return True


def _told_by(running: Path, name: str) -> str | None:
    """A text in the file of a running stack; `None` if it is missing or unreadable."""
    try:
        told = json.loads(running.read_bytes())[name]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    return told if isinstance(told, str) else None
