"""A drill for an audience: on its own stack, with the web UI while it runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from console.drill.board import watching
from console.drill.run import Drill, drill_stack, run_drill
from store.factory import open_log
from store.port import EventLog

T = TypeVar("T")


async def drilled(
    screen: Console, directory: Path, drill: Drill, read: Callable[[EventLog], T]
) -> T:
    """Run a drill on its own stack and show its progress; returns the parsed files."""
    begun = time.monotonic()
    say = partial(screen.print, markup=False)
    async with drill_stack(directory, ui=True, say=say) as stack:
        screen.print(f"web UI while it runs: {stack.ui_address or 'that of your own server'}")
        with watching(screen, drill.jurisdiction, drill.work_year) as watch:
            progress = await run_drill(drill, stack, watch)
        screen.print(
            f"{len(progress.taken)} acts of {len(drill.files.rows)} projects and units "
            f"in {time.monotonic() - begun:.0f} s"
        )
        with closing(open_log(stack.store_url)) as log:
            return read(log)
