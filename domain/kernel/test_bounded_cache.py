"""The bound holds, the least recently used goes first, and threads may share a cache."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from domain.kernel.bounded_cache import BoundedCache


def filled(bound: int, *keys: str) -> BoundedCache[str, str]:
    cache: BoundedCache[str, str] = BoundedCache(bound)
    for key in keys:
        cache.put(key, key.upper())
    return cache


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        ("", ""),
        ("ab", "ab"),
        ("abc", "abc"),
        ("abcd", "bcd"),
        ("abcda", "cda"),
        ("aaaa", "a"),
    ],
    ids=["empty", "below", "at the bound", "one over", "two over", "one key again and again"],
)
def test_at_most_so_many_are_kept_and_the_oldest_goes_first(keys: str, kept: str) -> None:
    cache = filled(3, *keys)

    assert sorted(cache.kept_keys()) == sorted(kept)
    assert len(cache) == len(kept)


def test_what_was_read_stays_and_what_was_not_goes() -> None:
    cache = filled(3, *"abc")

    cache.get("a")
    cache.get_or_make("b", lambda: "another")
    cache.put("d", "D")

    assert (cache.get("a"), cache.get("b"), cache.get("c"), cache.get("d")) == ("A", "B", None, "D")


def test_what_was_put_again_counts_as_used_and_is_the_new_value() -> None:
    cache = filled(2, *"ab")

    cache.put("a", "A again")
    cache.put("c", "C")

    assert (cache.get("a"), cache.get("b")) == ("A again", None)


def test_a_value_is_made_once_even_where_it_is_none() -> None:
    cache: BoundedCache[str, None] = BoundedCache(1)
    made: list[str] = []

    for _ in range(2):
        cache.get_or_make("a", lambda: made.append("a"))

    assert made == ["a"]


@pytest.mark.parametrize("error", [KeyError("a"), TypeError("a"), ValueError("a")])
def test_what_making_raises_comes_through_once_and_nothing_is_kept(error: Exception) -> None:
    cache: BoundedCache[str, str] = BoundedCache(1)
    asked: list[str] = []

    def fail() -> str:
        asked.append("a")
        raise error

    with pytest.raises(type(error)) as raised:
        cache.get_or_make("a", fail)

    assert raised.value is error
    assert (asked, len(cache)) == (["a"], 0)


def test_what_was_dropped_or_cleared_is_made_again() -> None:
    cache = filled(3, *"abc")

    cache.drop("a")
    cache.drop("a")
    assert cache.get_or_make("a", lambda: "again") == "again"

    cache.clear()
    assert (len(cache), cache.get("b")) == (0, None)


@pytest.mark.parametrize("bound", [0, -1])
def test_a_cache_that_keeps_nothing_is_refused(bound: int) -> None:
    with pytest.raises(ValueError, match=f"at least one value, not {bound}"):
        BoundedCache[str, str](bound)


def test_many_threads_share_a_cache_that_is_always_full() -> None:
    threads, rounds, bound = 8, 2000, 5
    cache: BoundedCache[int, int] = BoundedCache(bound)
    together = Barrier(threads)

    def use(seed: int) -> int:
        together.wait()
        right = 0
        for turn in range(rounds):
            key = (turn * 7 + seed) % 11
            right += cache.get_or_make(key, lambda key=key: key * key) == key * key  # type: ignore[misc]
            if turn % 3 == 0:
                cache.drop(key)
            right += cache.get(key) in {None, key * key}
            right += len(cache) <= bound
        return right

    with ThreadPoolExecutor(threads) as pool:
        assert list(pool.map(use, range(threads))) == [3 * rounds] * threads
