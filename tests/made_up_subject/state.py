"""The state of the made-up subject."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wishes:
    """The wish that was filed, or none."""

    stream: str
    version: int = 0
    wish: str | None = None
