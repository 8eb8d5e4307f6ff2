"""The command line in this process, as a person at a terminal meets it."""

from __future__ import annotations

import io
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import structlog

from console import main
from console.cli.errors import InputError

BAD_INPUT = 2


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


def run(*words: str | Path, given: bytes = b"") -> Ended:
    """Run `jixiao` with these words and this standard input.

    What a person would see as a traceback is an exception here.
    """
    out, err = _stream(), _stream("backslashreplace")
    with (
        patch.object(sys, "argv", ["jixiao", *map(str, words)]),
        patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), "utf-8")),
        patch.object(sys, "stdout", out),
        patch.object(sys, "stderr", err),
        _logging_left_alone(),
    ):
        code = _code_of_run()
    return Ended(code, _text(out), _text(err))


def refused(*words: str | Path, given: bytes = b"") -> str:
    """The one line with which a command refuses bad input; nothing else may be printed."""
    ended = run(*words, given=given)
    assert (ended.code, ended.out) == (BAD_INPUT, ""), ended
    return one_line(ended.err)


def fault_of(read: Callable[[], object]) -> str | None:
    """The one line with which something cannot be read, none where it can be."""
    try:
        read()
    except InputError as error:
        return one_line(str(error))
    return None


def one_line(text: str) -> str:
    """A text that is one line and plain: neither empty nor a traceback, no control character."""
    line = text.removesuffix("\n")
    assert line, "nothing is said"
    assert line.isprintable(), text
    assert "Traceback" not in line
    return line


def english(line: str) -> str:
    """A line without its Chinese: behind its place, before the English."""
    found = re.match(r"((?:\S*: ){1,2}).*? / (.*)", line)
    return found[1] + found[2] if found else line


def says(line: str, told: str) -> bool:
    """Whether a line begins with words of it, in either language."""
    return any(one.startswith(told) for one in (line, english(line), line.partition(" / ")[2]))


def _code_of_run() -> int:
    try:
        main.run()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def _stream(errors: str = "strict") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), "utf-8", errors=errors)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")


@contextmanager
def _logging_left_alone() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.reset_defaults()
