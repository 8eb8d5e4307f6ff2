"""Cores kept busy by others: one process for each, as nice as any, that only spins."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faults.forked import ForkedProcess


@contextmanager
def busy_cores(folder: Path) -> Iterator[list[ForkedProcess]]:
    """Keep all cores busy for as long as the context lasts; yields the processes."""
    spinning = [
        ForkedProcess(_spin, (), folder / f"spinning-{number}.log")
        for number in range(os.cpu_count() or 1)
    ]
    try:
        yield spinning
    finally:
        for one in spinning:
            one.kill()


def _spin() -> None:
    while True:
        pass
