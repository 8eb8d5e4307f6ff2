"""What is wrong with something that a person handed in."""

from __future__ import annotations


class InputError(Exception):
    """A file that cannot be read; as text one line, `FILE:LINE: field: message`.

    `line` is counted as an editor counts, and is none where the whole file is meant.
    """

    def __init__(self, file: str, line: int | None, field: str, message: str) -> None:
        super().__init__(file, line, field, message)
        self.file = file
        self.line = line
        self.field = field
        self.message = message

    def __str__(self) -> str:
        """Give the one line; what would break it (a line end, a terminal's escape) is escaped."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return "".join(map(_printable, f"{where}: {self.field}: {self.message}"))


def _printable(character: str) -> str:
    return character if character.isprintable() else ascii(character)[1:-1]
