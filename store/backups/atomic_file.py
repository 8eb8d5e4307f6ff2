"""Files that people name, read whole, as they stood at one moment, or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path


class FileRefused(Exception):  # noqa: N818 - what becomes of it
    """A file that is not read; the message says why in Chinese and English, without its name."""


def whole_file(path: Path, largest: int, *, follow: bool = True) -> bytes:
    """All bytes of a regular file of at most `largest`; a larger one is not read at all.

    With `follow` unset a symbolic link is no file. Raises `FileRefused`; also for a file that is
    written to meanwhile, since what was read is then neither the old nor the new one.
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW)
    try:
        if not follow and path.is_symlink():
            raise FileRefused("是链接，请给出文件本身 / is a link: name the file itself")
        descriptor = os.open(path, flags)  # not waiting for who writes into a pipe
        try:
            before = os.fstat(descriptor)
            _check(before, largest)
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                content = file.read(before.st_size + 1)
            after = os.fstat(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise FileRefused(error.strerror or "cannot be read") from error
    except ValueError as error:  # a name that no file can have
        raise FileRefused(str(error)) from error
    changed = (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns)
    if changed or len(content) != before.st_size:
        raise FileRefused("读取时被改动，请重试 / was changed while it was read: try again")
    return content


def _check(found: os.stat_result, largest: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise FileRefused(
            "不是普通文件 / is no file: a folder, a device or a pipe stands under this name"
        )
    if found.st_size > largest:
        raise FileRefused(f"超过 {largest} 字节 / is larger than {largest} bytes")
