"""Counted members: their number, their ids up to a bound, and their digest."""

from __future__ import annotations

from hashlib import sha256

import pytest

from domain.shared.counted import MOST, Counted, counted


def of(*ids: str) -> Counted:
    return Counted(**counted(ids))


def test_ids_are_counted_once_and_kept_in_order() -> None:
    found = of("P2", "P1", "P2")
    assert (found.count, found.ids) == (2, ("P1", "P2"))
    assert found.sha256 == sha256(b"P1\nP2\n").hexdigest()


def test_the_digest_tells_one_id_from_two() -> None:
    assert of("P1P2").sha256 != of("P1", "P2").sha256


@pytest.mark.parametrize(("more", "kept"), [(-1, True), (0, True), (1, False)])
def test_a_list_beyond_the_bound_is_kept_by_its_digest_alone(more: int, *, kept: bool) -> None:
    ids = [f"P{number:05}" for number in range(MOST + more)]
    found = of(*reversed(ids))
    assert (found.count, found.ids is not None) == (MOST + more, kept)
    assert found.sha256 == sha256("".join(f"{one}\n" for one in ids).encode()).hexdigest()


def test_nothing_is_counted_too() -> None:
    assert (of().count, of().ids) == (0, ())
