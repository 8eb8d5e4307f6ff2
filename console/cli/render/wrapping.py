"""Text wrapping: Chinese may break after any character; a number or a word never breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.containers import Lines
from rich.measure import Measurement
from rich.text import Text

_WIDE = "\u2e80-\u2fff\u3040-\u9fff\uf900-\ufaff\uff10-\uff5a"
_OPENING, _CLOSING = "（〔〈《「『“‘【［", "）〕〉》」』”’】］，。、；：！？…"
_PIECE = re.compile(
    rf"[{_OPENING}]*(?:[{_WIDE}]|[^\s{_WIDE}{_OPENING}{_CLOSING}]+)?[{_CLOSING}]*\s*"
)
"""An unbreakable piece: a character, or a run of letters and digits, with its punctuation."""


class Words(Text):
    """A text that does not break inside a word if the width allows it."""

    @classmethod
    def of(cls, text: Text | str) -> Words:
        """A text as `Words`, with its styles."""
        given = Text(text) if isinstance(text, str) else text
        made = cls(style=given.style, end=given.end)
        made.append_text(Text(given.plain, spans=given.spans))
        return made

    def wrap(self, console: Console, width: int, *args: Any, **kwargs: Any) -> Lines:
        """Break into lines of at most `width` cells; a longer word is cut."""
        kwargs["overflow"] = "fold"
        broken = Lines()
        for line in self.split("\n", allow_blank=True):
            for part in line.divide([*_breaks(line.plain, width)]):
                part.rstrip()
                broken.extend(Text.wrap(part, console, width, *args, **kwargs))
        return broken

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """The minimum width (the longest word) and the maximum (the longest line)."""
        longest = max((cell_len(line) for line in self.plain.splitlines()), default=0)
        return Measurement(min(longest_word(self.plain), options.max_width), longest)


def print_hanging(screen: Console, first: str, text: Text) -> None:
    """Print a text after `first`; its further lines are indented by the width of `first`."""
    room = max(screen.width - cell_len(first), 1)
    for number, line in enumerate(Words.of(text).wrap(screen, room)):
        start = " " * cell_len(first) if number else first
        screen.print(Text(start).append_text(line), no_wrap=True, crop=False, overflow="ignore")


def longest_word(text: str) -> int:
    """The width, in cells, of the longest unbreakable piece."""
    return max((cell_len(piece.rstrip()) for piece in _pieces(text)), default=0)


def shares(least: list[int], most: list[int], room: int) -> list[int]:
    """The widths of columns in `room` cells, which is at least the sum of `least`.

    Starting from `most`, the widest column shrinks first, but no column below its `least`.
    """
    widths = list(most)
    while sum(widths) > room:
        giving = [one for one, width in enumerate(widths) if width > least[one]]
        widths[max(giving, key=widths.__getitem__)] -= 1
    return widths


def _breaks(text: str, width: int) -> Iterator[int]:
    """The positions of line breaks: before each word that no longer fits.

    A text without spaces that is longer than a line is broken between its pieces.
    """
    used = at = 0
    for run in re.findall(r"\s*\S+\s*|\s+", text):
        for piece in [run] if cell_len(run.rstrip()) <= width else _pieces(run):
            if used and used + cell_len(piece.rstrip()) > width:
                yield at
                used = 0
            used += cell_len(piece)
            at += len(piece)


def _pieces(text: str) -> Iterator[str]:
    return (found.group() for found in _PIECE.finditer(text) if found.group())
