"""A clock of the wall that tests move: time passes, or somebody sets it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from store import clock


class WallClock:
    """Shows an instant until it is told to move."""

    def __init__(self, shows: datetime) -> None:
        self._shows = shows.astimezone(UTC)
        self._elapsed = 0.0

    def now(self) -> datetime:
        """The instant that it shows, in UTC."""
        return self._shows

    def elapsed(self) -> float:
        """Seconds that passed, however it was set."""
        return self._elapsed

    def passes(self, time: timedelta) -> None:
        """Let time pass."""
        self._shows += time
        self._elapsed += time.total_seconds()

    def is_set(self, by: timedelta) -> None:
        """Set it ahead, or back where `by` is negative; no time passes."""
        self._shows += by


@contextmanager
def installed(wall: WallClock) -> Iterator[WallClock]:
    """Have the product read a clock."""
    clock.install(wall)
    try:
        yield wall
    finally:
        clock.uninstall()
