"""Reading a file that a person names: a missing or unreadable one is one clear line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from console.errors import InputError

_LARGEST = 512 * 1024 * 1024


def read_input(path: Path) -> bytes:
    """The bytes of a file, or of standard input for `-`; raises `InputError`."""
    if str(path) == "-":
        return _whole(sys.stdin.buffer, "-", _LARGEST)
    return read_file(path)


def read_file(path: Path, largest: int = _LARGEST) -> bytes:
    """The bytes of a file; raises `InputError` for one of more than `largest` bytes."""
    try:
        with path.open("rb") as file:
            return _whole(file, str(path), largest)
    except OSError as error:
        raise InputError(str(path), None, "file", error.strerror or "cannot be read") from error


def _whole(source: BinaryIO, name: str, largest: int) -> bytes:
    """All that a source gives; what is too long is refused, never cut."""
    content = source.read(largest + 1)
    if len(content) > largest:
        raise InputError(name, None, "file", f"is larger than {largest} bytes")
    return content
