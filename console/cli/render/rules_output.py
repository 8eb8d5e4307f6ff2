"""Output of the rules: JSON as UTF-8, facts as two columns, a refusal as one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import date

import typer

from console.cli.error_words import bilingual
from console.cli.errors import printable
from domain.kernel.vocabulary import SHANGHAI
from domain.rules import BadInput
from domain.rules.engine.questions import read_day
from store import clock

BAD_INPUT = 2


def say(*lines: str) -> None:
    """Print lines of JSON as UTF-8; a lone surrogate is printed as its JSON escape."""
    text = "".join(f"{line}\n" for line in lines)
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise typer.Exit(1) from None


def refuse(error: BadInput) -> None:
    """End with exit code 2 and one line that names the field."""
    line = " ".join(f"{error.field}: {bilingual(error.message)}".split())
    sys.stderr.write(f"{printable(line)}\n")
    raise typer.Exit(BAD_INPUT)


def day_or_today(on: str | None) -> date:
    """Read a day written YYYY-MM-DD; none is today in Shanghai. Raises `BadInput`."""
    return read_day(on) if on is not None else clock.now().astimezone(SHANGHAI).date()


def show_facts(facts: Iterable[tuple[str, str]]) -> None:
    """Print labels with their texts, as wide as the terminal."""
    from rich.console import Console  # noqa: PLC0415 - Rich is slow to import
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in facts:
        table.add_row(Text(label), Text(text))
    Console().print(table)
