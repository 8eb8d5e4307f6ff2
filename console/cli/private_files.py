"""Private files: all output is for its user alone, directories 0700, files 0600.

(docs/security.md, 1215)
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from console.cli.errors import InputError

_OTHERS = 0o077
_OURS = ("log.db*", "projections.db*", "checked.db*", "running.json", "worker.log", "notices.yaml")
_FOLDERS = ("notices", "engine")


def keep_others_out() -> None:
    """Make this process and its children create private files, whatever the umask."""
    os.umask(_OTHERS)


def make_data_dir(directory: Path) -> str | None:
    """Create a data directory, or tighten an existing one; returns a message or `None`.

    Raises `InputError` if it cannot be created.
    """
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        why = f"不能建立 / cannot be made: {error.strerror or error}"
        raise InputError(str(directory), None, "--data", why) from error
    return tighten(directory)


def tighten(directory: Path) -> str | None:
    """Remove other users' access to our files in a directory; returns a line about it.

    If the directory itself is not only ours, it stays unchanged and the line says so.
    """
    changed = sum(map(_tighten, [*_files(directory)]))
    left = ""
    if _is_for_others(directory):
        if _is_ours_alone(directory):
            changed += _tighten(directory)
        else:
            left = "；目录本身他人可用 others can use the directory itself: choose one of its own"
    if not changed and not left:
        return None
    return f"{directory}: 已收紧权限 {changed} 处 chmod go= on {changed} of its files{left}"


def _files(directory: Path) -> Iterator[Path]:
    for pattern in _OURS:
        yield from directory.glob(pattern)
    for name in _FOLDERS:
        folder = directory / name
        if folder.is_dir() and not folder.is_symlink():
            yield folder
            yield from folder.rglob("*")


def _tighten(path: Path) -> bool:
    """Whether a file was open to others and no longer is; false if it disappears meanwhile."""
    try:
        if not _is_for_others(path):
            return False
        path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~_OTHERS)
    except OSError:
        return False  # gone, or of another user: the directory's mode protects it
    return True


def _is_for_others(path: Path) -> bool:
    found = path.lstat().st_mode
    return not stat.S_ISLNK(found) and bool(found & _OTHERS)


def _is_ours_alone(directory: Path) -> bool:
    found = directory.stat()
    shared = found.st_uid != os.geteuid() or bool(found.st_mode & stat.S_ISVTX)
    return not shared and directory not in {Path("/"), Path.home()}
