"""Reading a file named by a person; an unreadable file gives one clear line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from console.cli.errors import InputError
from store.backups.atomic_file import FileRefused, whole_file

LONGEST_LINE = 1_000_000
"""The most bytes of a line in a file of acts or requests (inclusive), without its end."""

LARGEST_PACK = 4 * 1024 * 1024
"""Bytes of the largest rule pack (inclusive)."""

_LARGEST = 512 * 1024 * 1024


def read_input(path: Path) -> bytes:
    """The bytes of a file of lines, or of standard input for `-`; raises `InputError`.

    It reads line by line and stops at a line that is too long.
    """
    if str(path) == "-":
        return _lines(sys.stdin.buffer, "-")
    try:
        with path.open("rb") as file:
            return _lines(file, str(path))
    except OSError as error:
        raise InputError(str(path), None, "file", error.strerror or "cannot be read") from error


def read_file(path: Path, largest: int, *, follow: bool = True) -> bytes:
    """The bytes of a regular file of at most `largest`; raises `InputError` (see `whole_file`)."""
    try:
        return whole_file(path, largest, follow=follow)
    except FileRefused as error:
        raise InputError(str(path), None, "file", str(error)) from error


def _lines(source: BinaryIO, name: str) -> bytes:
    """All lines of a source; a line that is too long is refused, never cut."""
    content = bytearray()
    number = 0
    while line := source.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            raise InputError(name, number, "line", too_long())
        content += line
        if len(content) > _LARGEST:
            raise InputError(
                name, None, "file", f"超过 {_LARGEST} 字节 / is larger than {_LARGEST} bytes"
            )
    return bytes(content)


def too_long() -> str:
    """The message about a line that is too long."""
    return f"一行超过 {LONGEST_LINE} 字节 / is longer than {LONGEST_LINE} bytes"
