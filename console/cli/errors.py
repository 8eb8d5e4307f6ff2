"""Errors in the input of a person."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from console.cli.error_words import bilingual
from store.settings import hide_passwords

MOST_FAULTS = 100
"""How many faults are printed (inclusive)."""


class InputError(Exception):
    """A file that cannot be read; as text one line, `FILE:LINE: field: message`, Chinese first.

    `line` counts from 1 and is null if the whole file is meant.
    """

    def __init__(self, file: str, line: int | None, field: str, message: str) -> None:
        super().__init__(file, line, field, message)
        self.file = file
        self.line = line
        self.field = field
        self.message = message

    def __str__(self) -> str:
        """The line, made `printable`."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return printable(f"{where}: {self.field}: {bilingual(self.message)}")


class InputErrors(InputError):  # noqa: N818 - several of them
    """Several faults of what a person handed in, to be named all at once; as text the first."""

    def __init__(self, faults: Sequence[InputError]) -> None:
        first = faults[0]
        super().__init__(first.file, first.line, first.field, first.message)
        self.faults = tuple(faults)


def complain_of(error: InputError) -> None:
    """Print each fault on a line of its own, as many as anybody reads."""
    faults = error.faults if isinstance(error, InputErrors) else (error,)
    for fault in faults[:MOST_FAULTS]:
        complain(str(fault))
    if (more := len(faults) - MOST_FAULTS) > 0:
        complain(f"另有 {more} 处有误 / and {more} more")


def complain(text: str) -> None:
    """Print the fault on standard error, as one line without a password."""
    print(printable(hide_passwords(text)), file=sys.stderr)


def printable(text: str) -> str:
    """Text as one line; line ends and terminal escapes are escaped."""
    return "".join(map(_printable, text))


def _printable(character: str) -> str:
    if character.isprintable() or character == "\u3000":
        return character
    return ascii(character)[1:-1]
