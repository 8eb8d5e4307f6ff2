"""The notice of a running stack to other commands, in the running file of its directory."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from console.settings import running_file
from deploy.private_file import write_private

_GONE = (FileNotFoundError, NotADirectoryError)


class RunningNotice:
    """The running file: the place of the stack, and the reason why acts wait for `clock` or `log`.

    If the directory is moved, the file moves with it, and a second file with the same content is
    written at the old place.
    """

    def __init__(self, data_dir: Path, address: str, ui_address: str | None) -> None:
        """Hold on to the directory; the file is written by `write`."""
        self._data_dir = data_dir
        self._said: dict[str, str | int | None] = {
            "address": address,
            "ui": ui_address,
            "pid": os.getpid(),
        }
        self._folder = os.open(data_dir, os.O_RDONLY | os.O_DIRECTORY)

    def note(self, what: str, why: str | None) -> None:
        """Note why acts wait for something; with `None`, remove the note."""
        self._said.pop(what, None)
        if why:
            self._said[what] = why
        self.write()

    def write(self) -> None:
        """Write the file."""
        for place in self._places():
            with suppress(*_GONE):  # nobody can look there either
                write_private(place, json.dumps(self._said))

    def place(self) -> Path:
        """The present place of the data directory, which may have moved since the stack started."""
        if self._is_in_its_place():
            return self._data_dir
        return Path(f"/proc/self/fd/{self._folder}").readlink()

    def close(self) -> None:
        """Remove the file when the stack stops."""
        for place in self._places():
            with suppress(*_GONE):
                place.unlink()
        os.close(self._folder)

    def _places(self) -> Iterator[Path]:
        yield running_file(self._data_dir)
        if not self._is_in_its_place():
            yield running_file(Path(f"/proc/self/fd/{self._folder}"))

    def _is_in_its_place(self) -> bool:
        try:
            return os.path.samestat(self._data_dir.stat(), os.fstat(self._folder))
        except OSError:
            return False
