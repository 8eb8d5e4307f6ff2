"""The progress of a long piece of work, as a callback that its caller gives."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""A callback that takes how much is done, and of how much."""


def unwatched(_done: int, _of: int) -> None:
    """Ignore the progress: nobody watches."""
