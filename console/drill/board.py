"""The live board of a drill: date, acts, reminders and rectifications so far."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.table import Table

from console.drill.driver import Progress
from console.drill.run import Watch
from console.drill.tally import Tally
from domain.subjects.catalogues import CATALOGUES


def board(progress: Progress, tally: Tally, title: str) -> Table:
    """The current board."""
    table = Table(title=title, title_justify="left", show_header=False, pad_edge=False)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    refused = sum(taken.refused for taken in progress.taken)
    table.add_row("业务日期 business date", f"[bold]{progress.on}[/bold]")
    table.add_row("日 day", f"{progress.day} / {progress.days}")
    table.add_row("办理 acts taken", f"{len(progress.taken)}")
    table.add_row("拒绝 refused", f"[red]{refused}[/red]" if refused else "0")
    for label, name in CATALOGUES.counted():
        table.add_row(label, str(tally.counts[name]))
    table.add_row("事件 events", str(tally.position))
    return table


@contextmanager
def watching(screen: Console, jurisdiction: str, work_year: int) -> Iterator[Watch]:
    """Show the board while a drill runs; without a terminal, a line for each month."""
    title = f"{jurisdiction} {work_year} 演练 drill"
    if not screen.is_terminal:
        yield _monthly(screen)
        return
    with Live(console=screen, refresh_per_second=4) as live:
        yield lambda progress, tally: live.update(board(progress, tally, title))


def _monthly(screen: Console) -> Watch:
    seen: list[str] = []

    def tell(progress: Progress, tally: Tally) -> None:
        month = f"{progress.on:%Y-%m}"
        if seen[-1:] != [month]:
            seen.append(month)
            screen.print(f"{month}  acts {len(progress.taken)}  events {tally.position}")

    return tell
