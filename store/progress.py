"""The progress of a long operation, reported to a callback."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""A callback that receives the amount done and the total."""


def unwatched(_done: int, _of: int) -> None:
    """Ignore the progress."""
