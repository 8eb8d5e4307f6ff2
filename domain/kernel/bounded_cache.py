"""A bounded cache that drops the least recently used value first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

from cachetools import Cache, LRUCache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_MISSING: Any = object()


class _Kept(LRUCache[Any, Any]):
    """An LRU cache that returns `_MISSING` for a missing key instead of raising `KeyError`."""

    def __missing__(self, key: Any) -> Any:
        return _MISSING


_look = Cache.__getitem__
"""Read a value without counting the read as a use."""


class BoundedCache(Generic[K, V]):
    """At most `bound` values by key; the least recently used value is dropped first.

    Safe to use from several threads. A value may be dropped at any time, so a caller must be able
    to compute it again. Reads count as uses only once the cache is half full: before that no value
    is near being dropped, and a hit takes half the time.
    """

    __slots__ = ("_bound", "_kept", "_lock", "_uses_count")

    def __init__(self, bound: int) -> None:
        """Keep at most `bound` values; raises `ValueError` for a bound below 1."""
        if bound < 1:
            raise ValueError(f"a cache keeps at least one value, not {bound}")
        self._bound = bound
        self._kept = _Kept(bound)
        self._uses_count = False
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """The value under a key, counted as a use; `None` if there is no value."""
        found: V = _look(self._kept, key)
        if found is _MISSING:
            return None
        if self._uses_count:
            self._use(key)
        return found

    def put(self, key: K, value: V) -> V:
        """Set the value under a key, replacing an older value; returns the new value."""
        with self._lock:
            self._kept[key] = value
            self._uses_count = 2 * len(self._kept) >= self._bound
        return value

    def get_or_make(self, key: K, make: Callable[[], V]) -> V:
        """The value under a key; if there is none, store and return `make()`.

        Two threads that ask at the same time may both call `make`. If `make` raises, the error
        passes to the caller and no value is stored.
        """
        found: V = _look(self._kept, key)
        if found is _MISSING:
            return self.put(key, make())
        if self._uses_count:
            self._use(key)
        return found

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

    def _use(self, key: K) -> None:
        with self._lock:
            self._kept[key]  # a value that another thread has just dropped stays dropped

    def __len__(self) -> int:
        return len(self._kept)
