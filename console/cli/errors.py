"""Errors in the input of a person."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from console.cli.error_words import bilingual
from store.settings import hide_passwords


class InputError(Exception):
    """A file that cannot be read; as text one line, `FILE:LINE: field: message`, Chinese first.

    `line` counts from 1 and is null if the whole file is meant. `others` are further faults of the
    same file, which are said with this one.
    """

    def __init__(
        self,
        file: str,
        line: int | None,
        field: str,
        message: str,
        others: Sequence[InputError] = (),
    ) -> None:
        super().__init__(file, line, field, message)
        self.others = tuple(others)
        self.file = file
        self.line = line
        self.field = field
        self.message = message

    def __str__(self) -> str:
        """The line, made `printable`."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return printable(f"{where}: {self.field}: {bilingual(self.message)}")


MOST_FAULTS = 100
"""The number of faults in a person's files that are printed at once."""


def together(faults: Sequence[InputError]) -> InputError:
    """One error that has all faults of a file; there must be one."""
    first, *others = faults
    return InputError(first.file, first.line, first.field, first.message, others)


def complain_of(faults: Sequence[InputError]) -> None:
    """Print faults, a line each; of very many the first."""
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
