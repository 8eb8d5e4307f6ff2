"""Reading a file that a person names: a missing or unreadable one is one clear line."""

from __future__ import annotations

import sys
from pathlib import Path

from console.errors import InputError

_LARGEST = 512 * 1024 * 1024


def read_input(path: Path) -> bytes:
    """The bytes of a file, or of standard input for `-`; raises `InputError`."""
    if str(path) == "-":
        return sys.stdin.buffer.read(_LARGEST)
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(str(path), None, "file", f"is larger than {_LARGEST} bytes")
        return path.read_bytes()
    except OSError as error:
        raise InputError(str(path), None, "file", error.strerror or str(error)) from error
