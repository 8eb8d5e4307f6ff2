"""The bar is drawn on a terminal, and nothing is where nobody watches."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from console.cli.render.progress_bar import bar


def drawn(*, terminal: bool, steps: int = 3) -> str:
    screen = Console(file=StringIO(), force_terminal=terminal, width=100)
    with bar(screen, "备份 backing up") as told:
        for done in range(steps + 1):
            told(done, steps)
    file = screen.file
    assert isinstance(file, StringIO)
    return file.getvalue()


def failing(screen: Console) -> None:
    with bar(screen, "日志 log") as told:
        told(1, 2)
        raise KeyError


def test_on_a_terminal_it_says_what_is_done_and_how_much_of_how_much() -> None:
    shown = drawn(terminal=True)
    assert "备份 backing up" in shown
    assert "3/3" in shown


def test_where_there_is_nothing_to_do_it_comes_to_its_end_too() -> None:
    assert "0/0" in drawn(terminal=True, steps=0)


def test_on_no_terminal_it_is_quiet() -> None:
    assert drawn(terminal=False) == ""


def test_what_fails_beneath_it_comes_through() -> None:
    with pytest.raises(KeyError):
        failing(Console(file=StringIO(), force_terminal=True))
