"""Errors in the input of a person."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence

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
    """Print faults, a line each; of very many the first.

    The same fault of the actor on many lines of a file is one line, with their count.
    """
    said = [*_alike_once(faults)]
    for line in said[:MOST_FAULTS]:
        complain(line)
    if (more := len(said) - MOST_FAULTS) > 0:
        complain(f"另有 {more} 处有误 / and {more} more")


def _alike_once(faults: Sequence[InputError]) -> Iterator[str]:
    """The faults as lines; those of the actor that are alike together, where the first stands."""
    alike = Counter(_of_actor(fault) for fault in faults)
    seen = set[object]()
    for fault in faults:
        which = _of_actor(fault)
        if which is None or alike[which] == 1:
            yield str(fault)
        elif which not in seen:
            seen.add(which)
            yield f"{fault}{same_on_lines(alike[which])}"


def _of_actor(fault: InputError) -> object:
    """What makes a fault of the actor the same as another; `None` for any other fault."""
    is_actor = fault.field == "actor" or fault.field.startswith("actor.")
    return (fault.file, fault.field, fault.message) if is_actor else None


def same_on_lines(count: int) -> str:
    """The end of a line that holds for `count` lines of a file."""
    return f"（共 {count} 行相同，只列首行 / the same on {count} lines, the first is named）"


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
