"""The names of the files of an open log: whether each still leads to the file that was opened."""

from __future__ import annotations

import os
from pathlib import Path

from store import clock

DATABASE, WAL = 0, 1
"""The database and its -wal among the names."""

_SUFFIXES = ("", "-wal", "-shm")

_SETTLED = 2_500_000_000
"""Nanoseconds after which, on any file system, a folder's next change has another time."""

_NO_HEADER = bytes(4)

_Identity = tuple[int, int]
"""A file, by device and inode."""


class FileNames:
    """The names of a database, its -wal and its -shm, and the files that they led to."""

    def __init__(self, path: Path) -> None:
        """Set the names; `hold` notes the files."""
        real = path.resolve()  # SQLite keeps the -wal beside the target of a link
        self.names = tuple(f"{real}{suffix}" for suffix in _SUFFIXES)
        self.settled: tuple[int, int] | None = None
        """The folder's state at a look that found every name, if a later change must show in it."""
        self._folder = str(real.parent)
        self._place: int | None = None
        """The folder itself, wherever it is moved."""
        self._held: tuple[tuple[str, _Identity | None], ...] = ()

    def hold(self) -> None:
        """Note the files of these names; they are open."""
        self._place = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        self._held = tuple((name, _identity(name)) for name in self.names)

    def close(self) -> None:
        """Close the folder."""
        if self._place is not None:
            os.close(self._place)
            self._place = None

    def all_stand(self) -> bool:
        """Whether every file has its name; one look at the folder where nothing changed in it."""
        folder = _state_of(self._folder)
        if folder == self.settled and folder is not None:
            return True
        if self.gone() is not None:
            return False
        self.settled = _settled(folder)
        return True

    def gone(self) -> str | None:
        """The first name that leads to another file or to none."""
        for name, held in self._held:
            if _identity(name) != held:
                return name
        return None

    def stands(self, which: int) -> bool:
        """Whether the `DATABASE` or the `WAL` has its name."""
        name, held = self._held[which]
        return _identity(name) == held

    def lie_together(self) -> bool:
        """Whether all files are still in their folder, which has lost its own name."""
        place = self._place
        return place is not None and all(
            _identity(os.path.basename(name), place) == held  # noqa: PTH119 - of a descriptor
            for name, held in self._held
        )


def is_empty(name: str) -> bool:
    """Whether a file is missing or empty."""
    try:
        return not os.stat(name).st_size  # noqa: PTH116
    except FileNotFoundError:
        return True
    except OSError:
        return False


def is_hollow(name: str) -> bool:
    """Whether a -wal begins with nothing: it was emptied in use, and SQLite wrote on behind.

    A -wal that SQLite emptied itself is begun anew with a header. The -shm is not looked at: its
    close would release this process's locks.
    """
    try:
        with open(name, "rb") as wal:  # noqa: PTH123
            return wal.read(len(_NO_HEADER)) == _NO_HEADER
    except OSError:
        return False


def _identity(name: str, folder: int | None = None) -> _Identity | None:
    """The file of a name; `folder` is an open folder that has it."""
    try:
        found = os.stat(name, dir_fd=folder)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _state_of(folder: str) -> tuple[int, int] | None:
    """The folder of a name, and the time of its last change."""
    try:
        found = os.stat(folder)  # noqa: PTH116
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _settled(folder: tuple[int, int] | None) -> tuple[int, int] | None:
    """The state of a folder; `None` if its next change may have the same time."""
    return folder if folder is not None and clock.of_files() - folder[1] > _SETTLED else None
