"""Writing a file named by a person; a failure gives one clear line."""

from __future__ import annotations

from pathlib import Path

from console.cli.errors import InputError


def write_output(path: Path, text: str, option: str) -> None:
    """Write a text as UTF-8; raises `InputError` naming the file and the option that gave it."""
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise InputError(str(path), None, option, error.strerror or "cannot be written") from error


def require_place(path: Path, option: str) -> None:
    """Raise `InputError` if a file cannot be written, before any work is done."""
    if path.is_dir() or not path.absolute().parent.is_dir():
        why = "不能写入 / cannot be written: name a file in a folder that is there"
        raise InputError(str(path), None, option, why)
