"""Which versions of SQLite have the fault that was published."""

from __future__ import annotations

import pytest

from store.databases.sqlite_library import has_wal_reset_fault


@pytest.mark.parametrize(
    ("version", "has_it"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
    ],
)
def test_the_range_of_the_fault(version: tuple[int, int, int], has_it: bool) -> None:
    assert has_wal_reset_fault(version) == has_it
