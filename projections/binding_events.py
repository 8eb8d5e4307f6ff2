"""Binding events, kept in memory: the packs, rulings and notices that bind decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.kernel.decider import Recorded


class BindingEvents:
    """The events that bind decisions, in the form of a log for `InForceReader`."""

    def __init__(self, contents: Any) -> None:
        """Read stored texts from `contents`, a log."""
        self._contents = contents
        self._events: dict[str, list[Recorded[Any]]] = {}

    def note(self, recorded: Recorded[Any]) -> None:
        """Add an event."""
        self._events.setdefault(recorded.stream, []).append(recorded)

    def read(self, stream: str, after: int = 0) -> list[Recorded[Any]]:
        """The events of a stream after a version."""
        return [one for one in self._events.get(stream, ()) if one.version > after]

    def versions(self, streams: Sequence[str]) -> dict[str, int]:
        """The newest version of each of these streams that has events."""
        found = self._events
        return {stream: found[stream][-1].version for stream in streams if stream in found}

    def streams(self, prefix: str) -> list[str]:
        """The streams that start with a prefix, sorted."""
        return sorted(stream for stream in self._events if stream.startswith(prefix))

    def content(self, sha256: str) -> bytes:
        """The text stored under a sha256."""
        text: bytes = self._contents.content(sha256)
        return text
