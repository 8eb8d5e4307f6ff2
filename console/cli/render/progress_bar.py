"""The progress bar on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich import progress as rich_progress
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn

from store.progress import Progress


@contextmanager
def bar(screen: Console, what: str) -> Iterator[Progress]:
    """Show a bar during an operation.

    It shows nothing unless on a terminal, so that a refusal is one line.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    shown = rich_progress.Progress(
        *columns, TimeElapsedColumn(), console=screen, disable=not screen.is_terminal
    )
    with shown as drawn:
        task = drawn.add_task(what, total=None)
        yield lambda done, of: drawn.update(task, completed=done, total=of)
