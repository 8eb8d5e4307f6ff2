"""A cache with a bound: what was used longest ago makes room for what is new."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

from cachetools import LRUCache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_MISSING: Any = object()


class BoundedCache(Generic[K, V]):
    """At most `bound` values by key, the least recently used dropped first.

    Safe to use from several threads. What is dropped may be made again at any time, so nothing may
    stand here alone.
    """

    def __init__(self, bound: int) -> None:
        """Keep at most `bound` values; raises `ValueError` for a bound below 1."""
        if bound < 1:
            raise ValueError(f"a cache keeps at least one value, not {bound}")
        self._kept: LRUCache[K, V] = LRUCache(bound)
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """The value kept under a key, used just now; none where none is kept."""
        with self._lock:
            return self._kept.get(key)

    def put(self, key: K, value: V) -> V:
        """Keep a value, in the place of the one kept under its key; gives it back."""
        with self._lock:
            self._kept[key] = value
        return value

    def made(self, key: K, make: Callable[[], V]) -> V:
        """The value kept under a key, or what `make` gives, kept from now on.

        Two threads that ask at once may both make it. Raises what `make` raises, and keeps nothing.
        """
        with self._lock:
            found: V = self._kept.get(key, _MISSING)
        return self.put(key, make()) if found is _MISSING else found

    def drop(self, key: K) -> None:
        """Keep nothing under a key any more."""
        with self._lock:
            self._kept.pop(key, None)

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._kept.clear()

    def kept_keys(self) -> list[K]:
        """The keys under which something is kept now."""
        with self._lock:
            return list(self._kept)

    def __len__(self) -> int:
        return len(self._kept)
