"""Files named by people, read completely as of one moment, or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path


class FileRefused(Exception):  # noqa: N818 - what becomes of it
    """A file that is refused; the message, without its name, is in Chinese and English."""


def whole_file(path: Path, largest: int, *, follow: bool = True) -> bytes:
    """All bytes of a regular file of at most `largest` bytes; a larger file is not read.

    Without `follow`, a symbolic link is refused. Raises `FileRefused`, also for a file that is
    written to at the same time, because the bytes read would be neither old nor new.
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW)
    try:
        if not follow and path.is_symlink():
            raise FileRefused("是链接，请给出文件本身 / is a link: name the file itself")
        descriptor = os.open(path, flags)  # does not wait for the writer of a pipe
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
    except ValueError as error:  # an impossible file name
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
