"""A progress bar on standard error: how much is done, and of how much."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Told = Callable[[int, int], None]
"""Is told how much is done, and of how much."""


@contextmanager
def bar(screen: Console, what: str) -> Iterator[Told]:
    """Show a bar while something is done; on no terminal nothing, so that a refusal is one line."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    shown = Progress(*columns, TimeElapsedColumn(), console=screen, disable=not screen.is_terminal)
    with shown as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)
