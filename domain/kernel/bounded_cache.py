"""A bounded cache that drops the least recently used value first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

from cachetools import LRUCache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_MISSING: Any = object()


class BoundedCache(Generic[K, V]):
    """At most `bound` values by key; the least recently used value is dropped first.

    Safe to use from several threads. A dropped value has to be made again, so no value may
    exist in the cache alone.
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
        """Set the value under a key, replacing an older value; returns the new value."""
        with self._lock:
            self._kept[key] = value
        return value

    def get_or_make(self, key: K, make: Callable[[], V]) -> V:
        """The value under a key; if there is none, store and return `make()`.

        Two threads that ask at the same time may both call `make`. If `make` raises, the error
        passes to the caller and no value is stored.
        """
        with self._lock:
            found: V = self._kept.get(key, _MISSING)
        return self.put(key, make()) if found is _MISSING else found

    def drop(self, key: K) -> None:
        """Remove the value under a key, if there is one."""
        with self._lock:
            self._kept.pop(key, None)

    def clear(self) -> None:
        """Remove all values."""
        with self._lock:
            self._kept.clear()

    def kept_keys(self) -> list[K]:
        """The keys that have a value now."""
        with self._lock:
            return list(self._kept)

    def __len__(self) -> int:
        return len(self._kept)
